import { Injectable } from '@nestjs/common';
import type pg from 'pg';
import { v7 as uuidv7 } from 'uuid';
import { type Tx } from '#libs/database';
import { codeOf, pauseBefore } from '#libs/queues';
import { BatchWriter } from './batch-writer.js';
import { type SealedBatch, type SealedSignature } from './sealed-batch.js';

/** On which a worker is called when a sealed batch was put down in Postgres. */
export const SEALED_CHANNEL = 'sealed_intake';

/**
 * The door of what comes sealed already: kept in Postgres in the caller's transaction, so that what the caller writes down about a
 * record and the record itself exist together or not at all. The worker writes it by the same code as every other batch.
 */
export async function keepSealed(tx: Tx, records: readonly SealedSignature[]): Promise<void> {
  if (records.length === 0) return;
  const batch: SealedBatch = { id: uuidv7(), receivedAt: new Date().toISOString(), records: [...records] };
  await tx.query(`insert into sealed_intake (id, batch) values ($1, $2)`, [batch.id, JSON.stringify(batch)]);
  await tx.query(`notify ${SEALED_CHANNEL}`);
}

interface Kept { id: string; batch: SealedBatch; door: 'tablets' | 'citizens'; tries: number }

/** Batches taken at once; a tablet's may be 2 MB. */
const AT_ONCE = 24;

/** Worker only: writes what was put down in Postgres, straight from there, so that it is counted while Redis is away too. */
@Injectable()
export class SealedDrain {
  constructor(private readonly writer: BatchWriter) {}

  /**
   * Writes some of what is due. Writing comes before forgetting: killed in between, a batch comes again and changes nothing. What
   * cannot be written waits for a growing pause, as in a queue, and keeps nothing else waiting.
   * @param client a connection of its own, which holds the batches so that other workers take others; the writing goes by the pool's
   * @returns how many were written
   */
  async drainSome(client: Pick<pg.ClientBase, 'query'>): Promise<number> {
    await client.query('begin');
    const { rows } = await client.query<Kept>(
      `select id, batch, door, tries from sealed_intake where due_at <= now() order by due_at limit ${AT_ONCE} for update skip locked`);
    const failures = await Promise.all(rows.map(({ batch, door }) => this.writer.write(batch, { oneIdOneRecord: door === 'tablets' }).then(() => null, codeOf)));
    const failed = rows.flatMap((row, at) => (failures[at] ? [{ ...row, code: failures[at] }] : []));
    const written = rows.filter((_, at) => !failures[at]);
    if (written.length > 0) await client.query(`delete from sealed_intake where id = any($1)`, [written.map(({ id }) => id)]);
    if (failed.length > 0) {
      await client.query(
        `update sealed_intake k set tries = k.tries + 1, code = f.code, due_at = clock_timestamp() + f.pause * interval '1 millisecond'
           from unnest($1::uuid[], $2::text[], $3::int[]) as f(id, code, pause) where k.id = f.id`,
        [failed.map(({ id }) => id), failed.map(({ code }) => code), failed.map(({ tries }) => pauseBefore(tries + 1))]);
    }
    await client.query('commit');
    return written.length;
  }
}
