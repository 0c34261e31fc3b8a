import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AssessmentsService, type Rating } from '#libs/progress';
import { type ConsoleVisitor, openConsole, type OpenConsole } from '../../../../../test/support/console.js';

let opened: OpenConsole;
let wanda: ConsoleVisitor;
let sven: ConsoleVisitor;

const BASE = '/console/campaigns/alive/rankings';
const METHOD = { 'title-en': 'The same for all', 'description-en': 'Every indicator weighs the same.', 'points.green': '2', 'points.yellow': '1', 'points.red': '0', 'goals.law': '1', 'indicators.law.plan': '1', 'indicators.law.courts': '1', notKnown: 'left-out', notAssessed: 'left-out', minimumKnown: '50' };
const RANKING = { round: 'first-look', by: 'the-same-for-all@1', 'name-en': 'Who keeps their word', publication: '' };

beforeAll(async () => {
  opened = await openConsole();
  [wanda, sven] = await Promise.all([opened.enter('world@example.org'), opened.enter('sweden@example.org')]);
}, 30_000);

afterAll(() => opened?.close());

const kept = (): Promise<{ key: string; rows: { jurisdiction: string; rank: number | null }[] }[]> => opened.rows(`select key, rows from rankings order by key`);

/** Sweden better than Norway, and both in a publication that is not public yet. */
async function judged(): Promise<void> {
  await opened.db.query(`
    insert into goals (campaign_id, key, number, title, description) select id, 'law', 1, '{"en": "Law"}', '{"en": "Law"}' from campaigns where slug = 'alive';
    insert into indicators (campaign_id, key, goal_key, number, title, description)
      select id, v.key, 'law', v.n, jsonb_build_object('en', v.title), '{"en": "What it is"}' from campaigns, (values ('law.plan', 1, 'Plan'), ('law.courts', 2, 'Courts')) v(key, n, title) where slug = 'alive';
  `);
  const [id, other] = await opened.rows<{ id: string; campaign: number }>(`select u.id, c.id as campaign from users u, campaigns c where c.slug = 'alive' and u.email in ('world@example.org', 'sweden@example.org') order by u.email desc`);
  const [campaign, author, reviewer] = [Number(id?.campaign), { id: id?.id ?? '', name: 'Wanda' }, { id: other?.id ?? '', name: 'Sven' }];
  const assessments = opened.server.app.get(AssessmentsService);
  await assessments.createRound(campaign, { key: 'first-look', title: { en: 'First look' }, period: '2026', jurisdictions: ['SE', 'NO', 'FI'] }, author);
  const made = [];
  for (const [jurisdiction, ratings] of Object.entries({ SE: ['green', 'yellow'], NO: ['yellow', 'red'] })) {
    for (const [n, rating] of ratings.entries()) {
      made.push((await assessments.draft({ campaignId: campaign, round: 'first-look', jurisdiction, indicator: ['law.plan', 'law.courts'][n] ?? '' }, { rating: rating as Rating, star: false, reasons: { en: 'As reported.' }, sources: [{ title: 'Report' }], assessedOn: '2026-01-10' }, author)).id);
    }
  }
  await assessments.submit(campaign, made, author);
  await assessments.approve(campaign, made, reviewer);
  const [publication] = await opened.rows<{ id: string }>(`insert into publications (campaign_id, kind, title, created_by) values ($1, 'cards', '{"en": "Cards"}', $2) returning id`, [campaign, author.id]);
  await assessments.publishRound(campaign, 'first-look', publication?.id ?? '', author);
}

describe('ranking, on pages without script', () => {
  it('is for organisers of the whole campaign', async () => {
    expect((await sven.get(BASE)).status).toBe(404);
    expect((await sven.submit(`${BASE}/methods`, METHOD, '/console')).status).toBe(404);
    expect((await wanda.get(BASE)).text).toContain('There is no round of cards to rank yet.');
  });

  it('wants a method that makes sense, and keeps what was typed of one that does not', async () => {
    await judged();
    expect((await wanda.get(BASE)).text).toContain('Publish a method first');
    const refused = await wanda.submit(`${BASE}/methods`, { ...METHOD, 'title-en': '', 'points.green': '1', 'indicators.law.courts': 'two', minimumKnown: '0' }, BASE);
    expect(refused.status).toBe(422);
    for (const said of ['href="#f-title-en"', 'Its name (English)']) expect(refused.text).toContain(said);
    const second = await wanda.submit(`${BASE}/methods`, { ...METHOD, 'indicators.law.courts': 'two', minimumKnown: '0' }, BASE);
    for (const said of ["href=\"#f-indicators-law-courts\"><span><strong>Courts · </strong>", 'value="two"', 'Please write a number from 1 to 100.']) expect(second.text).toContain(said);
    expect((await wanda.submit(`${BASE}/methods`, { ...METHOD, 'points.green': '1' }, BASE)).text).toContain('Green has to give more than yellow');
    expect(await opened.rows(`select 1 from ranking_methods`)).toEqual([]);
  });

  it('publishes a method, and its next version beside it', async () => {
    expect((await wanda.submit(`${BASE}/methods`, METHOD, BASE)).headers['location']).toBe(`${BASE}?done=method-published`);
    expect((await wanda.get(`${BASE}?method=the-same-for-all`)).text).toContain('The same for all: version 2');
    await wanda.submit(`${BASE}/methods`, { ...METHOD, method: 'the-same-for-all', 'indicators.law.courts': '3' }, BASE);
    await wanda.submit(`${BASE}/methods`, METHOD, BASE);
    expect(await opened.rows(`select key, version, rules -> 'indicators' as weights from ranking_methods order by key, version`)).toEqual([
      { key: 'the-same-for-all', version: 1, weights: {} }, { key: 'the-same-for-all', version: 2, weights: { 'law.courts': 3 } }, { key: 'the-same-for-all-2', version: 1, weights: {} },
    ]);
  });

  it('shows the table first and keeps nothing', async () => {
    const looked = await wanda.submit(BASE, { ...RANKING, then: 'look' }, BASE);
    expect(looked.status).toBe(200);
    for (const said of ['As it would be published now', 'Sweden', '3 of 4', 'Norway', '1 of 4', 'value="Who keeps their word"']) expect(looked.text).toContain(said);
    expect(looked.text.indexOf('3 of 4')).toBeLessThan(looked.text.indexOf('1 of 4'));
    expect([await kept(), await opened.rows(`select 1 from publications where kind = 'ranking'`)]).toEqual([[], []]);
  });

  it('says what was not chosen', async () => {
    const refused = await wanda.submit(BASE, { ...RANKING, by: 'something', round: 'never', 'name-en': '', then: 'publish' }, BASE);
    expect(refused.status).toBe(422);
    for (const said of ['Please choose a method.', 'href="#f-name-en"']) expect(refused.text).toContain(said);
    const unknown = await wanda.submit(BASE, { ...RANKING, round: 'never', then: 'publish' }, BASE);
    expect([unknown.status, unknown.text.includes('This round has no cards or no period.')]).toEqual([422, true]);
    expect(await opened.rows(`select 1 from publications where kind = 'ranking'`)).toEqual([]);
  });

  it('puts it into a publication, and is told with it, not before', async () => {
    const done = await wanda.submit(BASE, { ...RANKING, then: 'publish' }, BASE);
    const id = /publications\/([0-9a-f-]{36})\?done=ranking-bound/.exec(done.headers['location'] ?? '')?.[1] ?? '';
    expect(await kept()).toMatchObject([{ key: 'who-keeps-their-word', rows: [{ jurisdiction: 'SE', rank: 1 }, { jurisdiction: 'NO', rank: 2 }, { jurisdiction: 'FI', rank: null }] }]);
    const page = '/en/campaigns/alive/rankings';
    expect((await sven.get(page)).text).not.toContain('Who keeps their word');
    const lift = (which: string): Promise<unknown> => opened.db.query(`update publications set public_at = now() - interval '1 minute', time_zone = 'UTC' where ${which}`);
    await lift(`id = '${id}'`);
    expect((await sven.get(page)).text).not.toContain('Who keeps their word');
    await lift(`kind = 'cards'`);
    for (const said of ['Who keeps their word', 'The same for all']) expect((await sven.get(`${page}?v=2`)).text).toContain(said);
    await wanda.submit(BASE, { ...RANKING, then: 'publish' }, BASE);
    expect((await kept()).map(({ key }) => key)).toEqual(['who-keeps-their-word', 'who-keeps-their-word-2']);
  });
});
