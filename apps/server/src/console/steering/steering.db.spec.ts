import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { EntityManager } from 'typeorm';
import { Sessions } from '#libs/access';
import { PublishedTallies, type Steering, SteeringFigures } from '#libs/tallies';
import { ConsoleVisitor, openConsole, type OpenConsole, PASSWORD, seedStores } from '../../../../../test/support/console.js';

let opened: OpenConsole;
let server: OpenConsole['server'];
let db: OpenConsole['db'];
let world: ConsoleVisitor;
let sweden: ConsoleVisitor;

beforeAll(async () => {
  opened = await openConsole();
  ({ server, db } = opened);
  await seedStores(db, opened.users);
  // A name that a spreadsheet would run, and a petition of high privacy.
  await db.query(`update stores set name = '=1+1' where code = 'gamla-stan'`);
  await db.query(`update petitions set privacy = 'high' where slug = 'alive-no'`);
  const { users } = opened;
  const { rows: [campaign] } = await db.query<{ id: number }>(`select id from campaigns where slug = 'alive'`);
  await users.add({ password: PASSWORD, passwordIsTheirs: true, locale: 'en', timeZone: 'UTC', email: 'nordic@example.org', name: 'Nora Nordic', role: 'organiser', campaignId: campaign?.id, jurisdictionIds: ['region-nordic'] }, 'test');
  [world, sweden] = await Promise.all(['world@example.org', 'sweden@example.org'].map((email) => opened.enter(email))) as [ConsoleVisitor, ConsoleVisitor];
}, 30_000);

afterAll(() => opened?.close());

const api = async (visitor: ConsoleVisitor, path: string): Promise<Steering> => (await visitor.get(`/api/v1/${path}`)).body as Steering;

describe('the figures to steer by', () => {
  it('agree with the tally, its forecast and the sum of the countries at the same instant', async () => {
    const now = new Date();
    const { rows: [petition] } = await db.query<{ id: number; campaign: number }>(`select id, campaign_id as campaign from petitions where slug = 'alive-se'`);
    const tally = await server.app.get(PublishedTallies).forOrganisers(petition?.id ?? 0, now.getTime());
    const read = await server.app.get(SteeringFigures).read({ campaignId: petition?.campaign ?? 0, jurisdictions: ['SE'], slug: 'alive-se' }, now, 'Europe/Stockholm');
    expect(read?.total).toMatchObject({ counted: tally?.counted, total: tally?.total, pending: tally?.pending });
    expect(Object.fromEntries(read?.countries.map(({ key, all }) => [key, all]) ?? [])).toEqual(tally?.byCountry);
    const [next] = read?.ahead ?? [];
    expect(next?.threshold).toBe(tally?.nextMilestone?.threshold);
    expect([next?.range?.from, next?.range?.to].map((at) => (at ? new Date(at).toISOString() : at))).toEqual([tally?.nextMilestone?.forecast?.from, tally?.nextMilestone?.forecast?.to]);
    expect(read?.days.reduce((sum, { n }) => sum + n, 0)).toBe(read?.pace.all);
    expect(read?.days.slice(-7).reduce((sum, { n }) => sum + n, 0)).toBe(read?.pace.week);
    expect(read?.links.map(({ key }) => key).sort()).toEqual(['', 'gamla-stan', 'umea-1', 'youth-group']);
    const whole = await api(world, 'campaigns/alive/steering');
    expect(whole.total.counted).toBe(933);
    expect(whole.members.map(({ petition: { slug } }) => slug).sort()).toEqual(['alive-no', 'alive-se']);
    expect(whole.pace.week).toBe(whole.members.reduce((sum, { week }) => sum + week, 0));
    const [list] = [(await world.get('/console/petitions?campaign=alive')).text];
    expect(list).toContain(`<td class="figure">${whole.members.find(({ petition: { slug } }) => slug === 'alive-se')?.total}`);
  });

  it('take as many statements for forty-seven countries as for one, and no more than ten', async () => {
    const { rows: [campaign] } = await db.query<{ id: number }>(`insert into campaigns (slug, title, kind, default_language) values ('wide', '{"en": "Wide"}', 'live', 'en') returning id`);
    await db.query(`insert into jurisdictions (campaign_id, id, kind, name, petition_state) select $1, chr(65 + n / 26) || chr(65 + n % 26), 'country', 'Country ' || n, 'petition' from generate_series(1, 47) n`, [campaign?.id]);
    await db.query(`insert into petitions (campaign_id, jurisdiction_id, slug, takes_signatures, status, privacy, default_language, opened_at)
      select $1, chr(65 + n / 26) || chr(65 + n % 26), 'wide-' || n, true, 'open', 'standard', 'en', now() - interval '30 days' from generate_series(1, 47) n`, [campaign?.id]);
    await db.query(`insert into tally_cells (petition_id, hour, country, channel, status, n)
      select p.id, date_trunc('hour', now()) - h * interval '1 hour', 'SE', 'online', 'counted', 2 from petitions p, generate_series(0, 600, 3) h where p.slug like 'wide-%'`);
    await db.query(`insert into petition_tallies (petition_id, counted) select petition_id, sum(n) from tally_cells where petition_id in (select id from petitions where slug like 'wide-%') group by 1`);
    const figures = server.app.get(SteeringFigures);
    const statements = async (jurisdictions: string[] | null): Promise<number> => {
      const asked = jest.spyOn(EntityManager.prototype, 'query');
      const read = await figures.read({ campaignId: campaign?.id ?? 0, jurisdictions }, new Date(), 'Europe/Paris');
      const count = asked.mock.calls.length;
      asked.mockRestore();
      expect(read?.members.length ?? 0).toBe(jurisdictions ? 0 : 47);
      return count;
    };
    const [one, all] = [await statements(['AB']), await statements(null)];
    expect(one).toBeGreaterThan(3);
    expect(all).toBe(one);
    expect(all).toBeLessThanOrEqual(10);
    expect((await figures.read({ campaignId: campaign?.id ?? 0, jurisdictions: null }, new Date(), 'Europe/Paris'))?.pace.all).toBe(47 * 201 * 2);
  });
});

describe('who may steer by what', () => {
  it('shows a country to its own people only, in page, file and answer', async () => {
    for (const path of ['/console/steering/petitions/alive-se', '/console/steering/petitions/alive-se/days.csv', '/api/v1/petitions/alive-se/steering']) expect([path, (await sweden.get(path)).status]).toEqual([path, 200]);
    for (const path of ['/console/steering/petitions/alive-no', '/console/steering/petitions/alive-no/days.csv', '/console/steering/petitions/nowhere', '/api/v1/petitions/alive-no/steering']) expect([path, (await sweden.get(path)).status]).toEqual([path, 404]);
  });

  it('sums up for a country\'s people no more than their country, and says so', async () => {
    expect((await api(sweden, 'campaigns/alive/steering')).total.counted).toBe(893);
    const page = await sweden.get('/console/steering/campaigns/alive');
    expect(page.text).toContain('You see the countries that you may read');
    expect(page.text).not.toContain('alive-no');
    expect((await sweden.get('/console/steering/campaigns/alive/members.csv')).text).not.toContain('Norway');
  });

  it('shows a region its members, exactly, also one of high privacy', async () => {
    const nordic = await new ConsoleVisitor(server.http).signIn(server.app.get(Sessions), 'nordic@example.org');
    expect((await api(nordic, 'campaigns/alive/steering?region=region-nordic')).total.counted).toBe(933);
    expect((await nordic.get('/console/steering/campaigns/alive?region=region-nordic&order=name')).text).toContain('Norway');
    expect((await nordic.get('/console/steering/campaigns/alive?region=elsewhere')).status).toBe(404);
  });

  it('leads from the morning\'s page to the figures', async () => {
    expect((await sweden.get('/console')).text).toContain('href="/console/steering"');
    expect((await sweden.get('/console/steering')).headers['location']).toBe('/console/steering/campaigns/alive');
  });
});

describe('the files', () => {
  it('hold each chart and all together, and no cell that a spreadsheet runs', async () => {
    const path = '/console/steering/petitions/alive-se';
    expect((await sweden.get(`${path}/hours.csv`)).text.trim().split('\r\n')).toHaveLength(49);
    expect((await sweden.get(`${path}/links.csv`)).text).toContain(`gamla-stan,'=1+1,`);
    const all = (await sweden.get(`${path}/all.csv`)).text;
    for (const table of ['figures', 'milestones', 'hours', 'days', 'channels', 'countries', 'links']) expect(all).toContain(`\r\n${table},`);
    expect((await sweden.get(`${path}/passwords.csv`)).status).toBe(404);
  });

  it('give everybody a history that betrays no small hour, and organisers every hour', async () => {
    const visitor = new ConsoleVisitor(server.http);
    const open = await visitor.get('/api/v1/petitions/alive-se/history.csv');
    expect(open.text.replace('\ufeff', '').split('\r\n')[0]).toBe('from,to,counted');
    expect((await visitor.get('/api/v1/petitions/alive-no/history.csv')).text.replace('\ufeff', '')).toBe('day,countedSoFar\r\n');
    expect((await world.get('/api/v1/petitions/alive-no/history.csv')).text).toContain(',2\r\n');
  });
});
