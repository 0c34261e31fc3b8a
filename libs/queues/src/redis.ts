import { Redis, type RedisOptions } from 'ioredis';
import { type RedisSettings, redisConnection } from '#libs/config';

/** Longest that anything which faces a citizen waits for Redis, in milliseconds. */
export const PATIENCE_MS = 250;

function connect(settings: RedisSettings, options: RedisOptions): Redis {
  const redis = new Redis({ ...redisConnection(settings), retryStrategy: (times) => Math.min(50 * 2 ** Math.min(times, 6), 2_000), ...options });
  // Without a listener a lost connection would end the process; state is read from `redis.status` and from failed calls.
  redis.on('error', () => undefined);
  return redis;
}

/** For whoever answers a person: no offline queue, an answer or an error within 250 ms. */
export const impatientRedis = (settings: RedisSettings): Redis =>
  connect(settings, { enableOfflineQueue: false, commandTimeout: PATIENCE_MS, maxRetriesPerRequest: 0 });

/** For the worker and for subscriptions: waits for Redis to come back, for ever. */
export const patientRedis = (settings: RedisSettings): Redis => connect(settings, { maxRetriesPerRequest: null });

/** Waits for `closing`, but no longer: BullMQ's `close` waits for a *first* connection for ever. */
export async function closedWithin(ms: number, closing: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  await Promise.race([closing, new Promise((resolve) => { timer = setTimeout(resolve, ms); })]);
  clearTimeout(timer);
}

/** Whether an acknowledged write survives a crash and is never evicted. Anything else makes `/readyz` degraded. */
export interface RedisSafety { appendfsync: string; maxmemoryPolicy: string; safe: boolean }

export async function redisSafety(redis: Redis): Promise<RedisSafety> {
  const one = async (name: string): Promise<string> => ((await redis.config('GET', name)))[1] ?? 'unknown';
  const [appendonly, appendfsync, maxmemoryPolicy] = [await one('appendonly'), await one('appendfsync'), await one('maxmemory-policy')];
  return { appendfsync: appendonly === 'yes' ? appendfsync : 'no', maxmemoryPolicy, safe: appendonly === 'yes' && appendfsync === 'always' && maxmemoryPolicy === 'noeviction' };
}

/** Whether it is Redis that cannot answer now (ioredis tells it by words), and not the command that was wrong. */
export function redisIsAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return error.name === 'MaxRetriesPerRequestError' || (error as { code?: unknown }).code === 'queues.unreachable'
    || /^(Stream isn't writeable|Connection is closed|Command timed out|OOM |READONLY |MISCONF |LOADING )/.test(error.message);
}
