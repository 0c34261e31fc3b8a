import { Injectable } from '@nestjs/common';
import { Database } from '#libs/database';
import { instantOf } from './date-rules.js';
import { type Audience, type HandoverListItem, type HandoverRecipient, type HandoverStatus, type Page, type FigureQualifier, type HandoverLevel, type OtherWords } from './handovers.types.js';

/** Where the asker may read everything; null: all jurisdictions of the campaign. */
export interface ReadableScope {
  campaignId: number;
  jurisdictions: string[] | null;
}

export interface HandoverFilter {
  audience: Audience;
  /** With `organiser`: only these; left out: all there are. */
  within?: ReadableScope[];
  /** Slug. */
  campaign?: string;
  /** Of this very jurisdiction. */
  jurisdiction?: string;
  /** Of this country, or of a bundle that covers it. */
  country?: string;
  /** Of this region or of one of its members. */
  region?: string;
  /** Booked by this user, or with them in the delegation by their address. */
  of?: string;
  status?: HandoverStatus[];
  /** Days; handovers whose possible days touch them. */
  from?: string;
  to?: string;
  ids?: string[];
  order?: 'soonest' | 'newest';
  page?: number;
  /** 1 to 200, default 50. */
  pageSize?: number;
}

/** The row of a list as SQL gives it. */
interface ListRow {
  id: string;
  key: string | null;
  campaign: string;
  campaign_kind: 'record' | 'live';
  demonstration: boolean;
  jurisdiction_id: string;
  jurisdiction_name: string;
  jurisdiction_kind: 'country' | 'region' | 'world';
  level: HandoverLevel;
  status: HandoverStatus;
  date_edtf: string | null;
  date_from: string | null;
  date_to: string | null;
  date_note: string | null;
  start_time: string | null;
  time_zone: string;
  place: string | null;
  title: string | null;
  signatures: string | null;
  signatures_qualifier: FigureQualifier | null;
  words: OtherWords;
  calendar_sequence: number;
  recipients: HandoverRecipient[];
  commitments: number;
  responses: number;
  total: number;
}

/**
 * Which handovers (`h`, with their campaign `c`) one may see. In public: what is planned, named or took place; nothing
 * that was called off, and nothing of a petition that is still being written. `$a` audience, `$s` scopes as JSON or null.
 */
export function visible(audience: number, scopes: number): string {
  return `case $${audience}::text
    when 'public' then h.status <> 'cancelled' and not exists (
      select 1 from petitions p where p.campaign_id = h.campaign_id and p.jurisdiction_id = h.jurisdiction_id and p.status = 'draft')
    else $${scopes}::jsonb is null or exists (
      select 1 from jsonb_to_recordset($${scopes}::jsonb) as s("campaignId" integer, jurisdictions text[])
      where s."campaignId" = h.campaign_id and (s.jurisdictions is null or h.jurisdiction_id = any(s.jurisdictions)))
    end`;
}

const LIST = `
  select h.id, h.key, c.slug as campaign, c.kind as campaign_kind, c.demonstration, h.jurisdiction_id,
    j.name as jurisdiction_name, j.kind as jurisdiction_kind, h.level, h.status,
    h.date_edtf, h.date_from::text, h.date_to::text, h.date_note, to_char(h.start_time, 'HH24:MI') as start_time, h.time_zone,
    h.place, h.title, h.signatures, h.signatures_qualifier, case when is_told(h, $1) then h.words else h.words - 'outcome' end as words, h.calendar_sequence,
    coalesce((select jsonb_agg(jsonb_build_object('name', r.name, 'office', r.office, 'body', r.body, 'kind', r.kind, 'metOnly', r.met_only, 'officeId', r.office_id, 'details', r.details)
      order by r.position) from handover_recipients r where r.handover_id = h.id), '[]') as recipients,
    (select count(*)::int from commitments m where m.handover_id = h.id and is_told(h, $1)) as commitments,
    (select count(*)::int from handover_responses r where r.handover_id = h.id and is_told(h, $1)) as responses,
    count(*) over ()::int as total
  from handovers whole
  cross join lateral as_told(whole, $1) h
  join campaigns c on c.id = h.campaign_id
  join jurisdictions j on j.campaign_id = h.campaign_id and j.id = h.jurisdiction_id
  where ${visible(1, 2)}
    and ($3::text is null or c.slug = $3)
    and ($4::text is null or h.jurisdiction_id = $4)
    and ($5::text is null or h.jurisdiction_id = $5 or h.covers_all or exists (
      select 1 from handover_jurisdictions hj where hj.handover_id = h.id and hj.jurisdiction_id = $5))
    and ($6::text[] is null or h.status = any($6))
    and ($7::date is null or h.date_to >= $7)
    and ($8::date is null or h.date_from <= $8)
    and ($9::uuid[] is null or h.id = any($9))
    and ($10::text is null or h.jurisdiction_id = $10 or exists (
      select 1 from jurisdiction_members m where m.campaign_id = h.campaign_id and m.region_id = $10 and m.member_id = h.jurisdiction_id))
    and ($11::text is null or h.created_by = $11 or exists (
      select 1 from delegates d join users u on lower(u.email) = lower(d.email) where d.handover_id = h.id and d.removed_at is null and u.id::text = $11))`;

/** Lists of handovers, page by page. */
@Injectable()
export class HandoverQueries {
  constructor(private readonly db: Database) {}

  async list(filter: HandoverFilter): Promise<Page<HandoverListItem>> {
    const pageSize = Math.min(Math.max(Math.trunc(filter.pageSize ?? 50), 1), 200);
    const page = Math.max(Math.trunc(filter.page ?? 1), 1);
    // The id settles the order among handovers of one day, so that no page repeats or skips one.
    const order = filter.order === 'newest' ? 'h.date_from desc nulls last, h.id' : 'h.date_from asc nulls last, h.id';
    const rows = await this.db.rows<ListRow>(`${LIST} order by ${order} limit $12 offset $13`, [...parameters(filter), pageSize, (page - 1) * pageSize]);
    let total = rows[0]?.total ?? 0;
    if (rows.length === 0 && page > 1) total = (await this.db.rows<ListRow>(`${LIST} limit 1`, parameters(filter)))[0]?.total ?? 0;
    return { items: rows.map(listItem), page, pageSize, total };
  }
}

function parameters(filter: HandoverFilter): unknown[] {
  return [
    filter.audience, filter.within ? JSON.stringify(filter.within) : null, filter.campaign ?? null, filter.jurisdiction ?? null, filter.country ?? null,
    filter.status && filter.status.length > 0 ? filter.status : null, filter.from ?? null, filter.to ?? null, filter.ids ?? null,
    filter.region ?? null, filter.of ?? null,
  ];
}

function listItem(row: ListRow): HandoverListItem {
  const exact = row.date_edtf !== null && /^\d{4}-\d{2}-\d{2}$/.test(row.date_edtf);
  return {
    id: row.id,
    key: row.key,
    campaign: row.campaign,
    jurisdiction: { id: row.jurisdiction_id, name: row.jurisdiction_name, kind: row.jurisdiction_kind },
    level: row.level,
    status: row.status,
    date: {
      edtf: row.date_edtf, from: row.date_from, to: row.date_to, exact, note: row.date_note, startTime: row.start_time, timeZone: row.time_zone,
      startsAt: exact && row.date_from && row.start_time ? instantOf(row.date_from, row.start_time, row.time_zone) : null,
    },
    place: row.place,
    title: row.title,
    recipients: row.recipients,
    stated: row.signatures !== null && row.signatures_qualifier !== null ? { signatures: Number(row.signatures), qualifier: row.signatures_qualifier } : null,
    commitments: row.commitments,
    responses: row.responses,
    words: row.words,
    demonstration: row.demonstration,
    record: row.campaign_kind === 'record',
    calendarSequence: row.calendar_sequence,
  };
}
