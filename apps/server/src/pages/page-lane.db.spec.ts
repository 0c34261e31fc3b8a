import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { startServer, type StartedServer } from '../../../../test/support/app.js';
import { Cable } from '../../../../test/support/cable.js';
import { signingParts, type SigningParts } from '../../../../test/support/signing-parts.js';
import { testDatabase, type TestDatabase } from '../../../../test/support/services.js';

const PAGE = '/en/petitions/spec-se';
const folder = mkdtempSync(path.join(tmpdir(), 'pages-'));

let database: TestDatabase;
let parts: SigningParts;
let postgres: Cable;
let server: StartedServer;

beforeAll(async () => {
  database = await testDatabase();
  parts = await signingParts(database.config);
  await parts.petition('SE');
  const settings = database.config.database;
  if (!('socketDir' in settings)) throw new Error('the stores of the specs have sockets');
  const socket = `.s.PGSQL.${settings.port}`;
  postgres = await new Cable(path.join(folder, socket), path.join(settings.socketDir, socket)).lay();
  server = await startServer(database.config.with({ database: { ...settings, socketDir: folder } }), [], 1);
}, 60_000);

afterAll(async () => {
  await server?.close();
  await postgres?.cut();
  await parts?.close();
  await database?.drop();
  rmSync(folder, { recursive: true, force: true });
});

const get = (address = PAGE) => request(server.http).get(address);
const within = async (ms: number, holds: () => Promise<boolean>): Promise<void> => {
  for (const end = performance.now() + ms; !(await holds()); await new Promise((resolve) => setTimeout(resolve, 20))) if (performance.now() > end) throw new Error(`not within ${ms} ms`);
};
/** Only kept pages have an ETag. */
const isKept = async (address = PAGE): Promise<boolean> => (await get(address)).headers['etag'] !== undefined;

describe('a public page', () => {
  it('is kept with all its headers, and those who have it are told so', async () => {
    const made = await get().expect(200);
    await within(3_000, () => isKept());
    const kept = await get().expect(200);
    expect(kept.text).toBe(made.text);
    const own = ['etag', 'vary', 'x-request-id', 'date', 'content-length', 'content-encoding', 'transfer-encoding'];
    const others = (headers: Record<string, string>): unknown => Object.fromEntries(Object.entries(headers).filter(([name]) => !own.includes(name)).sort());
    expect(others(kept.headers)).toEqual(others(made.headers));
    expect(kept.headers['x-request-id']).not.toBe(made.headers['x-request-id']);
    await get().set('if-none-match', kept.headers['etag'] as string).expect(304);
    expect((await get().set('cookie', 'countersign=none')).headers['etag']).toBeUndefined();
  });

  it('says what somebody wrote, whoever wrote it and from wherever', async () => {
    await within(3_000, () => isKept());
    await parts.db.rows(`update petition_texts set title = 'Quite another title' where petition_id = (select id from petitions where slug = 'spec-se')`);
    await within(1_500, async () => (await get()).text.includes('Quite another title'));
  });

  it('is not kept where it says that there is none', async () => {
    await get('/en/petitions/no-such').expect(404);
    expect((await get('/en/petitions/no-such')).headers['etag']).toBeUndefined();
  });

  it('stays up while the database is away, and is right again afterwards', async () => {
    await within(5_000, () => isKept());
    await postgres.cut();
    await new Promise((resolve) => setTimeout(resolve, 3_500));
    expect((await get().expect(200)).text).toContain('Quite another title');
    await parts.db.rows(`update petition_texts set title = 'A third title' where petition_id = (select id from petitions where slug = 'spec-se')`);
    await postgres.lay();
    await within(4_000, async () => (await get()).text.includes('A third title'));
  }, 20_000);
});

it('each table that is told in public calls out its changes', async () => {
  const silent = await parts.db.rows<{ name: string }>(
    `select c.relname as name from pg_class c where c.relkind in ('r', 'p') and exists (select 1 from pg_trigger g where g.tgrelid = c.oid and g.tgname = 'keep_history')
       and not exists (select 1 from pg_trigger g where g.tgrelid = c.oid and g.tgname = 'tell_public_change')`);
  expect(silent).toEqual([]);
});
