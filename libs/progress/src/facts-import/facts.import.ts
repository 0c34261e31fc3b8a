import { type Tx, txRows } from '#libs/database';
import { type Fault } from '#libs/petitions';
import { faultsOfFacts } from './facts-faults.js';
import type { FactsFile, KnownForFacts, TimelineFile } from './facts-file.js';
import { eventRows, findingRows, statisticRows, timelineRows } from './facts-rows.js';
import { putRows } from './put-rows.js';
import { writeImportedRankings } from './rankings.import.js';

/** Thrown where a file says what cannot be; nothing of it was written. */
export class FactsRefused extends Error {
  constructor(readonly faults: readonly Fault[]) {
    super(`the facts of a file have ${faults.length} faults`);
    this.name = 'FactsRefused';
  }
}

/** What no schema can say of the files, every fault with its path. */
export async function factsFaults(tx: Tx, campaignId: number, file: FactsFile | null, timeline: TimelineFile | null): Promise<Fault[]> {
  return faultsOfFacts(file, timeline, await knownForFacts(tx, campaignId));
}

/**
 * Makes ratifications, rankings, statistics, findings and the timeline of a campaign what the files say, in the importer's transaction. The
 * files keep to their schemas; of a file that is left out nothing is touched. The same files again change nothing. What organisers
 * recorded stays; what a file no longer says goes (former rows stay in `history`), but an instrument's event is taken back, not deleted,
 * and a ranking once published stays. To be called after the cards of the same file, whose publications its rankings name.
 *
 * @returns what changed, as paths such as `/ratifications/rat-nz-opsc`
 * @throws FactsRefused with every fault there is
 */
export async function writeImportedFacts(tx: Tx, campaignId: number, file: FactsFile | null, timeline: TimelineFile | null): Promise<string[]> {
  const known = await knownForFacts(tx, campaignId);
  const faults = faultsOfFacts(file, timeline, known);
  if (faults.length > 0) throw new FactsRefused(faults);
  const put = async (part: string, table: Parameters<typeof putRows>[1]['table'], rows: object[]): Promise<string[]> =>
    (await putRows(tx, { table, campaignId, rows })).map((key) => `/${part}/${key}`);
  return [
    ...(file ? [
      ...(await put('ratifications', 'instrument_events', eventRows(file, known))),
      ...(await writeImportedRankings(tx, campaignId, file, known)),
      ...(await put('statistics', 'published_statistics', statisticRows(file, known))),
      ...(await put('countryFindings', 'country_findings', findingRows(file, known))),
    ] : []),
    ...(timeline ? await put('events', 'timeline_events', timelineRows(timeline, known)) : []),
  ];
}

async function knownForFacts(tx: Tx, campaignId: number): Promise<KnownForFacts> {
  const [row] = await txRows<{
    record: boolean; language: string; firstStart: string; jurisdictions: string[]; instruments: [string, string | null][]; indicators: [string, string][]; goals: string[]; documents: string[];
    handovers: string[]; refs: string[]; methods: [string, KnownForFacts['methods'] extends ReadonlyMap<string, infer Rules> ? Rules : never][];
  }>(tx,
    `select c.kind = 'record' as record, c.default_language as language, coalesce(c.details ->> 'firstStart', current_date::text) as "firstStart",
       array(select id from jurisdictions where campaign_id = c.id) as jurisdictions,
       coalesce((select jsonb_agg(jsonb_build_array(key, jurisdiction_id)) from instruments where campaign_id = c.id), '[]') as instruments,
       -- Also those that organisers took away since: what is said of them was said of a version of the framework that asked for them.
       coalesce((select jsonb_agg(jsonb_build_array(key, goal_key)) from (select distinct on (key) key, goal_key from (
           select key, goal_key, 0 as former from indicators where campaign_id = c.id
           union all select i.key, i.goal_key, 1 from framework_indicators i join frameworks f on f.id = i.framework_id where f.campaign_id = c.id) every order by key, former) known), '[]') as indicators,
       array(select key from goals where campaign_id = c.id union select g.key from framework_goals g join frameworks f on f.id = g.framework_id where f.campaign_id = c.id) as goals,
       array(select d ->> 'id' from jsonb_array_elements(coalesce(c.details -> 'documents', '[]')) d) as documents,
       array(select key from handovers where campaign_id = c.id and key is not null) as handovers,
       array(select key from instrument_events where campaign_id = c.id and key is not null union select key from rankings where campaign_id = c.id) as refs,
       coalesce((select jsonb_agg(jsonb_build_array(key || ' ' || version, rules)) from ranking_methods where campaign_id = c.id), '[]') as methods
     from campaigns c where c.id = $1`, [campaignId]);
  if (!row) throw new Error(`there is no campaign ${campaignId}`);
  return {
    ...row, jurisdictions: new Set(row.jurisdictions), instruments: new Map(row.instruments), indicators: new Map(row.indicators), goals: new Set(row.goals), documents: new Set(row.documents),
    handovers: new Set(row.handovers), refs: new Set(row.refs), methods: new Map(row.methods),
  };
}
