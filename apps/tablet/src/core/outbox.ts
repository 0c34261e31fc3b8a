import type { BatchAnswer, DeviceRecord, ShiftReport } from '#libs/stores';
import { type Database, readSetting, type Reading, type Writing } from './database.js';
import { type OutboxRow, type ShiftRow, type StoreName } from './schema.js';

const RECEIPTS_KEPT_MS = 90 * 86_400_000;
const STUCK_AGAIN_MS = 86_400_000;
/** The server takes 200 reports with a batch. */
const SHIFTS_OF_BATCH = 100;
const CAPTURE_STORES: StoreName[] = ['outbox', 'settings', 'days', 'shifts'];

export type Captured = 'captured' | 'typed';

/** A batch as it is marked in the database before it is sent. `rows` may be empty: a sign of life. */
export interface TakenBatch {
  number: number;
  rows: OutboxRow[];
  highestSeq: number;
  waiting: number;
  oldestWaiting: string | null;
  shifts: ShiftReport[];
}

export interface Waiting {
  waiting: number;
  oldestWaiting: string | null;
  stuck: number;
}

/** What was said of a shift when the server acknowledged it: said again only if it has changed since. */
export const shiftMark = ({ endedAt, captured, typed }: Pick<ShiftRow, 'endedAt' | 'captured' | 'typed'>): string => `${endedAt ?? ''} ${captured} ${typed}`;

/**
 * The records that wait, from the strict transaction that takes one in to the one that exchanges it for a receipt. Numbers, counts of the
 * day and of the shift change in the same transaction as the record, so that they cannot come apart, whatever is killed when.
 */
export class Outbox {
  constructor(private readonly db: Database) {}

  /**
   * Takes in a sealed record with the next sequence number. Resolved: it is on the disk.
   * @param day the store's calendar day
   * @throws StorageFull StorageBroken; then it is not there, and no number was used up
   */
  add(draft: Omit<DeviceRecord, 'seq' | 'shiftId'>, day: string, kind: Captured): Promise<void> {
    return this.db.write(CAPTURE_STORES, async (tx, attempt) => {
      const outbox = tx.objectStore('outbox');
      // The first attempt may have been written although its connection died.
      if (attempt > 1 && (await outbox.index('id').getAll(draft.id)).some((row) => row.record.sealed === draft.sealed)) return;
      const seq = ((await readSetting(tx, 'lastSeq')) ?? 0) + 1;
      const shiftId = (await readSetting(tx, 'shift')) ?? null;
      await outbox.add({ seq, id: draft.id, status: 'queued', record: { seq, ...draft, shiftId }, stuck: null });
      await tx.objectStore('settings').put(seq, 'lastSeq');
      const ofDay = (await tx.objectStore('days').get(day)) ?? { day, captured: 0, typed: 0 };
      await tx.objectStore('days').put({ ...ofDay, [kind]: ofDay[kind] + 1 });
      const shift = shiftId === null ? undefined : await tx.objectStore('shifts').get(shiftId);
      if (shift) await tx.objectStore('shifts').put({ ...shift, [kind]: shift[kind] + 1 });
    });
  }

  /**
   * Marks the oldest queued records as being sent, and uses up a batch number, before anything is sent. With none queued, one stuck
   * record whose turn has come is tried, alone, so that it holds up no others.
   */
  take(limit: number, upTo: number, appVersion: string, nowMs: number): Promise<TakenBatch> {
    return this.db.write(['outbox', 'settings', 'shifts'], async (tx) => {
      const outbox = tx.objectStore('outbox');
      const queued = await outbox.index('status').getAll(IDBKeyRange.bound(['queued', 0], ['queued', upTo]), limit);
      const rows = queued.length > 0 ? queued : await dueAgain(tx, appVersion, nowMs);
      for (const row of rows) await outbox.put({ ...row, status: 'sending' });
      const number = ((await readSetting(tx, 'batchNumber')) ?? 0) + 1;
      await tx.objectStore('settings').put(number, 'batchNumber');
      const { waiting, oldestWaiting } = await waitingIn(tx);
      const shifts = await unacknowledged(tx);
      return { number, rows, highestSeq: (await readSetting(tx, 'lastSeq')) ?? 0, waiting, oldestWaiting, shifts };
    });
  }

  /** Which of these ids wait here or arrived; of a second keying, only what was typed as one. */
  kept(ids: readonly string[], secondKeying: boolean): Promise<ReadonlySet<string>> {
    return this.db.read(['outbox', 'receipts'], async (tx) => {
      const found = new Set<string>();
      for (const id of ids) {
        const receipt = await tx.objectStore('receipts').get(id);
        const waiting = await tx.objectStore('outbox').index('id').getAll(id);
        if ((receipt && (!secondKeying || receipt.secondKeying)) || waiting.some(({ record }) => !secondKeying || record.sheet?.secondKeying)) found.add(id);
      }
      return found;
    });
  }

  /** What there is to send: records, or the end of a shift that the server hasn't written down. */
  toSend(appVersion: string, nowMs: number): Promise<'records' | 'shift' | 'nothing'> {
    return this.db.read(['outbox', 'shifts'], async (tx) => {
      const queued = await tx.objectStore('outbox').index('status').getKey(IDBKeyRange.bound(['queued', 0], ['queued', Infinity]));
      if (queued !== undefined || (await dueAgain(tx, appVersion, nowMs)).length > 0) return 'records';
      return (await unacknowledged(tx)).some((shift) => shift.endedAt !== null) ? 'shift' : 'nothing';
    });
  }

  /**
   * Exchanges what the server wrote down for receipts, in one transaction; what it left out is queued again. Only a row that is still
   * the one that was sent goes.
   */
  settle(batch: TakenBatch, answer: BatchAnswer, nowMs: number): Promise<void> {
    return this.db.write(['outbox', 'receipts', 'shifts', 'settings'], async (tx) => {
      const outcomes = new Map(answer.results.map(({ seq, outcome }) => [seq, outcome]));
      for (const { seq, id } of batch.rows) {
        const row = await tx.objectStore('outbox').get(seq);
        const outcome = outcomes.get(seq);
        if (row?.status !== 'sending' || row.id !== id) continue;
        if (outcome === undefined) {
          await tx.objectStore('outbox').put({ ...row, status: 'queued' });
          continue;
        }
        await tx.objectStore('outbox').delete(seq);
        await tx.objectStore('receipts').put({ id: row.id, seq, outcome, at: nowMs, ...(row.record.sheet?.secondKeying ? { secondKeying: true } : {}) });
      }
      for (const report of batch.shifts) {
        const shift = answer.shifts.includes(report.id) ? await tx.objectStore('shifts').get(report.id) : undefined;
        if (shift) await tx.objectStore('shifts').put({ ...shift, acknowledged: shiftMark(report) });
      }
      await tx.objectStore('settings').put(nowMs, 'lastSynced');
      if (answer.others) await tx.objectStore('settings').put(answer.others, 'others');
    });
  }

  /** No answer to believe: back to queued, or to stuck what was stuck. */
  putBack(batch: TakenBatch): Promise<void> {
    return this.change(batch, (row, before) => ({ ...row, status: before.status === 'stuck' ? 'stuck' : 'queued' }));
  }

  /** The server doesn't take this one as it is: kept and shown, and tried again by a newer version, or a day later. */
  setAside(batch: TakenBatch, appVersion: string, nowMs: number): Promise<void> {
    return this.change(batch, (row) => ({ ...row, status: 'stuck', stuck: { at: nowMs, appVersion } }));
  }

  /**
   * What a killed page left as being sent is queued again. Only for who holds the upload lock: nobody else is sending then.
   */
  async recover(): Promise<void> {
    const sending = IDBKeyRange.bound(['sending', 0], ['sending', Infinity]);
    // Mostly nothing is, and this is asked every half minute.
    if ((await this.db.read(['outbox'], (tx) => tx.objectStore('outbox').index('status').count(sending))) === 0) return;
    await this.db.write(['outbox'], async (tx) => {
      const outbox = tx.objectStore('outbox');
      const left = await outbox.index('status').getAll(sending);
      for (const row of left) await outbox.put({ ...row, status: row.stuck === null ? 'queued' : 'stuck' });
    });
  }

  /** A number that the server has seen with another body, as after a profile was brought back from a copy: goes further on. */
  skipNumbers(by: number): Promise<void> {
    return this.db.write(['settings'], async (tx) => {
      await tx.objectStore('settings').put(((await readSetting(tx, 'batchNumber')) ?? 0) + by, 'batchNumber');
    });
  }

  forgetOldReceipts(nowMs: number): Promise<void> {
    return this.db.write(['receipts'], async (tx) => {
      const receipts = tx.objectStore('receipts');
      for (const id of await receipts.index('at').getAllKeys(IDBKeyRange.upperBound(nowMs - RECEIPTS_KEPT_MS))) await receipts.delete(id);
    });
  }

  private change(batch: TakenBatch, to: (row: OutboxRow, before: OutboxRow) => OutboxRow): Promise<void> {
    if (batch.rows.length === 0) return Promise.resolve();
    return this.db.write(['outbox'], async (tx) => {
      for (const before of batch.rows) {
        const row = await tx.objectStore('outbox').get(before.seq);
        if (row?.status === 'sending') await tx.objectStore('outbox').put(to(row, before));
      }
    });
  }
}

export async function waitingIn(tx: Reading | Writing): Promise<Waiting> {
  const outbox = tx.objectStore('outbox');
  const waiting = await outbox.count();
  const oldest = waiting === 0 ? null : await outbox.openCursor();
  const stuck = await outbox.index('status').count(IDBKeyRange.bound(['stuck', 0], ['stuck', Infinity]));
  return { waiting, oldestWaiting: oldest?.value.record.signedAt ?? null, stuck };
}

/**
 * Records that wait get numbers from 1 again, for a tablet that is paired anew: the server looks for holes in the numbers of each
 * pairing. The numbers are bound to nothing; the ids stay.
 */
export async function renumber(tx: Writing): Promise<void> {
  const outbox = tx.objectStore('outbox');
  const rows = await outbox.getAll();
  await outbox.clear();
  for (const [index, row] of rows.entries()) {
    const seq = index + 1;
    await outbox.add({ ...row, seq, status: 'queued', stuck: null, record: { ...row.record, seq } });
  }
  await tx.objectStore('settings').put(rows.length, 'lastSeq');
  await tx.objectStore('settings').put(0, 'batchNumber');
}

async function dueAgain(tx: Reading | Writing, appVersion: string, nowMs: number): Promise<OutboxRow[]> {
  const stuck = await tx.objectStore('outbox').index('status').getAll(IDBKeyRange.bound(['stuck', 0], ['stuck', Infinity]));
  return stuck.filter((row) => row.stuck === null || row.stuck.appVersion !== appVersion || nowMs - row.stuck.at >= STUCK_AGAIN_MS).slice(0, 1);
}

async function unacknowledged(tx: Reading | Writing): Promise<ShiftReport[]> {
  const shifts = await tx.objectStore('shifts').getAll();
  return shifts.filter((shift) => shift.acknowledged !== shiftMark(shift)).sort((a, b) => (a.startedAt < b.startedAt ? -1 : 1)).slice(0, SHIFTS_OF_BATCH)
    .map(({ id, startedAt, endedAt, captured, typed }) => ({ id, startedAt, endedAt, captured, typed }));
}
