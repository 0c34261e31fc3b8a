import { describe, expect, it } from '@jest/globals';
import type { Database } from '#libs/database';
import type { Queues } from '#libs/queues';
import type { BatchDoor, DoorState } from '#libs/signatures';
import { ReadinessChecks } from './readiness.js';

const SAFE: Record<string, string> = { appendonly: 'yes', appendfsync: 'always', 'maxmemory-policy': 'noeviction' };
const SINCE = new Date('2026-11-22T20:00:00Z');
const never = (): Promise<unknown[]> => new Promise(() => undefined);
const checks = (settings: Record<string, string> | null, rows: () => Promise<unknown[]> = async () => [], door: Partial<DoorState> = { inUse: 'redis' }): ReadinessChecks => {
  const redis = { ping: async () => { if (!settings) throw new Error('away'); }, config: async (_: string, name: string) => [name, settings?.[name]] };
  const batchDoor = { state: () => ({ since: SINCE, redisIsFull: false, ...door }) };
  return new ReadinessChecks({ rows } as unknown as Database, { redis } as unknown as Queues, batchDoor as unknown as BatchDoor);
};

describe('readiness', () => {
  it('is ok with a Redis that keeps what it acknowledged', async () => {
    expect(await checks(SAFE).run()).toMatchObject({ status: 'ok', checks: { door: { status: 'ok' } } });
  });

  it('is degraded with one that could lose it', async () => {
    expect(await checks({ ...SAFE, appendfsync: 'everysec' }).run()).toMatchObject({ status: 'degraded', checks: { redis: { why: 'appendfsync everysec, maxmemory-policy noeviction' } } });
  });

  it('is degraded while one store is away, and names the door in use', async () => {
    expect(await checks(null, undefined, { inUse: 'postgres' }).run())
      .toMatchObject({ status: 'degraded', checks: { postgres: { status: 'ok' }, redis: { status: 'down', why: 'out of reach' }, door: { status: 'degraded', why: 'postgres since 2026-11-22T20:00:00.000Z' } } });
    expect(await checks(SAFE, never).run()).toMatchObject({ status: 'degraded', checks: { postgres: { why: 'no answer' } } });
  });

  it('is down while both are, and once Redis is full with Postgres away', async () => {
    expect(await checks(null, never).run()).toMatchObject({ status: 'down' });
    expect(await checks(SAFE, never, { inUse: 'none', redisIsFull: true }).run()).toMatchObject({ status: 'down', checks: { door: { why: 'none since 2026-11-22T20:00:00.000Z, redis is full' } } });
  });

  it('is down for anything else that is', async () => {
    const all = checks(SAFE);
    all.add('keys', async () => ({ status: 'down' }));
    expect(await all.run()).toMatchObject({ status: 'down' });
  });
});
