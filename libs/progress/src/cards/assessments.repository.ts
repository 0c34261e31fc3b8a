import { Injectable } from '@nestjs/common';
import { Database, type Tx, txRows } from '#libs/database';
import { isUuid } from '../uuid.js';
import type { Assessment, AssessmentFilter, AssessmentInput, RoundStanding } from './assessments.types.js';
import { cardsConflict, cardsNotFound } from './cards.errors.js';
import type { Page } from './cards.types.js';

export interface HeldRound {
  readonly id: string;
  readonly key: string;
  readonly campaignId: number;
  readonly campaign: string;
  readonly frameworkId: string;
}

export type HeldAssessment = Assessment & { readonly round: string; readonly campaign: string };

const name = (column: string): string => `(select u.name from users u where u.id::text = ${column})`;
const COLUMNS = `
  a.id, a.jurisdiction_id as jurisdiction, a.indicator_key as indicator, a.version, a.rating, a.star, a.reasons, a.sources, a.assessor, ${name('a.assessor')} as "assessorName", a.authors,
  a.assessed_on::text as "assessedOn", a.state, a.submitted_at as "submittedAt", a.reviewer, ${name('a.reviewer')} as "reviewerName", a.reviewed_at as "reviewedAt", a.remark,
  a.publication_id as "publicationId", a.created_at as "createdAt"`;
/** What stands now of a place: the newest version, for nothing can be newer than the open one. */
const CURRENT = `not exists (select 1 from assessments later where later.round_id = a.round_id and later.jurisdiction_id = a.jurisdiction_id and later.indicator_key = a.indicator_key and later.version > a.version)`;

/** The rows of assessments. What steps they may take is decided in `assessment-rules.ts`, and held by the table. */
@Injectable()
export class AssessmentsRepository {
  constructor(private readonly db: Database) {}

  async list(roundId: string, filter: AssessmentFilter): Promise<Page<Assessment>> {
    const { page = 1, pageSize = 50 } = filter;
    const parameters = [roundId, filter.jurisdiction ?? null, filter.indicator ?? null, filter.state ?? null, filter.current ?? true, filter.within ?? null];
    const where = `a.round_id = $1 and ($2::text is null or a.jurisdiction_id = $2) and ($3::text is null or a.indicator_key = $3) and ($4::text is null or a.state = $4) and (not $5::boolean or ${CURRENT}) and ($6::text[] is null or a.jurisdiction_id = any($6))`;
    const [count] = await this.db.rows<{ total: number }>(`select count(*)::int as total from assessments a where ${where}`, parameters);
    const items = await this.db.rows<Assessment>(
      `select ${COLUMNS} from assessments a join framework_indicators i on i.framework_id = a.framework_id and i.key = a.indicator_key
        where ${where} order by a.jurisdiction_id, i.number, a.version desc limit $7 offset $8`, [...parameters, pageSize, (page - 1) * pageSize]);
    return { items, total: count?.total ?? 0, page, pageSize };
  }

  /** @throws DomainError `progress.assessment_not_found` */
  async get(campaignId: number, id: string): Promise<Assessment> {
    const [row] = isUuid(id) ? await this.db.rows<Assessment>(`select ${COLUMNS} from assessments a where a.campaign_id = $1 and a.id = $2`, [campaignId, id]) : [];
    if (!row) throw cardsNotFound('assessmentNotFound');
    return row;
  }

  /** @throws DomainError `progress.round_not_found` */
  async round(campaignId: number, key: string): Promise<HeldRound & { readonly record: boolean }> {
    const [row] = await this.db.rows<HeldRound & { record: boolean }>(
      `select r.id, r.key, r.campaign_id as "campaignId", c.slug as campaign, r.framework_id as "frameworkId", c.kind = 'record' as record
         from card_rounds r join campaigns c on c.id = r.campaign_id where r.campaign_id = $1 and r.key = $2`, [campaignId, key]);
    if (!row) throw cardsNotFound('roundNotFound');
    return row;
  }

  async standing(roundId: string): Promise<RoundStanding> {
    const [row] = await this.db.rows<{ cells: number; byState: Partial<RoundStanding['byState']> }>(
      `select (select count(*)::int from card_round_jurisdictions j where j.round_id = r.id) * (select count(*)::int from framework_indicators i where i.framework_id = r.framework_id) as cells,
         coalesce((select json_object_agg(s.state, s.n) from (select a.state, count(*)::int as n from assessments a where a.round_id = r.id and ${CURRENT} group by 1) s), '{}') as "byState"
       from card_rounds r where r.id = $1`, [roundId]);
    const byState = { draft: 0, submitted: 0, approved: 0, 'sent-back': 0, published: 0, ...row?.byState };
    const cells = row?.cells ?? 0;
    return { cells, byState, untouched: cells - Object.values(byState).reduce((sum, n) => sum + n, 0) };
  }

  /** Takes the lock of a place until the transaction ends, and says whether round, jurisdiction and indicator belong together. */
  async holdPlace(tx: Tx, round: HeldRound, jurisdiction: string, indicator: string): Promise<boolean> {
    await tx.query(`select pg_advisory_xact_lock(hashtext('countersign-assessment'), hashtext($1))`, [`${round.id} ${jurisdiction} ${indicator}`]);
    const found = await txRows(tx,
      `select 1 from card_round_jurisdictions j join framework_indicators i on i.framework_id = $4 and i.key = $3 where j.round_id = $1 and j.jurisdiction_id = $2`,
      [round.id, jurisdiction, indicator, round.frameworkId]);
    return found.length > 0;
  }

  /** The newest version of a place, whatever its state; null: nobody wrote there. */
  async newest(tx: Tx, roundId: string, jurisdiction: string, indicator: string): Promise<Assessment | null> {
    const [row] = await txRows<Assessment>(tx,
      `select ${COLUMNS} from assessments a where a.round_id = $1 and a.jurisdiction_id = $2 and a.indicator_key = $3 order by a.version desc limit 1`, [roundId, jurisdiction, indicator]);
    return row ?? null;
  }

  /** Writes the next version and lays the open one before it aside. @returns its id */
  async write(tx: Tx, round: HeldRound, place: { jurisdiction: string; indicator: string }, before: Assessment | null, input: Required<AssessmentInput>, assessor: string): Promise<string> {
    const open = before !== null && before.state !== 'published';
    if (open) await this.move(tx, before.id, { state: 'replaced' });
    const authors = [...new Set([...(open ? before.authors : []), assessor])];
    const [row] = await txRows<{ id: string }>(tx,
      `insert into assessments (round_id, campaign_id, jurisdiction_id, framework_id, indicator_key, version, rating, star, reasons, sources, assessor, authors, assessed_on, state)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, 'draft') returning id`,
      [round.id, round.campaignId, place.jurisdiction, round.frameworkId, place.indicator, (before?.version ?? 0) + 1, input.rating, input.star, JSON.stringify(input.reasons),
        JSON.stringify(input.sources), assessor, authors, input.assessedOn]);
    if (!row) throw new Error('the assessment was not written');
    return row.id;
  }

  /** Locks versions by id, in one order for everybody. @throws DomainError `progress.assessment_not_found` if any is not there */
  async held(tx: Tx, campaignId: number, ids: readonly string[]): Promise<HeldAssessment[]> {
    const wanted = [...new Set(ids)];
    const rows = wanted.every(isUuid) ? await txRows<HeldAssessment & { record: boolean }>(tx,
      `select ${COLUMNS}, r.key as round, c.slug as campaign, c.kind = 'record' as record from assessments a join card_rounds r on r.id = a.round_id join campaigns c on c.id = a.campaign_id
        where a.campaign_id = $1 and a.id = any($2::uuid[]) order by a.id for update of a`, [campaignId, wanted]) : [];
    if (rows.length !== wanted.length) throw cardsNotFound('assessmentNotFound');
    if (rows.some((row) => row.record)) throw cardsConflict('frozen');
    return rows;
  }

  async move(tx: Tx, id: string, to: { state: Assessment['state']; reviewer?: string; remark?: string }): Promise<void> {
    await tx.query(
      `update assessments set state = $2, submitted_at = case when $2 = 'submitted' then clock_timestamp() else submitted_at end,
         reviewer = coalesce($3, reviewer), reviewed_at = case when $3::text is null then reviewed_at else clock_timestamp() end, remark = coalesce($4, remark) where id = $1`,
      [id, to.state, to.reviewer ?? null, to.remark ?? null]);
  }

  /** @returns how many were approved and are published by this */
  async publish(tx: Tx, roundId: string, publicationId: string, by: string): Promise<number> {
    await tx.query(`insert into card_round_publications (round_id, publication_id, created_by) values ($1, $2, $3) on conflict do nothing`, [roundId, publicationId, by]);
    return (await txRows(tx, `update assessments set state = 'published', publication_id = $2 where round_id = $1 and state = 'approved' returning 1`, [roundId, publicationId])).length;
  }
}
