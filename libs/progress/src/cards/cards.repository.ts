import { Injectable } from '@nestjs/common';
import { Database } from '#libs/database';
import type { Words } from '#libs/petitions';
import { frameworksById } from '../frameworks/frameworks.repository.js';
import type { AllCards, Audience, Card, CardReply, CardRound, CardSource, CardVersion, Framework, Rating, RatingVersion } from './cards.types.js';

/** Through whose eyes, and as on which instant; null: now. */
export interface Sight {
  readonly audience: Audience;
  readonly at: Date | null;
  /** Publications that a personal link opens ahead of the public. */
  readonly ahead: readonly string[];
}

export type RoundRow = CardRound & { readonly frameworkId: string };

export interface RatingRow {
  readonly round: string;
  readonly jurisdiction: string;
  readonly indicator: string;
  readonly rating: Rating | null;
  readonly star: boolean;
  readonly reasons: Words;
  readonly sources: CardSource[];
  readonly assessor: string | null;
  readonly reviewer: string | null;
  readonly assessedOn: string | null;
  readonly version: number;
  readonly publicationId: string;
  readonly publicAt: Date | null;
}

export type JurisdictionRow = Card['jurisdiction'] & { readonly groups: string[]; readonly members: string[] };

/** Whether a publication may be looked at: one rule for everything that goes public, which stands in SQL. $1 the audience, $2 the instant, $4 what is opened ahead. */
const seen = (publication: string): string =>
  `(case when $2::timestamptz is null then publication_is_public(${publication}, $1) or ${publication} = any($4::uuid[]) else publication_was_public(${publication}, $2) end)`;

/** Each publication is asked about once, and not for every rating. */
const SHOWN = `shown as materialized (
  select c.round_id, c.publication_id, p.public_at from card_round_publications c join publications p on p.id = c.publication_id join card_rounds r on r.id = c.round_id
   where r.campaign_id = $3 and ${seen('c.publication_id')})`;

/** Who wrote it: users of this installation are named to organisers only. */
const person = (column: string): string => `case when $1 = 'public' and ${column} ~ '^[0-9a-f]{8}-' then null else coalesce((select u.name from users u where u.id::text = ${column}), ${column}) end`;

/**
 * Replies that may be read, of the rounds $5 and one jurisdiction, or of all where $6 is null. To the public none is told of a rating
 * that was only written so far: it would say what stands in it.
 */
const TOLD_REPLIES = `told as (
  select y.* from card_replies y
   where y.campaign_id = $3 and y.round_id = any($5::uuid[]) and ($6::text is null or y.jurisdiction_id = $6) and (y.publication_id is null or ${seen('y.publication_id')})
     and (y.told_from <= coalesce($2::timestamptz, public_now()) or ($1 <> 'public' and $2::timestamptz is null))
     and ($1 <> 'public' or coalesce((
       select bool_or(coalesce(a.publication_id = any($4::uuid[]), false) or (a.publication_id is not null and not publication_is_awaited(a.publication_id)))
       from assessments a where a.round_id = y.round_id and a.jurisdiction_id = y.jurisdiction_id and (y.indicator_key is null or a.indicator_key = y.indicator_key)), true)))`;
/** Of a corrected one the newest wording. */
const STANDING_REPLIES = `from told t where not exists (select 1 from told later where later.replaces = t.id)`;
const REPLY = `t.id, t.indicator_key as indicator, t.by_whom as "byWhom", t.office_id as "officeId", t.received_on::text as "receivedOn", t.language, t.texts, t.document_id as "documentId", t.replaces`;

/** What may be read of rounds, ratings and replies. Writes nothing. */
@Injectable()
export class CardsRepository {
  constructor(private readonly db: Database) {}

  /** The newest period first; those without one last. */
  rounds(campaignId: number, { audience, at, ahead }: Sight, key: string | null = null): Promise<RoundRow[]> {
    return this.db.rows<RoundRow>(
      `with ${SHOWN}
       select r.id, r.key, r.title, r.framework_id as "frameworkId", f.version as "frameworkVersion", r.note, r.source,
         case when r.period_edtf is null then null else json_build_object('edtf', r.period_edtf, 'from', r.period_from, 'to', r.period_to) end as period,
         coalesce((select array_agg(c.jurisdiction_id order by c.jurisdiction_id) from card_round_jurisdictions c where c.round_id = r.id), '{}') as jurisdictions,
         (select min(s.public_at) from shown s where s.round_id = r.id) as "publishedAt"
       from card_rounds r join frameworks f on f.id = r.framework_id
       where r.campaign_id = $3 and ($5::text is null or r.key = $5)
         and (($1 <> 'public' and $2::timestamptz is null) or exists (select 1 from shown s where s.round_id = r.id))
       order by r.period_to desc nulls last, r.period_from desc nulls last, r.key`,
      [audience, at, campaignId, ahead, key]);
  }

  /** Publications of a round that are still to come. */
  async awaited(campaignId: number, round: string): Promise<string[]> {
    const rows = await this.db.rows<{ id: string }>(
      `select c.publication_id as id from card_round_publications c join card_rounds r on r.id = c.round_id where r.campaign_id = $1 and r.key = $2 and publication_is_awaited(c.publication_id)`, [campaignId, round]);
    return rows.map(({ id }) => id);
  }

  /** Of each indicator the newest version that may be seen. */
  ratings(campaignId: number, { audience, at, ahead }: Sight, rounds: readonly string[], jurisdiction: string | null = null): Promise<RatingRow[]> {
    return this.db.rows<RatingRow>(
      `with ${SHOWN}
       select distinct on (a.round_id, a.jurisdiction_id, a.indicator_key)
         a.round_id as round, a.jurisdiction_id as jurisdiction, a.indicator_key as indicator, a.rating, a.star, a.reasons, a.sources, a.assessed_on::text as "assessedOn",
         a.version, a.publication_id as "publicationId", s.public_at as "publicAt", ${person('a.assessor')} as assessor, ${person('a.reviewer')} as reviewer
       from assessments a join shown s on s.round_id = a.round_id and s.publication_id = a.publication_id
       where a.campaign_id = $3 and a.round_id = any($5::uuid[]) and ($6::text is null or a.jurisdiction_id = $6)
       order by a.round_id, a.jurisdiction_id, a.indicator_key, a.version desc`,
      [audience, at, campaignId, ahead, rounds, jurisdiction]);
  }

  /** Every version of one rating that may be seen, the newest first. */
  versions(campaignId: number, { audience, at, ahead }: Sight, round: string, jurisdiction: string, indicator: string): Promise<CardVersion[]> {
    return this.db.rows<CardVersion>(
      `with ${SHOWN}
       select a.version, a.rating, a.star, a.reasons, a.assessed_on::text as "assessedOn", s.public_at as "publicAt"
       from assessments a join shown s on s.round_id = a.round_id and s.publication_id = a.publication_id
       where a.round_id = $5 and a.jurisdiction_id = $6 and a.indicator_key = $7 order by a.version desc limit 200`,
      [audience, at, campaignId, ahead, round, jurisdiction, indicator]);
  }

  /** Of all rounds every version that may be seen. */
  allVersions(campaignId: number, { audience, at, ahead }: Sight): Promise<RatingVersion[]> {
    return this.db.rows<RatingVersion>(
      `with ${SHOWN}
       select r.key as round, a.jurisdiction_id as jurisdiction, a.indicator_key as indicator, a.version, a.rating, a.star, a.reasons, a.sources, a.assessed_on::text as "assessedOn",
         a.publication_id as "publicationId", s.public_at as "publicAt", a.version = max(a.version) over (partition by a.round_id, a.jurisdiction_id, a.indicator_key) as stands
       from assessments a join shown s on s.round_id = a.round_id and s.publication_id = a.publication_id join card_rounds r on r.id = a.round_id
       where a.campaign_id = $3 order by r.key, a.jurisdiction_id, a.indicator_key, a.version`,
      [audience, at, campaignId, ahead]);
  }

  /** The base of these rounds. */
  base(rounds: readonly string[]): Promise<AllCards['base'][number][]> {
    return this.db.rows(
      `select r.key as round, c.jurisdiction_id as jurisdiction, c.note, c.source from card_round_jurisdictions c join card_rounds r on r.id = c.round_id
        where r.id = any($1::uuid[]) order by r.key, c.jurisdiction_id`, [rounds]);
  }

  /** Replies to a card and its ratings, the oldest first. */
  replies(campaignId: number, { audience, at, ahead }: Sight, round: string, jurisdiction: string): Promise<CardReply[]> {
    return this.db.rows<CardReply>(
      `with ${TOLD_REPLIES} select ${REPLY} ${STANDING_REPLIES} order by t.received_on, t.id limit 200`, [audience, at, campaignId, ahead, [round], jurisdiction]);
  }

  allReplies(campaignId: number, { audience, at, ahead }: Sight, rounds: readonly string[]): Promise<AllCards['replies'][number][]> {
    return this.db.rows(
      `with ${TOLD_REPLIES} select (select r.key from card_rounds r where r.id = t.round_id) as round, t.jurisdiction_id as jurisdiction, ${REPLY} ${STANDING_REPLIES} order by 1, 2, t.received_on, t.id`,
      [audience, at, campaignId, ahead, rounds, null]);
  }

  async cardNote(round: string, jurisdiction: string): Promise<{ note: string | null; source: CardSource | null }> {
    const [row] = await this.db.rows<{ note: string | null; source: CardSource | null }>(
      `select note, source from card_round_jurisdictions where round_id = $1 and jurisdiction_id = $2`, [round, jurisdiction]);
    return row ?? { note: null, source: null };
  }

  frameworks(ids: readonly string[]): Promise<Map<string, Framework>> {
    return frameworksById(this.db, [...new Set(ids)]);
  }

  /** In the campaign's own order. */
  jurisdictions(campaignId: number): Promise<JurisdictionRow[]> {
    return this.db.rows<JurisdictionRow>(
      `select j.id, j.name, j.names, j.kind, j.groups,
         coalesce((select array_agg(m.member_id order by m.member_id) from jurisdiction_members m where m.campaign_id = j.campaign_id and m.region_id = j.id), '{}') as members
       from jurisdictions j where j.campaign_id = $1 order by j.position, j.id`, [campaignId]);
  }

  /** Groups of countries as the campaign names them. */
  async groups(campaignId: number): Promise<{ id: string; label: Words; note: string | null }[]> {
    const [row] = await this.db.rows<{ groups: { id: string; label: Words; note?: string }[] | null }>(`select details -> 'groups' as groups from campaigns where id = $1`, [campaignId]);
    return (row?.groups ?? []).map(({ id, label, note }) => ({ id, label, note: note ?? null }));
  }
}
