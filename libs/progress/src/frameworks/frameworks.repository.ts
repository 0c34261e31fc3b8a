import { canonical, type Database, txRows, type Tx } from '#libs/database';
import type { Words } from '#libs/petitions';
import type { Framework } from '../cards/cards.types.js';

/** What a campaign measures by: its goals, its indicators and the meanings of the marks. */
export type FrameworkContent = Omit<Framework, 'id' | 'version'>;

const CONTENT = `
  select f.id, f.version, f.meanings,
    coalesce((select json_agg(json_build_object('key', g.key, 'number', g.number, 'title', g.title, 'heading', g.heading, 'indicators',
      coalesce((select json_agg(json_build_object('key', i.key, 'goal', i.goal_key, 'number', i.number, 'title', i.title, 'description', i.description) order by i.number, i.key)
        from framework_indicators i where i.framework_id = f.id and i.goal_key = g.key), '[]')) order by g.number, g.key)
      from framework_goals g where g.framework_id = f.id), '[]') as goals
  from frameworks f`;

/** Versions of frameworks by their id. */
export async function frameworksById(db: Database, ids: readonly string[]): Promise<Map<string, Framework>> {
  const rows = ids.length === 0 ? [] : await db.rows<Framework>(`${CONTENT} where f.id = any($1::uuid[])`, [ids]);
  return new Map(rows.map((row) => [row.id, row]));
}

/**
 * The version that says what the campaign's goals and indicators say now: the newest one, or, where they changed since, a new one.
 * Earlier rounds keep theirs. Null: the campaign has no indicators.
 */
export async function currentFramework(tx: Tx, campaignId: number, actor: string): Promise<Framework | null> {
  const content = await asTheCampaignSays(tx, campaignId);
  if (content.goals.length === 0) return null;
  await tx.query(`select pg_advisory_xact_lock(hashtext('countersign-framework'), $1)`, [campaignId]);
  const [newest] = await txRows<Framework>(tx, `${CONTENT} where f.campaign_id = $1 order by f.version desc limit 1`, [campaignId]);
  if (newest && canonical({ meanings: newest.meanings, goals: newest.goals }) === canonical(content)) return newest;
  const version = (newest?.version ?? 0) + 1;
  const [made] = await txRows<{ id: string }>(tx,
    `insert into frameworks (campaign_id, version, meanings, created_by) values ($1, $2, $3, $4) returning id`, [campaignId, version, JSON.stringify(content.meanings), actor]);
  if (!made) throw new Error('the framework was not written');
  await tx.query(
    `insert into framework_goals (framework_id, key, number, title, heading)
     select $1, key, number, title, heading from jsonb_to_recordset($2::jsonb) as g(key text, number int, title jsonb, heading jsonb)`, [made.id, JSON.stringify(content.goals)]);
  await tx.query(
    `insert into framework_indicators (framework_id, key, goal_key, number, title, description, source)
     select $1, r.key, r.goal, r.number, r.title, r.description, i.source
       from jsonb_to_recordset($2::jsonb) as r(key text, goal text, number int, title jsonb, description jsonb)
       join indicators i on i.campaign_id = $3 and i.key = r.key`, [made.id, JSON.stringify(content.goals.flatMap((goal) => goal.indicators)), campaignId]);
  return { id: made.id, version, ...content };
}

async function asTheCampaignSays(tx: Tx, campaignId: number): Promise<FrameworkContent> {
  const goals = await txRows<Framework['goals'][number]>(tx,
    `select g.key, g.number, g.title, c.details -> 'goalHeadings' -> g.key as heading,
        json_agg(json_build_object('key', i.key, 'goal', i.goal_key, 'number', i.number, 'title', i.title, 'description', i.description) order by i.number, i.key) as indicators
       from goals g join campaigns c on c.id = g.campaign_id join indicators i on i.campaign_id = g.campaign_id and i.goal_key = g.key
      where g.campaign_id = $1 group by g.campaign_id, g.key, g.number, g.title, c.details order by g.number, g.key`, [campaignId]);
  const [row] = await txRows<{ ratings: { id: string; meaning: Words }[] | null; star: { meaning: Words } | null }>(tx,
    `select details -> 'ratings' as ratings, details -> 'ngoStar' as star from campaigns where id = $1`, [campaignId]);
  const meaning = (id: string): Words | null => row?.ratings?.find((one) => one.id === id)?.meaning ?? null;
  return { meanings: { green: meaning('green'), yellow: meaning('yellow'), red: meaning('red'), star: row?.star?.meaning ?? null }, goals };
}
