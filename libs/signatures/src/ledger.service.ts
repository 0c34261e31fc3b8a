import { Injectable } from '@nestjs/common';
import { Database, type Tx, txRows, writeOutbox } from '#libs/database';
import { type HeldTally, TallyBook } from '#libs/tallies';
import { isLive, type Key, type KnownRecord, ledger, type LedgerRow, type NewRow, UNCONFIRMED_SQL } from './ledger.repository.js';
import { grouped } from './grouped.js';
import { databaseNow, settle, type Settled, type Touched } from './settle.js';
import { CONFIRMED, REPEATED, type SignatureIds, UNCONFIRMED } from './signatures.events.js';
import { screeningNotes } from './screening/screening-notes.js';
import { lapsed, overtaken } from './unconfirmed-rules.js';
import { type SignatureStatus, standing } from './who-counts-rules.js';
import { cancels, mergeWithdrawals, nameWithdrawals, type Withdrawal } from './withdrawal-rules.js';

export interface BatchResult {
  inserted: number;
  repeated: number;
  /** Records whose id something else has. They are not written, and not the same come again. */
  taken: string[];
  /** What became of the records that carry a trace, by id; absent: none does, as nearly always. */
  became?: ReadonlyMap<string, SignatureStatus | 'repeated'>;
}

export interface Batch { id: string; rows: readonly NewRow[] }

/** A button that was pressed: the record its token names, and the token's hash. */
export interface Press { petitionId: number; recordId: string; hash: Buffer }

export type PressResult = 'done' | 'unknown' | 'expired';

type Entry = Withdrawal & { petitionId: number };

/**
 * The ledger of signatures: each method is one transaction that holds the tallies of the petitions concerned, changes
 * rows, decides who counts and applies the difference to the tallies. The same event again changes nothing.
 */
@Injectable()
export class SignatureLedger {
  constructor(private readonly db: Database, private readonly book: TallyBook) {}

  /**
   * Writes the records of one batch that are not there yet. A batch or record that comes again changes nothing and mails
   * nothing. `asOf` (ms) stands for the instant of counting in made-up history, whose milestones are recorded and told to
   * nobody; it is null for everything real.
   */
  async record(batchId: string, rows: readonly NewRow[], asOf: number | null = null): Promise<BatchResult> {
    const [result] = await this.recordAll([{ id: batchId, rows }], asOf);
    if (!result) throw new Error('a batch has a result');
    return result;
  }

  /** Several batches as one transaction: under load most of its cost is the same for one as for many. All are written, or none. */
  recordAll(batches: readonly Batch[], asOf: number | null = null): Promise<BatchResult[]> {
    return this.db.transaction(async (tx) => {
      const rows = batches.flatMap((batch) => batch.rows);
      const held = await this.book.hold(tx, rows.map((row) => row.petitionId));
      const now = asOf ?? (await databaseNow(tx));
      const known = new Map((await ledger.known(tx, rows)).map((one) => [identity(one), one]));
      const results = batches.map((batch) => {
        const fresh: NewRow[] = [];
        const taken: string[] = [];
        for (const row of batch.rows) {
          const before = known.get(identity(row));
          if (before) {
            if (!sameRecord(before, row)) taken.push(row.id);
          } else if (held.has(row.petitionId)) {
            known.set(identity(row), knownAs(row));
            fresh.push(row);
          }
        }
        return { id: batch.id, fresh, inserted: fresh.length, repeated: batch.rows.length - fresh.length, taken };
      });
      const fresh = results.flatMap((result) => result.fresh);
      const born = fresh.length > 0 ? await this.write(tx, held, fresh, now, asOf !== null) : [];
      await ledger.journal(tx, results);
      const became = becameOf(rows, born);
      return results.map(({ inserted, repeated, taken }) => ({ inserted, repeated, taken, ...(became ? { became } : {}) }));
    });
  }

  private async write(tx: Tx, held: ReadonlyMap<number, HeldTally>, fresh: readonly NewRow[], now: number, history: boolean): Promise<Settled[]> {
    const keys = keysOf(fresh, 'emailKey');
    const kin = await ledger.byEmail(tx, keys);
    const withdrawals = await ledger.withdrawals(tx, keys, keysOf(fresh, 'nameKey'));
    const confirmed = fresh.filter((row) => row.confirmedAt !== null);
    const reach = await this.extendWithdrawals(tx, withdrawals, confirmed);

    // A mailbox that has a live record needs no further button; it is told, and a press would still count.
    const judged = confirmed.filter((row) => !row.held);
    const withdrawnBy = grouped(reach.all, (entry) => entry.petitionId);
    const live = new Set([...kin.filter((row) => isLive(row.status)), ...judged].map(person));
    const touched: Touched[] = fresh.map((row) => ({ fresh: row, ...standing({
      confirmed: row.confirmedAt !== null, withdrawn: cancels(withdrawnBy.get(row.petitionId) ?? [], row), invalid: false, quarantined: Boolean(row.held),
      expired: row.confirmedAt === null && live.has(person(row)),
    }) }));
    touched.push(...reach.cancelled.filter((row) => !fresh.some((one) => one.id === row.id)).map(withdraw));
    touched.push(...expireSiblings(kin, new Set(judged.map(person)), touched));
    const dropped = this.overtake(kin, touched);

    const settled = await settle(tx, this.book, held, touched, now, { silently: history, kin: { keys, rows: kin } });
    await ledger.dropTokens(tx, dropped);
    await ledger.erase(tx, settled.filter((change) => change.to === 'withdrawn'), { keepKeys: true });
    await screeningNotes.write(tx, fresh);
    const born = settled.filter((change) => change.from === 'new');
    // A held signature gets its mail like every other: nobody is to learn from a silence that it is looked at.
    const unpressed = new Set(fresh.filter((row) => row.confirmedAt === null).map((row) => row.id));
    const traces = new Map(fresh.flatMap((row) => (row.trace ? [[row.id, row.trace] as const] : [])));
    await writeOutbox(tx, [
      ...events(UNCONFIRMED, born.filter((c) => c.to === 'pending' || (c.to === 'quarantined' && unpressed.has(c.id))), traces),
      ...events(REPEATED, born.filter((c) => c.to === 'expired' && !dropped.some((d) => d.id === c.id)), traces),
    ]);
    return born;
  }

  /** At most three buttons of a mailbox work at a time: older ones expire, whichever way round they arrived. */
  private overtake(kin: readonly LedgerRow[], touched: Touched[]): { petitionId: number; id: string }[] {
    const waiting = [
      ...kin.filter((row) => row.status === 'pending' && !touched.some((one) => one.row?.id === row.id)).map((row) => ({ row, fresh: undefined })),
      ...touched.filter((one) => one.dormantAs === 'pending'),
    ];
    const dropped: { petitionId: number; id: string }[] = [];
    for (const [, mine] of grouped(waiting, (one) => person(one.row ?? one.fresh))) {
      for (const record of overtaken(mine.map((one) => ({ ...one, id: (one.row ?? one.fresh).id, signedAt: (one.row ?? one.fresh).signedAt })))) {
        const { petitionId, id } = record.row ?? record.fresh;
        dropped.push({ petitionId, id });
        const known = touched.find((one) => (one.row ?? one.fresh).id === id);
        if (known) known.dormantAs = 'expired';
        else if (record.row) touched.push({ row: record.row, live: false, dormantAs: 'expired' });
      }
    }
    return dropped;
  }

  /** The button in the mail was pressed. Pressing twice, or after having been counted, is as good as once. */
  confirm(presses: readonly Press[]): Promise<PressResult[]> {
    return this.db.transaction(async (tx) => {
      const held = await this.book.hold(tx, presses.map((press) => press.petitionId));
      const now = await databaseNow(tx);
      const rows = new Map((await ledger.byId(tx, presses.map((p) => ({ petitionId: p.petitionId, id: p.recordId })))).map((row) => [row.id, row]));
      const results = presses.map((press): PressResult => {
        const row = rows.get(press.recordId);
        if (!row?.confirmHash?.equals(press.hash)) return 'unknown';
        return lapsed(row, now) || row.status === 'withdrawn' ? 'expired' : 'done';
      });
      const pressed = presses.flatMap((press, at) => {
        const row = rows.get(press.recordId);
        return row && row.confirmedAt === null && row.confirmHash?.equals(press.hash) && results[at] !== 'unknown' && !lapsed(row, now) ? [row] : [];
      });
      if (pressed.length > 0) await this.makeLive(tx, held, unique(pressed), now);
      return results;
    });
  }

  private async makeLive(tx: Tx, held: ReadonlyMap<number, HeldTally>, pressed: readonly LedgerRow[], now: number): Promise<void> {
    await ledger.markConfirmed(tx, pressed, now);
    const withdrawals = await ledger.withdrawals(tx, keysOf(pressed, 'emailKey'), keysOf(pressed, 'nameKey'));
    const reach = await this.extendWithdrawals(tx, withdrawals, pressed);
    const kin = await ledger.byEmail(tx, keysOf(pressed, 'emailKey'));
    const touched: Touched[] = pressed.map((row) => ({ row, ...standing({
      confirmed: true, withdrawn: row.status === 'withdrawn', invalid: row.status === 'invalid', quarantined: row.status === 'quarantined', expired: false,
    }) }));
    touched.push(...reach.cancelled.filter((row) => !pressed.some((one) => one.id === row.id)).map(withdraw));
    touched.push(...expireSiblings(kin, new Set(pressed.filter((row) => row.status !== 'quarantined').map(person)), touched));
    const settled = await settle(tx, this.book, held, touched, now);
    await ledger.erase(tx, settled.filter((change) => change.to === 'withdrawn'), { keepKeys: true });
    const counted = pressed.filter((row) => row.status === 'pending' || row.status === 'expired');
    await writeOutbox(tx, events(CONFIRMED, counted));
  }

  /** "Take my name back": cancels all this person signed until now, whenever it arrives. What was written is erased at once. */
  withdraw(presses: readonly Press[]): Promise<PressResult[]> {
    return this.db.transaction(async (tx) => {
      const held = await this.book.hold(tx, presses.map((press) => press.petitionId));
      const rows = new Map((await ledger.byId(tx, presses.map((p) => ({ petitionId: p.petitionId, id: p.recordId })))).map((row) => [row.id, row]));
      const valid = unique(presses.flatMap((press) => {
        const row = rows.get(press.recordId);
        return row?.withdrawHash?.equals(press.hash) ? [row] : [];
      }));
      if (valid.length > 0) await this.takeBack(tx, held, valid.filter((row) => row.status !== 'withdrawn'));
      return presses.map((press) => (valid.some((row) => row.id === press.recordId) ? 'done' : 'unknown'));
    });
  }

  private async takeBack(tx: Tx, held: ReadonlyMap<number, HeldTally>, rows: readonly LedgerRow[]): Promise<void> {
    if (rows.length === 0) return;
    const now = await databaseNow(tx);
    // A clock that runs ahead must not keep the very signature whose button is pressed.
    const entries: Entry[] = rows.flatMap((row) => (row.emailKey ? [{ petitionId: row.petitionId, kind: 'email' as const, key: row.emailKey, until: Math.max(now, row.signedAt) }] : []));
    await ledger.addWithdrawals(tx, entries);
    const mine = await ledger.byEmail(tx, keysOf(rows, 'emailKey'), { fallen: true });
    const reach = await this.extendWithdrawals(tx, entries, mine.filter((row) => row.confirmedAt !== null));
    const gone = unique([...rows, ...mine.filter((row) => cancels(of(row.petitionId, entries), row)), ...reach.cancelled]);
    const settled = await settle(tx, this.book, held, gone.map(withdraw), now);
    await ledger.erase(tx, settled.filter((change) => change.to === 'withdrawn'), { keepKeys: true });
  }

  /** Organisers judged records to be no true signatures. The next earliest record of the person, if any, takes the place. */
  invalidate(petitionId: number, ids: readonly string[], actor: string): Promise<number> {
    return this.db.transaction(async (tx) => (await this.invalidateIn(tx, petitionId, ids)).length, { actor });
  }

  /** The same, inside the caller's transaction, which must hold no petition's tally yet. @returns ids of those that became invalid */
  async invalidateIn(tx: Tx, petitionId: number, ids: readonly string[]): Promise<string[]> {
    const held = await this.book.hold(tx, [petitionId]);
    const rows = (await ledger.byId(tx, ids.map((id) => ({ petitionId, id })))).filter((row) => !['withdrawn', 'invalid'].includes(row.status));
    const settled = await settle(tx, this.book, held, rows.map((row) => ({ row, live: false, dormantAs: 'invalid' as const })), await databaseNow(tx));
    await screeningNotes.judged(tx, petitionId, rows.map((row) => row.id));
    return settled.filter((change) => change.to === 'invalid').map((change) => change.id);
  }

  /**
   * Takes records back in: invalid ones that were true after all, and held ones. Each becomes what it would be had it never been taken
   * out: counted, a duplicate, waiting for its mailbox, or withdrawn if its person has withdrawn since. Who counted before counts since
   * then, unless a handover was sealed without them. What is erased stays out. @returns how many changed
   */
  restore(petitionId: number, ids: readonly string[], actor: string): Promise<number> {
    return this.db.transaction((tx) => this.restoreIn(tx, petitionId, ids), { actor });
  }

  /** The same, inside the caller's transaction, which must hold no petition's tally yet. */
  async restoreIn(tx: Tx, petitionId: number, ids: readonly string[]): Promise<number> {
    const held = await this.book.hold(tx, [petitionId]);
    const rows = (await ledger.byId(tx, ids.map((id) => ({ petitionId, id })))).filter((row) => !row.erased && (row.status === 'invalid' || row.status === 'quarantined'));
    if (rows.length === 0) return 0;
    const now = await databaseNow(tx);
    const kin = await ledger.byEmail(tx, keysOf(rows, 'emailKey'));
    const withdrawals = await ledger.withdrawals(tx, keysOf(rows, 'emailKey'), keysOf(rows, 'nameKey'));
    const confirmed = new Set([...kin.filter((row) => isLive(row.status)), ...rows.filter((row) => row.confirmedAt !== null)].map(person));
    const sealedUntil = held.get(petitionId)?.sealedUntil ?? -Infinity;
    const touched: Touched[] = rows.map((row) => ({
      row, ...standing({
        confirmed: row.confirmedAt !== null, withdrawn: cancels(withdrawals, row), invalid: false, quarantined: false,
        expired: row.confirmedAt === null && (lapsed(row, now) || confirmed.has(person(row))),
      }),
      countedBefore: row.leftAt !== null && row.leftAt > sealedUntil ? row.leftCountedAt : null,
    }));
    touched.push(...expireSiblings(kin, confirmed, touched));
    await ledger.dropTokens(tx, this.overtake(kin, touched));
    const settled = await settle(tx, this.book, held, touched, now);
    await ledger.erase(tx, settled.filter((change) => change.to === 'withdrawn'), { keepKeys: true });
    await screeningNotes.judged(tx, petitionId, rows.map((row) => row.id));
    // Whoever pressed their button while held is thanked now; the mail with the way back goes once.
    await writeOutbox(tx, events(CONFIRMED, rows.filter((row) => row.status === 'quarantined' && row.confirmedAt !== null && row.confirmHash !== null)));
    return rows.length;
  }

  /** Holds records until somebody has judged, inside the caller's transaction: they count nowhere meanwhile. What is taken back or erased stays so. */
  async holdIn(tx: Tx, petitionId: number, ids: readonly string[], code: string): Promise<void> {
    const held = await this.book.hold(tx, [petitionId]);
    const rows = (await ledger.byId(tx, ids.map((id) => ({ petitionId, id })))).filter((row) => !row.erased && row.status !== 'withdrawn');
    if (rows.length === 0) return;
    await settle(tx, this.book, held, rows.map((row) => ({ row, live: false, dormantAs: 'quarantined' as const })), await databaseNow(tx));
    await screeningNotes.hold(tx, rows.map((row) => ({ petitionId, id: row.id, held: code })));
  }

  /** Erases what nobody confirmed in time, a few hundred records of a petition at once. What was judged invalid stays so. Returns how many. */
  expire(petitionId: number, before: Date, limit = 500): Promise<number> {
    return this.db.transaction(async (tx) => {
      const held = await this.book.hold(tx, [petitionId]);
      const due = await txRows<{ id: string }>(tx, `select id from (${UNCONFIRMED_SQL}) u where petition_id = $2 order by signed_at limit $3`, [before.toISOString(), petitionId, limit]);
      if (due.length === 0) return 0;
      const rows = await ledger.byId(tx, due.map(({ id }) => ({ petitionId, id })));
      await settle(tx, this.book, held, rows.map((row) => ({ row, live: false, dormantAs: row.status === 'invalid' ? 'invalid' as const : 'expired' as const })), await databaseNow(tx));
      await ledger.erase(tx, rows, { keepKeys: false });
      return rows.length;
    }, { actor: 'sweep' });
  }

  /**
   * A withdrawal by e-mail also reaches, through the names its confirmed records bear, what the same person signed
   * without an address. Writes those entries and finds the stored records they cancel.
   */
  private async extendWithdrawals(tx: Tx, known: readonly Entry[], lenders: readonly (LedgerRow | NewRow)[]): Promise<{ all: Entry[]; cancelled: LedgerRow[] }> {
    if (known.length === 0) return { all: [], cancelled: [] };
    const names: Entry[] = [];
    for (const [petitionId, mine] of grouped(lenders, (row) => row.petitionId)) {
      names.push(...nameWithdrawals(of(petitionId, known), mine.map((row) => ({ ...row, confirmed: true }))).map((entry) => ({ ...entry, petitionId })));
    }
    await ledger.addWithdrawals(tx, names);
    const bearers = await ledger.byName(tx, names.map(({ petitionId, key }) => ({ petitionId, key })));
    const cancelled = bearers.filter((row) => row.emailKey === null && row.status !== 'withdrawn' && cancels(of(row.petitionId, names), row));
    const all = [...grouped([...known, ...names], (entry) => entry.petitionId)].flatMap(([petitionId, entries]) => mergeWithdrawals(entries).map((entry) => ({ ...entry, petitionId })));
    return { all, cancelled };
  }
}

const identity = ({ petitionId, id }: { petitionId: number; id: string }): string => `${petitionId}:${id}`;

const knownAs = (row: NewRow): KnownRecord => ({ ...row, signedAt: row.claimedAt ?? row.signedAt });

/** By what it was sealed to; where that is erased, by the commitment to its person, else by what it is bound to. */
function sameRecord(before: KnownRecord, row: NewRow): boolean {
  if (before.sealed) return before.sealed.equals(row.sealed);
  if (before.personCommit) return before.personCommit.equals(row.personCommit);
  return before.channel === row.channel && before.textVersion === row.textVersion && before.language === row.language && before.signedAt === (row.claimedAt ?? row.signedAt);
}

const of = (petitionId: number, entries: readonly Entry[]): Entry[] => entries.filter((entry) => entry.petitionId === petitionId);

const person = (row: { petitionId: number; emailKey: string | null; id: string }): string => `${row.petitionId}:${row.emailKey ?? row.id}`;

const withdraw = (row: LedgerRow): Touched => ({ row, live: false, dormantAs: 'withdrawn' });

/** Records of a mailbox that still wait once one of its buttons was pressed: they wait no longer, though a press would still count. */
const expireSiblings = (kin: readonly LedgerRow[], confirmed: ReadonlySet<string>, touched: readonly Touched[]): Touched[] =>
  kin.filter((row) => row.status === 'pending' && confirmed.has(person(row)) && !touched.some((one) => one.row?.id === row.id))
    .map((row) => ({ row, live: false, dormantAs: 'expired' as const }));

function keysOf(rows: readonly { petitionId: number; emailKey: string | null; nameKey: string | null }[], kind: 'emailKey' | 'nameKey'): Key[] {
  const keys = new Map<string, Key>();
  for (const { petitionId, [kind]: key } of rows) if (key !== null) keys.set(`${petitionId}:${key}`, { petitionId, key });
  return [...keys.values()];
}

const unique = <R extends { id: string }>(rows: readonly R[]): R[] => [...new Map(rows.map((row) => [row.id, row])).values()];

function events(topic: string, records: readonly (Pick<Settled, 'petitionId' | 'id'>)[], traces: ReadonlyMap<string, string> = new Map()): { topic: string; payload: SignatureIds }[] {
  return [...grouped(records, (record) => record.petitionId)].map(([petitionId, mine]) => {
    const traced = traces.size === 0 ? [] : mine.flatMap(({ id }) => { const trace = traces.get(id); return trace ? [[id, trace] as const] : []; });
    return { topic, payload: { petitionId, ids: mine.map((record) => record.id), ...(traced.length > 0 ? { traces: Object.fromEntries(traced) } : {}) } };
  });
}

function becameOf(rows: readonly NewRow[], born: readonly Settled[]): BatchResult['became'] {
  const traced = rows.filter((row) => row.trace);
  if (traced.length === 0) return undefined;
  const states = new Map(born.map(({ id, to }) => [id, to]));
  return new Map(traced.map(({ id }) => [id, states.get(id) ?? 'repeated']));
}
