import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type ConsoleVisitor, openConsole, type OpenConsole } from '../../../../../test/support/console.js';

let opened: OpenConsole;
let wanda: ConsoleVisitor;
let sven: ConsoleVisitor;
let rita: ConsoleVisitor;

const BASE = '/console/campaigns/alive/progress';
const CARD = `${BASE}/first-look/SE`;
const PLAN = `${CARD}/prevention.policy`;
const TYPED = { rating: 'yellow', star: 'true', 'reasons.en': 'There is a plan, and nobody reports on it.', 'source.0.title': 'Budget bill', 'source.0.url': 'https://example.org/bill', assessedOn: '2026-01-15', basedOn: '0', then: 'submit' };

beforeAll(async () => {
  opened = await openConsole();
  await opened.db.query(`
    insert into goals (campaign_id, key, number, title, description) select id, 'prevention', 1, '{"en": "Prevention"}', '{"en": "Prevent"}' from campaigns where slug = 'alive';
    insert into indicators (campaign_id, key, goal_key, number, title, description)
      select id, v.key, 'prevention', v.n, jsonb_build_object('en', v.title), '{"en": "What it is"}' from campaigns, (values ('prevention.policy', 1, 'National plan'), ('prevention.awareness', 2, 'Awareness')) v(key, n, title) where slug = 'alive';
  `);
  [wanda, sven, rita] = await Promise.all([opened.enter('world@example.org'), opened.enter('sweden@example.org'), opened.enter('reader@example.org')]);
}, 30_000);

afterAll(() => opened?.close());

const states = (): Promise<{ version: number; state: string }[]> => opened.rows(`select version, state from assessments where indicator_key = 'prevention.policy' order by version`);
const idOf = async (version: number): Promise<string> => (await opened.rows<{ id: string }>(`select id from assessments where indicator_key = 'prevention.policy' and version = $1`, [version]))[0]?.id ?? '';

describe('assessing, on pages without script', () => {
  it('begins with a round that an organiser of the whole campaign opens', async () => {
    expect((await sven.submit(`${BASE}/rounds`, { title: 'Mine', period: '2026', jurisdictions: ['SE'] }, '/console')).status).toBe(403);
    const refused = await wanda.submit(`${BASE}/rounds`, { title: 'First look', period: 'some day', jurisdictions: ['SE', 'NO'] }, BASE);
    expect([refused.status, refused.text.includes('value="some day"')]).toEqual([422, true]);
    expect((await wanda.submit(`${BASE}/rounds`, { title: 'First look', period: '2026', jurisdictions: ['SE', 'NO'] }, BASE)).headers['location']).toBe(`${BASE}?round=first-look&done=round-made`);
    expect((await wanda.get(BASE)).text).toContain('Norway, National plan: Nothing written, Nothing written');
  });

  it('keeps what was typed and says at which field it is at fault', async () => {
    const refused = await sven.submit(PLAN, { ...TYPED, 'reasons.en': '', 'source.0.url': 'javascript:alert(1)' });
    expect(refused.status).toBe(422);
    for (const kept of ['href="#f-reasons-en"', 'href="#f-source-0-url"', 'value="Budget bill"', 'value="2026-01-15"', 'id="f-rating-yellow" type="radio" name="rating" value="yellow" checked']) expect(refused.text).toContain(kept);
    expect(await states()).toEqual([]);
  });

  it('is of one’s own country, and not for readers', async () => {
    expect((await sven.get(`${BASE}/first-look/NO`)).status).toBe(404);
    expect((await sven.get(BASE)).text).not.toContain('Norway');
    expect((await rita.submit(PLAN, TYPED, '/console')).status).toBe(403);
    expect((await rita.get(PLAN)).text).not.toContain('name="rating"');
  });

  it('hands a version in, and whoever wrote it does not approve it', async () => {
    expect((await sven.submit(PLAN, TYPED)).headers['location']).toContain('done=assessments-submitted');
    expect((await sven.get(PLAN)).text).toContain('You wrote on this, so somebody else decides.');
    expect((await sven.submit(`${PLAN}/approve`, { assessment: await idOf(1) }, PLAN)).status).toBe(422);
    expect(await states()).toEqual([{ version: 1, state: 'submitted' }]);
  });

  it('is sent back with a remark, mended by a next version, and approved by the second person', async () => {
    expect((await wanda.submit(`${PLAN}/send-back`, { assessment: await idOf(1), remark: '' }, PLAN)).status).toBe(422);
    await wanda.submit(`${PLAN}/send-back`, { assessment: await idOf(1), remark: 'Which year?' }, PLAN);
    expect((await sven.get(PLAN)).text).toContain('Which year?');
    expect((await sven.submit(PLAN, { ...TYPED, 'reasons.en': 'There was a plan in 2025, and nobody reported on it.', basedOn: '1' })).status).toBe(303);
    expect((await wanda.submit(`${CARD}/approve`, { assessment: await idOf(2) }, CARD)).headers['location']).toContain('done=assessments-approved');
    expect(await states()).toEqual([{ version: 1, state: 'replaced' }, { version: 2, state: 'approved' }]);
  });

  it('is refused where somebody else wrote meanwhile', async () => {
    const late = await sven.submit(PLAN, { ...TYPED, basedOn: '1' });
    expect([late.status, late.text.includes('There is a plan, and nobody reports on it.')]).toEqual([422, true]);
  });

  it('goes public with its publication, not before, and then shows the next version beside it', async () => {
    const done = await wanda.submit(`${BASE}/first-look/publish`, { publication: '' }, BASE);
    const id = /publications\/([0-9a-f-]{36})/.exec(done.headers['location'] ?? '')?.[1] ?? '';
    const card = '/en/campaigns/alive/progress/SE';
    expect((await rita.get(card)).status).toBe(404);
    await opened.db.query(`update publications set public_at = now() - interval '1 minute', time_zone = 'UTC' where id = $1`, [id]);
    const told = await rita.get(card);
    expect(told.status).toBe(200);
    for (const said of ['Partial progress', 'Done by NGOs', 'There was a plan in 2025', 'Two people of \u2068Alive Trust\u2069', 'Not known']) expect(told.text).toContain(said);
    await sven.submit(PLAN, { ...TYPED, rating: 'green', 'reasons.en': 'There was a plan in 2026, and somebody reported on it.', basedOn: '2' });
    const review = (await wanda.get(PLAN)).text;
    for (const said of ['becomes', '<ins', '2026', '<del', 'Beside what is published.']) expect(review).toContain(said);
  });

  it('records a reply, which stands beside the card', async () => {
    const reply = { indicator: 'prevention.policy', byWhom: 'Ministry of Justice', receivedOn: '2026-02-01', language: 'sv', replyText: 'Vi rapporterar varje år.', translationLanguage: 'en', translation: 'We report every year.' };
    expect((await sven.submit(`${CARD}/replies`, { ...reply, byWhom: '' }, CARD)).text).toContain('Vi rapporterar varje år.');
    expect((await sven.submit(`${CARD}/replies`, reply, CARD)).status).toBe(303);
    const told = (await rita.get('/en/campaigns/alive/progress/SE')).text;
    for (const said of ['Ministry of Justice', 'We report every year.', '<p class="prose" lang="sv">Vi rapporterar varje år.']) expect(told).toContain(said);
  });
});
