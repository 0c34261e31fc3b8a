import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Queues } from '#libs/queues';
import { Cable } from '../../../test/support/cable.js';
import { testDatabase, type TestDatabase } from '../../../test/support/services.js';
import { LiveCounts } from './live-counts.js';

const PETITION = 7;
const moments = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Longer than a connection that was cut takes to come back. */
async function until(done: () => boolean): Promise<void> {
  for (const end = Date.now() + 8_000; !done() && Date.now() < end;) await moments(20);
  expect(done()).toBe(true);
}

describe('a change of a tally', () => {
  /** Short, as a socket's path must be. */
  const folder = mkdtempSync(path.join(tmpdir(), 'live-'));
  let database: TestDatabase;
  let cable: Cable;
  let queues: { near: Queues; behind: Queues };
  /** One speaks to Redis, the other behind a cable that may be cut. */
  let near: LiveCounts;
  let behind: LiveCounts;

  beforeAll(async () => {
    database = await testDatabase();
  });
  afterAll(async () => {
    await database.drop();
    rmSync(folder, { recursive: true, force: true });
  });
  beforeEach(async () => {
    const { redis } = database.config;
    if (!('path' in redis)) throw new Error('the Redis of the specs has a socket');
    const socket = path.join(folder, 'r.sock');
    cable = await new Cable(socket, redis.path).lay();
    const config = database.config.with({ redis: { ...redis, path: socket } });
    queues = { near: new Queues(database.config), behind: new Queues(config) };
    [near, behind] = [new LiveCounts(database.config, queues.near), new LiveCounts(config, queues.behind)];
    await Promise.all([queues.near.ready(), queues.behind.ready()]);
  });
  afterEach(async () => {
    near.onApplicationShutdown();
    behind.onApplicationShutdown();
    await Promise.all([queues.near.onApplicationShutdown(), queues.behind.onApplicationShutdown()]);
    await cable.cut();
  });

  /** How often one hears of the petition, once it is sure to hear at all. */
  const listening = async (ear: LiveCounts, mouth: LiveCounts): Promise<{ heard: string[] }> => {
    const heard: string[] = [];
    ear.watch((id) => void heard.push(`watcher ${id}`));
    ear.listen(PETITION, () => void heard.push('listener'));
    for (let tries = 0; heard.length === 0 && tries < 100; tries++) {
      mouth.changed([PETITION]);
      await moments(50);
    }
    // What was said meanwhile arrives too.
    await moments(1_200);
    heard.length = 0;
    return { heard };
  };

  it.each(['cut', 'freeze'] as const)('is said once Redis is there again, where it was away when it was to be said (%s)', async (how) => {
    const { heard } = await listening(near, behind);
    await cable[how]();
    behind.changed([PETITION]);
    await moments(600);
    expect(heard).toEqual([]);
    await cable.cut();
    await cable.lay();
    await until(() => heard.length > 0);
    expect(heard).toEqual([`watcher ${PETITION}`, 'listener']);
  }, 20_000);

  it('is noticed by who could not hear of it, as soon as they hear again', async () => {
    const { heard } = await listening(behind, near);
    await cable.cut();
    near.changed([PETITION]);
    await moments(300);
    expect(heard).toEqual([]);
    await cable.lay();
    await until(() => heard.length > 0);
    expect(heard.slice(0, 2)).toEqual([`watcher ${PETITION}`, 'listener']);
  }, 20_000);

  it('is not said any more by a process that ends', async () => {
    const { heard } = await listening(near, behind);
    cable.freeze();
    behind.changed([PETITION]);
    await moments(100);
    behind.onApplicationShutdown();
    // Redis is given up only now, and takes the next.
    await moments(300);
    await cable.cut();
    await cable.lay();
    await queues.behind.ready();
    await moments(1_500);
    expect(heard).toEqual([]);
  }, 20_000);
});
