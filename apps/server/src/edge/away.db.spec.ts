import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import type { AppConfig } from '#libs/config';
import { startServer, type StartedServer } from '../../../../test/support/app.js';
import { Cable } from '../../../../test/support/cable.js';
import { testDatabase, type TestDatabase } from '../../../../test/support/services.js';
import { signingParts } from '../../../../test/support/signing-parts.js';
import { createServer } from '../server.js';

const SIGNATURE = { givenName: 'Ada', email: 'ada@example.org', country: 'SE', ageConfirmed: true, consent: { petition: true } };

let database: TestDatabase;
/** Short, as a socket's path must be. */
const folder = mkdtempSync(path.join(tmpdir(), 'away-'));

beforeAll(async () => {
  database = await testDatabase();
  const parts = await signingParts(database.config);
  await parts.petition('SE');
  await parts.close();
}, 60_000);

afterAll(async () => {
  await database?.drop();
  rmSync(folder, { recursive: true, force: true });
});

const sign = (server: StartedServer) => request(server.http).post('/api/v1/petitions/spec-se/signatures').send(SIGNATURE);

async function secondsOf(work: () => Promise<unknown>): Promise<number> {
  const began = Date.now();
  await work();
  return (Date.now() - began) / 1000;
}

async function behindCable(): Promise<{ config: AppConfig; cable: Cable }> {
  const { redis } = database.config;
  if (!('path' in redis)) throw new Error('the Redis of the specs has a socket');
  const socket = path.join(folder, 'r.sock');
  return { config: database.config.with({ redis: { ...redis, path: socket } }), cable: await new Cable(socket, redis.path).lay() };
}

/** What holds whatever way Redis went. */
async function expectHonesty(server: StartedServer): Promise<void> {
  const ready = await request(server.http).get('/readyz').expect(503);
  expect(ready.body).toMatchObject({ status: 'down', checks: { postgres: { status: 'ok' }, redis: { status: 'down' } } });
  await request(server.http).get('/healthz').expect(200);
  let refused: request.Response | undefined;
  expect(await secondsOf(async () => { refused = await sign(server); })).toBeLessThan(1.5);
  expect(refused?.body).toMatchObject({ code: 'signatures.unavailable', status: 503 });
  expect(refused?.headers['retry-after']).toMatch(/^[1-9]\d*$/);
  const withKey = await sign(server).set('idempotency-key', '0190a5f0-0000-7000-8000-000000000000').expect(503);
  expect(withKey.body).toMatchObject({ code: 'signatures.unavailable' });
  const page = await request(server.http).post('/en/petitions/spec-se').type('form').set('accept', 'text/html')
    .send({ givenName: 'Ada Typed This', email: 'ada@example.org', country: 'SE', ageConfirmed: 'true', 'consent.petition': 'true' }).expect(503).expect('retry-after', /^[1-9]\d*$/);
  expect(page.text).toContain('Ada Typed This');
  await request(server.http).get('/en/petitions/spec-se').expect(200);
  expect(await secondsOf(() => server.close())).toBeLessThan(3);
}

describe('while Redis is away', () => {
  it('from the start, the server says so, acknowledges nothing, and ends at once', async () => {
    await expectHonesty(await startServer(database.config.with({ redis: { path: path.join(folder, 'none.sock'), password: 'x' } })));
  }, 20_000);

  it('since it went, the same; and signing works as soon as it is back', async () => {
    const { config, cable } = await behindCable();
    const server = await startServer(config);
    try {
      await sign(server).expect(202);
      await cable.cut();
      await sign(server).expect(503);
      await cable.lay();
      for (let tries = 0; tries < 50 && (await request(server.http).get('/readyz')).status !== 200; tries++) await new Promise((resolve) => setTimeout(resolve, 100));
      await sign(server).expect(202);
      await cable.cut();
      await expectHonesty(server);
    } finally {
      await cable.cut();
    }
  }, 20_000);

  it('because it hangs, the same', async () => {
    const { config, cable } = await behindCable();
    const server = await startServer(config);
    try {
      await sign(server).expect(202);
      cable.freeze();
      await expectHonesty(server);
    } finally {
      await cable.cut();
    }
  }, 20_000);
});

describe('while Postgres is away', () => {
  const behind = (name: string): AppConfig => {
    const { database: settings } = database.config;
    if (!('socketDir' in settings)) throw new Error('the Postgres of the specs has a socket');
    mkdirSync(path.join(folder, name), { recursive: true });
    return database.config.with({ database: { ...settings, socketDir: path.join(folder, name) } });
  };
  const socketIn = ({ database: settings }: AppConfig): string => ('socketDir' in settings ? path.join(settings.socketDir, `.s.PGSQL.${settings.port}`) : '');

  it('the server does not start, says so within seconds, and leaves nothing open behind it', async () => {
    const config = behind('none');
    expect(await secondsOf(() => expect(createServer(config)).rejects.toMatchObject({ code: 'ENOENT' }))).toBeLessThan(8);
    expect(config.smtp.kind === 'catcher' && existsSync(config.smtp.socketPath)).toBe(false);
  }, 20_000);

  it.each(['cut', 'freeze'] as const)('(%s) a server that runs says so and ends within three seconds', async (how) => {
    const config = behind(how);
    const cable = await new Cable(socketIn(config), socketIn(database.config)).lay();
    const server = await startServer(config);
    try {
      await request(server.http).get('/readyz').expect(200);
      await cable[how]();
      expect((await request(server.http).get('/readyz').expect(503)).body).toMatchObject({ checks: { postgres: { status: 'down' } } });
      await request(server.http).get('/healthz').expect(200);
      expect(await secondsOf(() => server.close())).toBeLessThan(3);
    } finally {
      await cable.cut();
    }
  }, 20_000);
});
