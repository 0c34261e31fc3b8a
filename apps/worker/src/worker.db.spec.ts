import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { type AppConfig } from '#libs/config';
import { writeOutbox } from '#libs/database';
import { Queues } from '#libs/queues';
import { startServer, type StartedServer } from '../../../test/support/app.js';
import { Cable } from '../../../test/support/cable.js';
import { eventually, furnish, type Furnished, post, signature } from '../../../test/support/installation.js';
import { testDatabase, type TestDatabase } from '../../../test/support/services.js';
import { OutboxRelay } from './outbox-relay.js';
import { startWorker, type Worker } from './worker.js';

const folder = mkdtempSync(path.join(tmpdir(), 'worker-'));
let database: TestDatabase;
let furnished: Furnished;
let redis: Cable;
let config: AppConfig;
let server: StartedServer | undefined;
let worker: Worker | undefined;

/** An installation that has its keys, whose Redis is not there. */
beforeAll(async () => {
  database = await testDatabase();
  furnished = await furnish(database.config);
  await (await startWorker(database.config)).stop();
  const { redis: settings } = database.config;
  if (!('path' in settings)) throw new Error('the Redis of specs has a socket');
  redis = new Cable(path.join(folder, 'r.sock'), settings.path);
  config = database.config.with({ redis: { ...settings, path: path.join(folder, 'r.sock') } });
}, 60_000);
afterAll(async () => {
  await server?.close();
  await worker?.stop();
  await redis?.cut();
  await furnished?.close();
  await database?.drop();
  rmSync(folder, { recursive: true, force: true });
}, 30_000);

it('starts without Redis, counts what lies in Postgres, and sets its clocks once Redis is there', async () => {
  const slug = await furnished.petition('AA', { confirmation: 'none' });
  server = await startServer(config);
  expect(await post(server.url, slug, [signature(), signature()])).toEqual([202, 202]);
  worker = await startWorker(config);
  await eventually('both counted', async () => (await furnished.counted(slug)) === 2);
  await redis.lay();
  const { app } = worker;
  await eventually('the clocks are set', async () => (await app.get(Queues, { strict: false }).queue('clockwork').getJobSchedulersCount().catch(() => 0)) > 0);
}, 60_000);

it('leaves an event alone that it cannot read, and hands on those behind it', async () => {
  await furnished.db.transaction((tx) => writeOutbox(tx, [{ topic: 'milestone.crossed', payload: { of: 'another release' } }, { topic: 'signatures.counted', payload: { petitionId: 1, ids: [] } }]));
  const left = (): Promise<unknown> => furnished.db.rows(`select topic, payload from outbox`);
  const unread = [{ topic: 'milestone.crossed', payload: { of: 'another release' } }];
  await eventually('the one behind it has gone', async () => JSON.stringify(await left()) === JSON.stringify(unread));
  await worker?.app.get(OutboxRelay).relayOnce();
  expect(await left()).toEqual(unread);
}, 60_000);
