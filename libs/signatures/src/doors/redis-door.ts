import { Queues } from '#libs/queues';
import { type SealedBatch } from '../sealed-batch.js';
import { FIND_WITHDRAWAL, RECORD_BATCH, type WithdrawalRequest } from '../signatures.jobs.js';

/** Redis' memory is looked at so often while batches come, so that at most a second's batches go beyond the limit. */
const LOOK_EVERY_MS = 1_000;

/** The way into Redis. Resolving means that Redis has it in its append-only file. */
export class RedisDoor {
  private bytes = 0;
  private lookedAt = 0;

  /** @param mostBytes of memory that Redis may use before nothing more is put down in it */
  constructor(private readonly queues: Queues, readonly mostBytes: number) {}

  keep(batch: SealedBatch): Promise<void> {
    return this.queues.add({ kind: RECORD_BATCH, id: batch.id, payload: batch });
  }

  ask(request: WithdrawalRequest): Promise<void> {
    return this.queues.add({ kind: FIND_WITHDRAWAL, id: request.id, payload: request });
  }

  /** Whether it would take something: one that is out of memory or may only be read answers a mere PING. */
  async look(): Promise<void> {
    if (this.queues.redis.status !== 'ready') throw new Error('no connection');
    await this.queues.redis.set(`${this.queues.prefix}:door`, '', 'PX', LOOK_EVERY_MS);
  }

  /** By what was seen last; looks again, without keeping anybody waiting. */
  isFull(now: number): boolean {
    if (now - this.lookedAt >= LOOK_EVERY_MS) {
      this.lookedAt = now;
      void this.usedBytes().catch(() => undefined);
    }
    return this.bytes > this.mostBytes;
  }

  async usedBytes(): Promise<number> {
    this.bytes = Number(/^used_memory:(\d+)/m.exec(await this.queues.redis.info('memory'))?.[1] ?? 0);
    return this.bytes;
  }

  async waiting(): Promise<number> {
    return (await this.queues.depths()).intake.waiting;
  }
}
