import { Worker } from 'bullmq';
import { type Redis } from 'ioredis';
import { type AppConfig } from '#libs/config';
import { handlerTable, QUEUES, type HandledJob, type QueueName } from './jobs.js';
import { closedWithin, patientRedis } from './redis.js';

const FAREWELL_MS = 1_000;

export interface ConsumerOptions {
  concurrency?: Partial<Record<QueueName, number>>;
  /** Told of every failed attempt, with a code and the job's name and id. */
  onFailure?: (failure: { job: string; id: string; attempt: number; code: string }) => void;
}

/** Pauses between attempts: 0.2 s doubling to a minute, with a quarter of jitter so that a crowd does not come back as one. */
export function pauseBefore(attempt: number, random: () => number = Math.random): number {
  const full = Math.min(200 * 2 ** Math.min(attempt - 1, 12), 60_000);
  return Math.round(full * (0.75 + 0.5 * random()));
}

/** What of an error may be kept: its code, never its text, which may name an address. */
export function codeOf(error: unknown): string {
  const code = (error as { code?: unknown } | null)?.code ?? (error as { driverError?: { code?: unknown } } | null)?.driverError?.code;
  if (typeof code === 'string' && /^[A-Za-z0-9_.-]{1,60}$/.test(code)) return code;
  return error instanceof Error && /^[A-Za-z]{1,60}$/.test(error.name) ? error.name : 'unknown';
}

/** Runs the handlers of all queues until `close`. */
export class Consumers {
  private constructor(private readonly workers: Worker[], private readonly redis: Redis) {}

  static start(config: AppConfig, handled: readonly HandledJob[], options: ConsumerOptions = {}): Consumers {
    const table = handlerTable(handled);
    const redis = patientRedis(config.redis);
    const workers = QUEUES.map((name) => {
      const worker = new Worker(
        name,
        async (job) => {
          const entry = table.get(job.name);
          if (!entry) throw coded('queues.unknown_job');
          try {
            await entry.handler(job.data as never, { id: job.id ?? '', attempt: job.attemptsMade + 1 });
          } catch (error) {
            options.onFailure?.({ job: job.name, id: job.id ?? '', attempt: job.attemptsMade + 1, code: codeOf(error) });
            throw coded(codeOf(error));
          }
        },
        {
          connection: redis,
          prefix: config.queuePrefix,
          concurrency: options.concurrency?.[name] ?? 1,
          // A worker that was killed leaves its jobs locked: found after 5 s, and never given up.
          lockDuration: 15_000,
          stalledInterval: 5_000,
          maxStalledCount: Number.MAX_SAFE_INTEGER,
          settings: { backoffStrategy: (attempt) => pauseBefore(attempt) },
        },
      );
      worker.on('error', () => undefined);
      return worker;
    });
    return new Consumers(workers, redis);
  }

  /** Lets running jobs end and takes no more. Without Redis none is taken; what still runs comes again. */
  async close(): Promise<void> {
    const closed = Promise.allSettled(this.workers.map((worker) => worker.close()));
    await (this.redis.status === 'ready' ? closed : closedWithin(FAREWELL_MS, closed));
    this.redis.disconnect();
  }
}

function coded(code: string): Error {
  const error = new Error(code);
  delete error.stack;
  return error;
}
