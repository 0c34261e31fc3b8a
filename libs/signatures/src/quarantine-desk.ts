import { Injectable } from '@nestjs/common';
import { AuditLog } from '#libs/access';
import { Database, txRows } from '#libs/database';
import { keepSealed } from './sealed-intake.js';
import { type SealedSignature } from './sealed-batch.js';

/** A record that waits for a person's judgement. Nothing of it is shown but where it came from and why it lies here. */
export interface QuarantinedRecord {
  recordId: string;
  petition: string | null;
  /** Null where it did not come from a tablet. */
  store: { id: string; name: string } | null;
  device: string | null;
  /** Why: `stores.late`, `vault.not_authentic`, … */
  code: string;
  signedAt: string;
  at: Date;
}

/** What could not be taken as it came. Who decides: organisers, release by release; nothing is taken or thrown away by itself. */
@Injectable()
export class QuarantineDesk {
  constructor(private readonly db: Database, private readonly audit: AuditLog) {}

  /** @param places null for all; else jurisdictions of the campaign */
  async waiting({ campaignId, jurisdictionIds, page, pageSize = 50 }: { campaignId: number; jurisdictionIds: readonly string[] | null; page: number; pageSize?: number }): Promise<{ records: QuarantinedRecord[]; total: number }> {
    const rows = await this.db.rows<{ recordId: string; petition: string | null; storeId: string | null; storeName: string | null; device: string | null; code: string; signedAt: string; at: Date; total: number }>(
      `select q.record_id as "recordId", p.slug as petition, s.id as "storeId", s.name as "storeName", d.name as device, q.code, q.record ->> 'signedAt' as "signedAt", q.at, (count(*) over ())::int as total
         from quarantine q join petitions p on p.id = q.petition_id left join devices d on d.id = q.device_id left join stores s on s.id = d.store_id
        where q.resolved_at is null and p.campaign_id = $1 and ($2::text[] is null or p.jurisdiction_id = any($2))
        order by q.at, q.record_id limit $3 offset $4`,
      [campaignId, jurisdictionIds, pageSize, (page - 1) * pageSize],
    );
    return {
      records: rows.map(({ recordId, petition, storeId, storeName, device, code, signedAt, at }) =>
        ({ recordId, petition, device, code, signedAt, at, store: storeId === null ? null : { id: storeId, name: storeName ?? '' } })),
      total: rows[0]?.total ?? 0,
    };
  }

  /** Campaign and jurisdictions of these records, to ask whether somebody may judge them. Unknown and judged ones are left out. */
  places(recordIds: readonly string[]): Promise<{ recordId: string; campaignId: number; jurisdictionId: string }[]> {
    return this.db.rows(
      `select q.record_id as "recordId", p.campaign_id as "campaignId", p.jurisdiction_id as "jurisdictionId"
         from quarantine q join petitions p on p.id = q.petition_id where q.record_id = any($1::uuid[]) and q.resolved_at is null`, [recordIds]);
  }

  /** Hands them to the worker after all. What still cannot be opened comes back here. @returns how many */
  release(recordIds: readonly string[], actor: string): Promise<number> {
    return this.judge(recordIds, actor, 'released', {});
  }

  /** They do not count. What was written is erased; that they were here stays. @returns how many */
  discard(recordIds: readonly string[], reason: string, actor: string): Promise<number> {
    return this.judge(recordIds, actor, 'discarded', { reason });
  }

  private judge(recordIds: readonly string[], actor: string, resolution: 'released' | 'discarded', details: { reason?: string }): Promise<number> {
    return this.db.transaction(async (tx) => {
      const rows = await txRows<{ record: SealedSignature }>(
        tx, `select record from quarantine where record_id = any($1::uuid[]) and resolved_at is null order by record_id for update`, [recordIds]);
      if (rows.length === 0) return 0;
      await tx.query(
        `update quarantine set resolved_at = clock_timestamp(), resolved_by = $2, resolution = $3, record = case when $3 = 'discarded' then record - 'sealed' else record end
          where record_id = any($1::uuid[])`, [rows.map(({ record }) => record.id), actor, resolution]);
      if (resolution === 'released') await keepSealed(tx, rows.map(({ record }) => record));
      for (const { record } of rows) await this.audit.append(tx, { actor, action: `quarantine.${resolution}`, subject: `signature:${record.id}`, details });
      return rows.length;
    }, { actor });
  }
}
