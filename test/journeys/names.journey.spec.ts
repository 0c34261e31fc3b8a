import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import pg from 'pg';
import request from 'supertest';
import { ApiTokens, AuditLog, Sessions, Users } from '#libs/access';
import { pgConnection } from '#libs/config';
import { HandoverSealer, HandoversService, NamesMaker, NamesReader, SealDesk } from '#libs/handovers';
import { type NamesDemand, PetitionDirectory } from '#libs/petitions';
import { BatchDoor, type SealedBatch, SignedNames } from '#libs/signatures';
import { RecipientSecret } from '#libs/vault';
import { makeNamesKey } from '../../apps/cli/src/commands/names-key.js';
import { writeNames } from '../../apps/cli/src/commands/open-names.js';
import { signerLetter } from '../../libs/notifications/src/signers/signer-letters.js';
import { signerSetting } from '../../libs/notifications/src/signers/signers.repository.js';
import { Links } from '../../libs/notifications/src/links.js';
import { render } from '../../libs/notifications/src/templates/render.js';
import { startServer, type StartedServer } from '../support/app.js';
import { ConsoleVisitor, PASSWORD, seedConsole } from '../support/console.js';
import { testDatabase, type TestDatabase } from '../support/services.js';
import { type SigningParts, signingParts } from '../support/signing-parts.js';

/** Names from the draft to the ministry's desk: settled, signed under, sealed, asked for, approved, made, opened, forgotten. */
const DAY = 86_400_000;
const PAGE = '/console/petitions/alive-fi/names';
const LAW = 'Citizens’ Initiative Act, section 5';
const PEOPLE = [
  { givenName: 'Aino', familyName: 'Zzvirtanen', postcode: '00100' }, { givenName: 'Eero', familyName: 'Zzkorhonen', postcode: '=33100' },
  { givenName: '李', familyName: 'Zz小龙', postcode: '90100' }, { givenName: 'Gone', familyName: 'Zzbefore', postcode: '20100' }, { givenName: 'Gone', familyName: 'Zzafter', postcode: '40100' },
];

let database: TestDatabase;
let server: StartedServer;
let parts: SigningParts;
let admin: pg.Client;
let [finn, world]: ConsoleVisitor[] = [];
let maker: NamesMaker;
let [folder, keyFile, publicKey, fingerprint, names] = ['', '', '', '', ''];
let handover = '';
let petitionId = 0;
const records = new Map<string, string>();

beforeAll(async () => {
  database = await testDatabase();
  folder = mkdtempSync(path.join(tmpdir(), 'names-'));
  keyFile = path.join(folder, 'ministry.key');
  parts = await signingParts(database.config);
  server = await startServer(database.config);
  admin = new pg.Client(database.admin);
  await admin.connect();
  const users = server.app.get(Users);
  await seedConsole(admin, users);
  await parts.keeper.ensureKeys();
  const { rows: [{ id: campaignId } = { id: 0 }] } = await admin.query<{ id: number }>(`select id from campaigns where slug = 'alive'`);
  petitionId = Number((await admin.query<{ id: number }>(`select id from petitions where slug = 'alive-fi'`)).rows[0]?.id);
  await users.add({ email: 'finland@example.org', name: 'Fia Finland', role: 'organiser', campaignId, jurisdictionIds: ['FI'], password: PASSWORD, passwordIsTheirs: true, locale: 'en' }, 'test');
  await admin.query(`
    update campaigns set review_before_opening = 'required' where slug = 'alive';
    insert into calls_to_action (campaign_id, jurisdiction_id, key, position) select id, 'FI', 'fi-1', 1 from campaigns where slug = 'alive';
    insert into call_texts (call_id, language, version, text) select id, 'en', 1, 'Publish the figures' from calls_to_action where key = 'fi-1'`);
  const enter = (email: string): Promise<ConsoleVisitor> => new ConsoleVisitor(server.http).signIn(server.app.get(Sessions), email);
  [finn, world] = await Promise.all([enter('finland@example.org'), enter('world@example.org')]);
  maker = new NamesMaker(parts.db, new SignedNames(parts.keys), parts.keys, new AuditLog(parts.db));
  // What the worker would take from Redis is written at once.
  jest.spyOn(BatchDoor.prototype, 'keep').mockImplementation(async (batch: SealedBatch) => void (await parts.writer.write(batch)));
}, 30_000);

afterAll(async () => {
  await server?.close();
  await parts?.close();
  await admin?.end();
  await database?.drop();
  rmSync(folder, { recursive: true, force: true });
});

const demand = async (): Promise<NamesDemand> => {
  server.app.get(PetitionDirectory).forget();
  const found = (await server.app.get(PetitionDirectory).bySlug('alive-fi'))?.names;
  if (!found) throw new Error('a law demands names');
  return found;
};
const sign = (body: object): request.Test => request(server.http).post('/api/v1/petitions/alive-fi/signatures').send({ email: 'x@example.org', country: 'FI', ageConfirmed: true, ...body });
const asked = async (): Promise<{ id: string; state: string; names: number | null; gone: number | null; leftOut: number | null; withdrawnSince: number | null }[]> => server.app.get(NamesReader).list(handover);
const audits = async (): Promise<string[]> => (await server.app.get(AuditLog).page({ action: 'names.' }, 50)).map(({ action }) => action).reverse();
const opened = async (file: string, more: { key?: string; root?: string } = {}): Promise<{ csv: string; fault: string | null; told: string[] }> => {
  const told: string[] = [];
  let csv = '';
  const fault = await writeNames(file, { key: keyFile, root: undefined, ...more }, (text) => (csv += text), (line) => told.push(line));
  return { csv, fault, told };
};

describe('names that a law demands', () => {
  it('are settled in a draft, with a key whose fingerprint was told by another way, and are part of what a second person approves', async () => {
    const lines = makeNamesKey(keyFile) ?? [];
    expect([statSync(keyFile).mode & 0o777, makeNamesKey(keyFile)]).toEqual([0o600, null]);
    [publicKey = '', fingerprint = ''] = lines.map((line) => line.split(/ {2,}/)[1] ?? '');
    const form = { 'law.en': LAW, 'office.en': 'Ministry of Justice', fields: ['postcode'], publicKey, fingerprint, checked: 'true' };
    const wrong = await finn!.submit(PAGE, { ...form, fingerprint: fingerprint.replace(/^./, (digit) => (digit === '0' ? '1' : '0')), checked: '' });
    expect([wrong.status, wrong.text.includes('This is not the fingerprint of that key'), wrong.text.includes('f-checked-error'), wrong.text.includes(LAW)]).toEqual([422, true, true, true]);
    expect((await finn!.submit(PAGE, form)).status).toBe(303);
    const shown = (await world!.get('/console/petitions/alive-fi/texts')).text;
    expect([shown.includes('Ministry of Justice'), shown.includes(fingerprint)]).toEqual([true, true]);

    const texts = '/console/petitions/alive-fi/texts';
    const review = async (): Promise<string> => {
      await finn!.submit('/console/petitions/alive-fi/reviews', {}, texts);
      const [, at = '', seen = ''] = /action="([^"]+\/approve)"[\s\S]*?name="seen" value="(\w+)"/.exec((await world!.get(texts)).text) ?? [];
      expect((await finn!.submit(at, { seen }, PAGE)).status).toBe(422);
      expect((await world!.submit(at, { seen }, texts)).status).toBe(303);
      return at;
    };
    await review();
    expect((await finn!.submit(PAGE, { ...form, 'office.en': 'Ministry of Justice, Helsinki' })).status).toBe(303);
    expect((await finn!.get('/console/petitions/alive-fi')).text).toContain('A second person’s approval of these texts');
    await review();
    expect((await world!.submit('/console/petitions/alive-fi/open', {}, '/console/petitions/alive-fi')).status).toBe(303);
  });

  it('stand from the opening on, on every way there is, and no tablet and no paper collects for them', async () => {
    expect((await finn!.submit(PAGE, {}, '/console/petitions/alive-fi/settings')).status).toBe(422);
    for (const sql of [
      `update petition_names set public_key = sha256('x')`, `delete from petition_names`, `update petitions set status = 'draft' where slug = 'alive-fi'`, `update petitions set opened_at = null where slug = 'alive-fi'`,
      `insert into petition_names (petition_id, law, office, fields, public_key, set_by) select id, '{}', '{}', '{name}', sha256('x'), 'x' from petitions where slug = 'alive-se'`,
    ]) expect(await admin.query(sql).then(() => sql, (error: pg.DatabaseError) => error.message)).toBe('petitions.not_draft');
    const told = (await request(server.http).get('/api/v1/petitions/alive-fi').expect(200)).body as { names: NamesDemand };
    expect(told.names).toMatchObject({ law: { en: LAW }, office: { en: 'Ministry of Justice, Helsinki' }, fields: ['name', 'postcode'], publicKey, fingerprint: fingerprint.replaceAll(' ', '') });
    const { rows: [store] } = await admin.query<{ id: string }>(
      `insert into stores (campaign_id, jurisdiction_id, code, name, town, language, time_zone, created_by) select id, 'FI', 'oulu', 'Oulu', 'Oulu', 'en', 'UTC', 'x' from campaigns where slug = 'alive' returning id`);
    expect((await world!.get(`/console/stores/${store?.id}/sheets`)).text).toContain('or a law demands names');
  });

  it('are told above the button, in the mail, and only there; nobody signs who was not told', async () => {
    const { text } = await request(server.http).get('/en/petitions/alive-fi').expect(200);
    expect(text.indexOf(LAW)).toBeGreaterThan(text.indexOf('name="consent.petition"'));
    expect(text.indexOf(LAW)).toBeLessThan(text.indexOf('>Sign<'));
    expect(text).toContain('I also agree that your name and your postcode will be handed over to: Ministry of Justice, Helsinki.');
    expect((await request(server.http).get('/fr/petitions/alive-fi').expect(200)).text).toContain('Une loi exige les noms');
    expect((await request(server.http).get('/en/petitions/alive-se').expect(200)).text).not.toMatch(/consent\.names|law demands/);

    const { sha256 } = await demand();
    const faults = async (body: object): Promise<string[]> => ((await sign(body).expect(422)).body as { errors: { field: string; code: string }[] }).errors.map(({ field, code }) => `${field} ${code}`);
    expect(await faults({ givenName: 'Aino', consent: { petition: true } })).toEqual(['consent.names required', 'postcode required']);
    expect(await faults({ givenName: 'Aino', postcode: '1', consent: { petition: true, names: 'a'.repeat(64) } })).toEqual(['consent.names unknown']);
    for (const [n, person] of PEOPLE.entries()) await sign({ ...person, email: `p${n}@example.org`, consent: { petition: true, names: sha256 } }).expect(202);
    // By some way on which nobody was told.
    await parts.intake.acceptAll([{ signedAt: new Date(), petitionId, campaign: 'alive', textVersion: 1, language: 'en', channel: 'online', person: { givenName: 'Untold', familyName: 'Zzstranger', email: 'u@example.org', postcode: '1', town: null, country: 'FI' } }]);

    const { rows } = await admin.query<{ id: string }>(`select id from signatures where petition_id = $1`, [petitionId]);
    for (const { id } of rows) {
      const facts = await parts.mails.forMail(petitionId, id);
      records.set(facts?.email ?? '', id);
      if (facts?.email === 'p0@example.org') {
        const letter = signerLetter('confirmation', { ...facts, consents: ['petition', 'age'], confirmedByMail: false }, (await signerSetting(parts.db, petitionId))!, new Links('https://example.org'));
        expect(render(letter!).text).toContain(`I agree to my name and my postcode being handed over, encrypted, to Ministry of Justice, Helsinki, because of: ${LAW}.`);
      }
      await parts.presses.confirm(facts?.confirmToken ?? '');
    }
    expect((await admin.query(`select count(*)::int as n from signatures where petition_id = $1 and status = 'counted'`, [petitionId])).rows).toEqual([{ n: 6 }]);
  });

  it('are asked for by one in person, approved by another in person, and by nobody else', async () => {
    handover = await server.app.get(HandoversService).schedule({ campaign: 'alive', jurisdiction: 'FI', date: '2099-06-01', place: 'Helsinki', timeZone: 'Europe/Helsinki' }, { id: 'spec', name: 'Spec' });
    names = `/console/handovers/${handover}/names`;
    expect((await finn!.get(names)).text).toContain('Seal the handover first');
    await new HandoverSealer(parts.db, parts.book, parts.keys, new AuditLog(parts.db)).seal(await server.app.get(SealDesk).ask(handover, {}, { id: 'spec', name: 'Spec' }));
    expect((await finn!.get(`/console/handovers/${handover}/seal`)).text).toContain(names);
    await withdraw('p3@example.org');

    expect((await finn!.submit(names, { petition: 'alive-fi', reason: 'short' })).text).toContain('f-reason-error');
    expect((await finn!.submit(names, { petition: 'alive-fi', reason: 'Letter 27 of the ministry, 3 March' })).headers['location']).toContain('names-asked');
    const [one] = await asked();
    const at = `${names}/${one?.id}`;
    // A program, the person who asked, a wrong password: none of them.
    const { rows: [owner] } = await admin.query<{ id: string }>(`select id from users where email = 'world@example.org'`);
    const { token } = await server.app.get(ApiTokens).create(owner?.id ?? '', 'spec');
    const byToken = await request(server.http).post(`/api/v1/handovers/${handover}/names/${one?.id}/approve`).set('authorization', `Bearer ${token}`).send({ password: PASSWORD });
    expect([byToken.status, (byToken.body as { code: string }).code]).toEqual([403, 'access.in_person']);
    expect((await finn!.submit(`${at}/approve`, { password: PASSWORD }, names)).text).toContain('Somebody else than who asked has to approve');
    expect((await world!.submit(`${at}/approve`, { password: 'a wrong password' }, names)).text).toContain('f-password-error');
    expect(await admin.query(`update names_exports set state = 'approved', decided_by = asked_by, decided_at = now()`).then(() => 'done', (error: pg.DatabaseError) => error.code)).toBe('23514');
    await maker.make(one?.id ?? '');
    expect((await asked())[0]).toMatchObject({ state: 'asked' });
    expect((await world!.submit(`${at}/approve`, { password: PASSWORD }, names)).headers['location']).toContain('names-approved');
    expect((await world!.submit(`${at}/approve`, { password: PASSWORD }, names)).text).toContain('This was decided already');
    expect((await admin.query(`select payload from outbox where topic = 'handover.names_approved'`)).rows).toEqual([{ payload: { exportId: one?.id } }]);
  });

  it('are made once, for those who stand in the seal, still count and agreed; the office alone opens them', async () => {
    const id = (await asked())[0]?.id ?? '';
    await Promise.all([maker.make(id), maker.make(id)]);
    expect((await asked())[0]).toMatchObject({ state: 'made', names: 4, gone: 1, leftOut: 1, withdrawnSince: 0 });
    const { body: bytes } = (await world!.get(`/api/v1/handovers/${handover}/names/${id}/file`)) as unknown as { body: Buffer };
    const file = path.join(folder, 'names.countersign');
    writeFileSync(file, bytes);

    const { csv, fault, told } = await opened(file);
    expect(fault).toBeNull();
    expect(csv.slice(1).trimEnd().split('\r\n').sort()).toEqual(["Eero Zzkorhonen,'=33100", 'Aino Zzvirtanen,00100', 'Gone Zzafter,40100', 'name,postcode', '李 Zz小龙,90100'].sort());
    expect(told).toContain('names      4 of 6 sealed; 1 had left since, 1 without agreement');
    const root = told.find((line) => line.startsWith('root'))?.split(/ +/)[1] ?? '';
    expect((await opened(file, { root: root.toUpperCase() })).fault).toBeNull();
    expect((await opened(file, { root: '00' })).fault).toContain(root);

    const other = path.join(folder, 'other.key');
    writeFileSync(other, RecipientSecret.make().file());
    expect(await opened(file, { key: other })).toMatchObject({ csv: '', fault: 'It was sealed to another key than this one.' });
    const altered = Buffer.from(bytes);
    altered[altered.length - 5000]! ^= 1;
    writeFileSync(file, altered);
    expect(await opened(file)).toMatchObject({ csv: '', fault: expect.stringMatching(/altered, dropped, moved/) });
    writeFileSync(file, bytes.subarray(0, -4116));
    expect(await opened(file)).toMatchObject({ csv: '', fault: expect.stringMatching(/cut off/) });
  });

  it('leave nothing to read where they passed, and a number of those who take theirs back', async () => {
    await withdraw('p4@example.org');
    expect((await asked())[0]).toMatchObject({ withdrawnSince: 1 });
    expect((await finn!.get(names)).text).toContain('Withdrawn since: 1.');
    const dump = await everything();
    expect(dump).toContain('Letter 27 of the ministry');
    for (const word of ['Zzvirtanen', 'Zzkorhonen', 'Zz小龙', 'Zzbefore', 'Zzafter', 'Zzstranger']) {
      const bytes = Buffer.from(word);
      for (const form of [word, bytes.toString('hex'), bytes.toString('base64').replace(/=+$/, '')]) expect({ form, there: dump.includes(form) }).toEqual({ form, there: false });
    }
    expect(await audits()).toEqual(['names.ask', 'names.approve', 'names.make', 'names.download']);
  });

  it('are erased after thirty days, and what nobody approved ends after seven', async () => {
    const id = (await asked())[0]?.id ?? '';
    await maker.keep(new Date(Date.now() + 29 * DAY));
    expect((await asked())[0]).toMatchObject({ state: 'made' });
    await maker.keep(new Date(Date.now() + 31 * DAY));
    expect((await asked())[0]).toMatchObject({ state: 'erased', withdrawnSince: 1 });
    expect((await admin.query(`select count(*)::int as n from names_pieces where bytes is not null`)).rows).toEqual([{ n: 0 }]);
    expect((await world!.get(`/api/v1/handovers/${handover}/names/${id}/file`)).status).toBe(409);

    const again = { petition: 'alive-fi', reason: 'Letter 31 of the ministry, 9 June' };
    await finn!.submit(names, again);
    await maker.keep(new Date(Date.now() + 8 * DAY));
    expect((await asked())[0]).toMatchObject({ state: 'expired' });
    await finn!.submit(names, again);
    expect((await world!.submit(`${names}/${(await asked())[0]?.id}/refuse`, {}, names)).status).toBe(303);
    expect((await audits()).slice(4)).toEqual(['names.erase', 'names.ask', 'names.expire', 'names.ask', 'names.refuse']);
  });

  it('go to no other key, even if somebody who holds the database puts one in and approves it', async () => {
    const thief = RecipientSecret.make();
    await admin.query(`alter table petition_names disable trigger all`);
    await admin.query(`update petition_names set public_key = $1`, [Buffer.from(thief.publicKey, 'base64url')]);
    const { sha256 } = await demand();
    const { rows: [forged] } = await admin.query<{ id: string }>(
      `insert into names_exports (handover_id, seal_id, petition_id, state, demand_sha256, reason, asked_by, decided_by, decided_at)
       select handover_id, id, $1, 'approved', decode($2, 'hex'), 'a thief was here', 'a', 'b', now() from seals where handover_id = $3 returning id`, [petitionId, sha256, handover]);
    await maker.keep(new Date());
    expect((await asked()).find(({ id }) => id === forged?.id)).toMatchObject({ state: 'made', names: 0, leftOut: 4 });
  });
});

async function withdraw(email: string): Promise<void> {
  const facts = await parts.mails.forMail(petitionId, records.get(email) ?? '');
  await parts.presses.withdraw(facts?.withdrawToken ?? '');
}

/** Every row of every table, as text. */
async function everything(): Promise<string> {
  const client = new pg.Client(pgConnection(database.config.database));
  await client.connect();
  const { rows } = await client.query<{ name: string }>(`select quote_ident(c.relname) as name from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname = 'public' and c.relkind in ('r', 'p') and not c.relispartition`);
  let text = '';
  for (const { name } of rows) text += (await client.query<{ all: string | null }>(`select string_agg(t::text, E'\\n') as all from ${name} t`)).rows[0]?.all ?? '';
  await client.end();
  return text;
}
