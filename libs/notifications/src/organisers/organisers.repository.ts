import { type Database, txRows } from '#libs/database';
import { type HandoverStatus, REMINDERS_A_DAY } from '#libs/handovers';
import { type DeviceState } from '#libs/stores';
import { type Notice } from '../mailer/message.js';
import { type ByLanguage, type Place } from '../people.js';

interface Setting { campaignId: number; kind: 'record' | 'live'; demonstration: boolean; campaignTitle: ByLanguage; campaignLanguage: string; contact: string | null }

export interface PetitionInMail extends Setting {
  slug: string;
  status: string;
  jurisdictionId: string;
  place: Place;
  titles: ByLanguage;
  language: string;
  timeZone: string;
  openedAt: Date | null;
}

const SETTING = `c.id as "campaignId", c.kind, c.demonstration, c.title as "campaignTitle", c.default_language as "campaignLanguage", c.contact`;
const PLACE = `jsonb_build_object('name', j.name, 'names', j.names, 'iso2', j.iso2)`;

/** The newest titles by language; a petition that shares a region's text has that one's where it has none of its own. */
const TITLES = `coalesce((select jsonb_object_agg(language, title) from (
  select distinct on (language) language, title from petition_texts where petition_id in (p.id, p.shared_from)
   order by language, (petition_id = p.id) desc, version desc) t), '{}')`;

export async function petitionInMail(db: Database, petitionId: number): Promise<PetitionInMail | null> {
  const [row] = await db.rows<PetitionInMail>(
    `select ${SETTING}, p.slug, p.status, p.jurisdiction_id as "jurisdictionId", ${PLACE} as place, ${TITLES} as titles,
            p.default_language as language, p.time_zone as "timeZone", p.opened_at as "openedAt"
       from petitions p join campaigns c on c.id = p.campaign_id
       join jurisdictions j on j.campaign_id = p.campaign_id and j.id = p.jurisdiction_id where p.id = $1`,
    [petitionId],
  );
  return row ?? null;
}

export interface HandoverInMail extends Setting {
  id: string;
  status: HandoverStatus;
  level: 'national' | 'regional' | 'global';
  title: string | null;
  titleLanguage: string;
  place: Place;
  where: string | null;
  dateEdtf: string | null;
  from: string | null;
  to: string | null;
  startTime: string | null;
  timeZone: string;
  calendarSequence: number;
  /** The jurisdiction it is held in, and those whose petitions it covers. */
  jurisdictionIds: string[];
  covered: Place[];
}

const HANDOVER = `
  select ${SETTING}, h.id, h.status, h.level, h.title, c.default_language as "titleLanguage", ${PLACE} as place, h.place as where,
         h.date_edtf as "dateEdtf", to_char(h.date_from, 'YYYY-MM-DD') as "from", to_char(h.date_to, 'YYYY-MM-DD') as "to",
         to_char(h.start_time, 'HH24:MI') as "startTime", h.time_zone as "timeZone", h.calendar_sequence as "calendarSequence",
         array(select h.jurisdiction_id union select jurisdiction_id from handover_jurisdictions where handover_id = h.id) as "jurisdictionIds",
         coalesce((select jsonb_agg(jsonb_build_object('name', m.name, 'names', m.names, 'iso2', m.iso2) order by m.position)
           from handover_jurisdictions hj join jurisdictions m on m.campaign_id = hj.campaign_id and m.id = hj.jurisdiction_id
          where hj.handover_id = h.id), '[]') as covered
    from handovers h join campaigns c on c.id = h.campaign_id
    join jurisdictions j on j.campaign_id = h.campaign_id and j.id = h.jurisdiction_id`;

export async function handoverInMail(db: Database, id: string): Promise<HandoverInMail | null> {
  const [row] = await db.rows<HandoverInMail>(`${HANDOVER} where h.id = $1`, [id]);
  return row ?? null;
}

/** Planned handovers of a campaign that begin within these days. */
export function handoversBetween(db: Database, campaignId: number, from: string, to: string): Promise<HandoverInMail[]> {
  return db.rows<HandoverInMail>(
    `${HANDOVER} where h.campaign_id = $1 and h.status = 'planned' and h.date_from between $2 and $3 order by h.date_from, h.start_time, h.id`,
    [campaignId, from, to],
  );
}

export interface CommitmentInMail {
  id: string;
  handoverId: string;
  text: string;
  dueTo: string | null;
  status: string;
}

const COMMITMENT = `
  select m.id, m.handover_id as "handoverId", m.text, to_char(m.due_to, 'YYYY-MM-DD') as "dueTo",
         (select status from commitment_statuses s where s.commitment_id = m.id order by s.id desc limit 1) as status
    from commitments m`;

export async function commitmentInMail(db: Database, id: string): Promise<CommitmentInMail | null> {
  const [row] = await db.rows<CommitmentInMail>(`${COMMITMENT} where m.id = $1`, [id]);
  return row ?? null;
}

/** Commitments of a campaign that nobody has settled and that fall due by this day, or should have. */
export async function commitmentsDueBy(db: Database, campaignId: number, day: string): Promise<(CommitmentInMail & { jurisdictionId: string })[]> {
  return db.rows(
    `select x.*, h.jurisdiction_id as "jurisdictionId" from (${COMMITMENT} where m.due_to <= $2) x join handovers h on h.id = x."handoverId"
      where h.campaign_id = $1 and x.status in ('promised', 'in-progress') order by x."dueTo", x.id`,
    [campaignId, day],
  );
}

export interface TabletInMail extends Setting {
  id: string;
  name: string;
  fingerprint: string;
  state: DeviceState;
  stateChangedAt: Date;
  waiting: number;
  oldestWaitingAt: Date | null;
  lastSeenAt: Date | null;
  storeId: string;
  storeName: string;
  storeCode: string;
  area: string | null;
  town: string | null;
  timeZone: string;
  jurisdictionId: string;
}

/** Tablets with the stores they stand in, in order of place. */
export function tabletsInMail(db: Database, ids: readonly string[]): Promise<TabletInMail[]> {
  return db.rows<TabletInMail>(
    `select ${SETTING}, d.id, d.name, d.fingerprint, d.state, d.state_changed_at as "stateChangedAt", d.waiting, d.oldest_waiting_at as "oldestWaitingAt", d.last_seen_at as "lastSeenAt",
            s.id as "storeId", s.name as "storeName", s.code as "storeCode", s.area, s.town, s.time_zone as "timeZone", s.jurisdiction_id as "jurisdictionId"
       from devices d join stores s on s.id = d.store_id join campaigns c on c.id = s.campaign_id where d.id = any($1::uuid[]) order by s.jurisdiction_id, s.area nulls last, s.name, d.name, d.id`,
    [ids],
  );
}

export interface OpenPetition { id: number; jurisdictionId: string; place: Place; target: number | null; gained: number }

/** Petitions that are open, with what was counted since an instant (by whole hours). */
export function openPetitions(db: Database, campaignId: number, since: Date): Promise<OpenPetition[]> {
  return db.rows<OpenPetition>(
    `select p.id, p.jurisdiction_id as "jurisdictionId", ${PLACE} as place, p.target,
            coalesce((select sum(n) from tally_cells where petition_id = p.id and status = 'counted' and hour >= $2), 0)::int as gained
       from petitions p join jurisdictions j on j.campaign_id = p.campaign_id and j.id = p.jurisdiction_id
      where p.campaign_id = $1 and p.status = 'open' and p.takes_signatures order by gained desc, j.position, j.id`,
    [campaignId, since],
  );
}

export interface MilestoneRow { petitionId: number; threshold: number; origin: 'ladder' | 'target' | 'organiser'; approachingAt: Date | null; reachedAt: Date | null; silent: boolean }

export function milestonesOf(db: Database, petitionIds: readonly number[]): Promise<MilestoneRow[]> {
  return db.rows<MilestoneRow>(
    `select petition_id as "petitionId", threshold, origin, approaching_at as "approachingAt", reached_at as "reachedAt", silent
       from milestones where petition_id = any($1) order by petition_id, threshold`,
    [petitionIds],
  );
}

/** Someone to whom digests go, with the roles that say about what. */
export interface DigestReader {
  id: string;
  email: string;
  locale: string;
  timeZone: string;
  roles: { role: 'owner' | 'organiser'; campaignId: number | null; jurisdictionId: string | null }[];
}

/** Users who organise more than one country: they are told once a day; those of a country at once. */
export function digestReaders(db: Database): Promise<DigestReader[]> {
  return db.rows<DigestReader>(
    `select u.id, u.email, u.locale, u.time_zone as "timeZone",
            jsonb_agg(jsonb_build_object('role', r.role, 'campaignId', r.campaign_id, 'jurisdictionId', r.jurisdiction_id)) as roles
       from users u join user_roles r on r.user_id = u.id
       left join jurisdictions j on j.campaign_id = r.campaign_id and j.id = r.jurisdiction_id
      where u.disabled_at is null and r.role in ('owner', 'organiser') and (r.jurisdiction_id is null or j.kind <> 'country')
      group by u.id order by u.created_at, u.id`,
  );
}

export interface LiveCampaign { id: number; title: ByLanguage; language: string; contact: string | null; demonstration: boolean }

export function liveCampaigns(db: Database): Promise<LiveCampaign[]> {
  return db.rows<LiveCampaign>(`select id, title, default_language as language, contact, demonstration from campaigns where kind = 'live' order by id`);
}

/**
 * How many mails about promises and letters this organiser had today (UTC), or is about to have; if there is room, this one
 * takes it, as a notice that is due. One after the other, since reminders of a month come all at once.
 */
export async function takeTurn(db: Database, notice: Notice, messageId: string): Promise<number> {
  return db.transaction(async (tx) => {
    await tx.query(`select pg_advisory_xact_lock(hashtextextended('reminders:' || $1, 0))`, [notice.recipient]);
    const rows = await txRows(tx,
      `select 1 from mail_log where recipient = $1 and (kind like 'commitment.%' or kind = 'handover.letter-unanswered') and not (kind = $3 and about = $4)
         and (state = 'due' or (state = 'accepted' and settled_at >= date_trunc('day', now() at time zone 'UTC') at time zone 'UTC')) limit $2`,
      [notice.recipient, REMINDERS_A_DAY, notice.kind, notice.about]);
    if (rows.length < REMINDERS_A_DAY) {
      await tx.query(`insert into mail_log (kind, about, recipient, message_id) values ($1, $2, $3, $4) on conflict do nothing`, [notice.kind, notice.about, notice.recipient, messageId]);
    }
    return rows.length;
  });
}

/** Whether a sent letter still waits for its answer. */
export async function isAwaited(db: Database, letterId: string): Promise<boolean> {
  return (await db.rows(`select 1 from letters where id = $1 and sent_on is not null and answered_on is null`, [letterId])).length > 0;
}
