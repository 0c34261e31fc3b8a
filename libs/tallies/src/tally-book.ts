import { Injectable } from '@nestjs/common';
import { type Tx, txRows, writeOutbox } from '#libs/database';
import { crossings, LADDER, passedSilently } from './milestone-rules.js';
import { applyLinks, type LinkDelta } from './link-tallies.js';
import { MILESTONE_CROSSED, type MilestoneCrossed } from './tallies.events.js';

/** A petition whose tally is held: nobody else changes its signatures until the transaction ends. */
export interface HeldTally {
  petitionId: number;
  counted: number;
  attested: number;
  target: number | null;
  approachingShare: number;
  /** Everybody counted by then (ms) stands in a sealed handover. */
  sealedUntil: number | null;
}

export interface CellDelta {
  country: string;
  channel: string;
  status: string;
  /** Start of the UTC hour, ISO 8601. */
  hour: string;
  delta: number;
}

export interface PetitionDeltas {
  held: HeldTally;
  deltas: readonly CellDelta[];
  /** Of the counted ones that came by a link, store or partner. */
  links?: readonly LinkDelta[];
}

interface Totals { petitionId: number; counted: number; pending: number }

/**
 * The one writer of tallies. Whoever changes signatures of petitions first holds their tallies, then applies what
 * changed, all in one transaction: a count is exact at the instant its rows are.
 */
@Injectable()
export class TallyBook {
  /** Takes the petitions' locks, always in id order, so that two batches wait for each other but never for good. */
  async hold(tx: Tx, petitionIds: Iterable<number>): Promise<Map<number, HeldTally>> {
    const ids = [...new Set(petitionIds)].sort((a, b) => a - b);
    let rows = await this.lockRows(tx, ids);
    if (rows.length < ids.length) {
      await tx.query(`insert into petition_tallies (petition_id) select id from petitions where id = any($1) order by id on conflict do nothing`, [ids]);
      rows = await this.lockRows(tx, ids);
    }
    return new Map(rows.map((row) => [row.petitionId, row]));
  }

  private lockRows(tx: Tx, ids: number[]): Promise<HeldTally[]> {
    return txRows<HeldTally>(
      tx,
      `select t.petition_id as "petitionId", t.counted, t.attested::float8 as attested, (extract(epoch from t.sealed_until) * 1000)::float8 as "sealedUntil",
              p.target, p.approaching_share::float8 as "approachingShare"
         from petition_tallies t join petitions p on p.id = t.petition_id
        where t.petition_id = any($1) order by t.petition_id for update of t`,
      [ids],
    );
  }

  /**
   * From here on, whoever was counted by the cut-off keeps the record by which they are. Takes the petitions' locks: what others had
   * begun to change is committed when this returns, and what they begin later is counted later than now.
   */
  async sealUntil(tx: Tx, petitionIds: readonly number[], cutoff: Date): Promise<void> {
    await this.hold(tx, petitionIds);
    await tx.query(`update petition_tallies set sealed_until = greatest(sealed_until, $2) where petition_id = any($1)`, [petitionIds, cutoff.toISOString()]);
  }

  /** Writes what changed into cells and totals, and tells of milestones passed; `silentlyAt` (ms): made-up history, told to nobody. */
  async apply(tx: Tx, changes: readonly PetitionDeltas[], options: { silentlyAt?: number } = {}): Promise<void> {
    const lines = changes.flatMap(({ held, deltas }) => deltas.map((delta) => ({ petitionId: held.petitionId, ...delta })));
    if (lines.length === 0) return;
    await addToCells(tx, lines.filter((line) => line.delta > 0));
    await takeFromCells(tx, lines.filter((line) => line.delta < 0));
    await applyLinks(tx, changes.flatMap(({ links }) => links ?? []));
    const totals = changes.map(({ held, deltas }): Totals => ({
      petitionId: held.petitionId,
      counted: sumOf(deltas, 'counted'),
      pending: sumOf(deltas, 'pending'),
    }));
    await tx.query(
      `update petition_tallies t set counted = t.counted + d.counted, pending = t.pending + d.pending, version = t.version + 1, changed_at = clock_timestamp()
         from unnest($1::int[], $2::int[], $3::int[]) as d(petition_id, counted, pending) where t.petition_id = d.petition_id`,
      [totals.map((t) => t.petitionId), totals.map((t) => t.counted), totals.map((t) => t.pending)],
    );
    const steps = changes.map(({ held }, at) => {
      const before = held.counted + held.attested;
      return { held, before, after: before + (totals[at]?.counted ?? 0) };
    });
    if (options.silentlyAt === undefined) await this.tellMilestones(tx, steps);
    else for (const { held, after } of steps) await this.recordSilently(tx, held, after, options.silentlyAt);
  }

  /** Sets what is attested to the sum of the counts in force. `silently`: what is passed is recorded, and nobody told. */
  async settleAttested(tx: Tx, held: HeldTally, options: { silently?: boolean } = {}): Promise<void> {
    const [sum] = await txRows<{ attested: number }>(
      tx,
      `update petition_tallies t set attested = s.n, attested_lower_bound = s.lower_bound, version = version + 1, changed_at = clock_timestamp()
         from (select coalesce(sum(count), 0) as n, coalesce(bool_or(qualifier = 'more-than'), false) as lower_bound
                 from attested_counts where petition_id = $1 and revoked_at is null) s
        where t.petition_id = $1 returning t.attested::float8 as attested`,
      [held.petitionId],
    );
    const step = { held, before: held.counted + held.attested, after: held.counted + (sum?.attested ?? 0) };
    if (options.silently) await this.recordSilently(tx, held, step.after);
    else await this.tellMilestones(tx, [step]);
  }

  /** Marks every threshold that `total` has passed, or come close to, without telling anybody: for what was so before anyone watched. `at`: since when, ms. */
  async recordSilently(tx: Tx, held: HeldTally, total: number, at: number = Date.now()): Promise<void> {
    const milestones = thresholdsOf(held, await knownMilestones(tx, [held.petitionId]));
    const { approaching, reached } = passedSilently(total, milestones, held.approachingShare);
    const lines = [...approaching.map((threshold) => ({ threshold, reached: false })), ...reached.map((threshold) => ({ threshold, reached: true }))];
    if (lines.length === 0) return;
    await tx.query(
      `insert into milestones as m (petition_id, threshold, origin, approaching_at, reached_at, silent)
       select $1, threshold, origin, case when not reached then $5::timestamptz end, case when reached then $5::timestamptz end, true
         from unnest($2::int[], $3::text[], $4::bool[]) as l(threshold, origin, reached)
       on conflict (petition_id, threshold) do update set approaching_at = coalesce(m.approaching_at, excluded.approaching_at), reached_at = coalesce(m.reached_at, excluded.reached_at),
         silent = m.silent or (m.approaching_at is null and m.reached_at is null)`,
      [held.petitionId, lines.map((l) => l.threshold), lines.map((l) => originOf(milestones, l.threshold)), lines.map((l) => l.reached), new Date(at).toISOString()],
    );
  }

  private async tellMilestones(tx: Tx, steps: readonly { held: HeldTally; before: number; after: number }[]): Promise<void> {
    const rising = steps.filter(({ before, after }) => after > before);
    if (rising.length === 0) return;
    const known = await knownMilestones(tx, rising.map(({ held }) => held.petitionId));
    for (const { held, before, after } of rising) {
      const milestones = thresholdsOf(held, known.filter((m) => m.petitionId === held.petitionId));
      const { approaching, reached } = crossings(before, after, milestones, held.approachingShare);
      await this.tell(tx, held, milestones, { petitionId: held.petitionId, approaching, reached, total: after, by: 'share' });
    }
  }

  /**
   * Records thresholds as told and leaves the event for whoever writes the mails; what was told before is left out. One that
   * came close silently and is reached now is silent no longer, or its notice would be taken for stale; when it came close
   * nobody saw, so that time goes.
   */
  async tell(tx: Tx, held: HeldTally, milestones: readonly Threshold[], told: MilestoneCrossed): Promise<void> {
    if (told.approaching.length + told.reached.length === 0) return;
    const lines = [
      ...told.approaching.map((threshold) => ({ threshold, reached: false })),
      ...told.reached.map((threshold) => ({ threshold, reached: true })),
    ];
    await tx.query(
      `insert into milestones as m (petition_id, threshold, origin, approaching_at, approaching_by, reached_at)
       select $1, threshold, origin, case when not reached then clock_timestamp() end, case when not reached then $5::text end, case when reached then clock_timestamp() end
         from unnest($2::int[], $3::text[], $4::bool[]) as l(threshold, origin, reached)
       on conflict (petition_id, threshold) do update set
         approaching_at = case when m.silent then excluded.approaching_at else coalesce(m.approaching_at, excluded.approaching_at) end,
         approaching_by = coalesce(m.approaching_by, excluded.approaching_by),
         reached_at = coalesce(m.reached_at, excluded.reached_at),
         silent = false`,
      [held.petitionId, lines.map((l) => l.threshold), lines.map((l) => originOf(milestones, l.threshold)), lines.map((l) => l.reached), told.by],
    );
    await writeOutbox(tx, [{ topic: MILESTONE_CROSSED, payload: told }]);
  }
}

export interface Threshold { threshold: number; origin: 'ladder' | 'target' | 'organiser'; approached: boolean; reached: boolean }
interface KnownMilestone extends Threshold { petitionId: number }

/** What is written of milestones: told, recorded silently, or only set by an organiser. */
const knownMilestones = (tx: Tx, petitionIds: readonly number[]): Promise<KnownMilestone[]> => txRows<KnownMilestone>(
  tx,
  `select petition_id as "petitionId", threshold, origin, approaching_at is not null as approached, reached_at is not null as reached
     from milestones where petition_id = any($1)`,
  [petitionIds],
);

/** The ladder, the petition's own target and what organisers added, with what of them was told already. */
export function thresholdsOf(held: { target: number | null }, known: readonly Threshold[]): Threshold[] {
  const all = new Map<number, Threshold>(LADDER.map((threshold) => [threshold, { threshold, origin: 'ladder', approached: false, reached: false }]));
  if (held.target !== null) all.set(held.target, { threshold: held.target, origin: 'target', approached: false, reached: false });
  for (const { threshold, origin, approached, reached } of known) {
    // A former target that was never told is no milestone any more.
    if (origin === 'target' && threshold !== held.target && !approached && !reached) continue;
    all.set(threshold, { threshold, origin, approached, reached });
  }
  return [...all.values()].sort((a, b) => a.threshold - b.threshold);
}

const originOf = (milestones: readonly Threshold[], threshold: number): string => milestones.find((m) => m.threshold === threshold)?.origin ?? 'organiser';

const sumOf = (deltas: readonly CellDelta[], status: string): number =>
  deltas.reduce((sum, delta) => (delta.status === status ? sum + delta.delta : sum), 0);

type Line = CellDelta & { petitionId: number };

const columns = (lines: readonly Line[]): unknown[] => [
  lines.map((l) => l.petitionId), lines.map((l) => l.hour), lines.map((l) => l.country), lines.map((l) => l.channel), lines.map((l) => l.status), lines.map((l) => Math.abs(l.delta)),
];
const LINES = `unnest($1::int[], $2::timestamptz[], $3::text[], $4::channel[], $5::signature_status[], $6::int[]) as l(petition_id, hour, country, channel, status, n)`;

async function addToCells(tx: Tx, lines: readonly Line[]): Promise<void> {
  if (lines.length === 0) return;
  await tx.query(
    `insert into tally_cells as c (petition_id, hour, country, channel, status, n) select * from ${LINES}
     on conflict (petition_id, hour, country, channel, status) do update set n = c.n + excluded.n`,
    columns(lines),
  );
}

/** Taking from a cell that is not there would be a drift: the transaction fails rather than write it down. */
async function takeFromCells(tx: Tx, lines: readonly Line[]): Promise<void> {
  if (lines.length === 0) return;
  const taken = await txRows<unknown>(
    tx,
    `update tally_cells c set n = c.n - l.n from ${LINES}
      where (c.petition_id, c.hour, c.country, c.channel, c.status) = (l.petition_id, l.hour, l.country, l.channel, l.status) returning 1`,
    columns(lines),
  );
  if (taken.length !== lines.length) throw Object.assign(new Error('tallies.cell_missing'), { code: 'tallies.cell_missing' });
}
