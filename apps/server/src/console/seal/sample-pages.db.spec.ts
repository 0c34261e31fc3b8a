import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { ApiTokens, AuditLog, Users } from '#libs/access';
import { Database } from '#libs/database';
import { HandoverSealer, HandoversService, SealDesk } from '#libs/handovers';
import { TallyBook } from '#libs/tallies';
import { PrivateKeyStore } from '#libs/vault';
import { startServer, type StartedServer } from '../../../../../test/support/app.js';
import { testDatabase, type TestDatabase } from '../../../../../test/support/services.js';

let database: TestDatabase;
let server: StartedServer;
let [sweden, reader, page] = ['', '', ''];

beforeAll(async () => {
  database = await testDatabase();
  server = await startServer(database.config);
  const db = server.app.get(Database);
  await db.dataSource.query(readFileSync(new URL('../../../../../libs/handovers/src/testing/campaigns.sql', import.meta.url), 'utf8'));
  const [{ id: campaignId = 0 } = {}] = await db.rows<{ id: number }>(`select id from campaigns where slug = 'living'`);
  const token = async (role: 'organiser' | 'reader'): Promise<string> => {
    const { user } = await server.app.get(Users).add({ email: `${role}@example.org`, name: role, role, campaignId, jurisdictionIds: ['SE'], password: 'a long enough sentence 42', passwordIsTheirs: true }, 'spec');
    return (await server.app.get(ApiTokens).create(user.id, 'spec')).token;
  };
  [sweden, reader] = [await token('organiser'), await token('reader')];
  await db.rows(`insert into signatures (petition_id, id, status, channel, country, signed_at, received_at, counted_at, confirmed_at, person_commit, sealed, text_version, language)
    select p.id, gen_random_uuid(), 'counted', 'paper', 'SE', t, t, t, t, sha256(i::text::bytea), 'x', 1, 'sv' from petitions p, generate_series(1, 60) i, (values (now() - interval '1 hour')) x(t) where p.slug = 'living-se'`);
  const actor = { id: 'spec', name: 'Spec' };
  const id = await server.app.get(HandoversService).schedule({ campaign: 'living', jurisdiction: 'SE', date: '2099-06-01', place: 'Rosenbad', timeZone: 'Europe/Stockholm' }, actor);
  page = `/console/handovers/${id}/sample`;
  const keys = await PrivateKeyStore.open(database.config.keysDir);
  await keys.ensureCampaign('living');
  await new HandoverSealer(db, new TallyBook(), keys, new AuditLog(db)).seal(await server.app.get(SealDesk).ask(id, {}, actor));
}, 60_000);
afterAll(async () => {
  await server?.close();
  await database?.drop();
});

const open = (path: string, token = sweden): request.Test => request(server.http).get(path).set('authorization', `Bearer ${token}`).set('accept', 'text/html');
const post = (path: string, fields: Record<string, string>, token = sweden): request.Test => request(server.http).post(path).set('authorization', `Bearer ${token}`).set('accept', 'text/html').type('form').send(fields);

describe('the page of samples', () => {
  it('draws by the recipient’s word, keeps what was typed where something is wrong, and shows readers the figures alone', async () => {
    const wrong = await post(page, { nonce: 'short', count: '61' }).expect(422);
    expect(wrong.text).toContain('value="short"');
    expect(wrong.text.match(/class="fault"/g)).toHaveLength(2);
    const { headers } = await post(page, { nonce: 'den 3 juni, klockan tolv', count: '30' }).expect(303);
    const at = String(headers['location']);
    const sample = new URL(at, 'http://x').searchParams.get('sample') ?? '';
    const first = (await open(at).expect(200)).text;
    expect(first.match(/name="outcome-\d+"/g)).toHaveLength(25);
    expect((await open(`${page}?sample=${sample}&after=25`).expect(200)).text.match(/name="outcome-\d+"/g)).toHaveLength(5);

    const kept = (await post(`${page}/${sample}/outcomes`, { after: '0', 'outcome-1': 'valid', 'note-1': 'x@example.org', 'outcome-2': 'invalid', 'note-2': '' }).expect(422)).text;
    expect(kept).toContain('value="x@example.org"');
    expect(kept).toContain('f-note-1-error');
    await post(`${page}/${sample}/outcomes`, { after: '0', 'outcome-1': 'nonsense' }).expect(422);
    const outcomes = Object.fromEntries(Array.from({ length: 30 }, (_, n) => [`outcome-${n + 1}`, n === 4 ? 'invalid' : 'valid']));
    await post(`${page}/${sample}/outcomes`, { after: '25', ...outcomes, 'note-5': 'an empty line' }).expect(303);
    expect((await open(page).expect(200)).text).toContain('Of 30 drawn, 30 checked, 29 valid: between ');
    const seen = (await open(page, reader).expect(200)).text;
    expect(seen).toContain('29 valid');
    expect(seen).not.toMatch(/outcome-1|draws\.csv|an empty line/);
    await post(`${page}/${sample}/publish`, {}, reader).expect(403);
    await post(`${page}/${sample}/publish`, {}).expect(303);
    const done = (await open(page).expect(200)).text;
    expect(done).toContain('an empty line');
    expect(done).not.toContain('name="outcome-1"');
  });
});
