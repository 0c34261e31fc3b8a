import type { ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { verify } from '#libs/verification';
import { startServer, type StartedServer } from '../support/app.js';
import { begin, end } from '../support/children.js';
import { Cable } from '../support/cable.js';
import { environmentOf, eventually, furnish, type Furnished, post, signature } from '../support/installation.js';
import { testDatabase, type TestDatabase } from '../support/services.js';

const folder = mkdtempSync(path.join(tmpdir(), 'two-'));
let database: TestDatabase;
let furnished: Furnished;
let redis: Cable;
let postgres: Cable;
let servers: StartedServer;
const workers: ChildProcess[] = [];

/** Two servers behind one address, and two workers in processes of their own, with a cable to each store that can be cut. */
beforeAll(async () => {
  database = await testDatabase();
  furnished = await furnish(database.config);
  const { redis: settings, database: place } = database.config;
  if (!('path' in settings) || !('socketDir' in place)) throw new Error('the stores of the journeys have sockets');
  const socket = `.s.PGSQL.${place.port}`;
  redis = await new Cable(path.join(folder, 'r.sock'), settings.path).lay();
  postgres = await new Cable(path.join(folder, socket), path.join(place.socketDir, socket)).lay();
  const config = database.config.with({ redis: { ...settings, path: path.join(folder, 'r.sock') }, database: { ...place, socketDir: folder } });
  const begun = [begin('worker.ts', environmentOf(config)), begin('worker.ts', environmentOf(config))];
  servers = await startServer(config, [], 2);
  workers.push(...(await Promise.all(begun)));
}, 120_000);
afterAll(async () => {
  await redis?.cut().then(() => redis.lay());
  await postgres?.cut().then(() => postgres.lay());
  await Promise.all([servers?.close(), ...workers.map(end)]);
  await Promise.all([redis?.cut(), postgres?.cut()]);
  await furnished?.close();
  await database?.drop();
  rmSync(folder, { recursive: true, force: true });
}, 30_000);

it('two servers and two workers count each signature once, whichever store is away, and lose none of them', async () => {
  const { url } = servers;
  const slug = await furnished.petition('AA', { confirmation: 'none' });
  const people = (n: number): object[] => Array.from({ length: n }, () => signature());
  const accepted = async (n: number): Promise<void> => expect(new Set(await post(url, slug, people(n)))).toEqual(new Set([202]));
  const counted = (n: number): Promise<void> => eventually(`${n} counted`, async () => (await furnished.counted(slug)) === n);
  await eventually('both servers have read the petition', async () => (await post(url, slug, people(1)))[0] === 202);
  await accepted(99);
  await counted(100);

  // Counted straight from Postgres, while nothing comes back from Redis; and by one worker, once the other is killed.
  redis.freeze();
  await accepted(50);
  workers[0]?.kill('SIGKILL');
  await accepted(50);
  await counted(200);
  await redis.cut();
  await redis.lay();

  await postgres.cut();
  await accepted(50);
  expect(await furnished.counted(slug)).toBeLessThan(250);
  await redis.cut();
  const refused = await fetch(`${url}/api/v1/petitions/${slug}/signatures`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(signature()) });
  expect([refused.status, Number(refused.headers.get('retry-after')) > 0]).toEqual([503, true]);
  await redis.lay();
  await postgres.lay();
  await accepted(50);
  await counted(300);
  const { drift } = await verify(database.config);
  expect(drift).toEqual([]);
}, 60_000);
