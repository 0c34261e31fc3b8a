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
  await parts.petition('NO', { confirmation: 'none' });
  await parts.close();
}, 60_000);

afterAll(async () => {
  await database?.drop();
  rmSync(folder, { recursive: true, force: true });
});

const sign = (server: StartedServer, slug = 'spec-se') => request(server.http).post(`/api/v1/petitions/${slug}/signatures`).send(SIGNATURE);

async function secondsOf(work: () => Promise<unknown>): Promise<number> {
  const began = Date.now();
  await work();
  return (Date.now() - began) / 1000;
}

/** Settings with a cable in front of each store. */
async function behindCables(name: string): Promise<{ config: AppConfig; redis: Cable; postgres: Cable }> {
  const { redis, database: settings } = database.config;
  if (!('path' in redis) || !('socketDir' in settings)) throw new Error('the stores of the specs have sockets');
  const own = path.join(folder, name);
  mkdirSync(own);
  const socket = `.s.PGSQL.${settings.port}`;
  return {
    config: database.config.with({ redis: { ...redis, path: path.join(own, 'r.sock') }, database: { ...settings, socketDir: own } }),
    redis: await new Cable(path.join(own, 'r.sock'), redis.path).lay(),
    postgres: await new Cable(path.join(own, socket), path.join(settings.socketDir, socket)).lay(),
  };
}

const KEY = '0190a5f0-0000-7000-8000-000000000000';
const form = (server: StartedServer, slug = 'spec-se') => request(server.http).post(`/en/petitions/${slug}`).type('form').set('accept', 'text/html')
  .send({ givenName: 'Ada Typed This', email: 'ada@example.org', country: 'SE', ageConfirmed: 'true', 'consent.petition': 'true' });

/** With one store away, whichever and however: signatures are taken, by API and by page, and the server says what is weaker. */
async function expectSigningGoesOn(server: StartedServer, away: 'redis' | 'postgres'): Promise<void> {
  let signed: request.Response | undefined;
  expect(await secondsOf(async () => { signed = await sign(server); })).toBeLessThan(2);
  expect(signed?.status).toBe(202);
  await sign(server).set('idempotency-key', KEY).expect(202);
  await sign(server).set('idempotency-key', KEY).expect(202);
  await request(server.http).get('/en/petitions/spec-se').expect(200);
  expect((await form(server).expect(200)).text).toContain('Check your mail');
  const ready = await request(server.http).get('/readyz').expect(200);
  expect(ready.body).toMatchObject({ status: 'degraded', checks: { [away]: { status: 'down' }, ...(away === 'redis' && { door: { status: 'degraded' } }) } });
  await request(server.http).get('/healthz').expect(200);
}

/** With both away nothing is acknowledged, nobody waits long, and what was typed comes back. */
async function expectHonesty(server: StartedServer): Promise<void> {
  let refused: request.Response | undefined;
  expect(await secondsOf(async () => { refused = await sign(server); })).toBeLessThan(2);
  expect(refused?.body).toMatchObject({ code: 'signatures.unavailable', status: 503 });
  expect(refused?.headers['retry-after']).toMatch(/^[1-9]\d*$/);
  expect((await sign(server).set('idempotency-key', KEY).expect(503)).body).toMatchObject({ code: 'signatures.unavailable' });
  expect((await form(server).expect(503).expect('retry-after', /^[1-9]\d*$/)).text).toContain('Ada Typed This');
  expect((await request(server.http).get('/readyz').expect(503)).body).toMatchObject({ status: 'down' });
  await request(server.http).get('/healthz').expect(200);
}

const settled = async (server: StartedServer): Promise<void> => {
  await sign(server).expect(202);
  await form(server).expect(200);
  await request(server.http).get('/en/petitions/spec-se').expect(200);
};

describe('while Redis is away', () => {
  it('from the start, signatures go into Postgres, and the server ends at once', async () => {
    const server = await startServer(database.config.with({ redis: { path: path.join(folder, 'none.sock'), password: 'x' } }));
    await expectSigningGoesOn(server, 'redis');
    expect(await secondsOf(() => server.close())).toBeLessThan(3);
  }, 20_000);
});

describe.each(['cut', 'freeze'] as const)('while stores are away (%s)', (how) => {
  it('signing goes on by the other; with neither what was typed comes back; and each is used again by itself', async () => {
    const { config, redis, postgres } = await behindCables(how);
    const server = await startServer(config);
    const back = async (): Promise<void> => {
      await redis.cut();
      await redis.lay();
      for (let tries = 0; tries < 80 && (await sign(server)).status !== 202; tries++) await new Promise((resolve) => setTimeout(resolve, 100));
    };
    try {
      await settled(server);
      await redis[how]();
      await expectSigningGoesOn(server, 'redis');
      await postgres[how]();
      await expectHonesty(server);
      await back();
      await expectSigningGoesOn(server, 'postgres');
      await redis[how]();
      // Connections that are being made to one that hangs are given up after five seconds.
      expect(await secondsOf(() => server.close())).toBeLessThan(7);
    } finally {
      await Promise.all([redis.cut(), postgres.cut()]);
    }
  }, 30_000);
});

it.each(['cut', 'freeze'] as const)('while Postgres is away, who signs where nobody was thanked before is thanked, without figures (%s)', async (how) => {
  const { config, redis, postgres } = await behindCables(`thanks-${how}`);
  const server = await startServer(config);
  try {
    for (const slug of ['spec-se', 'spec-no']) await sign(server, slug).expect(202);
    await postgres[how]();
    const pages: string[] = [];
    expect(await secondsOf(async () => { for (const slug of ['spec-se', 'spec-no']) pages.push((await form(server, slug).expect(200)).text); })).toBeLessThan(8);
    expect(pages[0]).toContain('Check your mail');
    expect(pages[1]).toContain('Thank you. Your signature has arrived.');
    expect(pages[1]).toContain('A petition');
    expect(pages[1]).not.toContain('data-live');
  } finally {
    await postgres.cut();
    await server.close();
    await redis.cut();
  }
}, 30_000);

it('without Postgres the server does not start, says so within seconds, and leaves nothing open behind it', async () => {
  const { database: settings } = database.config;
  if (!('socketDir' in settings)) throw new Error('the Postgres of the specs has a socket');
  const config = database.config.with({ database: { ...settings, socketDir: folder } });
  expect(await secondsOf(() => expect(createServer(config)).rejects.toMatchObject({ code: 'ENOENT' }))).toBeLessThan(8);
  expect(config.smtp.kind === 'catcher' && existsSync(config.smtp.socketPath)).toBe(false);
}, 20_000);
