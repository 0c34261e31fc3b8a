import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { Queue, type JobsOptions } from 'bullmq';
import { type Redis } from 'ioredis';
import { AppConfig } from '#libs/config';
import { QUEUES, type JobKind, type QueueName } from './jobs.js';
import { closedWithin, impatientRedis, PATIENCE_MS } from './redis.js';

/**
 * Set on purpose, since BullMQ's defaults would drop a job after its first failure: a job is tried again for ever, with
 * growing pauses; what failed leaves a code in Redis, never a stack or a text.
 */
export const JOB_OPTIONS: JobsOptions = {
  attempts: Number.MAX_SAFE_INTEGER,
  backoff: { type: 'growing' },
  removeOnComplete: true,
  removeOnFail: false,
  stackTraceLimit: 0,
};

export interface JobRequest<Payload> {
  kind: JobKind<Payload>;
  payload: Payload;
  /** Two requests with one id are one job, as long as the first has not been done. */
  id?: string;
  delayMs?: number;
}

/** How long the end of a process waits for commands that are under way. */
const FAREWELL_MS = 1_000;

/** Makes jobs. An error means that the job may not exist: nothing may be acknowledged. */
@Injectable()
export class Queues implements OnApplicationShutdown {
  readonly redis: Redis;
  /** First part of every key of this installation. */
  readonly prefix: string;
  private readonly queues = new Map<QueueName, Queue>();

  constructor(config: AppConfig) {
    this.redis = impatientRedis(config.redis);
    this.prefix = config.queuePrefix;
    for (const name of QUEUES) {
      const queue = new Queue(name, { connection: this.redis, prefix: config.queuePrefix, defaultJobOptions: JOB_OPTIONS, skipMetasUpdate: true });
      queue.on('error', () => undefined);
      this.queues.set(name, queue);
    }
  }

  queue(name: QueueName): Queue {
    const queue = this.queues.get(name);
    if (!queue) throw new Error(`no queue '${name}'`);
    return queue;
  }

  /** Resolves once Redis answers; before that, without an offline queue, every call fails. */
  async ready(withinMs = 10_000): Promise<void> {
    for (const end = Date.now() + withinMs; ; await new Promise((resolve) => setTimeout(resolve, 20))) {
      if (await this.redis.ping().then(() => true, () => false)) return;
      if (Date.now() > end) throw unreachable();
    }
  }

  /**
   * BullMQ waits for a *first* connection for ever, and whoever called would wait with it: the citizen, and the end of the
   * process. After the first one ioredis refuses by itself.
   */
  private async connected(): Promise<void> {
    for (const end = Date.now() + PATIENCE_MS; this.redis.status !== 'ready'; await new Promise((resolve) => setTimeout(resolve, 10))) {
      if (Date.now() > end) throw unreachable();
    }
  }

  /** Resolves when Redis has the job in its append-only file. */
  async add<Payload extends object>(request: JobRequest<Payload>): Promise<void> {
    await this.connected();
    await this.queue(request.kind.queue).add(request.kind.name, request.payload, options(request));
  }

  /** All of one kind in one round trip. */
  async addAll<Payload extends object>(requests: readonly JobRequest<Payload>[]): Promise<void> {
    await this.connected();
    for (const name of QUEUES) {
      const jobs = requests.filter((request) => request.kind.queue === name);
      if (jobs.length > 0) await this.queue(name).addBulk(jobs.map((job) => ({ name: job.kind.name, data: job.payload, opts: options(job) })));
    }
  }

  /** Jobs waiting, running, delayed or failed, by queue. */
  async depths(): Promise<Record<QueueName, { waiting: number; failed: number }>> {
    await this.connected();
    const depths = {} as Record<QueueName, { waiting: number; failed: number }>;
    for (const name of QUEUES) {
      const counts = await this.queue(name).getJobCounts('waiting', 'active', 'delayed', 'prioritized', 'failed');
      depths[name] = { waiting: (counts.waiting ?? 0) + (counts.active ?? 0) + (counts.delayed ?? 0) + (counts.prioritized ?? 0), failed: counts.failed ?? 0 };
    }
    return depths;
  }

  async onApplicationShutdown(): Promise<void> {
    await closedWithin(this.redis.status === 'ready' ? FAREWELL_MS : 0, Promise.allSettled([...this.queues.values()].map((queue) => queue.close())));
    this.redis.disconnect();
  }
}

const unreachable = (): Error => Object.assign(new Error('queues.unreachable'), { code: 'queues.unreachable' });

function options(request: JobRequest<object>): JobsOptions {
  return { ...(request.id ? { jobId: request.id } : {}), ...(request.delayMs ? { delay: request.delayMs } : {}) };
}
