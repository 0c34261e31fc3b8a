import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import request, { type Response, type Test } from 'supertest';
import { ApiTokens, Users } from '#libs/access';
import { pgConnection } from '#libs/config';
import { Queues } from '#libs/queues';
import { startServer, type StartedServer } from '../support/app.js';
import { PASSWORD, seedConsole } from '../support/console.js';
import { testDatabase, type TestDatabase } from '../support/services.js';
import { signingParts } from '../support/signing-parts.js';

/** Who may sign nothing wrong: the one good body that every bad one is a change of. */
const GOOD = { givenName: 'Ada', familyName: 'Byron', email: 'ada@example.org', country: 'SE', ageConfirmed: true, consent: { petition: true } };
const BOOKING = { campaign: 'alive', jurisdiction: 'SE', date: '2031-03-04', place: 'Rosenbad', timeZone: 'Europe/Stockholm', recipients: [{ office: 'Minister', kind: 'executive' }] };
const ATTESTED = { count: 12, qualifier: 'exact', channel: 'paper', document: 'Minutes of 3 March', attestedBy: 'Eva Ek, notary' };
/** What these may change: who called is written down. Everything else must be as it was. */
const MAY_CHANGE = new Set(['audit_log', 'sessions', 'api_tokens', 'users']);

let database: TestDatabase;
let server: StartedServer;
let proxied: StartedServer;
let db: pg.Client;
let tokens: Record<'world' | 'sweden' | 'reader', string>;
let cookie: string;
let before: Record<string, string>;
const links = { expired: '', withdrawn: '', forged: '' };

beforeAll(async () => {
  database = await testDatabase();
  [server, proxied] = [await startServer(database.config), await startServer(database.config.with({ trustedProxies: ['127.0.0.0/8'] }))];
  db = new pg.Client(pgConnection(database.config.database));
  await db.connect();
  await seedConsole(db, server.app.get(Users));
  await db.query(`
    insert into campaigns (slug, title, kind, default_language) values ('past', '{"en": "Past"}', 'record', 'en');
    insert into jurisdictions (campaign_id, id, kind, iso2, name, petition_state) select id, 'SE', 'country', 'SE', 'Sweden', 'petition' from campaigns where slug = 'past';
    insert into petitions (campaign_id, jurisdiction_id, slug, takes_signatures, status, privacy, default_language, closed_reason)
      select id, 'SE', 'past-se', true, 'closed', 'standard', 'en', 'date not in the source' from campaigns where slug = 'past';
    insert into petitions (campaign_id, jurisdiction_id, slug, takes_signatures, status, privacy, default_language, opened_at)
      select id, 'region-nordic', 'alive-region-nordic', false, 'open', 'standard', 'en', now() from campaigns where slug = 'alive';
    update petitions set eligibility = 'residents' where slug = 'alive-no';
    insert into petition_texts (petition_id, language, version, title, demand) select id, 'en', 1, 'T', 'D' from petitions p where not exists (select 1 from petition_texts t where t.petition_id = p.id);
  `);
  // Publishes the campaign's keys, as the worker does at its start.
  await (await signingParts(database.config)).close();
  links.expired = await signatureWithToken('pending', 15);
  links.withdrawn = await signatureWithToken('withdrawn', 1);
  links.forged = tokenFor(1, randomUUID()).text;
  tokens = { world: await tokenOf('world@example.org'), sweden: await tokenOf('sweden@example.org'), reader: await tokenOf('reader@example.org') };
  const login = await request(server.http).post('/api/v1/sessions').send({ email: 'sweden@example.org', password: PASSWORD }).expect(201);
  cookie = (login.headers['set-cookie'] as unknown as string[])[0]?.split(';')[0] ?? '';
  before = await fingerprints();
}, 60_000);

afterAll(async () => {
  await db?.end();
  await server?.close();
  await proxied?.close();
  await database?.drop();
});

const tokenOf = async (email: string): Promise<string> => {
  const user = await server.app.get(Users).byEmail(email);
  return (await server.app.get(ApiTokens).create(user?.id ?? '', 'spec')).token;
};

function tokenFor(petitionId: number, record: string): { text: string; hash: Buffer } {
  const token = Buffer.alloc(52);
  token.writeUInt32BE(petitionId, 0);
  token.write(record.replaceAll('-', ''), 4, 'hex');
  randomBytes(32).copy(token, 20);
  return { text: token.toString('base64url'), hash: createHash('sha256').update(token).digest() };
}

async function signatureWithToken(status: string, daysAgo: number): Promise<string> {
  const { rows: [petition] } = await db.query<{ id: number }>(`select id from petitions where slug = 'alive-se'`);
  const id = randomUUID();
  const token = tokenFor(petition?.id ?? 0, id);
  await db.query(
    `insert into signatures (petition_id, id, status, channel, country, signed_at, received_at, confirmed_at, text_version, language, confirm_hash, email_key)
     values ($1, $2, $3::text::signature_status, 'online', 'SE', now() - make_interval(days => $4), now() - make_interval(days => $4), case when $3::text = 'withdrawn' then now() end, 1, 'en', $5, $6)`,
    [petition?.id, id, status, daysAgo, token.hash, randomBytes(16)]);
  return token.text;
}

/** One hash over all rows of each table. */
async function fingerprints(): Promise<Record<string, string>> {
  const { rows } = await db.query<{ name: string }>(`select c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname = 'public' and c.relkind in ('r', 'p') and not c.relispartition`);
  const found: Record<string, string> = {};
  for (const { name } of rows.filter((row) => !MAY_CHANGE.has(row.name))) {
    const { rows: [all] } = await db.query<{ all: string }>(`select count(*) || ' ' || coalesce(md5(string_agg(t::text, ',' order by t::text)), '') as all from ${name} t`);
    found[name] = all?.all ?? '';
  }
  return found;
}

const codeOf = (response: Response): unknown => (response.body as { code?: unknown }).code;
const faultsOf = (response: Response): string[] => ((response.body as { errors?: { field: string; code: string }[] }).errors ?? []).map(({ field, code }) => `${field}:${code}`);
const sign = (body: object, slug = 'alive-se'): Test => request(server.http).post(`/api/v1/petitions/${slug}/signatures`).send(body);
const raw = (body: string, type = 'application/json'): Test => request(server.http).post('/api/v1/petitions/alive-se/signatures').set('content-type', type).send(body);
const as = (who: keyof typeof tokens, test: Test): Test => test.set('authorization', `Bearer ${tokens[who]}`);
const post = (path: string, body: object): Test => request(server.http).post(`/api/v1/${path}`).send(body);
const get = (path: string): Test => request(server.http).get(path);

/** [what, how it is sent, status, code, faults] */
type Bad = readonly [what: string, send: () => Test, status: number, code: string, faults?: readonly string[]];

const signatures: Bad[] = [
  ['a number for a name', () => sign({ ...GOOD, givenName: 7 }), 422, 'request.invalid', ['givenName:wrong_type']],
  ['a list for a name', () => sign({ ...GOOD, givenName: ['Ada'] }), 422, 'request.invalid', ['givenName:wrong_type']],
  ['an object for a name', () => sign({ ...GOOD, givenName: { $ne: null } }), 422, 'request.invalid', ['givenName:wrong_type']],
  ['no name', () => sign({ ...GOOD, givenName: undefined }), 422, 'request.invalid', ['givenName:required']],
  ['a blank name', () => sign({ ...GOOD, givenName: ' \u00a0\u200b ' }), 422, 'request.invalid', ['givenName:required']],
  ['a name of 101 letters', () => sign({ ...GOOD, givenName: 'é'.repeat(101) }), 422, 'request.invalid', ['givenName:too_long']],
  ['a name with NUL', () => sign({ ...GOOD, givenName: 'A\u0000da' }), 422, 'request.invalid', ['givenName:forbidden_characters']],
  ['a name with a line break', () => sign({ ...GOOD, givenName: 'Ada\r\nBcc: x@example.org' }), 422, 'request.invalid', ['givenName:forbidden_characters']],
  ['a name that turns the line around', () => sign({ ...GOOD, givenName: 'Ada\u202egpj.exe' }), 422, 'request.invalid', ['givenName:forbidden_characters']],
  ['a name in isolates', () => sign({ ...GOOD, familyName: '\u2066Byron\u2069' }), 422, 'request.invalid', ['familyName:forbidden_characters']],
  ['a name in tag characters', () => sign({ ...GOOD, familyName: 'B\u{e0041}' }), 422, 'request.invalid', ['familyName:forbidden_characters']],
  ['half a character', () => raw(JSON.stringify(GOOD).replace('Ada', 'A\\ud800')), 422, 'request.invalid', ['givenName:forbidden_characters']],
  ['no address', () => sign({ ...GOOD, email: undefined }), 422, 'request.invalid', ['email:required']],
  ['an address without a host', () => sign({ ...GOOD, email: 'ada@' }), 422, 'request.invalid', ['email:malformed']],
  ['two addresses in one', () => sign({ ...GOOD, email: 'ada@example.org,eve@example.org' }), 422, 'request.invalid', ['email:malformed']],
  ['an address with a header', () => sign({ ...GOOD, email: 'ada@example.org\nBcc: eve@example.org' }), 422, 'request.invalid', ['email:forbidden_characters']],
  ['an address of 300 letters', () => sign({ ...GOOD, email: `${'a'.repeat(290)}@example.org` }), 422, 'request.invalid', ['email:too_long']],
  ['a country that is none', () => sign({ ...GOOD, country: 'XX' }), 422, 'request.invalid', ['country:malformed']],
  ['a country in small letters', () => sign({ ...GOOD, country: 'se' }), 422, 'request.invalid', ['country:malformed']],
  ['SQL for a country', () => sign({ ...GOOD, country: `SE'; drop table signatures; --` }), 422, 'request.invalid', ['country:malformed']],
  ['age not confirmed', () => sign({ ...GOOD, ageConfirmed: false }), 422, 'request.invalid', ['ageConfirmed:must_be_true']],
  ['age as a word', () => sign({ ...GOOD, ageConfirmed: 'true' }), 422, 'request.invalid', ['ageConfirmed:wrong_type']],
  ['no consent', () => sign({ ...GOOD, consent: undefined }), 422, 'request.invalid', ['consent:required']],
  ['consent refused', () => sign({ ...GOOD, consent: { petition: false } }), 422, 'request.invalid', ['consent.petition:must_be_true']],
  ['an unknown consent', () => sign({ ...GOOD, consent: { petition: true, sellMyData: true } }), 422, 'request.invalid', ['consent.sellMyData:unknown_field']],
  ['21 partners', () => sign({ ...GOOD, consent: { petition: true, updates: Array.from({ length: 21 }, (_, n) => `p${n}`) } }), 422, 'request.invalid', ['consent.updates:too_many']],
  ['an unknown partner', () => sign({ ...GOOD, consent: { petition: true, updates: ['nobody'] } }), 422, 'signatures.invalid', ['consent.updates:unknown']],
  ['an unknown field', () => sign({ ...GOOD, status: 'counted' }), 422, 'request.invalid', ['status:unknown_field']],
  ['a field of every object', () => sign({ ...GOOD, toString: 'x' }), 422, 'request.invalid', ['toString:unknown_field']],
  ['a language that is none', () => sign({ ...GOOD, locale: 'klingon!!' }), 422, 'request.invalid', ['locale:malformed']],
  ['a version from the future', () => sign({ ...GOOD, textVersion: 99 }), 422, 'signatures.invalid', ['textVersion:unknown']],
  ['half a version', () => sign({ ...GOOD, textVersion: 1.5 }), 422, 'request.invalid', ['textVersion:wrong_type']],
  ['a link code with a path', () => sign({ ...GOOD, via: '../../etc' }), 422, 'request.invalid', ['via:malformed']],
  ['a postcode of 30 letters', () => sign({ ...GOOD, postcode: '1'.repeat(30) }), 422, 'request.invalid', ['postcode:too_long']],
  ['three faults at once', () => sign({ ...GOOD, givenName: '', email: 'x', country: 1 }), 422, 'request.invalid', ['country:wrong_type', 'email:malformed', 'givenName:required']],
  ['__proto__', () => raw('{"__proto__": {"admin": true}, "givenName": "Ada"}'), 400, 'body.malformed'],
  ['half a body', () => raw('{"givenName": "Ada"'), 400, 'body.malformed'],
  ['no body', () => raw(''), 422, 'request.invalid'],
  ['a list', () => raw('[]'), 422, 'request.invalid'],
  ['a word', () => raw('"Ada"'), 422, 'request.invalid'],
  ['a hundred levels', () => raw(`${'{"a":'.repeat(100)}1${'}'.repeat(100)}`), 400, 'body.too_deep'],
  ['65 kB', () => sign({ ...GOOD, challenge: 'x'.repeat(66_000) }), 413, 'body.too_large'],
  ['XML', () => raw('<signature/>', 'application/xml'), 415, 'body.unsupported_type'],
  ['plain text', () => raw('Ada', 'text/plain'), 415, 'body.unsupported_type'],
  ['an upload', () => raw('--x\r\n\r\n--x--', 'multipart/form-data; boundary=x'), 415, 'body.unsupported_type'],
  ['a key that is no UUID', () => sign(GOOD).set('idempotency-key', 'again'), 422, 'request.invalid', ['Idempotency-Key:malformed']],
  ['a mark of the simulation that does not hold', () => sign(GOOD).set('x-countersign-synthetic', 'forged'), 403, 'access.forbidden'],
  ['from another site\'s page', () => sign(GOOD).set('sec-fetch-site', 'cross-site'), 403, 'access.cross_site'],
  ['no such petition', () => sign(GOOD, 'alive-xx'), 404, 'petitions.unknown'],
  ['a draft', () => sign(GOOD, 'alive-fi'), 404, 'petitions.unknown'],
  ['a slug with NUL', () => sign(GOOD, 'alive-se%00'), 404, 'route.not_found'],
  ['SQL for a slug', () => sign(GOOD, encodeURIComponent(`alive-se' or '1'='1`)), 404, 'petitions.unknown'],
  ['a broken percent sign', () => sign(GOOD, 'alive-se%ZZ'), 400, 'request.malformed'],
  ['a closed petition', () => sign(GOOD, 'past-se'), 409, 'petitions.not_open'],
  ['a region\'s petition', () => sign(GOOD, 'alive-region-nordic'), 409, 'petitions.not_open'],
  ['a stranger where residents sign', () => sign(GOOD, 'alive-no'), 422, 'signatures.invalid', ['country:not_allowed']],
];

const links_: Bad[] = [
  ['a forged token', () => post('confirmations', { token: links.forged }), 404, 'signatures.token-unknown'],
  ['a token in its other spelling', () => post('confirmations', { token: `${links.expired.slice(0, -1)}_` }), 404, 'signatures.token-unknown'],
  ['an expired token', () => post('confirmations', { token: links.expired }), 410, 'signatures.token-expired'],
  ['a token of a signature taken back', () => post('confirmations', { token: links.withdrawn }), 410, 'signatures.token-expired'],
  ['a confirmation token for a withdrawal', () => post('withdrawals', { token: links.withdrawn }), 404, 'signatures.token-unknown'],
  ['a token with a path', () => post('confirmations', { token: '../x' }), 422, 'request.invalid', ['token:malformed']],
  ['a number for a token', () => post('withdrawals', { token: 1 }), 422, 'request.invalid', ['token:wrong_type']],
  ['a withdrawal for a draft', () => post('withdrawal-requests', { petition: 'alive-fi', email: GOOD.email }), 404, 'petitions.unknown'],
  ['a withdrawal without an address', () => post('withdrawal-requests', { petition: 'alive-se', email: 'x' }), 422, 'request.invalid', ['email:malformed']],
];

const organisers: Bad[] = [
  ['a booking by nobody', () => post('handovers', BOOKING), 401, 'access.not_signed_in'],
  ['a booking with an invented token', () => post('handovers', BOOKING).set('authorization', 'Bearer cst_x'), 401, 'access.not_signed_in'],
  ['a booking by cookie without its form\'s token', () => post('handovers', BOOKING).set('cookie', cookie), 403, 'access.csrf'],
  ['a booking by a reader', () => as('reader', post('handovers', BOOKING)), 403, 'access.forbidden'],
  ['a booking in another country', () => as('sweden', post('handovers', { ...BOOKING, jurisdiction: 'NO' })), 403, 'access.forbidden'],
  ['the 30th of February', () => as('sweden', post('handovers', { ...BOOKING, date: '2031-02-30' })), 422, 'handovers.invalid', ['date:date_unreadable']],
  ['the 13th month', () => as('sweden', post('handovers', { ...BOOKING, date: '2031-13' })), 422, 'handovers.invalid', ['date:date_unreadable']],
  ['25 o\'clock', () => as('sweden', post('handovers', { ...BOOKING, startTime: '25:00' })), 422, 'handovers.invalid', ['startTime:time_unreadable']],
  ['an hour that summer time skips', () => as('sweden', post('handovers', { ...BOOKING, date: '2031-03-30', startTime: '02:30' })), 422, 'handovers.invalid', ['startTime:time_does_not_exist']],
  ['a handover to nobody', () => as('sweden', post('handovers', { ...BOOKING, recipients: [{ kind: 'king' }] })), 422, 'request.invalid', ['recipients.0.kind:not_allowed']],
  ['an attested count by a reader', () => as('reader', post('petitions/alive-se/attested-counts', ATTESTED)), 403, 'access.forbidden'],
  ['an attested count of another country', () => as('sweden', post('petitions/alive-no/attested-counts', ATTESTED)), 404, 'access.not_found'],
  ['an attested count below one', () => as('sweden', post('petitions/alive-se/attested-counts', { ...ATTESTED, count: 0 })), 422, 'request.invalid', ['count:out_of_range']],
  ['an attested count in words', () => as('sweden', post('petitions/alive-se/attested-counts', { ...ATTESTED, count: 'many' })), 422, 'request.invalid', ['count:wrong_type']],
  ['an attested count that nobody vouches for', () => as('sweden', post('petitions/alive-se/attested-counts', { ...ATTESTED, attestedBy: '', document: undefined })), 422, 'request.invalid', ['attestedBy:required', 'document:required']],
  ['a petition by a country\'s organiser elsewhere', () => as('sweden', request(server.http).patch('/api/v1/petitions/alive-no').send({ version: 1, target: 5 })), 404, 'access.not_found'],
  ['no such handover', () => as('sweden', post(`handovers/${randomUUID()}/hold`, { outcome: 'refused' })), 404, 'access.not_found'],
  ['a handover with a strange id', () => as('sweden', post('handovers/1%00/hold', { outcome: 'refused' })), 404, 'route.not_found'],
  ['a milestone below one', () => as('sweden', post('petitions/alive-se/milestones', { thresholds: [0] })), 422, 'request.invalid', ['thresholds:out_of_range']],
  ['a new campaign by a country\'s organiser', () => as('sweden', post('campaigns', { slug: 'mine' })), 403, 'access.forbidden'],
  ['a user by an organiser', () => as('sweden', post('users', { email: 'x@example.org', role: 'owner' })), 403, 'access.forbidden'],
  ['a user with an invented role', () => as('world', post('users', { email: 'x@example.org', role: 'king' })), 422, 'request.invalid', ['role:not_allowed']],
  ['a token made by a token', () => as('world', post('tokens', { name: 'heir' })), 403, 'access.in_person'],
  ['a wrong password', () => post('sessions', { email: 'world@example.org', password: 'guess' }), 401, 'access.wrong_login'],
  ['a login by list', () => post('sessions', { email: ['world@example.org'], password: { $gt: '' } }), 422, 'request.invalid', ['email:wrong_type', 'password:wrong_type']],
];

const readers: Bad[] = [
  ['page nought', () => get('/api/v1/petitions?page=0'), 422, 'request.invalid', ['page:out_of_range']],
  ['page "x"', () => get('/api/v1/petitions?page=x'), 422, 'request.invalid', ['page:wrong_type']],
  ['page 1e9', () => get('/api/v1/petitions?page=1e9'), 422, 'request.invalid', ['page:out_of_range']],
  ['two pages', () => get('/api/v1/petitions?page=1&page=2'), 422, 'request.invalid', ['page:wrong_type']],
  ['a campaign with SQL', () => get(`/api/v1/petitions?campaign=${encodeURIComponent(`x' or 1=1`)}`), 422, 'request.invalid', ['campaign:malformed']],
  ['an unknown filter', () => get('/api/v1/petitions?sort=name'), 422, 'request.invalid', ['sort:unknown_field']],
  ['a draft\'s tally', () => get('/api/v1/petitions/alive-fi/tally'), 404, 'petitions.unknown'],
  ['a petition with NUL', () => get('/api/v1/petitions/alive%00'), 404, 'route.not_found'],
  ['a campaign with NUL', () => get('/api/v1/campaigns/alive%00/summary'), 404, 'route.not_found'],
  ['a path out of the assets', () => get('/assets/x/..%2f..%2f..%2fpackage.json'), 404, 'route.not_found'],
  ['a path out of the assets, spelt out', () => get('/assets/x/%2e%2e/%2e%2e/package.json'), 404, 'route.not_found'],
  ['an asset with NUL', () => get('/assets/x/mark.svg%00.js'), 404, 'route.not_found'],
  ['a language that is none', () => get('/xx'), 404, 'route.not_found'],
  ['a page with NUL', () => get('/en/petitions/alive%00'), 404, 'route.not_found'],
  ['a method that is none here', () => request(server.http).delete('/api/v1/petitions/alive-se'), 404, 'route.not_found'],
  ['a slug of 300 letters', () => get(`/api/v1/petitions/${'a'.repeat(300)}`), 404, 'route.not_found'],
];

const table: Bad[] = [...signatures, ...links_, ...organisers, ...readers];

describe('bad input', () => {
  it('is tried at no fewer than sixty places', () => expect(table.length).toBeGreaterThanOrEqual(60));

  // As objects: a row that is one short would be given jest's own callback for its last.
  it.each(table.map(([what, send, status, code, faults]) => ({ what, send, status, code, faults })))('$what', async ({ send, status, code, faults }) => {
    const response = await send();
    expect([response.status, codeOf(response), ...(faults ? faultsOf(response) : [])]).toEqual([status, code, ...(faults ?? [])]);
    expect(response.headers['content-type']).toMatch(/^application\/problem\+json/);
  });

  it('on a closed petition is told why and since when', async () => {
    expect(((await sign(GOOD, 'past-se')).body as { detail: string }).detail).toMatch(/closed/i);
  });

  it('in a form brings the page back with everything that was typed, and never a failure of ours', async () => {
    const form = (path: string, body: string): Test => request(server.http).post(path).type('form').set('accept', 'text/html').send(body);
    const back = await form('/en/petitions/alive-se', 'givenName=Zo%C3%AB+%3Cb%3E&email=nowhere&country=SE').expect(422);
    expect(back.text).toContain('Zoë &lt;b');
    await form('/en/petitions/alive-se', 'givenName=a&givenName=b&email=x&email=y&country=SE&country=NO&via=a&via=b&textVersion=1&textVersion=2').expect(422);
    await form('/en/petitions/alive%00', 'givenName=a').expect(404);
    await form('/en/withdraw', 'petition=alive-se&petition=x&email=a&email=b').expect(422);
    await form('/en/withdraw', '').expect(422);
    await get('/en/withdraw?petition=a&petition=b').set('accept', 'text/html').expect(200);
    await get('/en/petitions/alive-se?via=a&via=%00').set('accept', 'text/html').expect(200);
    await get(`/c/${links.forged}x`).set('accept', 'text/html').expect(404);
    await form(`/en/c/${links.expired}`, '').expect(410);
    await form('/console/login', 'email=a&email=b&password=c&password=d').expect(({ status }) => expect([401, 422]).toContain(status));
    await get('/console/login?next=https://evil.example&next=//evil.example').set('accept', 'text/html').expect(200);
  });

  it('changed nothing that is stored, and made no job', async () => {
    expect(await fingerprints()).toEqual(before);
    for (const depth of Object.values(await server.app.get(Queues).depths())) expect(depth).toEqual({ waiting: 0, failed: 0 });
  });
});

describe('an Idempotency-Key', () => {
  it('is one signature with the same body and refused with another', async () => {
    const key = randomUUID();
    const first = await sign(GOOD).set('idempotency-key', key).expect(202);
    expect((await sign(GOOD).set('idempotency-key', key).expect(202)).body).toEqual(first.body);
    const other = await sign({ ...GOOD, town: 'Lund' }).set('idempotency-key', key).expect(422);
    expect(codeOf(other)).toBe('signatures.idempotency-key-reused');
  });
});

describe('forged addresses', () => {
  const knock = (at: StartedServer, from: string): Test => request(at.http).post('/api/v1/sessions').set('x-forwarded-for', from).send({ email: 'x' });
  const statusOf = async (test: Test): Promise<number> => (await test).status;

  it('do not help a stranger past the limit', async () => {
    const answers: number[] = [];
    for (let n = 0; n < 25; n++) answers.push(await statusOf(knock(server, `198.51.100.${n}`)));
    expect(answers).toContain(429);
  });

  it('are believed of a trusted proxy, so that one caller does not shut out another', async () => {
    for (let n = 0; n < 25; n++) await knock(proxied, '198.51.100.7');
    expect(await statusOf(knock(proxied, '198.51.100.7'))).toBe(429);
    expect(await statusOf(knock(proxied, '198.51.100.8'))).toBe(422);
    // What the caller wrote in front of it is not the proxy's word.
    expect(await statusOf(knock(proxied, '198.51.100.99, 198.51.100.7'))).toBe(429);
  });
});
