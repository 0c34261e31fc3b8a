import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type ConsoleVisitor, openConsole, type OpenConsole, PASSWORD, seedHandovers } from '../../../../test/support/console.js';

let opened: OpenConsole;
let db: OpenConsole['db'];
let ids: Awaited<ReturnType<typeof seedHandovers>>;
let world: ConsoleVisitor;
let swede: ConsoleVisitor;
let reader: ConsoleVisitor;

beforeAll(async () => {
  opened = await openConsole();
  ({ db } = opened);
  ids = await seedHandovers(db);
  [world, swede, reader] = await Promise.all([opened.enter('world@example.org'), opened.enter('sweden@example.org'), opened.enter('reader@example.org')]);
}, 30_000);

afterAll(() => opened?.close());

const rows = <Row>(sql: string): Promise<Row[]> => opened.rows<Row>(sql);
const DAY = { date: '3 December 2030', startTime: '9.30', timeZone: 'Europe/Stockholm', place: 'Rosenbad', office: 'Minister of Justice', kind: 'executive', recipientName: '', presenters: 'Ana Silva, Youth Council\nBo Berg' };

describe('today', () => {
  it('shows counts, the next milestone and handover, and what waits', async () => {
    const { text } = await world.get('/console');
    expect(text).toContain('write down how the handover');
    expect(text).toContain('a commitment was due');
    expect(text).toContain('Riksdag, Stockholm');
    expect(text).toContain('a draft waits to be opened');
    expect(text).toMatch(/Likely (on|between) /);
  });

  it('of a country organiser is about that country only', async () => {
    const { text } = await swede.get('/console');
    expect(text).toContain('Sweden');
    for (const other of ['Norway', 'Finland', 'Nordic']) expect({ other, there: text.includes(other) }).toEqual({ other, there: false });
  });
});

describe('booking', () => {
  it('takes eight fields and keeps what they say', async () => {
    const done = await swede.submit('/console/handovers/new', { petition: 'alive/SE', ...DAY }, '/console/handovers/new?petition=alive-se');
    expect(done.status).toBe(303);
    const id = /handovers\/([0-9a-f-]+)\?done=handover-booked/.exec(done.headers['location'] ?? '')?.[1] ?? '';
    expect(await rows(`select date_edtf, start_time::text, time_zone, place, created_by is not null as by from handovers where id = '${id}'`))
      .toEqual([{ date_edtf: '2030-12-03', start_time: '09:30:00', time_zone: 'Europe/Stockholm', place: 'Rosenbad', by: true }]);
    expect(await rows(`select name, affiliation from handover_presenters where handover_id = '${id}' order by position`)).toEqual([{ name: 'Ana Silva', affiliation: 'Youth Council' }, { name: 'Bo Berg', affiliation: null }]);
    expect((await swede.get(`/api/v1/handovers/${id}/calendar.ics`)).text).toContain('DTSTART:20301203T083000Z');
  });

  it('takes a season for a day', async () => {
    const done = await swede.submit('/console/handovers/new', { petition: 'alive/SE', ...DAY, date: 'autumn 2031', startTime: '' }, '/console/handovers/new?petition=alive-se');
    expect(done.status).toBe(303);
    expect(await rows(`select date_from::text, date_to::text from handovers where date_edtf = '2031-23'`)).toEqual([{ date_from: '2031-09-01', date_to: '2031-11-30' }]);
  });

  it('gives back everything that was typed with what is wrong', async () => {
    const refused = await swede.submit('/console/handovers/new', { petition: 'alive/SE', ...DAY, date: 'December 2030' }, '/console/handovers/new?petition=alive-se');
    expect(refused.status).toBe(422);
    expect(refused.text).toContain('A time needs an exact day.');
    for (const kept of ['December 2030', 'Rosenbad', 'Minister of Justice', 'Bo Berg']) expect(refused.text).toContain(kept);
  });

  it('is for one’s own country: another’s is no choice, and readers book nothing', async () => {
    const before = await rows('select 1 from handovers');
    const theirs = await swede.submit('/console/handovers/new', { petition: 'alive/NO', ...DAY }, '/console/handovers/new');
    expect([theirs.status, theirs.text.includes('Please choose a petition.')]).toEqual([422, true]);
    expect((await reader.get('/console/handovers/new')).status).toBe(403);
    expect((await reader.submit('/console/handovers/new', { petition: 'alive/SE', ...DAY }, '/console')).status).toBe(403);
    expect(await rows('select 1 from handovers')).toHaveLength(before.length);
  });
});

describe('a handover', () => {
  it('of another country is not there, neither to see nor to change', async () => {
    expect((await swede.get(`/console/handovers/${ids.held}`)).status).toBe(404);
    expect((await swede.get(`/console/commitments/${ids.commitment}`)).status).toBe(404);
    for (const deed of ['move', 'hold', 'cancel', 'responses', 'commitments']) {
      expect({ deed, status: (await swede.submit(`/console/handovers/${ids.held}/${deed}`, { responseText: 'x' }, '/console')).status }).toEqual({ deed, status: 404 });
    }
    expect((await swede.submit(`/console/commitments/${ids.commitment}/statuses`, { status: 'fulfilled', evidence: 'x' }, '/console')).status).toBe(404);
  });

  it('is moved with a reason, and keeps its earlier day', async () => {
    const path = `/console/handovers/${ids.planned}`;
    const without = await swede.submit(`${path}/move`, { ...DAY, startTime: '' }, path);
    expect([without.status, without.text.includes('Please write why')]).toEqual([422, true]);
    expect((await swede.submit(`${path}/move`, { ...DAY, startTime: '', reason: 'The minister is abroad.' }, path)).status).toBe(303);
    const { text } = await swede.get(path);
    expect(text).toContain('3 December 2030');
    expect(text).toContain('The minister is abroad.');
    expect(text).toMatch(/Before: \d+ \w+ \d{4} \(Planned\)/);
  });

  it('shows a bundle’s three kinds of figure side by side', async () => {
    const { text } = await world.get(`/console/handovers/${ids.bundle}`);
    for (const words of ['Stated', 'Sum of members’ stated figures', 'Individually verified', 'never added']) expect(text).toContain(words);
  });
});

describe('a petition', () => {
  const DRAFT = {
    campaign: 'alive', jurisdiction: 'DK', language: 'en', addressee: 'the Minister', title: 'Count the Danes too', demand: 'We ask you to count.', call: ['Count once.', '', 'Publish the count.'],
    privacy: 'standard', confirmation: 'required', eligibility: 'anyone', minimumAge: '16', target: '5 000', opensAt: '', closesAt: '31 December 2035', timeZone: 'Europe/Copenhagen', notice: 'Alive Trust keeps it for a year.',
  };

  it('is made with its calls and opened', async () => {
    const made = await world.submit('/console/petitions/new', DRAFT);
    expect(made.headers['location']).toBe('/console/petitions/alive-dk?done=petition-created');
    expect((await world.get('/console/petitions/alive-dk')).text).toContain('Ready to open');
    expect((await world.submit('/console/petitions/alive-dk/open', {}, '/console/petitions/alive-dk')).status).toBe(303);
    expect(await rows(`select status, target, closes_at from petitions where slug = 'alive-dk'`)).toEqual([{ status: 'open', target: 5000, closes_at: new Date('2035-12-31T23:00:00Z') }]);
    expect(await rows(`select position from calls_to_action where jurisdiction_id = 'DK' order by position`)).toEqual([{ position: 1 }, { position: 2 }]);
  });

  it('asks for the choice of privacy, and loses nothing that was typed', async () => {
    const refused = await world.submit('/console/petitions/new', { ...DRAFT, jurisdiction: 'IS', privacy: '' });
    expect([refused.status, refused.text.includes('Please choose; people may depend on it.')]).toEqual([422, true]);
    for (const kept of ['Count the Danes too', 'Publish the count.', '31 December 2035', '5 000']) expect(refused.text).toContain(kept);
  });

  it('comes with a notice that names who answers for the data', async () => {
    expect((await world.get('/console/petitions/new?campaign=alive')).text).toContain('Alive Trust collects your signature');
  });

  it('is told what is missing before it can open', async () => {
    const draft = await world.get('/console/petitions/alive-fi');
    expect(draft.text).toContain('One to fifteen calls to action');
    const refused = await world.submit('/console/petitions/alive-fi/open', {}, '/console/petitions/alive-fi');
    expect(refused.status).toBe(422);
    expect(await rows(`select status from petitions where slug = 'alive-fi'`)).toEqual([{ status: 'draft' }]);
  });

  it('takes an attested count only with a name and a document, and drops it when revoked', async () => {
    const path = '/console/petitions/alive-se';
    const refused = await swede.submit(`${path}/attested-counts`, { count: '1.250', channel: 'paper', qualifier: 'exact' }, path);
    expect([refused.status, refused.text.includes('Please name the person'), refused.text.includes('1.250')]).toEqual([422, true, true]);
    expect((await swede.submit(`${path}/attested-counts`, { count: '1.250', channel: 'paper', qualifier: 'exact', attestedBy: 'Lena Lind', document: 'Box 7' }, path)).status).toBe(303);
    expect((await swede.get(path)).text).toContain('2,143');
    const [count] = await rows<{ id: string }>(`select id from attested_counts where attested_by = 'Lena Lind'`);
    expect((await swede.submit(`${path}/attested-counts/${count?.id}/revoke`, {}, path)).status).toBe(303);
    expect(await rows(`select attested::int from petition_tallies t join petitions p on p.id = t.petition_id where p.slug = 'alive-se'`)).toEqual([{ attested: 0 }]);
  });

  it('takes a milestone, a new version of its text, and settings; and is closed with a reason', async () => {
    const path = '/console/petitions/alive-se';
    expect((await swede.submit(`${path}/milestones`, { threshold: '1500' }, path)).status).toBe(303);
    expect((await swede.submit(`${path}/texts`, { language: 'sv', title: 'Räkna dem alla', demand: 'Vi ber er.', notice: 'Ett år.' }, `${path}/texts`)).status).toBe(303);
    const settings = await swede.get(`${path}/settings`);
    const version = /name="version" value="(\d+)"/.exec(settings.text)?.[1] ?? '';
    const change = { version, target: '2000', approachingPercent: '85', closesAt: '', timeZone: 'Europe/Stockholm', privacy: 'high', addressee: 'the Government', helpContacts: 'Help line, +46 20 123 456, https://help.example.org' };
    const unreachable = await swede.submit(`${path}/settings`, { ...change, helpContacts: 'Somebody' }, `${path}/settings`);
    expect([unreachable.status, unreachable.text.includes('Each line needs a name')]).toEqual([422, true]);
    expect((await swede.submit(`${path}/settings`, change, `${path}/settings`)).status).toBe(303);
    expect((await rows<{ help: object[] }>(`select help_contacts as help from petitions where slug = 'alive-se'`))[0]?.help).toEqual([{ id: 'help-line', name: { en: 'Help line' }, phone: '+46 20 123 456', url: 'https://help.example.org', demonstration: false }]);
    const late = await swede.submit(`${path}/settings`, { ...change, target: '3000' }, `${path}/settings`);
    expect([late.status, late.text.includes('Someone else changed these settings meanwhile.')]).toEqual([422, true]);
    expect((await swede.submit(`${path}/close`, { closeReason: '' }, `${path}/settings`)).status).toBe(422);
    expect((await swede.submit(`${path}/close`, { closeReason: 'Handed over.' }, `${path}/settings`)).status).toBe(303);
    expect(await rows(`select status, target, privacy, approaching_share::float8 as share from petitions where slug = 'alive-se'`)).toEqual([{ status: 'closed', target: 2000, privacy: 'high', share: 0.85 }]);
  });

  it('keeps the hour of a last day that the form leaves as it stands', async () => {
    await db.query(`update petitions set closes_at = '2035-03-22T14:00:00Z' where slug = 'alive-no'`);
    const path = '/console/petitions/alive-no/settings';
    const { text } = await world.get(path);
    const value = (name: string): string => new RegExp(`name="${name}"[^>]*value="([^"]*)"`).exec(text)?.[1] ?? '';
    expect(value('closesAt')).toBe('22 March 2035');
    expect((await world.submit(path, { version: value('version'), target: '1000', approachingPercent: '90', closesAt: value('closesAt'), timeZone: 'Europe/Oslo', privacy: 'standard', addressee: '', helpContacts: '' })).status).toBe(303);
    expect(await rows(`select closes_at, addressee from petitions where slug = 'alive-no'`)).toEqual([{ closes_at: new Date('2035-03-22T14:00:00Z'), addressee: null }]);
  });

  it('of another country takes nothing from a country organiser, and nothing at all from a reader', async () => {
    for (const deed of ['open', 'close', 'milestones', 'attested-counts', 'texts', 'settings']) {
      expect({ deed, status: (await swede.submit(`/console/petitions/alive-no/${deed}`, { threshold: '7', closeReason: 'x' }, '/console')).status }).toEqual({ deed, status: 404 });
      expect({ deed, status: (await reader.submit(`/console/petitions/alive-se/${deed}`, { threshold: '7', closeReason: 'x' }, '/console')).status }).toEqual({ deed, status: 403 });
    }
    expect((await swede.submit('/console/petitions/new', { ...DRAFT, jurisdiction: 'NO' }, '/console')).status).toBe(404);
    expect((await swede.get('/console/campaigns/new')).status).toBe(403);
  });
});

describe('a second look before opening', () => {
  it('is switched off by an owner, not by whoever organises the campaign', async () => {
    const [campaign] = await rows<{ id: number; version: number }>(`update campaigns set review_before_opening = 'required' where slug = 'alive' returning id, version`);
    await opened.users.add({ email: 'wide@example.org', name: 'Wim Wide', role: 'organiser', campaignId: campaign?.id, password: PASSWORD, passwordIsTheirs: true }, 'test');
    const form = { version: String(campaign?.version), controllerName: 'Alive Trust', controllerEmail: 'privacy@example.org', retentionMonths: '12', retentionText: 'A year.', review: 'off' };
    const wide = await opened.enter('wide@example.org');
    expect((await wide.get('/console/campaigns/alive')).text).not.toContain('value="off"');
    expect((await wide.submit('/console/campaigns/alive', form)).status).toBe(403);
    expect((await world.submit('/console/campaigns/alive', form)).status).toBe(303);
    expect(await rows(`select review_before_opening as review from campaigns where slug = 'alive'`)).toEqual([{ review: 'off' }]);
  });
});

describe('a second factor', () => {
  it('is demanded of a campaign by its owner alone, and then of everybody who organises it; its people are told by its title', async () => {
    const [campaign] = await rows<{ id: number; title: string }>(`select id, title ->> 'en' as title from campaigns where slug = 'alive'`);
    await opened.users.add({ email: 'owns@example.org', name: 'Olga Owns', role: 'owner', campaignId: campaign?.id, password: PASSWORD, passwordIsTheirs: true }, 'test');
    await opened.users.add({ email: 'second@example.org', name: 'Sia Second', role: 'organiser', campaignId: campaign?.id, password: PASSWORD, passwordIsTheirs: true }, 'test');
    const [owner, organiser] = [await opened.enter('owns@example.org'), await opened.enter('second@example.org')];
    expect((await owner.get('/console/people')).text).toContain(`Owner, ${campaign?.title}`);
    const page = '/console/campaigns/alive';
    expect((await organiser.get(page)).text).not.toContain('/second-factor"');
    expect((await organiser.submit(`${page}/second-factor`, { demanded: 'yes' }, page)).status).toBe(403);
    expect((await owner.submit(`${page}/second-factor`, { demanded: 'yes' }, page)).status).toBe(303);
    expect(await rows(`select campaign_id as id from second_factor_demands`)).toEqual([{ id: campaign?.id }]);
    expect((await organiser.get(page)).headers['location']).toContain('second-factor');
    expect((await opened.enter('reader@example.org').then((reader) => reader.get('/console'))).status).toBe(200);
  });
});
