import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request, { type Response } from 'supertest';
import { PublicationsService } from '#libs/embargo';
import { AssessmentsService } from '#libs/progress';
import { openConsole, type OpenConsole, seedHandovers } from '../../../../test/support/console.js';
import { seedJudging, type SeededJudging } from '../../../../test/support/judging.js';

const SITE = '/en/campaigns/alive';
const API = '/api/v1/campaigns/alive';

let place: OpenConsole;
let judged: SeededJudging;
let campaignId: number;
let publications: PublicationsService;
let wanda: { id: string; name: string };

beforeAll(async () => {
  place = await openConsole();
  judged = await seedJudging(place.db, place.server.app, await seedHandovers(place.db));
  publications = place.server.app.get(PublicationsService);
  [{ campaignId } = { campaignId: 0 }] = await place.rows<{ campaignId: number }>(`select id as "campaignId" from campaigns where slug = 'alive'`);
  const [user] = await place.rows<{ id: string }>(`select id from users where email = 'world@example.org'`);
  wanda = { id: user?.id ?? '', name: 'Wanda World' };
}, 60_000);

afterAll(() => place?.close());

const get = (path: string, cookie = ''): Promise<Response> => Promise.resolve(request(place.server.http).get(path).set('accept', 'text/html,*/*').set('accept-language', 'en').set('cookie', cookie));
async function page(path: string): Promise<string> {
  const answer = await get(path);
  expect([path, answer.status]).toEqual([path, 200]);
  return answer.text;
}
/** A part of a page, by the heading that names it. */
const section = (html: string, heading: string): string => new RegExp(`<section[^>]*aria-labelledby="${heading}"[\\s\\S]*?</section>`).exec(html)?.[0] ?? '';
const told = { local: '2026-05-04T09:00', timeZone: 'UTC' };
const publish = async (kind: 'ranking' | 'statistics', title: string): Promise<string> => (await publications.create({ campaignId, kind, title: { en: title }, at: told, evenIfPast: true }, wanda)).id;
const correct = async (id: string, title: string): Promise<string> => (await publications.correct(id, { title: { en: title }, at: { ...told, local: '2026-06-08T09:00' }, evenIfPast: true }, wanda)).id;

describe('a personal link', () => {
  it('is noted as used where what it opens is shown, and nowhere else', async () => {
    await place.server.app.get(AssessmentsService).publishRound(campaignId, 'cards-2025', judged.correction, wanda);
    await place.db.query(`insert into campaigns (slug, title, kind, default_language, controller, contact, retention) select 'other', title, kind, default_language, controller, contact, retention from campaigns where slug = 'alive'`);
    const open = async (token: string, cookie: string): Promise<string> => ((await get(`/en/embargo/${token}/open`, cookie)).headers['set-cookie'] as unknown as string[])[0]?.split(';')[0] ?? '';
    const cookie = await open(judged.aheadReport, await open(judged.ahead, ''));
    await place.db.query('delete from publication_reads');
    for (const path of [`${SITE}/progress`, `${SITE}/progress/SE`, `${API}/progress/cards/SE`, `${SITE}/rankings`, `${SITE}/statistics`, `${API}/rankings`, `${API}/findings`, `${API}/ratifications`, '/en/campaigns/other/progress', '/api/v1/campaigns/other/progress/rounds']) {
      expect([path, (await get(path, cookie)).status]).toEqual([path, 200]);
    }
    const reads = await place.rows<{ publication: string; what: string }>(`select r.publication_id as publication, s.what from publication_reads s join publication_readers r on r.id = s.reader_id order by s.id`);
    expect(reads).toEqual([`${SITE}/progress`, `${SITE}/progress/SE`, `${API}/progress/cards/SE`].map((what) => ({ publication: judged.correction, what })));
  });
});

describe('cards', () => {
  it('of which some were corrected say so over all of them, and on the cards that hold the correction', async () => {
    for (const path of ['progress', 'progress/SE']) expect(await page(`${SITE}/${path}`)).not.toContain('A correction came out');
    await place.db.query(`update publications set public_at = '2026-06-08T09:00Z' where id = $1`, [judged.correction]);
    for (const path of ['progress', 'progress/SE']) expect(await page(`${SITE}/${path}`)).toMatch(/A correction came out on 8 June 2026\. What holds now: <strong><span>Progress cards of 2025, with the answer/);
    expect(await page(`${SITE}/progress/NO`)).not.toContain('A correction came out');
  });

  it('name the countries that belong to a region and have none, and whose share that makes of how many', async () => {
    await place.db.query(`insert into jurisdictions (campaign_id, id, kind, iso2, name) values ($1, 'IS', 'country', 'IS', 'Iceland')`, [campaignId]);
    await place.db.query(`insert into jurisdiction_members (campaign_id, region_id, member_id) values ($1, 'region-nordic', 'IS')`, [campaignId]);
    expect(section(await page(`${SITE}/progress`), 'by-group')).toContain('3 of 4 countries');
    const nordic = await page(`${SITE}/progress?within=region-nordic`);
    expect(nordic).toMatch(/1 country that belongs here has no card of this period and is in none of these shares: <bdi>Iceland<\/bdi>/);
  });

  it('are news of each country that they judge, with the way to its card, and of the campaign once', async () => {
    const norway = await page(`${SITE}/countries/NO/news.atom`);
    expect(norway).toContain('Norway: progress card, Progress cards of 2025');
    expect(norway).toMatch(/href="[^"]*\/en\/campaigns\/alive\/progress\/NO"/);
    expect(norway).not.toContain('progress card corrected');
    expect(await page(`${SITE}/countries/SE/news.atom`)).toContain('Sweden: progress card corrected, Progress cards of 2025, with the answer');
    const whole = await page(`${SITE}/news.atom`);
    expect(whole).toContain('New progress cards: Progress cards of 2025');
    expect(whole).not.toContain('/progress/NO"');
  });
});

describe('rankings', () => {
  let first: string;
  let second: string;

  it('of which one corrects the other say both which of them holds', async () => {
    first = await publish('ranking', 'Ranking of 2025');
    second = await correct(first, 'Ranking of 2025, set right');
    await place.db.query(`insert into rankings (campaign_id, key, title, year_from, year_to, publication_id) values ($1, 'a', '{"en": "First table"}', 2025, 2025, $2), ($1, 'b', '{"en": "Second table"}', 2025, 2025, $3)`, [campaignId, first, second]);
    const html = await page(`${SITE}/rankings`);
    expect(section(html, 'ranking-a')).toMatch(/This ranking no longer holds[\s\S]*A correction came out on 8 June 2026\. What holds now: <a href="#ranking-b"><span>Ranking of 2025, set right/);
    expect(section(html, 'ranking-b')).toContain('<dt>In the place of</dt><dd><span>Ranking of 2025</span></dd>');
    expect(section(html, 'ranking-b')).not.toContain('no longer holds');
    expect(await page(`${SITE}/timeline`)).toContain('Corrected on 8 June 2026 by “Ranking of 2025, set right”.');
  });

  it('leave their notice behind, on a page that can still be found', async () => {
    await publications.withdraw(second, { en: 'The weights were wrong.' }, wanda);
    expect(await page(`${SITE}/rankings`)).not.toContain('no longer holds');
    await publications.withdraw(first, { en: 'So were these.' }, wanda);
    const html = await page(`${SITE}/rankings`);
    for (const said of ['There is no ranking', 'Ranking of 2025, set right', 'The weights were wrong.', 'So were these.']) expect(html).toContain(said);
    expect(await page(SITE)).toContain('href="/en/campaigns/alive/rankings"');
    const timeline = await page(`${SITE}/timeline`);
    expect(timeline).toMatch(/Ranking of 2025<\/span>[\s\S]*?This was withdrawn on/);
    expect(timeline.match(/The weights were wrong\./g)).toHaveLength(1);
  });
});

describe('figures', () => {
  it('that were withdrawn leave a page with the notice', async () => {
    expect(await page(SITE)).toContain('href="/en/campaigns/alive/statistics"');
    expect(await page(`${SITE}/statistics`)).toContain('Two columns had been exchanged.');
  });

  it('of which some were corrected are marked, and only they', async () => {
    const first = await publish('statistics', 'Figures of 2025');
    const figure = (key: string, position: number, publication: string): Promise<unknown> => place.db.query(
      `insert into published_statistics (campaign_id, key, position, year, topic, scope, population, value, unit, qualifier, statement, publication_id) values ($1, $2, $3, 2025, 'shelters', 'all', 42, 50, 'percent', 'exact', $4, $5)`, [campaignId, key, position, `Figure ${key}.`, publication]);
    await figure('old', 1, first);
    await figure('new', 2, await correct(first, 'Figures of 2025, set right'));
    const html = await page(`${SITE}/statistics`);
    expect(html.match(/Corrected by/g)).toHaveLength(1);
    expect(html).toMatch(/Figure old\.<\/span><span class="row-note">.*?Corrected by.*?<span>Figures of 2025, set right<\/span>/);
  });

  it('that are many stand on several pages, and what is said of them is said of all', async () => {
    await place.db.query(
      `insert into published_statistics (campaign_id, key, position, year, topic, scope, population, value, unit, qualifier, statement)
       select $1, 'f-' || n, 10 + n, 2025, 'shelters', 'all', 42, case when n = 250 then 34 else 50 end, 'percent', 'exact', 'Figure number ' || n || '.' from generate_series(1, 250) n`, [campaignId]);
    const first = await page(`${SITE}/statistics`);
    expect(first).toContain('Of 252 figures 1 cannot stand for whole countries');
    expect(first).not.toContain('Figure number 250.');
    expect(first).toMatch(/<a rel="next" href="\/en\/campaigns\/alive\/statistics\?page=2"/);
    expect(await page(`${SITE}/statistics?page=4`)).toContain('Figure number 250.');
    expect(await page(`${SITE}/statistics?page=99`)).toContain('Figure number 250.');
  });
});

describe('ratifications', () => {
  it('can be asked for by every instrument and country of which anything is known', async () => {
    await place.db.query(
      `insert into instrument_events (campaign_id, instrument_key, jurisdiction_id, event, date_edtf, date_from, date_to)
       select $1::integer, 'treaty-' || lpad(n::text, 3, '0'), v, 'signed', '2011', date '2011-01-01', date '2011-12-31' from generate_series(1, 80) n, unnest(array['SE', 'NO', 'FI']) v
       union all select $1, 'zz-last', 'IS', 'signed', '2011', date '2011-01-01', date '2011-12-31'`, [campaignId]);
    const html = await page(`${SITE}/ratifications`);
    expect(html).toContain('value="zz-last"');
    expect(html).toContain('value="IS"');
  });
});
