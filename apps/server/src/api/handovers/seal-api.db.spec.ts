import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { ApiTokens, AuditLog, Users } from '#libs/access';
import { Database } from '#libs/database';
import { checkManifest, drawnIndexes, HandoverSealer, type Sample, type SampleDraw, verifySamples } from '#libs/handovers';
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

  it('have samples: drawn by the recipient’s word, checked line by line, then told to everybody, for good', async () => {
    const samples = `handovers/${handover}/samples`;
    const fieldsOf = async (asked: request.Test): Promise<string[]> => ((await asked.expect(422)).body as { errors: { field: string; code: string }[] }).errors.map(({ field, code }) => `${field} ${code}`);
    expect(await codeOf(call('post', samples, norway, { nonce: 'a word of the minister', count: 5 }))).toBe('access.forbidden');
    expect(await fieldsOf(call('post', samples, sweden, { nonce: ' short ', count: 15 }))).toEqual(['nonce too_short']);
    expect(await fieldsOf(call('post', samples, sweden, { nonce: 'a word of the minister', count: 16 }))).toEqual(['count out_of_range']);
    const drawn = (await call('post', samples, sweden, { nonce: '  a word of the minister', count: 5 }).expect(201)).body as Sample;
    expect(drawn).toMatchObject({ number: 1, samplesOfSeal: 1, population: 15, drawn: 5, valid: 0, likely: null, complete: false, publishedAt: null, nonce: 'a word of the minister' });
    expect(await fieldsOf(call('post', samples, sweden, { nonce: 'a word of the minister', count: 6 }))).toEqual(['nonce taken']);

    // Anybody can draw it again from the manifest.
    const { leaves, statement } = (await call('get', `handovers/${handover}/manifest.json`)).body as { leaves: string[]; statement: { tree: { root: string } } };
    await onPaper(drawn.id, 2);
    const page = (await call('get', `${samples}/${drawn.id}/draws?limit=2`, sweden).expect(200)).body as { items: SampleDraw[]; next: number };
    expect(page.items.map(({ leaf, position }) => [position, leaf])).toEqual(drawnIndexes(Buffer.from(statement.tree.root, 'hex'), 'a word of the minister', 15, 5).slice(0, 2).map((index, n) => [n + 1, leaves[index]]));
    expect(page).toMatchObject({ next: 2, items: [{ petition: 'living-se', country: 'SE', channel: 'paper', textVersion: 1, sheet: null, since: null }, { sheet: 'X-10001-7', line: 12, store: 'Stockholm Söder', since: 'erased' }] });
    for (const path of [`${samples}/${drawn.id}/draws`, `${samples}/${drawn.id}/draws.csv`]) {
      expect(await codeOf(call('get', path, norway))).toMatch(/^access.forbidden|handovers.not_found$/);
      await call('get', path).expect(401);
    }

    const record = (outcomes: object[]): request.Test => call('post', `${samples}/${drawn.id}/outcomes`, sweden, { outcomes });
    expect(await fieldsOf(record([{ position: 1, outcome: 'valid', note: 'ask ada@example.org' }, { position: 6, outcome: 'valid' }]))).toEqual(['outcomes.0.note address_inside', 'outcomes.1.position unknown']);
    expect(await codeOf(call('post', `${samples}/${drawn.id}/publish`, sweden, {}))).toBe('samples.incomplete');
    await record([{ position: 1, outcome: 'valid' }, { position: 2, outcome: 'not_reached', note: '=moved away' }, { position: 3, outcome: 'invalid' }, { position: 4, outcome: 'valid' }, { position: 5, outcome: 'valid' }]).expect(200);
    const done = (await record([{ position: 3, outcome: 'valid' }]).expect(200)).body as Sample;
    expect(done).toMatchObject({ valid: 4, invalid: 0, notReached: 1, complete: true, likely: { to: 1 }, share: 1 });
    expect(done.bounds?.from).toBeLessThan(done.likely?.from ?? 0);
    const { text } = await call('get', `${samples}/${drawn.id}/draws.csv`, sweden).expect(200).expect('content-type', /csv/);
    expect(text.split('\r\n')).toHaveLength(7);
    expect(text).toContain("living-se,SE,paper,en,1,X-10001-7,12,Stockholm Söder,erased,not_reached,'=moved away");

    expect((await call('get', samples).expect(200)).body).toEqual({ items: [] });
    await call('post', `${samples}/${drawn.id}/publish`, sweden, {}).expect(200);
    expect(await codeOf(record([{ position: 3, outcome: 'invalid' }]))).toBe('samples.published');
    expect((await call('get', samples).expect(200)).body).toMatchObject({ items: [{ valid: 4, nonce: 'a word of the minister' }] });
    const { text: html } = await request(server.http).get(`/en/handovers/${handover}`).expect(200);
    expect(html).toContain('Of 5 drawn, 4 checked, 4 valid: between ');
    expect(html).toContain('Sample 1 of 1 that were drawn from seal 1.');
    expect((await server.app.get(AuditLog).page({ action: 'sample.' }, 10)).map(({ action, details }) => [action, details['outcomes'] ?? null])).toEqual([
      ['sample.publish', null], ['sample.record', { 3: 'valid' }], ['sample.record', { 1: 'valid', 2: 'not_reached', 3: 'invalid', 4: 'valid', 5: 'valid' }], ['sample.draw', null]]);
  });

  it('have samples in which verify finds whoever was exchanged or left out', async () => {
    expect(await verifySamples(db)).toEqual({ checked: [{ what: 'samples: drawn again by their nonce', n: 1, drift: 0 }], drift: [] });
    const found = async (): Promise<string> => (await verifySamples(db)).drift.map(({ where }) => where.replace(/.*, /, '')).join();
    const [other] = await db.rows<{ leaf: Buffer }>(`select leaf from seal_leaves where leaf <> all (select leaf from sample_draws) limit 1`);
    const [kept] = await db.rows<{ leaf: Buffer }>(`select leaf from sample_draws where position = 3`);
    await db.rows(`update sample_draws set leaf = $1 where position = 3`, [other?.leaf]);
    expect(await found()).toBe('drawn that stand elsewhere in the seal');
    await db.rows(`update sample_draws set leaf = $1 where position = 3`, [kept?.leaf]);
    await db.rows(`update samples set nonce = 'a word of somebody else'`);
    expect(await found()).toBe('places drawn');
    await db.rows(`update samples set nonce = 'a word of the minister'`);
    await db.rows(`delete from sample_draws where position = 5`);
    expect(await found()).toBe('places drawn');
  });
});

/** As if one of those drawn had been typed in from a sheet, and be erased by now. */
async function onPaper(sampleId: string, position: number): Promise<void> {
  await db.rows(`insert into stores (campaign_id, jurisdiction_id, code, name, language, time_zone, created_by) select id, 'SE', 'soeder', 'Stockholm Söder', 'sv', 'Europe/Stockholm', 'spec' from campaigns where slug = 'living'`);
  await db.rows(`insert into devices (id, store_id, name, public_key, fingerprint) select gen_random_uuid(), id, 'Till', decode(repeat('04', 65), 'hex'), 'x' from stores`);
  await db.rows(`insert into sheets (number, store_id, petition_id, language, text_version, lines) select 'X-10001-7', s.id, p.id, 'sv', 1, 15 from stores s, petitions p where p.slug = 'living-se'`);
  await db.rows(`insert into device_records (signed_at, device_clock, seq, offset_ms, device_id, record_id, sheet_id, petition_id, line, channel, outcome, payload_hash)
    select now(), now(), 1, 0, d.id, w.record_id, s.id, w.petition_id, 12, 'paper', 'stored', 'x' from devices d, sheets s, sample_draws w where w.sample_id = $1 and w.position = $2`, [sampleId, position]);
  await db.rows(`update signatures s set erased_at = now() from sample_draws w where w.sample_id = $1 and w.position = $2 and s.id = w.record_id and s.petition_id = w.petition_id`, [sampleId, position]);
}
