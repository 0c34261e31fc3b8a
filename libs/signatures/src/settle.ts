import { type Tx, txRows } from '#libs/database';
import { type HeldTally, type TallyBook } from '#libs/tallies';
import { grouped } from './grouped.js';
import { linkDeltas } from './link-rules.js';
import { isLive, isSealedIn, type Key, ledger, type LedgerRow, type NewRow, stateOf } from './ledger.repository.js';
import { tallyDeltas } from './tally-delta-rules.js';
import { type Affected, affectedBy, type Change, decide, type RecordState, touchedNames, touchedPeople } from './who-counts-rules.js';

/** A record that an event touched: as it is stored (or about to be), with what the event makes of it. */
export type Touched =
  | { row: LedgerRow; fresh?: undefined; live: boolean; dormantAs: RecordState['dormantAs']; countedBefore?: number | null }
  | { row?: undefined; fresh: NewRow; live: boolean; dormantAs: RecordState['dormantAs']; countedBefore?: undefined };

export interface SettleOptions {
  /** Made-up history: its milestones are told to nobody. */
  silently?: boolean;
  /** All live records of these e-mail keys (and others), where the caller has read them already. */
  kin?: { keys: readonly Key[]; rows: readonly LedgerRow[] };
}

export interface Settled extends Change { petitionId: number }

const recordOf = (touched: Touched): LedgerRow | NewRow => touched.row ?? touched.fresh;

const touchedState = (touched: Touched, sealedUntil: number | null): RecordState => {
  const { id, emailKey, nameKey, signedAt } = recordOf(touched);
  return {
    id, emailKey, nameKey, signedAt,
    status: touched.row?.status ?? 'new', countedAt: touched.row?.countedAt ?? null,
    live: touched.live, dormantAs: touched.dormantAs, countedBefore: touched.countedBefore ?? null, sealedIn: touched.row !== undefined && isSealedIn(touched.row, sealedUntil),
  };
};

/**
 * The instant under the locks, by the database's clock, in milliseconds. In the same breath the planner is told, for this
 * transaction, to go from the few rows of an event to theirs by index, and never to read a partition whole for them, and that no
 * statement of it is worth compiling: by the number of partitions they look dear, of which each row meets one.
 */
export async function databaseNow(tx: Tx): Promise<number> {
  const [row] = await txRows<{ now: number }>(
    tx, `select floor(extract(epoch from clock_timestamp()) * 1000)::float8 as now, set_config('enable_hashjoin', 'off', true), set_config('enable_mergejoin', 'off', true), set_config('jit', 'off', true)`);
  if (!row) throw new Error('no answer');
  return row.now;
}

/**
 * Decides anew who counts among all whom the touched records can concern, writes statuses, new rows and tallies. The
 * caller holds the petitions' tallies and is inside their transaction.
 */
export async function settle(tx: Tx, book: TallyBook, held: ReadonlyMap<number, HeldTally>, touched: readonly Touched[], now: number, options: SettleOptions = {}): Promise<Settled[]> {
  const events = eventsByPetition(held, touched);
  await fetchOthers(tx, events, options.kin);

  const settled: Settled[] = [];
  const deltas: Parameters<TallyBook['apply']>[1][number][] = [];
  for (const { tally, ours, affected, states, others } of events.values()) {
    const { petitionId, sealedUntil } = tally;
    const rows = [...others.values()];
    const changes = decide([...states, ...rows.map((row) => stateOf(row, sealedUntil))], affected, now);
    for (const change of changes) settled.push({ ...change, petitionId });
    const facts = new Map<string, LedgerRow | NewRow>();
    for (const one of ours) facts.set(recordOf(one).id, recordOf(one));
    for (const row of rows) facts.set(row.id, row);
    deltas.push({ held: tally, deltas: tallyDeltas(changes, facts), links: linkDeltas(petitionId, changes, facts) });
  }

  // Whoever ceases to be counted goes first: the unique indexes over *counted* look at every row as it is written.
  await ledger.restate(tx, settled.filter((change) => change.from !== 'new' && change.to !== 'counted'), now);
  const fresh = new Map(touched.flatMap((one) => (one.fresh ? [[one.fresh.id, one.fresh] as const] : [])));
  await ledger.insert(tx, settled.flatMap((change) => {
    const row = fresh.get(change.id);
    return row ? [{ row, status: change.to, countedAt: change.countedAt }] : [];
  }));
  await ledger.restate(tx, settled.filter((change) => change.from !== 'new' && change.to === 'counted'), now);
  await book.apply(tx, deltas, options.silently ? { silentlyAt: now } : {});
  return settled;
}

/** What happens to the records of one petition: those it touches, and the others that must be looked at. */
interface PetitionEvent { tally: HeldTally; ours: Touched[]; states: RecordState[]; affected: Affected; others: Map<string, LedgerRow> }

function eventsByPetition(held: ReadonlyMap<number, HeldTally>, touched: readonly Touched[]): Map<number, PetitionEvent> {
  const events = new Map<number, PetitionEvent>();
  for (const [petitionId, ours] of grouped(touched, (one) => recordOf(one).petitionId)) {
    const tally = held.get(petitionId);
    if (!tally) throw new Error('settle: the tally is not held');
    const states = ours.map((one) => touchedState(one, tally.sealedUntil));
    events.set(petitionId, { tally, ours, states, affected: affectedBy(states), others: new Map() });
  }
  return events;
}

/** Live records, beyond the touched ones, that bear a touched e-mail key or name: fetched until nothing new is asked for. */
async function fetchOthers(tx: Tx, events: ReadonlyMap<number, PetitionEvent>, kin: SettleOptions['kin'] = { keys: [], rows: [] }): Promise<void> {
  const asked = new Set(kin.keys.map(({ petitionId, key }) => `email:${petitionId}:${key}`));
  const keep = (rows: readonly LedgerRow[]): void => {
    for (const row of rows) {
      const event = events.get(row.petitionId);
      if (event && isLive(row.status) && !event.affected.ids.has(row.id)) event.others.set(row.id, row);
    }
  };
  const unasked = (kind: string, petitionId: number, keys: Iterable<string>): Key[] => {
    const wanted: Key[] = [];
    for (const key of keys) {
      const name = `${kind}:${petitionId}:${key}`;
      if (asked.has(name)) continue;
      asked.add(name);
      wanted.push({ petitionId, key });
    }
    return wanted;
  };

  keep(kin.rows);
  for (;;) {
    const emails: Key[] = [];
    const names: Key[] = [];
    for (const [petitionId, { states, affected, others }] of events) {
      const records = others.size === 0 ? states : [...states, ...[...others.values()].map((row) => stateOf(row, null))];
      const people = touchedPeople(affected, records);
      emails.push(...unasked('email', petitionId, people));
      names.push(...unasked('name', petitionId, touchedNames(affected, people, records)));
    }
    if (emails.length + names.length === 0) return;
    keep(await ledger.byEmail(tx, emails));
    keep(await ledger.byName(tx, names));
  }
}
