import { type Database, type Tx, txRows } from '#libs/database';
import { AUDIENCE_SQL } from '#libs/signatures';
import { type ByLanguage } from '../people.js';
import { type Caps, CAPS } from './update-rules.js';
import { type UpdateFacts, type UpdateListItem, type UpdateState, type UpdateText } from './updates.types.js';

/** What of petition, campaign and handover an update is made of. */
export interface PetitionForUpdate {
  id: number; slug: string; jurisdictionId: string; campaignId: number; campaign: string; kind: 'record' | 'live'; demonstration: boolean; contact: string | null;
  defaultLanguage: string; titles: ByLanguage; campaignTitles: ByLanguage; campaignLanguage: string;
  /** Names by key, of partners on whose behalf the campaign mails. */
  partners: ByLanguage;
}

const PETITION = `select p.id, p.slug, p.jurisdiction_id as "jurisdictionId", c.id as "campaignId", c.slug as campaign, c.kind, c.demonstration, c.contact,
    p.default_language as "defaultLanguage", c.title as "campaignTitles", c.default_language as "campaignLanguage",
    coalesce((select jsonb_object_agg(x.language, x.title) from (select distinct on (language) language, title from petition_texts
       where petition_id = coalesce(p.shared_from, p.id) order by language, version desc) x), '{}') as titles,
    coalesce((select jsonb_object_agg(key, name) from partners where campaign_id = c.id and sends_updates), '{}') as partners
  from petitions p join campaigns c on c.id = p.campaign_id`;

export async function petitionBySlug(db: Database, slug: string): Promise<PetitionForUpdate | null> {
  return (await db.rows<PetitionForUpdate>(`${PETITION} where p.slug = $1`, [slug]))[0] ?? null;
}

export async function petitionById(db: Database, id: number): Promise<PetitionForUpdate | null> {
  return (await db.rows<PetitionForUpdate>(`${PETITION} where p.id = $1`, [id]))[0] ?? null;
}

/** What became of a handover that was this petition's. Null: no such handover, not its own, or nothing came of it yet. */
export async function factsOf(db: Database, handoverId: string, petition: PetitionForUpdate): Promise<UpdateFacts | null> {
  const [row] = await db.rows<{ outcome: UpdateFacts['outcome']; from: string | null; to: string | null; recipients: string[]; answer: UpdateFacts['answer'] }>(
    `select h.status as outcome, h.date_from::text as from, h.date_to::text as to,
            coalesce((select array_agg(concat_ws(', ', r.name, r.office, r.body) order by r.position) from handover_recipients r where r.handover_id = h.id and not r.met_only), '{}') as recipients,
            (select jsonb_build_object('text', x.text, 'language', x.language) from handover_responses x where x.handover_id = h.id and x.kind <> 'receipt'
              order by x.kind = 'said', x.dated_on desc nulls last, x.recorded_at desc limit 1) as answer
       from handovers h
      where h.id = $1 and h.campaign_id = $2 and h.status in ('held', 'refused', 'absent')
        and (h.covers_all or h.jurisdiction_id = $3 or exists (select 1 from handover_jurisdictions j where j.handover_id = h.id and j.jurisdiction_id = $3))`,
    [handoverId, petition.campaignId, petition.jurisdictionId],
  );
  const recipient = row?.recipients.filter(Boolean).join('; ') ?? '';
  return row && recipient !== '' ? { outcome: row.outcome, recipient: recipient.slice(0, 300), from: row.from, to: row.to, answer: row.answer } : null;
}

/** Handovers of this petition's country that an update may be about, newest first; at most 50. */
export function handoversFor(db: Database, petition: PetitionForUpdate): Promise<{ id: string; from: string | null; outcome: string; recipient: string }[]> {
  return db.rows(
    `select h.id, h.date_from::text as from, h.status as outcome,
            coalesce((select string_agg(concat_ws(', ', r.name, r.office, r.body), '; ' order by r.position) from handover_recipients r where r.handover_id = h.id and not r.met_only), '') as recipient
       from handovers h where h.campaign_id = $1 and h.status in ('held', 'refused', 'absent')
        and (h.covers_all or h.jurisdiction_id = $2 or exists (select 1 from handover_jurisdictions j where j.handover_id = h.id and j.jurisdiction_id = $2))
      order by h.date_from desc nulls last, h.id limit 50`,
    [petition.campaignId, petition.jurisdictionId],
  );
}

const PROGRESS = (['due', 'accepted', 'refused', 'skipped', 'unsubscribed'] as const).map((state) => `'${state}', count(*) filter (where state = '${state}')`).join(', ');

const ITEM = `select u.id, p.slug as petition, p.jurisdiction_id as "jurisdictionId", u.handover_id as "handoverId", u.box, u.state, u.facts,
    coalesce(t.subject, '') as subject, u.default_language as "defaultLanguage", u.written_by as "writtenBy", u.approved_by as "approvedBy", u.send_at as "sendAt",
    u.started_at as "startedAt", u.ended_at as "endedAt", u.created_at as "createdAt", u.recipients,
    (select jsonb_build_object(${PROGRESS}) from update_recipients where update_id = u.id) as progress
  from supporter_updates u join petitions p on p.id = u.petition_id
  left join supporter_update_texts t on t.update_id = u.id and t.language = u.default_language`;

export async function itemById(db: Database, id: string): Promise<UpdateListItem | null> {
  return (await db.rows<UpdateListItem>(`${ITEM} where u.id = $1`, [id]))[0] ?? null;
}

export function itemsOf(db: Database, petitionId: number, limit: number, offset: number): Promise<UpdateListItem[]> {
  return db.rows<UpdateListItem>(`${ITEM} where u.petition_id = $1 order by u.created_at desc, u.id limit $2 offset $3`, [petitionId, limit, offset]);
}

export async function countOf(db: Database, petitionId: number): Promise<number> {
  const [row] = await db.rows<{ n: number }>(`select count(*)::int as n from supporter_updates where petition_id = $1`, [petitionId]);
  return row?.n ?? 0;
}

export function textsOf(db: Database, id: string): Promise<UpdateText[]> {
  return db.rows<UpdateText>(`select language, subject, body from supporter_update_texts where update_id = $1 order by language`, [id]);
}

export interface HeldUpdate { id: string; petitionId: number; state: UpdateState; writtenBy: string; box: string }

/** The update, held until the transaction ends. */
export async function holdUpdate(tx: Tx, id: string): Promise<HeldUpdate | null> {
  const [row] = await txRows<HeldUpdate>(
    tx, `select id, petition_id as "petitionId", state, written_by as "writtenBy", box from supporter_updates where id = $1 for update`, [id]);
  return row ?? null;
}

export async function writeTexts(tx: Tx, id: string, texts: readonly UpdateText[]): Promise<void> {
  await tx.query(`delete from supporter_update_texts where update_id = $1`, [id]);
  await tx.query(
    `insert into supporter_update_texts (update_id, language, subject, body) select $1, * from unnest($2::text[], $3::text[], $4::text[])`,
    [id, texts.map((text) => text.language), texts.map((text) => text.subject), texts.map((text) => text.body)]);
}

/** When the petition's other updates went out or will. */
export async function otherTimes(db: Database, petitionId: number, exceptId: string | null): Promise<Date[]> {
  const rows = await db.rows<{ at: Date }>(OTHER_TIMES, [petitionId, exceptId]);
  return rows.map(({ at }) => at);
}

/** The same within a transaction, with no other approval of this petition beside it. */
export async function otherTimesHeld(tx: Tx, petitionId: number, exceptId: string): Promise<Date[]> {
  await tx.query(`select pg_advisory_xact_lock(hashtextextended('supporter-updates:' || $1, 0))`, [String(petitionId)]);
  return (await txRows<{ at: Date }>(tx, OTHER_TIMES, [petitionId, exceptId])).map(({ at }) => at);
}

const OTHER_TIMES = `select coalesce(started_at, send_at) as at from supporter_updates
  where petition_id = $1 and ($2::uuid is null or id <> $2) and (started_at is not null or state = 'approved')`;

const CAPS_OF = `select least_days as "leastDays", most_a_year as "mostAYear" from update_caps where campaign_id = $1`;

export async function capsOf(db: Database, campaignId: number): Promise<Caps> {
  return (await db.rows<Caps>(CAPS_OF, [campaignId]))[0] ?? CAPS;
}

export async function capsWithin(tx: Tx, campaignId: number): Promise<Caps> {
  return (await txRows<Caps>(tx, CAPS_OF, [campaignId]))[0] ?? CAPS;
}

/** Those who asked, without whom no mail of ours reaches any more. $1: petition, $2: box, $3: campaign. */
const WANTED = `select a.* from (${AUDIENCE_SQL}) a where not exists (
  select 1 from update_suppressions x where x.campaign_id = $3 and x.email_key = a.email_key and x.at >= a.signed_at)`;

export function countWanted(db: Database, petition: PetitionForUpdate, box: string): Promise<{ language: string; n: number }[]> {
  return db.rows(`select language, count(*)::int as n from (${WANTED}) w group by language`, [petition.id, box, petition.campaignId]);
}

/** Writes down who gets it, in one statement. Returns how many. */
export async function fixAudience(tx: Tx, updateId: string, petition: { id: number; campaignId: number }, box: string): Promise<number> {
  const rows = await txRows<{ n: number }>(
    tx,
    `with fixed as (insert into update_recipients (update_id, petition_id, record_id) select $4::uuid, w.petition_id, w.id from (${WANTED}) w on conflict do nothing returning 1)
     select count(*)::int as n from fixed`,
    [petition.id, box, petition.campaignId, updateId],
  );
  return rows[0]?.n ?? 0;
}

/** From now on this mailbox gets no news, unless its owner asks anew. */
export async function suppress(tx: Tx, campaignId: number, emailKey: Buffer, reason: 'unsubscribed' | 'bounced' | 'complained'): Promise<void> {
  await tx.query(
    `insert into update_suppressions (campaign_id, email_key, reason) values ($1, $2, $3)
     on conflict (campaign_id, email_key) do update set reason = excluded.reason, at = clock_timestamp()`,
    [campaignId, emailKey, reason]);
}
