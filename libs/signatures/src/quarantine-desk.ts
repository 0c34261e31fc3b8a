import { Injectable } from '@nestjs/common';
import { AuditLog } from '#libs/access';
import { Database, txRows } from '#libs/database';
import { keepSealed } from './sealed-intake.js';
import { type SealedSignature } from './sealed-batch.js';

/** A record that waits for a person's judgement. Nothing of it is shown but where it came from and why it lies here. */
export interface QuarantinedRecord {
  id: string;
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

/**
 * Whose it is: of a tablet, its store's campaign, whatever petition it names; of no tablet, its petition's. A tablet that names another
 * campaign's petition must not show up with that campaign's organisers, nor be counted there.
 */
const WITH_PLACE = `quarantine q left join petitions p on p.id = q.petition_id left join devices d on d.id = q.device_id left join stores s on s.id = d.store_id`;
const CAMPAIGN = `coalesce(s.campaign_id, p.campaign_id)`;
const JURISDICTION = `case when p.campaign_id = ${CAMPAIGN} then p.jurisdiction_id else s.jurisdiction_id end`;

/** What could not be taken as it came. Who decides: organisers, release by release; nothing is taken or thrown away by itself. */
@Injectable()
export class QuarantineDesk {
  constructor(private readonly db: Database, private readonly audit: AuditLog) {}

  /** @param places null for all; else jurisdictions of the campaign */
  async waiting({ campaignId, jurisdictionIds, page, pageSize = 50 }: { campaignId: number; jurisdictionIds: readonly string[] | null; page: number; pageSize?: number }): Promise<{ records: QuarantinedRecord[]; total: number }> {
    const rows = await this.db.rows<{ id: string; recordId: string; petition: string | null; storeId: string | null; storeName: string | null; device: string | null; code: string; signedAt: string; at: Date; total: number }>(
      `select q.id, q.record_id as "recordId", p.slug as petition, s.id as "storeId", s.name as "storeName", d.name as device, q.code, q.record ->> 'signedAt' as "signedAt", q.at, (count(*) over ())::int as total
         from ${WITH_PLACE} where q.resolved_at is null and ${CAMPAIGN} = $1 and ($2::text[] is null or ${JURISDICTION} = any($2))
        order by q.at, q.id limit $3 offset $4`,
      [campaignId, jurisdictionIds, pageSize, (page - 1) * pageSize],
    );
    return {
      records: rows.map(({ id, recordId, petition, storeId, storeName, device, code, signedAt, at }) =>
        ({ id, recordId, petition, device, code, signedAt, at, store: storeId === null ? null : { id: storeId, name: storeName ?? '' } })),
      total: rows[0]?.total ?? 0,
    };
  }

  /** Campaign and jurisdictions of these, to ask whether somebody may judge them. Unknown and judged ones are left out. */
  places(ids: readonly string[]): Promise<{ id: string; campaignId: number; jurisdictionId: string }[]> {
    return this.db.rows(
      `select q.id, ${CAMPAIGN} as "campaignId", ${JURISDICTION} as "jurisdictionId" from ${WITH_PLACE} where q.id = any($1::uuid[]) and q.resolved_at is null`, [ids]);
  }

  /**
   * Hands them to the worker after all. What still cannot be opened comes back here; what is for no petition of the tablet's own campaign
   * stays, and can only be discarded. @returns how many
   */
  release(ids: readonly string[], actor: string): Promise<number> {
    return this.judge(ids, actor, 'released', {});
  }

  /** They do not count. What was written is erased; that they were here stays. @returns how many */
  discard(ids: readonly string[], reason: string, actor: string): Promise<number> {
    return this.judge(ids, actor, 'discarded', { reason });
  }

  /** Nothing sealed stays here in either case: what was released lies where the worker finds it, and is erased there when its signer takes it back. */
  private judge(ids: readonly string[], actor: string, resolution: 'released' | 'discarded', details: { reason?: string }): Promise<number> {
    return this.db.transaction(async (tx) => {
      const rows = await txRows<{ id: string; record: SealedSignature }>(
        tx, `select q.id, q.record from ${WITH_PLACE} where q.id = any($1::uuid[]) and q.resolved_at is null and ($2 = 'discarded' or p.campaign_id = ${CAMPAIGN}) order by q.id for update of q`,
        [ids, resolution]);
      if (rows.length === 0) return 0;
      await tx.query(
        `update quarantine set resolved_at = clock_timestamp(), resolved_by = $2, resolution = $3, record = record - 'sealed' where id = any($1::uuid[])`,
        [rows.map(({ id }) => id), actor, resolution]);
      if (resolution === 'released') await keepSealed(tx, rows.map(({ record }) => record));
      for (const { record } of rows) await this.audit.append(tx, { actor, action: `quarantine.${resolution}`, subject: `signature:${record.id}`, details });
      return rows.length;
    }, { actor });
  }
}
