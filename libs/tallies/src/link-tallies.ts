import { type Tx, txRows } from '#libs/database';

/** What changed of the counted signatures that came by one link, store or partner. */
export interface LinkDelta {
  petitionId: number;
  via: string;
  channel: string;
  /** UTC, `YYYY-MM-DD`: of the instant at which they became counted. */
  day: string;
  delta: number;
}

/** Writes what changed, in the transaction that counts. @throws `tallies.cell_missing` rather than take from what is not there */
export async function applyLinks(tx: Tx, deltas: readonly LinkDelta[]): Promise<void> {
  const more = deltas.filter(({ delta }) => delta > 0);
  const less = deltas.filter(({ delta }) => delta < 0);
  if (more.length > 0) {
    await tx.query(
      `insert into link_tallies as t (petition_id, via, day, channel, n) select * from ${LINES}
       on conflict (petition_id, via, day, channel) do update set n = t.n + excluded.n`, columns(more));
  }
  if (less.length > 0) {
    const taken = await txRows<unknown>(
      tx,
      `update link_tallies t set n = t.n - l.n from ${LINES} where (t.petition_id, t.via, t.day, t.channel) = (l.petition_id, l.via, l.day, l.channel) returning 1`,
      columns(less),
    );
    if (taken.length !== less.length) throw Object.assign(new Error('tallies.cell_missing'), { code: 'tallies.cell_missing' });
  }
}

const LINES = `unnest($1::int[], $2::text[], $3::date[], $4::channel[], $5::int[]) as l(petition_id, via, day, channel, n)`;

const columns = (lines: readonly LinkDelta[]): unknown[] => [
  lines.map((l) => l.petitionId), lines.map((l) => l.via), lines.map((l) => l.day), lines.map((l) => l.channel), lines.map((l) => Math.abs(l.delta)),
];
