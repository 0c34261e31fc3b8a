import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { AppConfig, Log } from '#libs/config';
import { ACCEPTED, BATCH_SIZE, DOOR_CHANGES } from '#libs/metrics';
import { Queues } from '#libs/queues';
import { type SealedBatch } from '../sealed-batch.js';
import { unavailable } from '../signatures.errors.js';
import { type WithdrawalRequest } from '../signatures.jobs.js';
import { answered, askAgainAfter, type Door, type DoorHealth, doorsToTry, failed, HEALTHY, patience } from './door-rules.js';
import { PostgresDoor } from './postgres-door.js';
import { RedisDoor } from './redis-door.js';

/** Which way batches go, as this process knows it. */
export interface DoorState {
  /** Where the next batch is tried first; `none`: nowhere, it is answered 503. */
  inUse: Door | 'none';
  since: Date;
  /** Redis holds as much as it may. */
  redisIsFull: boolean;
  /** Batches put down since the process began, by door, and requests that neither took. */
  kept: Readonly<Record<Door, number>>;
  refused: number;
}

/** What waits to be written, in batches, and how much memory Redis uses. Null: not to be learned now. */
export interface Backlog {
  redis: number | null;
  redisBytes: number | null;
  redisMostBytes: number;
  postgres: number | null;
}

const MEGABYTE = 1_048_576;

/**
 * Where a sealed batch is put down so that it outlives every process. There are two doors: Redis, and Postgres while Redis does not
 * take it. Which is open is learned from what they answer; one that failed is asked in the background until it is back, so that
 * only the batch which finds it gone waits for it. A batch that was answered too late may lie behind both: whoever writes it
 * knows each record by its id.
 */
@Injectable()
export class BatchDoor implements OnApplicationShutdown {
  private readonly doors: { redis: RedisDoor; postgres: PostgresDoor };
  private readonly health: Record<Door, DoorHealth> = { redis: HEALTHY, postgres: HEALTHY };
  private readonly asking: Partial<Record<Door, NodeJS.Timeout>> = {};
  private readonly kept: Record<Door, number> = { redis: 0, postgres: 0 };
  private refused = 0;
  private inUse: DoorState['inUse'] = 'redis';
  private since = new Date();
  private ended = false;

  constructor(queues: Queues, config: AppConfig, private readonly log: Log) {
    this.doors = { redis: new RedisDoor(queues, config.redisLimitMb * MEGABYTE), postgres: new PostgresDoor(config.database, config.serviceName) };
  }

  /**
   * Resolves when the batch is durable: Redis has it in its append-only file, or Postgres has committed it.
   * @throws DomainError `signatures.unavailable`: it may not be kept, and nothing of it may be acknowledged. Within 400 ms.
   */
  async keep(batch: SealedBatch): Promise<void> {
    const door = await this.through((one) => this.doors[one].keep(batch));
    this.kept[door] += 1;
    ACCEPTED.inc({ door }, batch.records.length);
    BATCH_SIZE.observe(batch.records.length);
  }

  /** As `keep`, for somebody who asks for the link that takes a signature back. */
  async ask(request: WithdrawalRequest): Promise<void> {
    await this.through((door) => this.doors[door].ask(request));
  }

  /** Whether Redis takes nothing at the moment: who only wants to remember something in it can spare the attempt. */
  get redisIsAway(): boolean {
    return !this.health.redis.open;
  }

  /** Somebody else found it gone: the next batch need not wait to find out. */
  redisWentAway(): void {
    this.fail('redis');
  }

  state(): DoorState {
    this.look();
    return { inUse: this.inUse, since: this.since, redisIsFull: this.doors.redis.isFull(Date.now()), kept: { ...this.kept }, refused: this.refused };
  }

  async backlog(): Promise<Backlog> {
    const { redis, postgres } = this.doors;
    const [inRedis, redisBytes, inPostgres] = await Promise.all([redis.waiting(), redis.usedBytes(), postgres.waiting()].map((asked) => asked.catch(() => null)));
    return { redis: inRedis ?? null, redisBytes: redisBytes ?? null, redisMostBytes: redis.mostBytes, postgres: inPostgres ?? null };
  }

  async onApplicationShutdown(): Promise<void> {
    this.ended = true;
    Object.values(this.asking).forEach((timer) => clearTimeout(timer));
    await this.doors.postgres.close();
  }

  private async through(put: (door: Door) => Promise<void>): Promise<Door> {
    const began = Date.now();
    const doors = this.look();
    for (const [at, door] of doors.entries()) {
      const wentThrough = await within(patience(Date.now() - began, doors.length - at - 1), () => put(door));
      if (!wentThrough) this.fail(door);
      else {
        this.health[door] = HEALTHY;
        this.look();
        return door;
      }
    }
    this.refused += 1;
    throw unavailable();
  }

  private look(): Door[] {
    const doors = doorsToTry(this.health, this.doors.redis.isFull(Date.now()));
    const first = doors[0] ?? 'none';
    if (first !== this.inUse) this.change(first);
    return doors;
  }

  private change(to: DoorState['inUse']): void {
    const was = { door: to, was: this.inUse, forMs: Date.now() - this.since.getTime() };
    [this.inUse, this.since] = [to, new Date()];
    DOOR_CHANGES.inc({ to });
    switch (to) {
      case 'redis': return this.log.pino.info(was, 'signatures go back into Redis');
      case 'postgres': return this.log.pino.warn({ ...was, redisIsFull: this.doors.redis.isFull(Date.now()) }, 'signatures go into Postgres');
      case 'none': return this.log.pino.warn(was, 'signatures are refused: neither Redis nor Postgres takes them');
    }
  }

  private fail(door: Door): void {
    this.health[door] = failed(this.health[door]);
    this.look();
    this.askLater(door);
  }

  private askLater(door: Door): void {
    if (this.asking[door] || this.ended) return;
    this.asking[door] = setTimeout(() => void this.askNow(door), askAgainAfter(this.health[door].failures)).unref();
  }

  private async askNow(door: Door): Promise<void> {
    const isBack = await within(patience(0, 0), () => this.doors[door].look());
    delete this.asking[door];
    // A batch may have gone through meanwhile.
    if (this.health[door].open) return;
    if (!isBack) return this.fail(door);
    this.health[door] = answered(this.health[door]);
    this.look();
  }
}

/** Whether it was done in time. What comes later changes nothing any more here. */
async function within(ms: number, work: () => Promise<void>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), ms);
  });
  try {
    return await Promise.race([work().then(() => true, () => false), late]);
  } finally {
    clearTimeout(timer);
  }
}
