import { Injectable } from '@nestjs/common';
import { Database } from '#libs/database';
import { LinkChecks, type LinkState } from '#libs/outbound';
import { isOverdue, statusOf } from './commitment-rules.js';
import { dayIn } from './date-rules.js';
import { documentJson } from './promises/documents-of.js';
import { visible, type ReadableScope } from './handovers.queries.js';
import { type AnsweredCall, type Audience, type Commitment, type CommitmentKind, type CommitmentStatus, type CommitmentStatusEntry, type OtherWords, type Page, type RightOfReply } from './handovers.types.js';

export interface CommitmentFilter {
  audience: Audience;
  within?: ReadableScope[];
  campaign?: string;
  jurisdiction?: string;
  handoverId?: string;
  ids?: string[];
  status?: CommitmentStatus[];
  /** Only those past due (or, with false, only the others). */
  overdue?: boolean;
  /** Only those due at the latest on this day. */
  dueBy?: string;
  page?: number;
  /** 1 to 200, default 50. */
  pageSize?: number;
}

interface CommitmentRow {
  id: string;
  key: string | null;
  handover_id: string;
  campaign: string;
  campaign_kind: 'record' | 'live';
  jurisdiction_id: string;
  jurisdiction_name: string;
  time_zone: string;
  position: number;
  text: string;
  language: string | null;
  due_kind: 'due' | 'review';
  office_id: string | null;
  office_names: Record<string, string> | null;
  holder_name: string | null;
  holder_now: string | null;
  kind: CommitmentKind;
  made_by: string | null;
  instrument: string | null;
  answers_all: boolean;
  answers: AnsweredCall[];
  answers_note: string | null;
  due_edtf: string | null;
  due_from: string | null;
  due_to: string | null;
  note: string | null;
  words: OtherWords;
  source: unknown;
  history: (Omit<CommitmentStatusEntry, 'recordedAt' | 'reply' | 'deadSince'> & { recordedAt: string; recordedBy: string; reply: (Omit<RightOfReply, 'openUntil' | 'repliedAt'> & { openUntil: string | null; repliedAt: string | null }) | null })[];
  total: number;
}

/** Past due on the calendar of its handover's zone, at the instant `$n`. Records are never overdue. */
const overdueAt = (n: number): string =>
  `(c.kind = 'live' and st.status in ('promised', 'in-progress') and m.due_to is not null and m.due_to < ($${n}::timestamptz at time zone h.time_zone)::date)`;

/** What the office answered; in public only with the status itself, that is once it has or its time is over. */
const REPLY = `(select jsonb_build_object('windowDays', r.window_days, 'askedOn', r.asked_on, 'openUntil', r.open_until, 'text', r.text, 'language', r.language, 'datedOn', r.dated_on,
  'file', ${documentJson('r.document_id')}, 'repliedAt', r.replied_at) from commitment_replies r where r.status_id = s.id)`;

const SELECT = `
  select m.id, m.key, m.handover_id, c.slug as campaign, c.kind as campaign_kind, h.jurisdiction_id, j.name as jurisdiction_name, h.time_zone,
    m.position, m.text, m.language, m.kind, m.made_by, m.instrument, m.answers_all, m.answers_note, m.due_edtf, m.due_from::text, m.due_to::text, m.note, m.words, m.source,
    m.due_kind, m.office_id, m.holder_name, o.names as office_names,
    (select t.person from office_holders t where t.office_id = m.office_id and t.held_from <= ($9::timestamptz at time zone h.time_zone)::date
      and coalesce(t.held_to, 'infinity') >= ($9::timestamptz at time zone h.time_zone)::date limit 1) as holder_now,
    coalesce((select jsonb_agg(jsonb_build_object('id', k.id, 'key', k.key, 'jurisdiction', k.jurisdiction_id) order by k.jurisdiction_id, k.position)
      from commitment_answers a join calls_to_action k on k.id = a.call_id where a.commitment_id = m.id), '[]') as answers,
    coalesce((select jsonb_agg(jsonb_build_object('id', s.id::text, 'status', s.status, 'datedEdtf', s.dated_edtf, 'evidence', s.evidence, 'note', s.note,
      'file', ${documentJson('s.document_id')}, 'supersededBy', s.superseded_by, 'reply', ${REPLY},
      'recordedAt', s.recorded_at, 'recordedBy', s.recorded_by) order by s.id) from commitment_statuses s where s.commitment_id = m.id and status_is_told(s.id, $1)), '[]') as history,
    count(*) over ()::int as total
  from commitments m
  join handovers h on h.id = m.handover_id
  join campaigns c on c.id = h.campaign_id
  join jurisdictions j on j.campaign_id = h.campaign_id and j.id = h.jurisdiction_id
  left join offices o on o.id = m.office_id
  cross join lateral (select coalesce((select s.status from commitment_statuses s where s.commitment_id = m.id and status_is_told(s.id, $1) order by s.id desc limit 1), 'promised') as status) st
  where ${visible(1, 2)} and is_told(h, $1)
    and ($3::text is null or c.slug = $3)
    and ($4::text is null or h.jurisdiction_id = $4)
    and ($5::uuid is null or m.handover_id = $5)
    and ($6::uuid[] is null or m.id = any($6))
    and ($7::text[] is null or st.status = any($7))
    and ($8::boolean is null or ${overdueAt(9)} = $8)
    and ($10::date is null or m.due_to <= $10)`;

/** Lists of commitments, with their calls and their whole history. */
@Injectable()
export class CommitmentQueries {
  constructor(private readonly db: Database, private readonly links: LinkChecks) {}

  async list(filter: CommitmentFilter, now: Date = new Date()): Promise<Page<Commitment>> {
    const pageSize = Math.min(Math.max(Math.trunc(filter.pageSize ?? 50), 1), 200);
    const page = Math.max(Math.trunc(filter.page ?? 1), 1);
    const rows = await this.db.rows<CommitmentRow>(
      `${SELECT} order by ${filter.handoverId ? 'm.position, m.id' : 'm.due_to asc nulls last, h.jurisdiction_id, m.position, m.id'} limit $11 offset $12`,
      [...parameters(filter, now), pageSize, (page - 1) * pageSize],
    );
    let total = rows[0]?.total ?? 0;
    if (rows.length === 0 && page > 1) total = (await this.db.rows<CommitmentRow>(`${SELECT} limit 1`, parameters(filter, now)))[0]?.total ?? 0;
    const links = await this.links.of(rows.flatMap(({ history }) => history.flatMap(({ evidence }) => evidence ?? [])));
    return { items: rows.map((row) => commitment(row, links, now, filter.audience)), page, pageSize, total };
  }
}

function parameters(filter: CommitmentFilter, now: Date): unknown[] {
  return [
    filter.audience, filter.within ? JSON.stringify(filter.within) : null, filter.campaign ?? null, filter.jurisdiction ?? null, filter.handoverId ?? null,
    filter.ids ?? null, filter.status && filter.status.length > 0 ? filter.status : null, filter.overdue ?? null, now, filter.dueBy ?? null,
  ];
}

function commitment(row: CommitmentRow, links: ReadonlyMap<string, LinkState>, now: Date, audience: Audience): Commitment {
  const status = statusOf(row.history);
  return {
    id: row.id,
    key: row.key,
    handoverId: row.handover_id,
    campaign: row.campaign,
    jurisdiction: { id: row.jurisdiction_id, name: row.jurisdiction_name },
    position: row.position,
    text: row.text,
    language: row.language,
    kind: row.kind,
    madeBy: row.made_by,
    office: row.office_id === null ? null : { id: row.office_id, names: row.office_names ?? {}, holderThen: row.holder_name, holderNow: row.holder_now },
    instrument: row.instrument,
    answers: row.answers_all ? 'all' : row.answers,
    answersNote: row.answers_note,
    due: row.due_edtf && row.due_from && row.due_to ? { edtf: row.due_edtf, from: row.due_from, to: row.due_to } : null,
    dueKind: row.due_kind,
    note: row.note,
    status,
    overdue: isOverdue({ status, dueTo: row.due_to, campaignKind: row.campaign_kind }, dayIn(row.time_zone, now)),
    history: row.history.map((entry) => ({
      ...entry, deadSince: links.get(entry.evidence ?? '')?.deadSince?.toISOString().slice(0, 10) ?? null, recordedAt: new Date(entry.recordedAt),
      reply: entry.reply && { ...entry.reply, openUntil: instant(entry.reply.openUntil), repliedAt: instant(entry.reply.repliedAt) }, recordedBy: audience === 'public' ? null : entry.recordedBy,
    })),
    words: row.words,
    source: row.source,
  };
}

const instant = (text: string | null): Date | null => (text === null ? null : new Date(text));
