import { v7 as uuidv7 } from 'uuid';
import { type Tx } from '#libs/database';
import { asJson, contentOf, type SealedSignature } from './sealed-batch.js';

/** A record that cannot be taken as it came. `deviceId`: the tablet it came from; null: whichever tablet's journal has it, if one does. */
export interface Aside { record: SealedSignature; code: string; deviceId: string | null }

/** What was released and comes back because it still cannot be written waits for a judgement again. */
const AGAIN = `do update set code = excluded.code, batch_id = excluded.batch_id, record = excluded.record, resolved_at = null, resolution = null, resolved_by = null
  where quarantine.resolution = 'released'`;

/**
 * Lays records aside, sealed as they came, until somebody has judged: what counts must not depend on whether a shop can mend it. The same
 * again changes nothing, and what was judged stays so, unless it comes back `fromRelease`; another of the same id lies beside it.
 */
export async function setAside(tx: Tx, records: readonly Aside[], { batchId = uuidv7(), fromRelease = false }: { batchId?: string; fromRelease?: boolean } = {}): Promise<void> {
  if (records.length === 0) return;
  await tx.query(
    `insert into quarantine (record_id, petition_id, batch_id, code, record, content, device_id)
     select record_id, petition_id, $1, code, record, content, coalesce(device_id,
              (select d.device_id from device_records d where d.record_id = r.record_id and d.payload_hash = r.content order by d.received_at, d.seq limit 1))
       from unnest($2::uuid[], $3::int[], $4::text[], $5::jsonb[], $6::bytea[], $7::uuid[]) as r(record_id, petition_id, code, record, content, device_id)
     on conflict (record_id, content) ${fromRelease ? AGAIN : 'do nothing'}`,
    [batchId, records.map(({ record }) => record.id), records.map(({ record }) => record.petitionId), records.map(({ code }) => code),
      records.map(({ record }) => asJson(record)), records.map(({ record }) => contentOf(record)), records.map(({ deviceId }) => deviceId)],
  );
}
