/** The queues there are: batches of signatures, acts that follow from a committed change, clockwork, and calls to others' programs, for which nothing else waits. */
export const QUEUES = ['intake', 'acts', 'clockwork', 'calls'] as const;
export type QueueName = (typeof QUEUES)[number];

/** One kind of job: its name, the queue it runs on, and (by type only) what it carries. */
export interface JobKind<Payload> {
  readonly name: string;
  readonly queue: QueueName;
  /** Never set; it ties the payload's type to the kind. */
  readonly payload?: Payload;
}

const kinds = new Map<string, JobKind<unknown>>();

/** Declares a kind of job. A lib does so in its `*.jobs.ts`; the worker must then name exactly one handler for it. */
export function defineJob<Payload extends object>(name: string, queue: QueueName): JobKind<Payload> {
  if (kinds.has(name)) throw new Error(`job '${name}' is declared twice`);
  const kind: JobKind<Payload> = { name, queue };
  kinds.set(name, kind);
  return kind;
}

export interface JobContext {
  /** Id of the job; equal for every attempt. */
  id: string;
  /** 1 for the first attempt. */
  attempt: number;
}

export type Handler<Payload> = (payload: Payload, context: JobContext) => Promise<void>;
export interface HandledJob { kind: JobKind<unknown>; handler: Handler<never> }

/** Ties a handler to a kind, checked by type. */
export function handle<Payload>(kind: JobKind<Payload>, handler: Handler<Payload>): HandledJob {
  return { kind, handler: handler };
}

/**
 * The table name → handler that the worker runs.
 *
 * @throws when a declared job has no handler, or a job has two: a job nobody handles would be lost quietly
 */
export function handlerTable(handled: readonly HandledJob[], declared: Iterable<string> = kinds.keys()): Map<string, HandledJob> {
  const table = new Map<string, HandledJob>();
  for (const entry of handled) {
    if (table.has(entry.kind.name)) throw new Error(`job '${entry.kind.name}' has two handlers`);
    table.set(entry.kind.name, entry);
  }
  for (const name of declared) if (!table.has(name)) throw new Error(`job '${name}' has no handler`);
  return table;
}
