import { Database, txRows, type Tx } from '#libs/database';
import type { CallWords, SourceVersion, TextChange, TextParts } from './text-rules.js';

/** One wording of a petition in one language, and who wrote it when. */
export interface KeptText extends SourceVersion {
  language: string;
  noticeVersion: number;
  /** What people see as its version. */
  edition: number;
  sourceLanguage: string | null;
  /** By field the version of the source it was made from. */
  sources: Record<string, number>;
  /** The source's version when this one was written; null in the petition's own language. */
  sourceThen: number | null;
  createdAt: Date;
  /** A user's id, or the name of a part of the system. */
  createdBy: string;
  /** The user's name; null for parts of the system. */
  author: string | null;
}

/** The calls as texts keep them, in the words that stand now. */
const callsNow = (language: string): string => `
  coalesce((select jsonb_agg(jsonb_build_object('key', k.key, 'text', w.text) order by k.position, k.id)
     from calls_to_action k cross join lateral (select text from call_texts where call_id = k.id and language = ${language} order by version desc limit 1) w
    where k.campaign_id = p.campaign_id and k.jurisdiction_id = p.jurisdiction_id), '[]')`;

/** Those of a version that was written before versions kept them. */
const callsThen = `
  coalesce(t.calls, (select jsonb_agg(jsonb_build_object('key', k.key, 'text', w.text) order by k.position, k.id)
     from petitions p join calls_to_action k on k.campaign_id = p.campaign_id and k.jurisdiction_id = p.jurisdiction_id
     join call_texts w on w.call_id = k.id and w.language = t.language and w.version = 1 where p.id = t.petition_id), '[]')`;

const KEPT = `
  select t.language, t.version, t.title, t.demand, t.notice, t.notice_version as "noticeVersion", t.change, t.edition, ${callsThen} as calls,
    t.source_language as "sourceLanguage", t.sources, t.created_at as "createdAt",
    (select max(s.version) from petition_texts s join petitions p on p.id = s.petition_id
      where s.petition_id = t.petition_id and s.language = p.default_language and t.language <> p.default_language and s.created_at <= t.created_at + interval '1 second') as "sourceThen", t.created_by as "createdBy", u.name as author
  from petition_texts t left join users u on u.id::text = t.created_by`;

/** The newest of each language. */
export function newestTexts(tx: Tx, petitionId: number): Promise<KeptText[]> {
  return txRows(tx, `${KEPT} where t.petition_id = $1 and t.version = (select max(version) from petition_texts x where x.petition_id = t.petition_id and x.language = t.language) order by t.id`, [petitionId]);
}

/** Every version, or those of one language; the newest first. Bounded by what people wrote. */
export function everyText(db: Database, petitionId: number, language: string | null = null): Promise<KeptText[]> {
  return db.rows(`${KEPT} where t.petition_id = $1 and ($2::text is null or t.language = $2) order by t.language, t.version desc`, [petitionId, language]);
}

export function versionsIn(tx: Tx, petitionId: number, language: string): Promise<KeptText[]> {
  return txRows(tx, `${KEPT} where t.petition_id = $1 and t.language = $2 order by t.version desc`, [petitionId, language]);
}

export interface NewText {
  language: string;
  title: string;
  demand: string;
  notice: string | null;
  change: TextChange;
  edition: number;
  sourceLanguage: string | null;
  sources: Record<string, number>;
}

/** A version more, with the calls as they are worded by now: write those first. Returns its number. */
export async function insertText(tx: Tx, petitionId: number, text: NewText, by: string): Promise<number> {
  const [row] = await txRows<{ version: number }>(
    tx,
    `insert into petition_texts (petition_id, language, version, title, demand, notice, notice_version, change, edition, source_language, sources, calls, created_by)
     select p.id, $2, coalesce(l.version, 0) + 1, $3, $4, $5, coalesce(l.notice_version, 0) + case when l.version is null or l.notice is distinct from $5 then 1 else 0 end,
            $6, $7, $8, $9, ${callsNow('$2')}, $10
       from petitions p left join lateral (select version, notice, notice_version from petition_texts where petition_id = p.id and language = $2 order by version desc limit 1) l on true
      where p.id = $1 returning version`,
    [petitionId, text.language, text.title.trim(), text.demand.trim(), text.notice?.trim() || null, text.change, text.edition, text.sourceLanguage, JSON.stringify(text.sources), by],
  );
  return row?.version ?? 0;
}

/** Texts of a draft whose calls are not those they kept: a version more of each, so that versions hold together what was said. */
export async function keepCalls(tx: Tx, petitionId: number, by: string): Promise<void> {
  for (const text of await newestTexts(tx, petitionId)) {
    const [now] = await txRows<{ calls: CallWords[] }>(tx, `select ${callsNow('$2')} as calls from petitions p where p.id = $1`, [petitionId, text.language]);
    if (sameCalls(now?.calls ?? [], text.calls)) continue;
    await insertText(tx, petitionId, { ...text, change: 'meaning' }, by);
  }
}

const sameCalls = (one: readonly CallWords[], other: readonly CallWords[]): boolean =>
  one.length === other.length && one.every(({ key, text }, n) => other[n]?.key === key && other[n].text === text);

export const partsOf = ({ title, demand, notice, calls }: TextParts): TextParts => ({ title, demand, notice, calls });

/** An expression: one line for all that a second person approves, every text, every call with what it aims at, and which names a law demands. It changes when any of them does. */
export const fingerprint = (petitionId: string): string => `(
  select encode(sha256(convert_to(
    coalesce((select jsonb_agg(to_jsonb(t) order by t.language) from (select distinct on (language) language, version, title, demand, notice
       from petition_texts where petition_id = coalesce(own.shared_from, own.id) order by language, version desc) t)::text, '') ||
    coalesce((select jsonb_agg(jsonb_build_array(k.key, k.position, k.goal_key, k.also_goals, k.target, k.instruments,
       (select jsonb_object_agg(w.language, w.text) from (select distinct on (language) language, text from call_texts where call_id = k.id order by language, version desc) w)) order by k.position, k.id)
       from calls_to_action k where k.campaign_id = own.campaign_id and k.jurisdiction_id = coalesce(lender.jurisdiction_id, own.jurisdiction_id))::text, '') ||
    coalesce((select jsonb_build_array(n.law, n.office, n.fields, encode(n.public_key, 'hex'))::text from petition_names n where n.petition_id = own.id), ''), 'UTF8')), 'hex')
  from petitions own left join petitions lender on lender.id = own.shared_from where own.id = ${petitionId})`;

/** An expression: whether the texts as they stand were approved by a second person. */
export const approved = (petitionId: string): string => `
  exists (select 1 from petition_reviews r where r.petition_id = ${petitionId} and r.about = 'opening' and r.state = 'approved' and r.seen = ${fingerprint(petitionId)})`;

/** Whoever last wrote any of the words, last touched a call, settled which names a law demands, or took that demand away: then only history knows them. */
export const LAST_EDITORS = `
  select distinct e.by from petitions p left join petitions l on l.id = p.shared_from, lateral (
    select (select created_by from petition_texts x where x.petition_id = t.petition_id and x.language = t.language order by version desc limit 1) as by
      from petition_texts t where t.petition_id = coalesce(p.shared_from, p.id)
    union select n.set_by from petition_names n where n.petition_id = p.id
    union select (select h.actor from history h where h.entity = 'petition_names' and h.entity_key = p.id::text and h.after is null order by h.id desc limit 1)
      where not exists (select 1 from petition_names n where n.petition_id = p.id)
    union select k.changed_by from calls_to_action k where k.campaign_id = p.campaign_id and k.jurisdiction_id = coalesce(l.jurisdiction_id, p.jurisdiction_id)
    union select (select created_by from call_texts x where x.call_id = w.call_id and x.language = w.language order by version desc limit 1)
      from call_texts w join calls_to_action k on k.id = w.call_id where k.campaign_id = p.campaign_id and k.jurisdiction_id = coalesce(l.jurisdiction_id, p.jurisdiction_id)
  ) e where p.id = $1`;

/** An expression: how many people may organise the petition `$1`. */
export const ORGANISERS = `(
  select count(distinct u.id)::int from petitions own, user_roles g join users u on u.id = g.user_id
   where own.id = $1 and g.role in ('owner', 'organiser') and u.disabled_at is null and (g.campaign_id is null or g.campaign_id = own.campaign_id)
     and (g.jurisdiction_id is null or g.jurisdiction_id = own.jurisdiction_id))`;
