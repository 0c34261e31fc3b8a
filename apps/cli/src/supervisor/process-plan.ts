import process from 'node:process';

/** How many of each of our own processes. */
export interface ProcessCounts {
  readonly servers: number;
  readonly workers: number;
}

/** The processes to start, in this order. The first of a kind bears its name, the others a number too. */
export function plannedProcesses({ servers, workers }: ProcessCounts): { kind: 'worker' | 'server'; name: string }[] {
  const of = (kind: 'worker' | 'server', count: number): { kind: 'worker' | 'server'; name: string }[] =>
    Array.from({ length: count }, (_, at) => ({ kind, name: at === 0 ? kind : `${kind}-${at + 1}` }));
  return [...of('worker', workers), ...of('server', servers)];
}

/** What tells one process from the others: its name, who keeps the caught mails, and a port of its own for its figures. */
export function environmentOf(name: string, at: number, given: NodeJS.ProcessEnv = process.env): NodeJS.ProcessEnv {
  const figures = Number(given['METRICS_PORT']);
  return {
    SERVICE_NAME: name,
    ...(name.startsWith('server-') && { MAIL_CATCHER: 'elsewhere' }),
    ...(figures > 0 && { METRICS_PORT: String(figures + at) }),
  };
}
