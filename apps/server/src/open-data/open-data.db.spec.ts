import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import pg from 'pg';
import request from 'supertest';
import { Database } from '#libs/database';
import { dataFolder } from '#libs/petitions';
import { inputHash, type Overview, PARTS, type RankedCard, type Ranking, rank, type RankingRules } from '#libs/progress';
import { type CampaignSummary } from '#libs/tallies';
import { startServer, type StartedServer } from '../../../../test/support/app.js';
import { importFile } from '../../../../test/support/importing.js';
import { eventually } from '../../../../test/support/installation.js';
import { standStill } from '../../../../test/support/public-clock.js';
import { testDatabase, type TestDatabase } from '../../../../test/support/services.js';
import { DATASETS } from './datasets/index.js';

const RECORD = 'stop-sex-trafficking';
const LIVE = 'keep-your-word';
type Line = Record<string, string>;

let database: TestDatabase;
let server: StartedServer;

beforeAll(async () => {
  database = await testDatabase();
  server = await startServer(database.config);
  const db = server.app.get(Database);
  for (const name of [`${RECORD}/campaign`, `${RECORD}/progress-cards`, `${RECORD}/timeline`, `${LIVE}/campaign`, `${LIVE}/progress-cards`]) await importFile(db, readFileSync(path.join(dataFolder(), `${name}.json`), 'utf8'));
}, 90_000);

afterAll(async () => {
  await server?.close();
  await database?.drop();
}, 30_000);

const api = async <Body>(address: string): Promise<Body> => (await request(server.http).get(`/api/v1/campaigns/${address}`).expect(200)).body as Body;
const fileOf = async (campaign: string, table: string): Promise<string> => (await request(server.http).get(`/api/v1/campaigns/${campaign}/data/${table}.csv`).expect(200)).text;
/** A table as whoever loads the file has it. */
const table = async (campaign: string, name: string): Promise<Line[]> => parse<Line>(await fileOf(campaign, name), { bom: true, columns: true });
const count = (lines: readonly Line[], column: string): Record<string, number> => lines.reduce<Record<string, number>>((sums, line) => ({ ...sums, [line[column] ?? '']: (sums[line[column] ?? ''] ?? 0) + 1 }), {});
const sum = (lines: readonly Line[], column: string): number => lines.reduce((all, line) => all + Number(line[column]), 0);
const once = (values: readonly (string | undefined)[]): string[] => [...new Set(values.filter((one) => one !== undefined && one !== '') as string[])].sort();

describe('the files of a campaign', () => {
  it.each([RECORD, LIVE])('of %s hold each row once, by its key, and each of their texts in every language', async (campaign) => {
    const texts = await table(campaign, 'translations');
    for (const { table: { name, key, columns } } of DATASETS) {
      const lines = await table(campaign, name);
      const rows = lines.map((line) => key.map((column) => line[column]).join('/'));
      if (key.length > 0) expect({ name, twice: rows.filter((row, n) => rows.indexOf(row) !== n) }).toEqual({ name, twice: [] });
      for (const { name: field, translated } of columns) {
        if (!translated) continue;
        const known = new Set(texts.filter((one) => one['table'] === name && one['field'] === field).map((one) => `${one['row']} ${one['text']}`));
        expect({ name, field, untold: lines.filter((line, n) => line[field] !== '' && !known.has(`${rows[n]} ${line[field]}`)) }).toEqual({ name, field, untold: [] });
      }
    }
    expect(once((await table(campaign, 'places')).map((line) => line['jurisdiction_kind']))).toEqual(['country', 'region', 'world']);
  }, 60_000);

  it('come in the same order with the same bytes each time', async () => {
    for (const { table: { name } } of DATASETS) expect(await fileOf(LIVE, name)).toBe(await fileOf(LIVE, name));
  }, 30_000);

  it('are each explained on a page, in every language', async () => {
    for (const { table: { name } } of DATASETS) await request(server.http).get(`/ar/campaigns/${RECORD}/data/${name}`).expect(200);
    expect((await request(server.http).get(`/en/campaigns/${RECORD}/data/card-versions`).expect(200)).text).toContain('Why it was rated so');
    await request(server.http).get(`/en/campaigns/${RECORD}/data/secrets`).expect(404);
  });
});

describe('the record, from its files alone', () => {
  it('adds up to its summary', async () => {
    const summary = await api<CampaignSummary>(`${RECORD}/summary`);
    const [places, calls, handovers, commitments, petitions] = [await table(RECORD, 'places'), await table(RECORD, 'calls'), await table(RECORD, 'handovers'), await table(RECORD, 'commitments'), await table(RECORD, 'petitions')];
    const countries = places.filter((place) => place['jurisdiction_kind'] === 'country');
    expect(count(countries, 'petition_state')).toMatchObject({ petition: 47, 'research-only': 6 });
    expect([summary.countriesWithPetition, summary.researchOnly, once(calls.map((call) => call['call'])).length]).toEqual([47, 6, summary.callsToAction]);
    const held = handovers.filter((one) => one['level'] === 'national' && one['status'] === 'held');
    expect({ count: held.length, signatures: sum(held, 'stated') }).toEqual({ count: 35, signatures: 5_808_143 });
    expect(count(commitments, 'commitment_status')).toEqual({ promised: 28, 'in-progress': 8, fulfilled: 3 });
    expect(sum(petitions.filter((one) => countries.some((place) => place['petition'] === one['petition'])), 'attested')).toBe(summary.signatures.total);
    expect(sum(handovers.filter((one) => one['jurisdiction'] === 'region-eu'), 'stated')).toBe(2_333_033);
    const members = (await table(RECORD, 'members')).filter((one) => one['group'] === 'region-eu').map((one) => one['jurisdiction']);
    const ofMembers = petitions.filter((one) => members.includes(one['jurisdiction']) && one['attested'] !== '');
    expect({ of: members.length, from: ofMembers.length, sum: sum(ofMembers, 'attested') }).toEqual({ of: 17, from: 16, sum: 2_402_859 });
  });

  it('has the base of every round, unrated places too, and of the newest nothing that is known', async () => {
    const [base, rounds, cards, indicators] = [await table(RECORD, 'round-places'), await table(RECORD, 'rounds'), await table(RECORD, 'cards'), await table(RECORD, 'framework-indicators')];
    expect(count(base, 'round')).toEqual({ 'cards-2009-initial-41': 41, 'cards-2010-43': 43, 'osce-cards-26': 26, 'review-2011-42': 42, undated: 1 });
    expect(Object.fromEntries(rounds.map((round) => [round['round'], Number(round['places'])]))).toEqual(count(base, 'round'));
    const { places: [all] } = await api<Overview>(`${RECORD}/progress/rounds/review-2011-42/overview`);
    const cells = base.filter((line) => line['round'] === 'review-2011-42').length * indicators.length;
    expect([cells, cells - cards.filter((line) => line['round'] === 'review-2011-42' && line['rating'] !== '').length]).toEqual([all?.overall.share.base, all?.overall.share.counts['not-known']]);
    expect(cards.filter((line) => line['star'] === 'true').map((line) => line['indicator'])).toEqual(['prevention.awareness', 'prevention.teacher-training']);
  });

  it('has its findings, figures, documents, the ranking without a table and the timeline', async () => {
    const [findings, timeline, statistics, [ranking], publications, documents] = [
      await table(RECORD, 'findings'), await table(RECORD, 'timeline'), await table(RECORD, 'statistics'), await table(RECORD, 'rankings'), await table(RECORD, 'publications'), await table(RECORD, 'documents'),
    ];
    expect([findings.length, statistics.length, timeline.length]).toEqual([15, 65, (await api<{ total: number }>(`${RECORD}/timeline`)).total]);
    expect(findings.find((one) => one['finding'] === 'find-02')).toMatchObject({ countries: 'MX | CA | US', indicator: 'prevention.policy', direction: 'gap' });
    expect((await table(RECORD, 'told-figures')).filter((one) => one['told_in_id'] === 'find-01').map((one) => one['value'])).toEqual(['45', '0.51']);
    expect(ranking).toMatchObject({ ranking: 'ranking-2012', states_assessed: '42', method: '', published_at: '2012-03-29T07:00:00.000Z' });
    expect(publications.find((one) => one['publication'] === ranking?.['publication'])).toMatchObject({ publication_kind: 'ranking', time_zone: 'Asia/Bangkok' });
    const named = once([...findings, ...timeline, ...statistics].map((one) => one['source_document']));
    expect(named.filter((one) => !documents.some((document) => document['document'] === one))).toEqual([]);
    expect(await table(RECORD, 'ranks')).toEqual([]);
  });
});

describe('the demonstration, from its files alone', () => {
  it('gives the shares of every region and group that its overview shows', async () => {
    const [base, cards, members, rounds] = [await table(LIVE, 'round-places'), await table(LIVE, 'cards'), await table(LIVE, 'members'), await table(LIVE, 'rounds')];
    const indicators = (await table(LIVE, 'framework-indicators')).filter((one) => one['framework_version'] === rounds[0]?.['framework_version']);
    const round = rounds[0]?.['round'] ?? '';
    const { places } = await api<Overview>(`${LIVE}/progress/rounds/${round}/overview`);
    expect(places.length).toBeGreaterThan(3);
    for (const { id, kind, overall } of places) {
      const looked = base.filter((line) => line['round'] === round && (kind === 'all' || members.some((one) => one['group'] === id && one['jurisdiction'] === line['jurisdiction']))).map((line) => line['jurisdiction']);
      const own = cards.filter((line) => line['round'] === round && looked.includes(line['jurisdiction']));
      const known = count(own.filter((line) => line['rating'] !== ''), 'rating');
      const counts = { green: 0, yellow: 0, red: 0, 'not-assessed': 0, ...known, 'not-known': looked.length * indicators.length - Object.values(known).reduce((all, n) => all + n, 0) };
      expect({ id, ...Object.fromEntries(PARTS.map((part) => [part, counts[part]])) }).toEqual({ id, ...overall.share.counts });
    }
  });

  it('shows each card as it stood on any day', async () => {
    const versions = await table(LIVE, 'card-versions');
    const corrected = versions.find((one) => one['rating_version'] === '2');
    const { round = '', jurisdiction = '', published_at: since = '' } = corrected ?? {};
    const dayBefore = new Date(Date.parse(since) - 86_400_000).toISOString().slice(0, 10);
    for (const day of [dayBefore, since.slice(0, 10)]) {
      const { entries } = await api<{ entries: { indicator: { key: string }; rating: string | null }[] }>(`${LIVE}/progress/cards/${jurisdiction}?round=${round}&on=${day}`);
      const told = versions.filter((one) => one['round'] === round && one['jurisdiction'] === jurisdiction && (one['published_at'] ?? '') <= `${day}T23:59:59.999Z`);
      const newest = new Map(told.map((one) => [one['indicator'], one['rating'] === '' ? null : one['rating']]));
      expect(entries.map(({ indicator, rating }) => [indicator.key, rating])).toEqual(entries.map(({ indicator }) => [indicator.key, newest.get(indicator.key) ?? null]));
    }
    // A rating that was corrected bears the day of its correction, not its round's.
    const card = (await table(LIVE, 'cards')).find((one) => one['round'] === round && one['jurisdiction'] === jurisdiction && one['indicator'] === corrected?.['indicator']);
    const [first] = (await table(LIVE, 'rounds')).filter((one) => one['round'] === round);
    expect([card?.['published_at'], (first?.['published_at'] ?? '') < since]).toEqual([since, true]);
    const sources = await table(LIVE, 'card-sources');
    expect(sources.length).toBeGreaterThan(100);
    expect(once(sources.map((one) => `${one['round']}/${one['jurisdiction']}`))).toEqual(once(versions.map((one) => `${one['round']}/${one['jurisdiction']}`)));
  });

  it('gives every rank anew, from methods, weights and what the cards said when it was made', async () => {
    const [rankings, ranks, methods, weights, versions, indicators, rounds] = [
      await table(LIVE, 'rankings'), await table(LIVE, 'ranks'), await table(LIVE, 'ranking-methods'), await table(LIVE, 'ranking-weights'), await table(LIVE, 'card-versions'), await table(LIVE, 'framework-indicators'), await table(LIVE, 'rounds'),
    ];
    expect(rankings).toHaveLength(2);
    for (const { ranking, method, method_version: version, published_at: at = '', input_hash: hash } of rankings) {
      const told = methods.find((one) => one['method'] === method && one['method_version'] === version) ?? {};
      const weighed = (kind: string): Record<string, number> => Object.fromEntries(weights.filter((one) => one['method'] === method && one['method_version'] === version && one['weighed_kind'] === kind).map((one) => [one['weighed'] ?? '', Number(one['weight'])]));
      const rules = {
        points: { green: Number(told['points_green']), yellow: Number(told['points_yellow']), red: Number(told['points_red']) }, goals: weighed('goal'), indicators: weighed('indicator'),
        notKnown: told['if_not_known'], notAssessed: told['if_not_assessed'], minimumKnown: Number(told['minimum_known']),
      } as RankingRules;
      const cardsOf = (round: string): RankedCard[] => once(versions.filter((one) => one['round'] === round).map((one) => one['jurisdiction'])).map((jurisdiction) => ({
        jurisdiction, ratings: indicators.map((one) => ({
          indicator: one['indicator'] ?? '', goal: one['goal'] ?? '',
          rating: (versions.filter((line) => line['round'] === round && line['jurisdiction'] === jurisdiction && line['indicator'] === one['indicator'] && (line['published_at'] ?? '') <= at).at(-1)?.['rating'] || null) as RankedCard['ratings'][number]['rating'],
        })),
      }));
      const ranked = rounds.map((one) => cardsOf(one['round'] ?? '')).find((cards) => inputHash(rules, cards) === hash);
      const anew = rank(rules, ranked ?? []).map((row) => ({ jurisdiction: row.jurisdiction, rank: String(row.rank ?? ''), points: String(row.score?.points ?? ''), not_known: row.notKnown.join(' | ') }));
      expect({ ranking, rows: ranks.filter((one) => one['ranking'] === ranking).map(({ jurisdiction, rank: place, points, not_known }) => ({ jurisdiction, rank: place, points, not_known })) }).toEqual({ ranking, rows: anew });
      expect(anew).toHaveLength((await api<Ranking>(`${LIVE}/rankings/${ranking}`)).rows?.length ?? 0);
    }
  });
});

describe('what is under embargo', () => {
  const SECRET = 'zzmekong';
  /** Where each thing that a publication holds is told. */
  const TELLING = ['rounds', 'round-places', 'cards', 'card-versions', 'card-sources', 'card-replies', 'rankings', 'ranks', 'statistics', 'findings', 'told-figures', 'publications', 'translations'];
  const everything = async (): Promise<Record<string, string>> => {
    const files: Record<string, string> = {};
    for (const { table: { name } } of DATASETS) files[name] = await fileOf(LIVE, name);
    return files;
  };
  const telling = (files: Record<string, string>): string[] => Object.keys(files).filter((name) => files[name]?.includes(SECRET));
  const past = async (sql: string, values: unknown[] = []): Promise<pg.QueryResultRow[]> => {
    const client = new pg.Client(database.admin);
    await client.connect();
    try {
      return (await client.query(sql, values)).rows as pg.QueryResultRow[];
    } finally {
      await client.end();
    }
  };
  const at = async (instant: Date): Promise<void> => {
    await standStill(database, instant);
    await eventually('the server is back', async () => (await request(server.http).get(`/api/v1/campaigns/${LIVE}/data/publications.csv`)).status === 200);
    // Whatever was shown last before is not shown any more.
    await new Promise((resolve) => setTimeout(resolve, 900));
  };

  it('changes no byte of any file one instant before, and stands in each at its instant; withdrawn, only the notice stays', async () => {
    const publicAt = new Date(Math.ceil(Date.now() / 60_000) * 60_000 + 30 * 86_400_000);
    await at(new Date(publicAt.getTime() - 1));
    const before = await everything();
    const [{ publication, round }] = await past(
      `with c as (select id from campaigns where slug = '${LIVE}'),
            p as (insert into publications (campaign_id, kind, title, public_at, time_zone) select id, 'cards', '{"en": "${SECRET} cards", "ar": "${SECRET} ar"}', $1, 'UTC' from c returning id, campaign_id),
            f as (select id from frameworks where campaign_id = (select id from c) order by version desc limit 1),
            r as (insert into card_rounds (campaign_id, key, title, period_edtf, period_from, period_to, framework_id) select c.id, '${SECRET}-1', '{"en": "${SECRET} round"}', '2026', '2026-01-01', '2026-12-31', f.id from c, f returning id),
            j as (insert into card_round_jurisdictions (round_id, campaign_id, jurisdiction_id) select r.id, c.id, 'GB' from r, c returning round_id)
       insert into card_round_publications (round_id, publication_id) select j.round_id, p.id from j, p returning publication_id as publication, round_id as round`, [publicAt]) as [{ publication: string; round: string }];
    const place = `(select campaign_id from card_rounds where id = '${round}'), 'GB', (select framework_id from card_rounds where id = '${round}'), 'legal.opsc'`;
    await past(
      `insert into assessments (round_id, campaign_id, jurisdiction_id, framework_id, indicator_key, version, rating, reasons, sources, assessor, authors, assessed_on, state, reviewer, reviewed_at, publication_id)
       values ('${round}', ${place}, 1, 'red', '{"en": "${SECRET} reason"}', '[{"title": "${SECRET} source"}]', 'ada', '{ada}', '2026-06-01', 'published', 'bo', now(), $1)`, [publication]);
    await past(`insert into card_replies (round_id, campaign_id, jurisdiction_id, framework_id, indicator_key, by_whom, received_on, language, texts) values ('${round}', ${place}, 'Office', '2026-06-02', 'en', '{"en": "${SECRET} reply"}')`);
    const campaign = `(select id from campaigns where slug = '${LIVE}')`;
    await past(
      `insert into rankings (campaign_id, key, title, year_from, year_to, method_key, method_version, input_sha256, rows, publication_id)
       select ${campaign}, '${SECRET}-r', '{"en": "${SECRET} ranks"}', 2026, 2026, key, version, 'x', '[{"jurisdiction": "GB", "rank": 1, "tied": false, "score": null, "known": 0, "notKnown": [], "notAssessed": []}]', $1 from ranking_methods where campaign_id = ${campaign} limit 1`, [publication]);
    await past(`insert into published_statistics (campaign_id, key, position, year, topic, scope, value, unit, qualifier, statement, publication_id) values (${campaign}, 's-1', 1, 2026, 'shelters', 'all', 41, 'percent', 'exact', '${SECRET} 41 percent', $1)`, [publication]);
    await past(
      `insert into country_findings (campaign_id, key, position, jurisdictions, topic, date_edtf, date_from, date_to, direction, statement, figures, publication_id)
       values (${campaign}, 'f-1', 1, '{GB}', 'shelters', '2026', '2026-01-01', '2026-12-31', 'gap', '${SECRET} no shelter', '[{"label": "${SECRET}", "value": 0, "unit": "shelters"}]', $1)`, [publication]);
    await past(`insert into report_editions (campaign_id, publication_id, kind, language, data, sha256, as_of, created_by) values (${campaign}, $1, 'appendix', 'en', '{}', decode(repeat('ab', 32), 'hex'), now(), 'ada')`, [publication]);
    await new Promise((resolve) => setTimeout(resolve, 900));
    expect(await everything()).toEqual(before);

    await at(publicAt);
    const after = await everything();
    expect(telling(after).sort()).toEqual([...TELLING].sort());
    const own = (name: string): Line[] => parse<Line>(after[name] ?? '', { bom: true, columns: true }).filter((line) => Object.values(line).some((text) => text.includes(SECRET)));
    expect(own('card-versions')).toEqual([expect.objectContaining({ published_at: publicAt.toISOString(), publication, assessed_on: '2026-06-01', reasons: `${SECRET} reason`, stands: 'true' })]);
    expect(parse<Line>(after['report-editions'] ?? '', { bom: true, columns: true })).toEqual([expect.objectContaining({ publication, report_kind: 'appendix', content_hash: 'ab'.repeat(32) })]);
    expect(own('round-places')).toEqual([expect.objectContaining({ jurisdiction: 'GB', rated: '1' })]);
    expect(own('translations').filter((line) => line['table'] === 'publications').map((line) => line['language'])).toEqual(['ar', 'en']);

    await past(`update publications set withdrawn_at = $2, withdrawn_why = '{"en": "${SECRET} was wrong"}' where id = $1`, [publication, new Date(publicAt.getTime() + 1)]);
    await at(new Date(publicAt.getTime() + 1));
    const withdrawn = await everything();
    expect(telling(withdrawn).sort()).toEqual(['publications', 'translations']);
    expect(parse<Line>(withdrawn['publications'] ?? '', { bom: true, columns: true }).find((line) => line['publication'] === publication)).toMatchObject({ withdrawn_why: `${SECRET} was wrong`, title: `${SECRET} cards` });
    for (const name of ['cards', 'round-places', 'ranks', 'report-editions']) expect(withdrawn[name]).toBe(before[name]);
  }, 120_000);
});
