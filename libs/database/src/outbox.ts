import { type Tx, txRows } from './database.js';

/** An event that a transaction leaves behind for others: a topic and ids, never personal data. */
export interface OutboxRow {
  id: string;
  topic: string;
  payload: Record<string, unknown>;
}

/** Writes events in the caller's transaction: they exist if, and only if, the change does. */
export async function writeOutbox(tx: Tx, events: readonly { topic: string; payload: object }[]): Promise<void> {
  if (events.length === 0) return;
  await tx.query(
    `insert into outbox (topic, payload) select * from unnest($1::text[], $2::jsonb[])`,
    [events.map((event) => event.topic), events.map((event) => JSON.stringify(event.payload))],
  );
  await tx.query(`notify outbox`);
}

/**
 * Hands committed events of these topics to `deliver`, oldest first, and forgets those that it names once it returned. Several relays can
 * run side by side: each claims rows that no other holds. If `deliver` fails or the process dies, the rows come again; those of `except`
 * are left where they are.
 *
 * @returns how many were handed over
 */
export async function relayOutbox(
  tx: Tx, topics: readonly string[], { limit, except }: { limit: number; except: ReadonlySet<string> }, deliver: (rows: OutboxRow[]) => Promise<readonly OutboxRow[]>,
): Promise<number> {
  const rows = await txRows<OutboxRow>(
    tx, `select id, topic, payload from outbox where topic = any($1) and id <> all($3::bigint[]) order by id limit $2 for update skip locked`, [topics, limit, [...except]]);
  if (rows.length === 0) return 0;
  const delivered = await deliver(rows);
  await tx.query(`delete from outbox where id = any($1::bigint[])`, [delivered.map((row) => row.id)]);
  return rows.length;
}
