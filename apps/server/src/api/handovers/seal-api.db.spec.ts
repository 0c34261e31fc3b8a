import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { ApiTokens, AuditLog, Users } from '#libs/access';
import { Database } from '#libs/database';
import { checkManifest, HandoverSealer } from '#libs/handovers';
import { TallyBook } from '#libs/tallies';
import { PrivateKeyStore } from '#libs/vault';
import { startServer, type StartedServer } from '../../../../../test/support/app.js';
import { testDatabase, type TestDatabase } from '../../../../../test/support/services.js';

let database: TestDatabase;
let server: StartedServer;
let db: Database;
let [sweden, norway, handover] = ['', '', ''];

beforeAll(async () => {
  database = await testDatabase();
  server = await startServer(database.config);
  db = server.app.get(Database);
  await db.dataSource.query(readFileSync(new URL('../../../../../libs/handovers/src/testing/campaigns.sql', import.meta.url), 'utf8'));
  const [{ id: campaignId = 0 } = {}] = await db.rows<{ id: number }>(`select id from campaigns where slug = 'living'`);
  const token = async (name: string, jurisdictionIds: string[]): Promise<string> => {
    const { user } = await server.app.get(Users).add({ email: `${name}@example.org`, name, role: 'organiser', campaignId, jurisdictionIds, password: 'a long enough sentence 42', passwordIsTheirs: true }, 'spec');
    return (await server.app.get(ApiTokens).create(user.id, 'spec')).token;
  };
  [sweden, norway] = [await token('sweden', ['SE']), await token('norway', ['NO'])];
  await db.rows(`insert into signatures (petition_id, id, status, channel, country, signed_at, received_at, counted_at, confirmed_at, person_commit, sealed, text_version, language)
    select p.id, gen_random_uuid(), 'counted', 'paper', 'SE', t, t, t, t, sha256(i::text::bytea), 'x', 1, 'en' from petitions p, generate_series(1, 15) i, (values (now() - interval '1 hour')) x(t) where p.slug = 'living-se'`);
  const answer = await call('post', 'handovers', sweden, { campaign: 'living', jurisdiction: 'SE', date: '2099-06-01', place: 'Rosenbad', timeZone: 'Europe/Stockholm', recipients: [{ office: 'Minister', kind: 'executive' }] }).expect(201);
  handover = (answer.body as { id: string }).id;
}, 60_000);
afterAll(async () => {
  await server?.close();
  await database?.drop();
});

function call(method: 'get' | 'post', path: string, token?: string, body?: object): request.Test {
  const asked = request(server.http)[method](`/api/v1/${path}`);
  if (token) void asked.set('authorization', `Bearer ${token}`);
  return body ? asked.send(body) : asked;
}
const codeOf = async (asked: request.Test): Promise<string> => ((await asked).body as { code: string }).code;

describe('seals over HTTP', () => {
  it('are asked for, made by the worker, kept among organisers, then published and proved to anybody', async () => {
    expect(await codeOf(call('get', `handovers/${handover}/seal`, sweden))).toBe('seals.none');
    expect(await codeOf(call('post', `handovers/${handover}/seal`, norway, {}))).toBe('access.forbidden');
    await call('post', `handovers/${handover}/seal`, undefined, {}).expect(401);
    await call('post', `handovers/${handover}/seal`, sweden, { cutoff: '2001-01-01T00:00:00Z' }).expect(422);
    const asked = (await call('post', `handovers/${handover}/seal`, sweden, {}).expect(202)).body as { id: string; state: string };
    expect(asked.state).toBe('asked');
    expect(await codeOf(call('post', `handovers/${handover}/seal`, sweden, {}))).toBe('seals.under_way');

    const keys = await PrivateKeyStore.open(database.config.keysDir);
    await keys.ensureCampaign('living');
    await new HandoverSealer(db, new TallyBook(), keys, new AuditLog(db)).seal(asked.id);

    const seal = (await call('get', `handovers/${handover}/seal`, sweden).expect(200)).body as { state: string; size: number; key: { fingerprint: string }; corrections: object; publishedAt: null };
    expect(seal).toMatchObject({ state: 'sealed', size: 15, publishedAt: null, corrections: { takenBack: 0, invalid: 0, duplicate: 0, erased: 0 } });
    for (const path of ['seal', 'manifest.json', `proof?leaf=${'0'.repeat(64)}`]) expect(await codeOf(call('get', `handovers/${handover}/${path}`))).toBe('seals.none');
    expect(await codeOf(call('get', `handovers/${handover}/manifest.json`, norway))).toBe('seals.none');
    await call('post', `handovers/${handover}/seal/publish`, sweden, {}).expect(200);

    const { text } = await call('get', `handovers/${handover}/manifest.json`).expect(200).expect('content-type', /json/);
    const checked = await checkManifest((async function* () { yield Buffer.from(text); })(), { fingerprint: seal.key.fingerprint });
    expect(checked).toMatchObject({ faults: [], leaves: { size: 15 } });
    const { leaves } = JSON.parse(text) as { leaves: string[] };
    expect((await call('get', `handovers/${handover}/manifest.json?leaves=none`).expect(200)).text).toContain('"leaves":[]');
    expect((await call('get', `handovers/${handover}/proof?leaf=${leaves[6]}`).expect(200)).body).toMatchObject({ index: 6, size: 15, leaf: leaves[6] });
    expect(await codeOf(call('get', `handovers/${handover}/proof?leaf=${'0'.repeat(64)}`))).toBe('seals.leaf_unknown');
    await call('get', `handovers/${handover}/proof?leaf=zz`).expect(422);
  });
});
