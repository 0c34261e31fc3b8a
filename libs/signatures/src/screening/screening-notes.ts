import { type Tx } from '#libs/database';
import { type NewRow } from '../ledger.repository.js';

/** What is noted beside a record for thirty days, to see which belong together. Keyed numbers; null where there is nothing to note. */
export interface ScreeningTags {
  /** The range of addresses it came from. */
  range: bigint | null;
  /** The domain of its mailbox, unless it is one of the great providers. */
  domain: bigint | null;
  /** A shape that mailboxes or names made by a program share. */
  pattern: bigint | null;
  /** The mailbox is one for throwing away. */
  disposable: boolean;
}

/** SQL over `held_signatures` and `screening_tags`, inside the ledger's transactions. */
export const screeningNotes = {
  async write(tx: Tx, fresh: readonly NewRow[]): Promise<void> {
    await this.hold(tx, fresh.filter((row) => row.held));
    const tagged = fresh.flatMap((row) => (row.tags ? [{ ...row.tags, row }] : []));
    if (tagged.length === 0) return;
    await tx.query(
      `insert into screening_tags (petition_id, record_id, at, range, domain, pattern, disposable)
       select * from unnest($1::int[], $2::uuid[], $3::timestamptz[], $4::bigint[], $5::bigint[], $6::bigint[], $7::bool[]) on conflict do nothing`,
      [tagged.map(({ row }) => row.petitionId), tagged.map(({ row }) => row.id), tagged.map(({ row }) => new Date(row.signedAt).toISOString()), tagged.map(({ range }) => range?.toString() ?? null),
        tagged.map(({ domain }) => domain?.toString() ?? null), tagged.map(({ pattern }) => pattern?.toString() ?? null), tagged.map(({ disposable }) => disposable)]);
  },

  async hold(tx: Tx, rows: readonly Pick<NewRow, 'petitionId' | 'id' | 'held'>[]): Promise<void> {
    if (rows.length === 0) return;
    await tx.query(`insert into held_signatures (petition_id, record_id, code) select * from unnest($1::int[], $2::uuid[], $3::text[]) on conflict do nothing`,
      [rows.map((row) => row.petitionId), rows.map((row) => row.id), rows.map((row) => row.held)]);
  },

  /** Nothing is left that could say what they had in common with others. */
  async forget(tx: Tx, records: readonly { petitionId: number; id: string }[]): Promise<void> {
    for (const table of ['screening_tags', 'held_signatures']) {
      await tx.query(`delete from ${table} n using unnest($1::int[], $2::uuid[]) as w(petition_id, id) where n.petition_id = w.petition_id and n.record_id = w.id`,
        [records.map((row) => row.petitionId), records.map((row) => row.id)]);
    }
  },

  /** They wait for no judgement any more. */
  async judged(tx: Tx, petitionId: number, ids: readonly string[]): Promise<void> {
    await tx.query(`delete from held_signatures where petition_id = $1 and record_id = any($2::uuid[])`, [petitionId, ids]);
  },
};
