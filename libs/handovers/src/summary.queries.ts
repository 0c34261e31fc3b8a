import { Injectable } from '@nestjs/common';
import { Database } from '#libs/database';
import { visible } from './handovers.queries.js';
import { type CommitmentStatus, type FigureQualifier, type HandoverLevel, type HandoverRecipientKind, type HandoverStatus } from './handovers.types.js';

export interface HandoverSummaryRow {
  id: string;
  key: string | null;
  jurisdiction: string;
  level: HandoverLevel;
  status: HandoverStatus;
  signatures: number | null;
  qualifier: FigureQualifier | null;
  /** Kinds of its recipients, each once. */
  recipientKinds: HandoverRecipientKind[];
  dateFrom: string | null;
}

export interface CommitmentSummaryRow {
  id: string;
  key: string | null;
  jurisdiction: string;
  status: CommitmentStatus;
  answersAll: boolean;
  /** Keys of the calls it names. */
  answers: string[];
}

/** A call that a commitment answers: named by one, or among "the calls as a whole" of one, or both. */
export interface AnsweredCallRow {
  key: string;
  jurisdiction: string;
  byName: boolean;
  byAll: boolean;
}

/** What a campaign's summary is computed from: only what the public may know. */
@Injectable()
export class HandoverSummaries {
  constructor(private readonly db: Database) {}

  async handoverRows(campaignId: number): Promise<HandoverSummaryRow[]> {
    const rows = await this.db.rows<Omit<HandoverSummaryRow, 'signatures'> & { signatures: string | null }>(
      `select h.id, h.key, h.jurisdiction_id as jurisdiction, h.level, h.status, h.signatures, h.signatures_qualifier as qualifier, h.date_from::text as "dateFrom",
         coalesce((select array_agg(distinct r.kind order by r.kind) from handover_recipients r where r.handover_id = h.id and not r.met_only), '{}') as "recipientKinds"
       from handovers whole cross join lateral as_told(whole, $1) h where ${visible(1, 2)} and h.campaign_id = $3 order by h.jurisdiction_id, h.id`, ['public', null, campaignId]);
    return rows.map((row) => ({ ...row, signatures: row.signatures === null ? null : Number(row.signatures) }));
  }

  async commitmentRows(campaignId: number): Promise<CommitmentSummaryRow[]> {
    return this.db.rows(
      `select m.id, m.key, h.jurisdiction_id as jurisdiction, m.answers_all as "answersAll",
         coalesce((select s.status from commitment_statuses s where s.commitment_id = m.id and status_is_told(s.id, $1) order by s.id desc limit 1), 'promised') as status,
         coalesce((select array_agg(k.key order by k.key) from commitment_answers a join calls_to_action k on k.id = a.call_id where a.commitment_id = m.id), '{}') as answers
       from commitments m join handovers h on h.id = m.handover_id
       where ${visible(1, 2)} and is_told(h, $1) and h.campaign_id = $3 order by h.jurisdiction_id, m.position, m.id`, ['public', null, campaignId]);
  }

  /** The calls that are answered at all. "As a whole" means those of the handover's jurisdiction, or of the petition it shares. */
  async answeredCallRows(campaignId: number): Promise<AnsweredCallRow[]> {
    return this.db.rows(
      `with told as (
         select m.id, m.answers_all, h.campaign_id, h.jurisdiction_id from commitments m join handovers h on h.id = m.handover_id
         where ${visible(1, 2)} and is_told(h, $1) and h.campaign_id = $3
       ), answered as (
         select a.call_id, true as by_name, false as by_all from told t join commitment_answers a on a.commitment_id = t.id
         union all
         select k.id, false, true from told t
         left join petitions p on p.campaign_id = t.campaign_id and p.jurisdiction_id = t.jurisdiction_id
         left join petitions lender on lender.id = p.shared_from
         join calls_to_action k on k.campaign_id = t.campaign_id and k.jurisdiction_id = coalesce(lender.jurisdiction_id, t.jurisdiction_id)
         where t.answers_all
       )
       select k.key, k.jurisdiction_id as jurisdiction, bool_or(a.by_name) as "byName", bool_or(a.by_all) as "byAll"
       from answered a join calls_to_action k on k.id = a.call_id group by k.id order by k.jurisdiction_id, k.position`, ['public', null, campaignId]);
  }
}
