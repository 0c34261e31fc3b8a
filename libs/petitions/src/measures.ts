import { deleteRows, syncRows, type SyncRow, type Tx, txRows } from '#libs/database';
import type { Words } from './import/format.js';
import { campaignUnknown, PETITION_ERRORS, petitionConflict } from './petitions.errors.js';

/** Goals and indicators in their order; an indicator stands in its goal. */
export interface MeasuresInput {
  readonly goals: readonly { readonly key: string; readonly title: Words; /** Left out: it stays. */ readonly description?: Words }[];
  readonly indicators: readonly { readonly key: string; readonly goal: string; readonly title: Words; readonly description: Words }[];
}

export interface InstrumentRow {
  readonly key: string;
  /** In the campaign's own language, or else in the first that there is. */
  readonly name: string;
  readonly names: Words;
  readonly type: string;
  readonly jurisdiction: string | null;
  /** A link or words: where it can be read. */
  readonly source: string | null;
}

/**
 * Holds a campaign whose goals or instruments somebody edits, against imports too, until the transaction ends, and begins its next edition. Returns its slug.
 * @param version the edition that the editor had before them
 * @throws DomainError `campaigns.unknown`, `petitions.frozen`, `petitions.changed_meanwhile`
 */
export async function beginEdition(tx: Tx, campaignId: number, version: number): Promise<string> {
  await tx.query(`select pg_advisory_xact_lock(hashtext('countersign-import'), hashtext(slug)) from campaigns where id = $1`, [campaignId]);
  const [now] = await txRows<{ slug: string; kind: string; version: number }>(tx, `select slug, kind, version from campaigns where id = $1 for update`, [campaignId]);
  if (!now) throw campaignUnknown();
  if (now.kind === 'record') throw petitionConflict(PETITION_ERRORS.frozen);
  if (now.version !== version) throw petitionConflict(PETITION_ERRORS.changedMeanwhile);
  await tx.query(`update campaigns set version = version + 1 where id = $1`, [campaignId]);
  return now.slug;
}

/** Makes a campaign's goals and indicators these, numbered as they come; whoever calls has held the campaign and looked for faults. */
export async function writeMeasures(tx: Tx, campaignId: number, { goals, indicators }: MeasuresInput): Promise<void> {
  const known = await txRows<{ key: string; description: Words }>(tx, `select key, description from goals where campaign_id = $1`, [campaignId]);
  const before = async (table: 'goals' | 'indicators', columns: string): Promise<SyncRow[]> => txRows<SyncRow>(tx, `select campaign_id, key, ${columns} from ${table} where campaign_id = $1`, [campaignId]);
  const place = { key: ['campaign_id', 'key'] };
  const goneGoals = await syncRows(tx, { ...place, table: 'goals', before: await before('goals', 'number, title, description'), after: goals.map(({ key, title, description }, n) => (
    { campaign_id: campaignId, key, number: n + 1, title, description: description ?? known.find((one) => one.key === key)?.description ?? {} })) });
  const goneIndicators = await syncRows(tx, { ...place, table: 'indicators', before: await before('indicators', 'goal_key, number, title, description'), after: indicators.map(({ key, goal, title, description }, n) => (
    { campaign_id: campaignId, key, goal_key: goal, number: n + 1, title, description })) });
  await deleteRows(tx, { ...place, table: 'indicators' }, goneIndicators);
  await deleteRows(tx, { ...place, table: 'goals' }, goneGoals);
}

/** Of these goals of a campaign those that cannot be taken away: a call belongs to them, or the campaign's file names them, which may come again. */
export async function goalsInUse(tx: Tx, campaignId: number, keys: readonly string[]): Promise<string[]> {
  const rows = await txRows<{ key: string }>(tx,
    `select goal as key from unnest($2::text[]) as goal
      where exists (select 1 from calls_to_action c where c.campaign_id = $1 and (c.goal_key = goal or goal = any(c.also_goals)))
         or exists (select 1 from (select file from imports where campaign_id = $1 and file is not null order by id desc limit 1) i where i.file -> 'campaign' -> 'goals' @> jsonb_build_array(jsonb_build_object('id', goal)))
      order by goal`, [campaignId, keys]);
  return rows.map(({ key }) => key);
}

/** Adds an instrument, or makes one that is there this. Whoever calls has held the campaign and looked for faults. */
export async function writeInstrument(tx: Tx, campaignId: number, { key, name, names, type, jurisdiction, source }: InstrumentRow): Promise<void> {
  await syncRows(tx, { table: 'instruments', key: ['campaign_id', 'key'], before: [], after: [{ campaign_id: campaignId, key, name, words: { name: names }, type, jurisdiction_id: jurisdiction, source }] });
}
