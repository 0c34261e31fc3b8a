import { randomBytes, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import request, { type Response } from 'supertest';
import { ApiTokens, Sessions, Users } from '#libs/access';
import { Database } from '#libs/database';
import { PublicationClock, writeImportedPublication } from '#libs/embargo';
import { oldShownAt } from '../../apps/server/src/reading/last-shown.js';
import { startWorker, type Worker } from '../../apps/worker/src/worker.js';
import { startServer, type StartedServer } from '../support/app.js';
import { ConsoleVisitor, seedConsole } from '../support/console.js';
import { eventually } from '../support/installation.js';
import { standStill } from '../support/public-clock.js';
import { testDatabase, type TestDatabase } from '../support/services.js';

/** Stands in every word of what is under embargo: wherever it comes out, it leaked. */
const SECRET = 'zzmekong';
const ALL = '/api/v1/campaigns/alive/publications';
const ROUND = `${SECRET}-1`;
const REPLY = `${SECRET} reply`;
const A_SECOND = 1_000;
const AHEAD_MS = 5_000;
/** Then pages are kept until the next change (`PageCache`). */
const SETTLED_MS = 1_500;
/** What is read anew here is kept over the instant, as old as it may be. */
const LAST_MOMENT_MS = 400;

interface Scene {
  db: pg.Client;
  campaignId: number;
  publication: string;
  /** A report, frozen under another publication of the same instant. */
  report: string;
  edition: string;
  /** What the report of a country rests on before the instant, as a hash. */
  restsOn: string;
}

/**
 * What a publication holds, with SECRET in its words. Each part that publishes something adds a line here, and below the addresses at
 * which it can be read.
 */
const CONTENTS: readonly ((scene: Scene) => Promise<unknown>)[] = [
  ({ db, campaignId, publication }) => db.query(
    `insert into rankings (campaign_id, key, title, year_from, year_to, publication_id) values ($1, 'r-1', $2, 2026, 2027, $3)`, [campaignId, { en: `${SECRET} ranks` }, publication]),
  ({ db, campaignId, publication }) => db.query(
    `insert into published_statistics (campaign_id, key, position, year, topic, scope, value, unit, qualifier, statement, publication_id) values ($1, 's-1', 1, 2026, 'shelters', 'all', 41, 'percent', 'exact', $2, $3)`,
    [campaignId, `${SECRET}: 41 percent`, publication]),
  ({ db, campaignId, publication }) => db.query(
    `insert into country_findings (campaign_id, key, position, jurisdictions, topic, date_edtf, date_from, date_to, direction, statement, publication_id) values ($1, 'f-1', 1, '{SE}', 'shelters', '2026', '2026-01-01', '2026-12-31', 'gap', $2, $3)`,
    [campaignId, `${SECRET}: no shelter`, publication]),
  // Rated in rounds that nothing else of is public, and replied to.
  ({ db, campaignId, publication }) => db.query(
    `with f as (insert into frameworks (campaign_id, version) values (${campaignId}, 1) returning id),
          g as (insert into framework_goals (framework_id, key, number, title) select id, 'goal-1', 1, '{"en": "Protect"}' from f returning framework_id),
          i as (insert into framework_indicators (framework_id, key, goal_key, number, title, description) select framework_id, 'goal-1.1', 'goal-1', 1, '{"en": "Shelter"}', '{"en": "Whether there is one"}' from g returning framework_id),
          r as (insert into card_rounds (campaign_id, key, title, period_edtf, period_from, period_to, framework_id)
                select ${campaignId}, key, jsonb_build_object('en', key || ' round'), year::text, make_date(year, 1, 1), make_date(year, 12, 31), framework_id from i, (values ('${ROUND}-before', 2025), ('${ROUND}', 2026)) v(key, year) returning id, framework_id, key),
          j as (insert into card_round_jurisdictions (round_id, campaign_id, jurisdiction_id) select id, ${campaignId}, 'SE' from r returning round_id),
          p as (insert into card_round_publications (round_id, publication_id) select round_id, '${publication}' from j returning round_id),
          a as (insert into assessments (round_id, campaign_id, jurisdiction_id, framework_id, indicator_key, version, rating, reasons, assessor, authors, assessed_on, state, reviewer, reviewed_at, publication_id)
                select r.id, ${campaignId}, 'SE', r.framework_id, 'goal-1.1', 1, 'red', '{"en": "${SECRET} reason"}', 'ada', '{ada}', '2026-06-01', 'published', 'bo', now(), '${publication}' from r join p on p.round_id = r.id returning round_id)
     insert into card_replies (round_id, campaign_id, jurisdiction_id, framework_id, indicator_key, by_whom, received_on, language, texts, publication_id)
     select r.id, ${campaignId}, 'SE', r.framework_id, 'goal-1.1', 'The ministry', '2026-07-01', 'en', '{"en": "${REPLY}"}', '${publication}' from r join a on a.round_id = r.id where r.key = '${ROUND}'`),
];

interface Address {
  path: (scene: Scene) => string;
  /** What it says before the instant. `unknown`: the answer for an id that there is not, byte for byte. */
  before: 'silent' | 'unknown';
  /** From a second after the instant on. `either`: may be without a word of it; if it ever has one, it has it by then. */
  after: 'tells' | 'either';
  tells: (answer: Response, scene: Scene) => boolean;
}

const holds = (word: string) => ({ status, text }: Response): boolean => status === 200 && (text ?? '').includes(word);
const told = (path: string, word = SECRET): Address => ({ path: () => path, before: 'silent', after: 'tells', tells: holds(word) });
const mute = (path: string): Address => ({ path: () => path, before: 'silent', after: 'either', tells: holds(SECRET) });
/** Its address is a secret too. */
const known = (path: Address['path'], tells: Address['tells'] = holds(SECRET)): Address => ({ path, before: 'unknown', after: 'tells', tells });
const API = '/api/v1/campaigns/alive';
const SITE = '/en/campaigns/alive';
/** Its words are drawn; what it rests on is told beside it. */
const paper = (path: string): Address => ({ path: () => path, before: 'silent', after: 'tells', tells: ({ status, headers }, { restsOn }) => status === 200 && headers['x-report-sha256'] !== restsOn });
const opens = ({ status }: Response): boolean => status === 200;

const ADDRESSES: readonly Address[] = [
  told(ALL), told(`${ALL}?kind=ranking&pageSize=100`), known(({ publication }) => `${ALL}/${publication}`),
  told(`${API}/rankings`), told(`${API}/rankings/r-1`), told(`${API}/statistics`), told(`${API}/findings`), mute(`${API}/timeline`),
  told(`${API}/progress/rounds`), told(`${API}/progress/rounds/${ROUND}`), told(`${API}/progress/cards/SE`), told(`${API}/progress/cards/SE`, REPLY), told(`${API}/progress/rounds/${ROUND}/overview`),
  told(`${SITE}/progress`), told(`${SITE}/progress/SE`), told(`${SITE}/progress/SE`, REPLY), told(`${SITE}/progress/SE/compare`), told(`/ar/campaigns/alive/progress/SE`), told(`${SITE}/rankings`), told(`${SITE}/statistics`),
  told(`${SITE}/reports`), told(`${SITE}/reports/SE`), told(`${API}/reports`), told(`${API}/reports/SE`), told(`${API}/reports/SE.csv`), told(`${API}/reports/SE.html`), paper(`${API}/reports/SE.pdf`), told(`${SITE}/reports/SE.csv`),
  known(({ edition }) => `${SITE}/reports/${edition}`), known(({ edition }) => `${API}/reports/${edition}`, opens), known(({ edition }) => `${API}/reports/${edition}.csv`, opens), known(({ edition }) => `${SITE}/reports/${edition}.pdf`, opens),
  told(`${SITE}/news.atom`), told(`${API}/data/cards.json`), told(`${API}/data/cards.csv`), told(`${API}/data/rankings.csv`), told(`${API}/data/statistics.csv`), told('/sitemaps/alive-1.xml', '/campaigns/alive/progress/SE/compare'),
  mute(`${SITE}/countries/SE/news.atom`), mute(`${API}/data/history.csv`), mute(`${SITE}/data`),
  told(`${SITE}/timeline`), mute(`${SITE}/map`), mute(`${SITE}/map?measure=progress`), told(`${SITE}/countries/SE`), mute(`${SITE}/promises`), mute(`${SITE}/reports/final`), mute(`${API}/reports/final`), mute(`${API}/reports/appendix`),
  mute(API), mute('/en'), mute(SITE), mute('/sitemap.xml'), mute('/petitions.json'), mute('/api/v1/handovers/calendar.ics'),
];

let database: TestDatabase;
let server: StartedServer;
let worker: Worker;
let scene: Scene;
let publicAt: Date;
let organiser: string;

const get = (path: string): Promise<Response> => Promise.resolve(request(server.http).get(path).set('accept', path.startsWith('/api/') ? 'application/json' : 'text/html,*/*').set('accept-language', 'en'));
const send = (method: 'get' | 'post' | 'patch' | 'delete', path: string, body?: object): Promise<Response> => Promise.resolve(request(server.http)[method](path).set('authorization', `Bearer ${organiser}`).send(body));
const rows = async <Row extends pg.QueryResultRow>(sql: string, values: unknown[] = []): Promise<Row[]> => (await scene.db.query<Row>(sql, values)).rows;

/** Everything of an answer that a stranger could tell two by, but for the id that was asked for. */
const whole = ({ status, text, headers }: Response, id: string): string => {
  const { date: _, 'x-request-id': __, ...rest } = headers as Record<string, string>;
  return JSON.stringify({ status, text, rest }).replaceAll(id, '…');
};

/** The clock of the database stands still there, or goes, and every connection has learnt of it. */
async function at(instant: Date | null): Promise<void> {
  await scene.db.end().catch(() => undefined);
  await standStill(database, instant);
  scene.db = new pg.Client(database.admin);
  scene.db.on('error', () => undefined);
  await scene.db.connect();
  await eventually('the server is back', async () => (await get('/api/v1/campaigns/alive')).status === 200 && (await get(`${ALL}?pageSize=1`)).status === 200);
}

interface Asked { address: string; begun: number; ended: number; status: number; tells: boolean }

const pause = (ms: number): Promise<unknown> => new Promise((resolve) => setTimeout(resolve, ms));

async function ask(one: Address): Promise<Asked> {
  const [address, begun] = [one.path(scene), Date.now()];
  const answer = await get(address);
  return { address, begun, ended: Date.now(), status: answer.status, tells: one.tells(answer, scene) };
}

/** Not what is shown on where the database takes more than a second to answer, as it may on a busy machine. */
async function answered(one: Address): Promise<Asked> {
  for (;;) {
    const began = performance.now();
    const asked = await ask(one);
    if (oldShownAt() < began) return asked;
  }
}

/** Everything once, by so many readers that nothing is asked for much later than the first. */
async function everything(): Promise<Asked[]> {
  const [asked, waiting] = [[] as Asked[], [...ADDRESSES.entries()]];
  await Promise.all(Array.from({ length: 16 }, async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) asked[next[0]] = await answered(next[1]);
  }));
  return asked;
}

/** A few readers who ask for everything again and again. */
async function crowd(until: number): Promise<Asked[]> {
  const asked: Asked[] = [];
  let next = 0;
  await Promise.all([1, 2, 3, 4].map(async () => {
    for (; Date.now() < until; await pause(5)) asked.push(await ask(ADDRESSES[next++ % ADDRESSES.length] as Address));
  }));
  return asked;
}

const deliveries = (event: string): Promise<{ body: string }[]> => rows(`select body from webhook_deliveries where event = $1`, [event]);
const newPublication = async (more: object = {}): Promise<string> => ((await send('post', ALL, { kind: 'ranking', title: { en: `${SECRET} ranking` }, ...more })).body as { id: string }).id;

beforeAll(async () => {
  database = await testDatabase();
  server = await startServer(database.config);
  const db = new pg.Client(database.admin);
  db.on('error', () => undefined);
  await db.connect();
  await seedConsole(db, server.app.get(Users, { strict: false }));
  const { rows: [ids] } = await db.query<{ campaign: number; wanda: string }>(`select (select id from campaigns where slug = 'alive') as campaign, (select id from users where email = 'world@example.org') as wanda`);
  organiser = (await server.app.get(ApiTokens, { strict: false }).create(ids?.wanda ?? '', 'test')).token;
  scene = { db, campaignId: ids?.campaign ?? 0, publication: '', report: '', edition: '', restsOn: '' };
  // Paused: what it would be sent waits in its list.
  await db.query(`insert into webhooks (campaign_id, name, url, events, secret, secret_at, state, reason, created_by)
    values ($1, 'A newsroom', 'https://example.org/hook', array['publication.public', 'publication.withdrawn', 'publication.corrected'], $2, now(), 'paused', 'organiser', 'x')`, [scene.campaignId, randomBytes(80)]);
  worker = await startWorker(database.config);
  publicAt = new Date(Math.ceil(Date.now() / 60_000) * 60_000 + 30 * 86_400_000);
  const when = { at: { local: publicAt.toISOString().slice(0, 16), timeZone: 'UTC' } };
  scene.publication = await newPublication(when);
  for (const content of CONTENTS) await content(scene);
  scene.report = await newPublication({ ...when, kind: 'report' });
  scene.edition = ((await send('post', `${API}/reports`, { publication: scene.report, kind: 'country', jurisdiction: 'SE' })).body as { id: string }).id;
}, 120_000);
afterAll(async () => {
  await scene?.db.end().catch(() => undefined);
  await worker?.stop();
  await server?.close();
  await database?.drop();
}, 60_000);

describe('a publication under embargo', () => {
  it('is nowhere a second before its instant', async () => {
    await at(new Date(publicAt.getTime() - A_SECOND));
    scene.restsOn = (await get(`${API}/reports/SE`)).headers['x-report-sha256'] ?? '';
    for (const { path, before, tells } of ADDRESSES) {
      const address = path(scene);
      const answer = await get(address);
      expect({ address, leaks: (answer.text ?? '').includes(SECRET) || tells(answer, scene), failed: answer.status >= 500 }).toEqual({ address, leaks: false, failed: false });
      const ids = [scene.publication, scene.report, scene.edition];
      expect({ address, names: ids.filter((id) => !address.includes(id) && (answer.text ?? '').includes(id)) }).toEqual({ address, names: [] });
      if (before === 'silent') continue;
      const [id, nowhere] = [ids.find((one) => address.includes(one)) ?? '', randomUUID()];
      expect(whole(answer, id)).toBe(whole(await get(address.replace(id, nowhere)), nowhere));
      expect(answer.status).toBe(404);
    }
    expect(await worker.app.get(PublicationClock, { strict: false }).tellDue()).toBe(0);
    expect(await rows(`select topic from outbox where topic like 'publication.%'`)).toEqual([]);
    expect(await deliveries('publication.public')).toEqual([]);
  }, 60_000);

  it('is read ahead by who bears a personal link, and that is written down', async () => {
    const path = `${ALL}/${scene.publication}`;
    const made = await send('post', `${path}/readers`, { name: 'Ada Reporter', organisation: 'The Gazette', validUntil: new Date(publicAt.getTime() + 86_400_000).toISOString() });
    const { url, id } = made.body as { url: string; id: string };
    expect([made.status, made.headers['cache-control']]).toEqual([201, 'no-store']);
    const token = /\/embargo\/([A-Za-z0-9_-]{43})$/.exec(url)?.[1] ?? '';
    expect(JSON.stringify(await rows(`select * from publication_readers`))).not.toContain(token);
    const page = await get(`/en/embargo/${token}`);
    expect([page.status, page.headers['cache-control'], page.headers['referrer-policy'], page.headers['x-robots-tag']]).toEqual([200, 'no-store', 'no-referrer', 'noindex']);
    expect(page.text).toContain('Ada Reporter');
    expect(page.text).toContain(SECRET);
    const opened = await get(`/en/embargo/${token}/open`);
    expect([opened.status, opened.headers['location']]).toEqual([303, '/en/campaigns/alive/rankings']);
    const cookie = (opened.headers['set-cookie'] as unknown as string[])[0]?.split(';')[0] ?? '';
    const ahead = await request(server.http).get(path).set('cookie', cookie);
    expect([ahead.status, ahead.headers['cache-control'], (ahead.body as { state: string }).state]).toEqual([200, 'private, no-store', 'scheduled']);
    for (const shown of [`${API}/rankings`, `${API}/findings`, `${SITE}/rankings`, `${SITE}/progress/SE`]) {
      const answer = await request(server.http).get(shown).set('cookie', cookie);
      expect([shown, answer.status, answer.text.includes(SECRET), answer.headers['cache-control']]).toEqual([shown, 200, true, 'no-store']);
    }
    // The link is for this one alone.
    const other = await newPublication();
    expect((await request(server.http).get(`${ALL}/${other}`).set('cookie', cookie)).status).toBe(404);
    const reads = (await send('get', `${path}/reads`)).body as { items: { what: string; name: string }[] };
    expect(reads.items.slice(-3).map(({ what, name }) => `${name} ${what}`)).toEqual([`Ada Reporter ${path}`, 'Ada Reporter /embargo/open', 'Ada Reporter /embargo']);
    expect((await send('delete', `${path}/readers/${id}`)).status).toBe(204);
    expect((await request(server.http).get(path).set('cookie', cookie)).status).toBe(404);
    const unknown = randomBytes(32).toString('base64url');
    expect(whole(await get(`/en/embargo/${token}`), token)).toBe(whole(await get(`/en/embargo/${unknown}`), unknown));
  }, 60_000);

  it('is nowhere a moment before the instant and everywhere a second after it, whoever asked meanwhile, and is told once', async () => {
    await at(null);
    const stream = new AbortController();
    const heard = fetch(`${server.url}${ALL}/stream`, { signal: stream.signal });
    const reader = (await heard).body?.getReader();
    scene.restsOn = (await get(`${API}/reports/SE`)).headers['x-report-sha256'] ?? '';
    // No form names a second.
    const [set] = await rows<{ at: Date }>(`update publications set public_at = (select public_now() + $2 * interval '1 millisecond') where id = any($1) returning public_at as at`, [[scene.publication, scene.report], AHEAD_MS]);
    publicAt = set?.at ?? publicAt;
    const [instant, aSecondAfter] = [publicAt.getTime(), publicAt.getTime() + A_SECOND];
    await pause(SETTLED_MS);
    const ahead = await everything();
    await pause(instant - LAST_MOMENT_MS - Date.now());
    const asking = crowd(aSecondAfter);
    await pause(aSecondAfter - Date.now());
    const [after, asked] = await Promise.all([everything(), asking]);
    expect([...ahead, ...asked].filter(({ ended, tells, status }) => status >= 500 || (tells && ended < instant))).toEqual([]);
    expect(after.filter(({ tells }, n) => !tells && ADDRESSES[n]?.after === 'tells')).toEqual([]);
    await pause(2 * A_SECOND);
    const tellsOf = (all: readonly Asked[]): unknown => all.map(({ address, tells }) => ({ address, tells }));
    expect(tellsOf(await everything())).toEqual(tellsOf(after));
    await eventually('the webhook is told', async () => (await deliveries('publication.public')).length > 1);
    let said = '';
    while (!said.includes(scene.publication)) said += Buffer.from((await reader?.read())?.value ?? []).toString();
    stream.abort();
    expect(said).toContain('event: public');
    const clock = new PublicationClock(server.app.get(Database, { strict: false }));
    expect(await Promise.all([clock.tellDue(), clock.tellDue()])).toEqual([0, 0]);
    expect((await deliveries('publication.public')).map(({ body }) => (JSON.parse(body) as { data: { publication: string } }).data.publication).sort()).toEqual([scene.publication, scene.report].sort());
  }, 60_000);

  it('is not moved once it was public, but corrected and withdrawn, and both are told', async () => {
    const path = `${ALL}/${scene.publication}`;
    expect((await send('patch', path, { at: { local: '2031-01-01T12:00', timeZone: 'UTC' } })).body).toMatchObject({ code: 'publications.already_public', status: 409 });
    const { id: correction } = (await send('post', `${path}/correct`, { title: { en: 'Set right' }, at: { local: new Date(publicAt.getTime() + 600_000).toISOString().slice(0, 16), timeZone: 'UTC' } })).body as { id: string };
    expect((await get(path)).body).toMatchObject({ state: 'public', correctedBy: null });
    await at(new Date(publicAt.getTime() + 601_000));
    expect((await get(path)).body).toMatchObject({ correctedBy: correction });
    expect((await get(`${ALL}/${correction}`)).body).toMatchObject({ corrects: scene.publication });
    await eventually('the correction is told', async () => (await deliveries('publication.corrected')).length === 1);
    expect((await send('post', `${path}/withdraw`, { why: { en: 'A figure was wrong.' } })).status).toBe(200);
    expect((await get(path)).body).toMatchObject({ state: 'withdrawn', withdrawn: { why: { en: 'A figure was wrong.' } } });
    await eventually('the withdrawal is told', async () => (await deliveries('publication.withdrawn')).length === 1);
    expect(await rows(`select publication_is_public($1, 'public') as told`, [scene.publication])).toEqual([{ told: false }]);
    // What was never public is withdrawn without a word.
    const unheard = await newPublication();
    await send('post', `${ALL}/${unheard}/withdraw`, { why: { en: 'Never mind.' } });
    expect((await get(`${ALL}/${unheard}`)).status).toBe(404);
    const deeds = await rows<{ action: string }>(`select action from audit_log where subject = $1 order by n`, [`publication:${scene.publication}`]);
    expect(deeds.map(({ action }) => action)).toEqual(['publication.create', 'publication.reader-add', 'publication.reader-revoke', 'publication.withdraw']);
  }, 60_000);

  it('names its instant in a zone, ahead, and is refused with the field at fault', async () => {
    const fault = async (instant: object): Promise<string> => {
      const { errors } = (await send('post', ALL, { kind: 'cards', title: { en: 'Cards' }, at: instant })).body as { errors: { field: string; code: string }[] };
      return errors.map(({ field, code }) => `${field}: ${code}`).join();
    };
    expect(await fault({ local: '2012-03-29T14:00', timeZone: 'Asia/Bangkok' })).toBe('local: in_past');
    expect(await fault({ local: '2027-10-31T02:30', timeZone: 'Europe/Stockholm' })).toBe('coming: time_comes_twice');
    expect(await fault({ local: '2027-03-28T02:30', timeZone: 'Europe/Stockholm' })).toBe('local: time_does_not_exist');
    expect(await fault({ local: '2027-03-28T12:30', timeZone: '+02:00' })).toBe('timeZone: unknown');
  });

  it('has pages on which organisers of the whole campaign do the same without script', async () => {
    const enter = (email: string): Promise<ConsoleVisitor> => new ConsoleVisitor(server.http).signIn(server.app.get(Sessions, { strict: false }), email);
    const wanda = await enter('world@example.org');
    const list = (await wanda.get('/console/publications')).headers['location'] ?? '';
    expect(list).toBe('/console/campaigns/alive/publications');
    const faulty = await wanda.submit(list, { 'title-en': 'By hand', kind: 'report', publicDate: '2027-10-31', publicTime: '02:30', publicZone: 'Europe/Stockholm' });
    expect([faulty.status, faulty.text]).toEqual([422, expect.stringContaining('this time comes twice')]);
    expect(faulty.text).toContain('name="coming"');
    const made = await wanda.submit(list, { 'title-en': 'By hand', kind: 'report', publicDate: '2027-10-31', publicTime: '02:30', publicZone: 'Europe/Stockholm', coming: 'second' });
    const path = (made.headers['location'] ?? '').split('?')[0] ?? '';
    expect([made.status, path]).toEqual([303, expect.stringMatching(/^\/console\/campaigns\/alive\/publications\/[0-9a-f-]{36}$/)]);
    expect((await wanda.get(path)).text).toMatch(/Goes public in \d+ days/);
    expect((await wanda.submit(`${path}/schedule`, { publicDate: '', publicTime: '', publicZone: 'UTC' }, path)).status).toBe(303);
    expect((await wanda.get(path)).text).toContain('Nobody has said when');
    const link = await wanda.submit(`${path}/readers`, { readerName: 'Bo', readerOrganisation: 'Radio', readerUntil: new Date(publicAt.getTime() + 86_400_000).toISOString().slice(0, 10) }, path);
    expect([link.status, link.headers['cache-control']]).toEqual([200, 'no-store']);
    // A draft is read ahead by nobody yet.
    expect((await get(`/en/embargo/${/\/embargo\/([A-Za-z0-9_-]{43})/.exec(link.text)?.[1] ?? ''}`)).status).toBe(404);
    const revoke = /action="([^"]*\/readers\/[0-9a-f-]{36}\/revoke)"/.exec((await wanda.get(path)).text)?.[1] ?? '';
    expect((await wanda.submit(revoke, {}, path)).status).toBe(303);
    expect((await wanda.submit(`${path}/withdraw`, { 'why-en': '' }, path)).status).toBe(422);
    expect((await wanda.submit(`${path}/withdraw`, { 'why-en': 'Not now.' }, path)).status).toBe(303);
    for (const lang of ['fr', 'ar']) expect((await wanda.get(`${path}?lang=${lang}`)).status).toBe(200);
    // Who organises one country has no say in it.
    const sven = await enter('sweden@example.org');
    expect([(await sven.get(list)).status, (await sven.get(path)).status]).toEqual([404, 404]);
  });

  it('is no news when it comes from a file that tells of what has long been public', async () => {
    const db = server.app.get(Database, { strict: false });
    const file = { campaignId: scene.campaignId, key: 'ranking-2012', kind: 'ranking' as const, title: { en: 'The ranking of 2012' }, publicAt: new Date('2012-03-29T07:00:00Z'), timeZone: 'Asia/Bangkok', source: { document: 'report', page: 3 } };
    const id = await db.transaction((tx) => writeImportedPublication(tx, file));
    const versions = async (): Promise<number> => (await rows(`select 1 from history where entity = 'publications' and after ->> 'id' = $1`, [id])).length;
    expect(await db.transaction((tx) => writeImportedPublication(tx, file))).toBe(id);
    expect(await versions()).toBe(0);
    expect(await db.transaction((tx) => writeImportedPublication(tx, { ...file, title: { en: 'Ranking 2012' } }))).toBe(id);
    expect(await versions()).toBe(1);
    expect((await get(`${ALL}/${id}`)).body).toMatchObject({ state: 'public', title: { en: 'Ranking 2012' }, timeZone: 'Asia/Bangkok' });
    expect(await new PublicationClock(db).tellDue()).toBe(0);
  });
});
