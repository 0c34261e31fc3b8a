import { describe, expect, it } from '@jest/globals';
import type { Database } from '#libs/database';
import type { Queues } from '#libs/queues';
import { ReadinessChecks } from './readiness.js';

const SAFE: Record<string, string> = { appendonly: 'yes', appendfsync: 'always', 'maxmemory-policy': 'noeviction' };
const checks = (settings: Record<string, string> | null, rows: () => Promise<unknown[]> = async () => []): ReadinessChecks => {
  const redis = { ping: async () => { if (!settings) throw new Error('away'); }, config: async (_: string, name: string) => [name, settings?.[name]] };
  return new ReadinessChecks({ rows } as unknown as Database, { redis } as unknown as Queues);
};

describe('readiness', () => {
  it('is ok with a Redis that keeps what it acknowledged', async () => {
    expect(await checks(SAFE).run()).toMatchObject({ status: 'ok' });
  });

  it('is degraded with one that could lose it', async () => {
    expect(await checks({ ...SAFE, appendfsync: 'everysec' }).run()).toMatchObject({ status: 'degraded', checks: { redis: { why: 'appendfsync everysec, maxmemory-policy noeviction' } } });
  });

  it('is down without Redis, and when Postgres does not answer', async () => {
    expect(await checks(null).run()).toMatchObject({ status: 'down', checks: { postgres: { status: 'ok' }, redis: { status: 'down', why: 'out of reach' } } });
    expect(await checks(SAFE, () => new Promise(() => undefined)).run()).toMatchObject({ status: 'down', checks: { postgres: { why: 'no answer' } } });
  });
});
