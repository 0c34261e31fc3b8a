import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { accessEntities, AuditLog } from '#libs/access';
import { Database, dataSourceFor } from '#libs/database';
import { CommitmentsService, HANDOVER_ENTITIES, HandoversRepository } from '#libs/handovers';
import { dataFolder } from '#libs/petitions';
import { importFile } from '../../../../test/support/importing.js';
import { testDatabase, type TestDatabase } from '../../../../test/support/services.js';
import { InstrumentsReader } from '../instruments/instruments.reader.js';
import { InstrumentEvents } from '../instruments/instruments.service.js';
import { type FulfilmentProposal } from '../instruments/instrument.types.js';
import { inputHash } from '../rankings/ranking-rules.js';
import { type RankedCard, type RankingRules } from '../rankings/ranking.types.js';
import { Rankings } from '../rankings/rankings.service.js';
import { RankingsReader } from '../rankings/rankings.reader.js';
import { StatisticsReader } from '../statistics/statistics.reader.js';
import { TimelineReader } from '../timeline/timeline.reader.js';
import { type FactsFile, type TimelineFile } from './facts-file.js';

const actor = { id: 'user-1', name: 'Organiser of Spain' };
const NOBODY = '00000000-0000-4000-8000-000000000000';
const textOf = (slug: string, file: string): string => readFileSync(path.join(dataFolder(), slug, file), 'utf8');

let test: TestDatabase;
let db: Database;
let instruments: InstrumentsReader;
let events: InstrumentEvents;
let rankings: RankingsReader;
let record: number;
let demonstration: number;

beforeAll(async () => {
  test = await testDatabase();
  db = new Database(await dataSourceFor(test.config.database, { entities: [...accessEntities, ...HANDOVER_ENTITIES] }).initialize());
  const audit = new AuditLog(db);
  [instruments, rankings] = [new InstrumentsReader(db), new RankingsReader(db)];
  events = new InstrumentEvents(db, audit, new CommitmentsService(db, new HandoversRepository(db), audit));
  for (const slug of ['stop-sex-trafficking', 'keep-your-word']) for (const file of ['campaign.json', 'progress-cards.json']) await importFile(db, textOf(slug, file));
  await importFile(db, textOf('stop-sex-trafficking', 'timeline.json'));
  const idOf = async (slug: string): Promise<number> => (await db.rows<{ id: number }>(`select id from campaigns where slug = $1`, [slug]))[0]?.id ?? 0;
  [record, demonstration] = [await idOf('stop-sex-trafficking'), await idOf('keep-your-word')];
}, 60_000);

afterAll(async () => {
  await db?.dataSource.destroy();
  await test?.drop();
});

const refused = (work: Promise<unknown>): Promise<{ code: string; fields?: { field: string; code: string }[]; faults?: { path: string; code: string }[] }> =>
  work.then(() => { throw new Error('nothing was refused'); }, (reason: unknown) => reason as { code: string });
const everything = async (): Promise<unknown> => db.rows(
  `select (select md5(string_agg(x::text, '|' order by x.id)) from instrument_events x) as a, (select md5(string_agg(x::text, '|' order by x.key)) from rankings x) as b,
     (select md5(string_agg(x::text, '|' order by x.key)) from published_statistics x) as c, (select md5(string_agg(x::text, '|' order by x.key)) from country_findings x) as d,
     (select md5(string_agg(x::text, '|' order by x.key)) from timeline_events x) as e, (select count(*)::int from history where entity = any('{instrument_events,rankings,published_statistics,timeline_events}')) as h`);

describe('the record', () => {
  it('says where each country stands, with dates as exact as its sources', async () => {
    const { items, total } = await instruments.standings({ campaignId: record, audience: 'public' });
    expect(total).toBe(13);
    const of = (place: string, instrument: string) => items.find((one) => one.jurisdiction.id === place && one.instrument.key === instrument);
    expect(of('NZ', 'OPSC')).toMatchObject({ state: { kind: 'ratified', date: { edtf: '2011-09-20' } }, events: [{ event: 'pledged' }, { event: 'ratified', source: { line: 545 }, recordedBy: null }] });
    expect(of('IN', 'Trafficking-Protocol')?.state).toMatchObject({ kind: 'ratified', date: { edtf: null, since: '2009-09', until: '2011-09', from: '2009-09-01', to: '2011-09-30' } });
    expect(of('GR', 'Trafficking-Protocol')?.state).toMatchObject({ kind: 'ratified', notBefore: { day: '2010-10-08' } });
    expect(of('CZ', 'Trafficking-Protocol')?.state.kind).toBe('not-ratified');
    expect((await instruments.standings({ campaignId: record, audience: 'public', state: 'pledged' })).items.map(({ jurisdiction }) => jurisdiction.id).sort()).toEqual(['ID', 'IE', 'MY']);
    expect((await instruments.wholes({ campaignId: record, audience: 'public' })).map(({ instrument, events: whole }) => [instrument.key, whole.map(({ event }) => event)]).sort())
      .toEqual([['OPSC', ['in-force']], ['Trafficking-Protocol', ['adopted', 'in-force']]]);
    expect(await instruments.events({ campaignId: record, audience: 'public', jurisdiction: 'MT', pageSize: 2 })).toMatchObject({ total: 3, items: [{}, {}] });
  });

  it('knows that there was a ranking, and invents no rank', async () => {
    const { items } = await rankings.list({ campaignId: record, audience: 'public' });
    expect(items).toMatchObject([{ key: 'ranking-2012', statesAssessed: 42, rows: null, method: null, period: { from: 2009, to: 2012 }, publicAt: new Date('2012-03-29T07:00:00Z'), timeZone: 'Asia/Bangkok' }]);
  });

  it('keeps its 65 figures as printed, and says which cannot stand for whole countries', async () => {
    const { items, total } = await new StatisticsReader(db).list({ campaignId: record, audience: 'public', pageSize: 200 });
    expect(total).toBe(65);
    expect(items.filter(({ check }) => check.result === 'impossible').map(({ key }) => key)).toEqual(['stat-014', 'stat-021', 'stat-023', 'stat-047']);
    expect(items.find(({ key }) => key === 'stat-009')).toMatchObject({ value: 86, population: 42, goal: 'prevention', check: { result: 'rounded', count: 36 } });
    expect((await new StatisticsReader(db).list({ campaignId: record, audience: 'public', jurisdiction: 'CZ' })).total).toBe(2);
  });

  it('has its findings and its timeline, by place', async () => {
    const timeline = new TimelineReader(db);
    expect((await timeline.findings({ campaignId: record, audience: 'public' })).total).toBe(15);
    expect((await timeline.findings({ campaignId: record, audience: 'public', jurisdiction: 'BE', direction: 'gap' })).total).toBe(2);
    const { items, total } = await timeline.events({ campaignId: record });
    expect([total, items[0]?.key]).toEqual([74, 'ctx-tp-adopted']);
    expect((await timeline.events({ campaignId: record, jurisdiction: 'NZ', kind: 'ratification' })).items).toMatchObject([{ ref: 'rat-nz-opsc', from: '2011-09-20' }]);
  });

  it('proposes nothing and takes nothing from anybody but an import', async () => {
    expect((await instruments.proposals({ campaignId: record, jurisdictions: null })).total).toBe(0);
    expect(await refused(events.record(record, { instrument: 'OPSC', jurisdiction: 'CZ', event: 'ratified', evidence: 'x' }, actor))).toMatchObject({ code: 'facts.frozen' });
  });

  it('changes not a row when its files come again', async () => {
    const before = await everything();
    expect((await importFile(db, textOf('stop-sex-trafficking', 'progress-cards.json'))).changed).toEqual([]);
    expect((await importFile(db, textOf('stop-sex-trafficking', 'timeline.json'))).changed).toEqual([]);
    expect(await everything()).toEqual(before);
  });

  it('refuses a file with faults, tells every one by its path, and changes nothing', async () => {
    const before = await everything();
    const file = JSON.parse(textOf('stop-sex-trafficking', 'progress-cards.json')) as FactsFile;
    Object.assign(file.ratifications[0] ?? {}, { instrument: 'OPSCC', date: '2010-13' });
    Object.assign(file.ratifications[4] ?? {}, { since: '2012' });
    Object.assign(file.statistics[8] ?? {}, { indicator: 'prevention.nothing' });
    Object.assign(file.countryFindings[0] ?? {}, { jurisdictions: ['XX'] });
    const { faults } = await refused(importFile(db, JSON.stringify(file)));
    expect(faults?.map(({ path: at, code }) => `${at} ${code}`).sort()).toEqual([
      '/countryFindings/0/jurisdictions/0 unknown-jurisdiction', '/ratifications/0/date date-impossible', '/ratifications/0/instrument unknown-instrument', '/ratifications/4/date date-order', '/statistics/8/indicator unknown-indicator',
    ]);
    const timeline = JSON.parse(textOf('stop-sex-trafficking', 'timeline.json')) as TimelineFile;
    Object.assign(timeline.events[0] ?? {}, { ref: 'nothing' });
    expect((await refused(importFile(db, JSON.stringify(timeline)))).faults).toMatchObject([{ path: '/events/0/ref', code: 'unknown-reference' }]);
    expect(await everything()).toEqual(before);
  });

  it('takes an event back that a file no longer says, and keeps what stood', async () => {
    const file = JSON.parse(textOf('stop-sex-trafficking', 'progress-cards.json')) as FactsFile;
    file.ratifications = file.ratifications.filter(({ id }) => id !== 'open-cz-tp-2011');
    Object.assign(file.ratifications.find(({ id }) => id === 'rat-pk-opsc') ?? {}, { date: '2011-07-28' });
    expect((await importFile(db, JSON.stringify(file))).changed.sort()).toEqual(['/ratifications/open-cz-tp-2011', '/ratifications/rat-pk-opsc']);
    expect((await instruments.events({ campaignId: record, audience: 'organisers', jurisdiction: 'CZ', all: true })).items.map(({ key, stands }) => [key, stands])).toEqual([['open-cz-tp-2011', false], ['open-cz-tp-2010', true]]);
    expect(await db.rows(`select before ->> 'date_edtf' as before from history where entity = 'instrument_events' and entity_key = 'rat-pk-opsc'`)).toEqual([{ before: '2011-07' }]);
    expect((await importFile(db, textOf('stop-sex-trafficking', 'progress-cards.json'))).changed).toHaveLength(2);
    expect((await instruments.events({ campaignId: record, audience: 'public', jurisdiction: 'CZ' })).total).toBe(2);
  });
});

describe('the demonstration', () => {
  const proposed = async (): Promise<FulfilmentProposal[]> => (await instruments.proposals({ campaignId: demonstration, jurisdictions: ['ES'] })).items;

  it('has two ratifications that would fulfil promises, and fulfils none by itself', async () => {
    expect((await proposed()).map(({ event, commitment }) => [event.key, commitment.status]).sort()).toEqual([['guardians-es-ratified', 'promised'], ['homes-es-ratified', 'promised']]);
    expect((await instruments.proposals({ campaignId: demonstration, jurisdictions: ['GB'] })).total).toBe(0);
  });

  it('fulfils a promise when an organiser says so, with the ratification as its evidence, once', async () => {
    const [{ event, commitment } = { event: { id: '' }, commitment: { id: '' } }] = (await proposed()).filter((one) => one.event.key === 'homes-es-ratified');
    await events.accept(demonstration, event.id, commitment.id, actor);
    expect(await db.rows(`select status, evidence, dated_edtf = (select date_edtf from instrument_events where id = $2) as dated, recorded_by from commitment_statuses where commitment_id = $1 order by id desc limit 1`, [commitment.id, event.id]))
      .toEqual([{ status: 'fulfilled', evidence: expect.stringContaining('Invented for the demonstration.'), dated: true, recorded_by: actor.name }]);
    expect((await db.rows<{ action: string }>(`select action from audit_log where subject = $1 order by n`, [`commitment:${commitment.id}`])).map(({ action }) => action)).toEqual(['commitment.status', 'fulfilment.accept']);
    expect(await refused(events.accept(demonstration, event.id, commitment.id, actor))).toMatchObject({ code: 'facts.no_proposal' });
    expect(await proposed()).toHaveLength(1);
  });

  it('leaves a promise as it is when an organiser declines, with a reason', async () => {
    const [{ event, commitment } = { event: { id: '' }, commitment: { id: '' } }] = await proposed();
    expect(await refused(events.decline(demonstration, event.id, commitment.id, ' ', actor))).toMatchObject({ code: 'facts.invalid', fields: [{ field: 'reason', code: 'required' }] });
    await events.decline(demonstration, event.id, commitment.id, 'Another protocol of the same name', actor);
    expect(await proposed()).toEqual([]);
    expect(await db.rows(`select status from commitment_statuses where commitment_id = $1`, [commitment.id])).toEqual([{ status: 'promised' }]);
  });

  it('takes what an organiser writes down, corrects it beside the former, and takes it back', async () => {
    const sound = { instrument: 'KYW-Safe-Homes', jurisdiction: 'GB', event: 'ratified' as const, date: '2026-03', evidence: 'https://treaties.example/gb' };
    expect((await refused(events.record(demonstration, { ...sound, instrument: 'ES-Organic-Law-1-1996', evidence: '' }, actor))).fields).toEqual([{ field: 'evidence', code: 'required' }, { field: 'jurisdiction', code: 'not_of_this_place' }]);
    const first = await events.record(demonstration, sound, actor);
    const corrected = await events.record(demonstration, { ...sound, date: '2026-03-12', replaces: first }, actor);
    expect(await refused(events.record(demonstration, { ...sound, replaces: first }, actor))).toMatchObject({ code: 'facts.not_standing' });
    const known = await instruments.standings({ campaignId: demonstration, audience: 'public', jurisdiction: 'GB', instrument: 'KYW-Safe-Homes' });
    expect(known.items).toMatchObject([{ state: { kind: 'ratified', by: corrected }, events: [{ event: 'signed' }, { id: corrected, recordedBy: null }] }]);
    expect((await instruments.events({ campaignId: demonstration, audience: 'organisers', jurisdiction: 'GB', all: true })).items.map(({ id }) => id)).toContain(first);
    await events.retract(demonstration, corrected, 'It was Ireland', actor);
    expect((await instruments.standings({ campaignId: demonstration, audience: 'public', jurisdiction: 'GB', instrument: 'KYW-Safe-Homes' })).items).toMatchObject([{ state: { kind: 'signed' } }]);
    expect(await refused(events.retract(demonstration, NOBODY, 'x', actor))).toMatchObject({ code: 'facts.event_not_found' });
  });

  it('keeps what organisers did when its file comes again', async () => {
    expect((await importFile(db, textOf('keep-your-word', 'progress-cards.json'))).changed).toEqual([]);
    expect(await proposed()).toEqual([]);
  });

  it('ranks the cards of its file by the method of its file', async () => {
    const { items } = await rankings.list({ campaignId: demonstration, audience: 'public' });
    expect(items.map(({ key }) => key).sort()).toEqual(['demo-first', 'demo-second']);
    for (const { rows, method } of items) {
      expect(rows).toHaveLength(13);
      expect(method).toMatchObject({ key: 'tidewell', version: 1 });
      expect(rows?.some(({ rank: place }) => place === 1)).toBe(true);
    }
    const file = JSON.parse(textOf('keep-your-word', 'progress-cards.json')) as FactsFile;
    Object.assign(file.rankings[0]?.method?.rules ?? {}, { minimumKnown: 60 });
    expect((await refused(importFile(db, JSON.stringify(file)))).faults).toEqual([expect.objectContaining({ path: '/rankings/0/method/version', code: 'method-version-changed' })]);
  });

  it('shows a ranking before its instant to nobody but organisers and whom a personal link lets in', async () => {
    const service = new Rankings(db, new AuditLog(db));
    const rules: RankingRules = { points: { green: 2, yellow: 1, red: 0 }, goals: {}, indicators: { 'legal.opsc': 3 }, notKnown: 'left-out', notAssessed: 'lowest', minimumKnown: 10 };
    const method = { key: 'plain', title: { en: 'Plain' }, description: {}, rules };
    expect([await service.publishMethod(demonstration, method, actor), await service.publishMethod(demonstration, method, actor)]).toEqual([1, 2]);
    expect(await refused(service.publishMethod(demonstration, { ...method, rules: { ...rules, goals: { nothing: 1 } } }, actor))).toMatchObject({ fields: [{ field: 'goals.nothing', code: 'unknown' }] });
    const [{ id: publicationId } = { id: '' }] = await db.rows<{ id: string }>(
      `insert into publications (campaign_id, kind, title, public_at, time_zone) values ($1, 'ranking', '{"en": "Soon"}', now() + interval '1 day', 'Asia/Bangkok') returning id`, [demonstration]);
    const cards: RankedCard[] = [{ jurisdiction: 'SE', ratings: [{ indicator: 'legal.opsc', goal: 'legal', rating: 'green' }] }, { jurisdiction: 'NL', ratings: [{ indicator: 'legal.opsc', goal: 'legal', rating: null }] }];
    const input = { key: 'soon', title: { en: 'Soon' }, period: { from: 2025, to: 2026 }, method: { key: 'plain', version: 2 }, publicationId };
    await service.publish(demonstration, input, { cards, restsOn: [] }, actor);
    const seen = (of: object): Promise<unknown> => rankings.get({ campaignId: demonstration, audience: 'public', ...of }, 'soon');
    expect(await seen({})).toBeNull();
    expect(await seen({ audience: 'organisers' })).toMatchObject({ inputSha256: inputHash(rules, cards), rows: [{ jurisdiction: 'SE', rank: 1 }, { jurisdiction: 'NL', rank: null, notKnown: ['legal.opsc'] }] });
    expect(await seen({ ahead: [publicationId] })).toMatchObject({ key: 'soon' });
    expect(await refused(service.publish(demonstration, input, { cards, restsOn: [] }, actor))).toMatchObject({ code: 'facts.ranking_taken' });
    await db.rows(`update publications set public_at = now() - interval '1 second' where id = $1`, [publicationId]);
    expect(await seen({})).toMatchObject({ key: 'soon' });
  });

  it('tells of no card before that card is public, whatever becomes of either instant', async () => {
    const service = new Rankings(db, new AuditLog(db));
    const publication = async (kind: string, from: string): Promise<string> =>
      (await db.rows<{ id: string }>(`insert into publications (campaign_id, kind, title, public_at, time_zone) values ($1, $2, '{"en": "Later"}', now() + interval '${from}', 'UTC') returning id`, [demonstration, kind]))[0]?.id ?? '';
    const [base, early, late, out, other] = [await publication('cards', '2 days'), await publication('ranking', '1 day'), await publication('ranking', '3 days'), await publication('ranking', '-1 day'), await publication('cards', '3 days')];
    const ranked = { cards: [{ jurisdiction: 'SE', ratings: [{ indicator: 'legal.opsc', goal: 'legal', rating: 'green' as const }] }], restsOn: [base] };
    const input = { key: 'later', title: { en: 'Later' }, period: { from: 2025, to: 2026 }, method: { key: 'plain', version: 2 } };
    const refusedInto = async (publicationId: string): Promise<unknown> => (await refused(service.publish(demonstration, { ...input, publicationId }, ranked, actor))).fields;
    for (const [id, code] of [[NOBODY, 'unknown'], [other, 'publication_unfit'], [out, 'publication_unfit'], [early, 'before_its_cards']] as const) expect(await refusedInto(id)).toEqual([{ field: 'publicationId', code }]);
    await service.publish(demonstration, { ...input, publicationId: late }, ranked, actor);
    const seen = (ahead: string[] = []): Promise<unknown> => rankings.get({ campaignId: demonstration, audience: 'public', ahead }, 'later');
    await db.rows(`update publications set public_at = now() - interval '1 second' where id = $1`, [late]);
    expect([await seen(), await seen([late])]).toEqual([null, null]);
    expect(await seen([base])).toMatchObject({ key: 'later' });
    await db.rows(`update publications set public_at = now() - interval '1 second' where id = $1`, [base]);
    expect(await seen()).toMatchObject({ key: 'later' });
  });
});
