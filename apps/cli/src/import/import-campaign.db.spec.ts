import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Database, dataSourceFor } from '#libs/database';
import { accessEntities } from '#libs/access';
import { dataFolder, type CampaignFile } from '#libs/petitions';
import { testDatabase, type TestDatabase } from '../../../../test/support/services.js';
import { importCampaignText } from './import-campaign.js';
import { ImportRefused } from './import.errors.js';

type Changeable<T> = T extends object ? { -readonly [K in keyof T]: Changeable<T[K]> } : T;
type AnyFile = Changeable<CampaignFile>;
type AnyJurisdiction = AnyFile['jurisdictions'][number];

const found = <T>(value: T | undefined | null): T => {
  if (value == null) throw new Error('not there');
  return value;
};

const textOf = (name: string): string => readFileSync(path.join(dataFolder(), name, 'campaign.json'), 'utf8');
const day = (text: string): { actor: string; now: Date } => ({ actor: 'import', now: new Date(text) });

describe('importing a campaign', () => {
  let test: TestDatabase;
  let db: Database;
  const one = async <Row>(sql: string, parameters: unknown[] = []): Promise<Row> => (await db.rows<Row>(sql, parameters))[0] as Row;
  const rowsOfEverything = async (): Promise<string> => {
    const tables = await db.rows<{ name: string }>(
      `select table_name as name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE' and table_name !~ '^signatures_' order by 1`);
    const parts: string[] = [];
    for (const { name } of tables) parts.push(JSON.stringify(await one(`select '${name}' as t, count(*), md5(string_agg(x::text, '|' order by x::text)) from ${name} x`)));
    return parts.join('\n');
  };

  beforeAll(async () => {
    test = await testDatabase();
    db = new Database(await dataSourceFor(test.config.database, { entities: accessEntities }).initialize());
    await importCampaignText(db, textOf('stop-sex-trafficking'), day('2026-03-01T09:00:00Z'));
    await importCampaignText(db, textOf('keep-your-word'), day('2026-03-01T09:00:00Z'));
  });
  afterAll(async () => {
    await db.dataSource.destroy();
    await test.drop();
  });

  it('brings in the record: 47 petitions of countries, six without, 187 calls', async () => {
    expect(await one(
      `select (select count(*)::int from petitions p join jurisdictions j on j.campaign_id = p.campaign_id and j.id = p.jurisdiction_id and j.kind = 'country' where p.campaign_id = c.id) as petitions,
              (select count(*)::int from jurisdictions where campaign_id = c.id and petition_state = 'research-only') as research,
              (select count(*)::int from calls_to_action where campaign_id = c.id) as calls,
              (select count(*)::int from petitions where campaign_id = c.id and (status <> 'closed' or closed_at is not null or closed_reason <> 'date not in the source')) as other
         from campaigns c where slug = 'stop-sex-trafficking'`)).toEqual({ petitions: 47, research: 6, calls: 187, other: 0 });
  });

  it('counts each country\'s printed figure once, and none where none was printed', async () => {
    expect(await one(`select count(*)::int as n, sum(count)::int as total from attested_counts where revoked_at is null`)).toEqual({ n: 41, total: 5_979_779 });
    expect(await one(`select count(*)::int as n, sum(count)::int as total from attested_counts a join petitions p on p.id = a.petition_id where p.slug = 'stop-sex-trafficking-qa'`)).toEqual({ n: 1, total: 15_000 });
    expect(await one(`select sum(attested)::int as total from petition_tallies`)).toEqual({ total: 5_979_779 });
  });

  it('tells nobody: no milestone leaves an event, and no mail is due', async () => {
    expect(await db.rows(`select topic from outbox order by id`)).toEqual([{ topic: 'campaign.created' }]);
    expect(await one(`select count(*)::int as n from mail_log`)).toEqual({ n: 0 });
    expect(await one(`select bool_and(silent) as silent, count(*) > 50 as many from milestones`)).toEqual({ silent: true, many: true });
  });

  it('counts relative dates from the day of the first import', async () => {
    expect(await one(`select to_char(opens_at at time zone time_zone, 'YYYY-MM-DD HH24:MI') as opens, to_char(closes_at at time zone time_zone, 'YYYY-MM-DD HH24:MI') as closes from petitions where slug = 'keep-your-word-gb'`))
      .toEqual({ opens: '2026-02-08 00:00', closes: '2026-06-30 00:00' });
  });

  it('lets countries of a region share its texts and calls', async () => {
    expect(await one(`select r.slug, p.default_language from petitions p join petitions r on r.id = p.shared_from where p.slug = 'keep-your-word-jo'`))
      .toEqual({ slug: 'keep-your-word-region-middle-east', default_language: 'ar' });
  });

  it('changes not a row when the same file comes again, also weeks later', async () => {
    const before = await rowsOfEverything();
    expect((await importCampaignText(db, textOf('stop-sex-trafficking'), day('2026-04-01T09:00:00Z'))).changed).toEqual([]);
    expect((await importCampaignText(db, textOf('keep-your-word'), day('2026-04-01T09:00:00Z'))).changed).toEqual([]);
    expect(await rowsOfEverything()).toBe(before);
  });

  it('changes nothing for a file with faults, and tells them all', async () => {
    const before = await rowsOfEverything();
    const file = JSON.parse(textOf('stop-sex-trafficking')) as AnyFile;
    file.campaign.slug = 'Bad Slug';
    found(file.jurisdictions[0]?.petition.callsToAction[0]).goal = 'no-such-goal';
    const refused = await importCampaignText(db, JSON.stringify(file), day('2026-04-01T09:00:00Z')).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(ImportRefused);
    expect((refused as ImportRefused).faults.map((fault) => fault.path)).toEqual(
      expect.arrayContaining(['/campaign/slug', expect.stringMatching(/^\/jurisdictions\/0\/petition\/callsToAction\/0\/goal/)]));
    expect(await rowsOfEverything()).toBe(before);
  });

  it('takes no petition away', async () => {
    const before = await rowsOfEverything();
    const file = JSON.parse(textOf('keep-your-word')) as AnyFile;
    file.jurisdictions = file.jurisdictions.filter((entry) => entry.id !== 'NL');
    await expect(importCampaignText(db, JSON.stringify(file), day('2026-04-01T09:00:00Z'))).rejects.toMatchObject({ code: 'import.refused' });
    expect(await rowsOfEverything()).toBe(before);
  });

  it('writes what a changed file says differently, keeps the former rows, and leaves what people changed since', async () => {
    await db.rows(`update petitions set target = 4321 where slug = 'keep-your-word-fr'`);
    const file = JSON.parse(textOf('keep-your-word')) as AnyFile;
    const entry = (id: string): AnyJurisdiction => found(file.jurisdictions.find((candidate) => candidate.id === id));
    found(entry('GB').petition.texts.en).title = 'Keep your word, again';
    entry('GB').petition.target = 1500;
    const call = found(entry('FR').petition.callsToAction[0]);
    call.text.fr = 'Une autre demande.';
    const firstCall = call.id;
    const report = await importCampaignText(db, JSON.stringify(file), day('2026-05-01T09:00:00Z'));
    expect(report.changed.sort()).toEqual([
      `/jurisdictions/FR/petition/callsToAction/${firstCall}/text/fr`, '/jurisdictions/GB/petition/target', '/jurisdictions/GB/petition/texts/en/title',
    ]);
    expect(await db.rows(`select t.version, t.title from petition_texts t join petitions p on p.id = t.petition_id where p.slug = 'keep-your-word-gb' and t.language = 'en' order by t.version`))
      .toEqual([expect.objectContaining({ version: 1 }), { version: 2, title: 'Keep your word, again' }]);
    expect(await one(`select before ->> 'target' as before, after ->> 'target' as after, actor from history where entity = 'petitions' and entity_key = 'keep-your-word-gb' order by id desc limit 1`))
      .toEqual({ before: '1000', after: '1500', actor: 'import' });
    expect(await one(`select target from petitions where slug = 'keep-your-word-fr'`)).toEqual({ target: 4321 });
    expect(await one(`select max(t.version) as version from call_texts t join calls_to_action k on k.id = t.call_id where k.key = $1 and t.language = 'fr'`, [firstCall])).toEqual({ version: 2 });
    expect(await one(`select changed from imports order by id desc limit 1`)).toEqual({ changed: expect.arrayContaining(report.changed) });
  });
});
