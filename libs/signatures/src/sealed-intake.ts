import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { Database, type Tx, txRows, writeOutbox } from '#libs/database';
import { BatchWriter } from './batch-writer.js';
import { contentOf, type SealedBatch, type SealedSignature } from './sealed-batch.js';
import { SEALED_KEPT } from './signatures.events.js';

/**
 * The door of what comes sealed already: kept in Postgres in the caller's transaction, so that what the caller writes down about a
 * record and the record itself exist together or not at all. The worker writes it by the same code as every other batch.
 */
export async function keepSealed(tx: Tx, records: readonly SealedSignature[]): Promise<void> {
  if (records.length === 0) return;
  const batch: SealedBatch = { id: uuidv7(), receivedAt: new Date().toISOString(), records: [...records] };
  await tx.query(`insert into sealed_intake (id, batch) values ($1, $2)`, [batch.id, JSON.stringify(batch)]);
  await writeOutbox(tx, [{ topic: SEALED_KEPT, payload: { batch: batch.id } }]);
}

/**
 * Lays records aside, sealed as they came, until somebody has judged: what counts must not depend on whether a shop can mend it. The
 * same again changes nothing; another of the same id lies beside it.
 */
export async function setAside(tx: Tx, records: readonly { record: SealedSignature; code: string; deviceId: string | null }[]): Promise<void> {
  if (records.length === 0) return;
  const batchId = uuidv7();
  await tx.query(
    `insert into quarantine (record_id, petition_id, batch_id, code, record, device_id, content)
     select record_id, petition_id, $1, code, record, device_id, content
       from unnest($2::uuid[], $3::int[], $4::text[], $5::jsonb[], $6::uuid[], $7::bytea[]) as r(record_id, petition_id, code, record, device_id, content)
     on conflict (record_id, content) do nothing`,
    [batchId, records.map(({ record }) => record.id), records.map(({ record }) => record.petitionId), records.map(({ code }) => code),
      records.map(({ record }) => JSON.stringify(record)), records.map(({ deviceId }) => deviceId), records.map(({ record }) => contentOf(record))],
  );
}

/** Worker only: writes what `keepSealed` kept. */
@Injectable()
export class SealedDrain {
  constructor(private readonly db: Database, private readonly writer: BatchWriter) {}

  /** Writing comes before forgetting: killed in between, the batch comes again and changes nothing. */
  async write(id: string): Promise<void> {
    const [kept] = await this.db.rows<{ batch: SealedBatch }>(`select batch from sealed_intake where id = $1`, [id]);
    if (!kept) return;
    await this.writer.write(kept.batch, { oneIdOneRecord: true });
    await this.db.transaction((tx) => txRows(tx, `delete from sealed_intake where id = $1`, [id]));
  }
}
