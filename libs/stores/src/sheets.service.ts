import { Injectable } from '@nestjs/common';
import { AuditLog } from '#libs/access';
import { Database, type Tx, txRows, writeOutbox } from '#libs/database';
import type { Page } from '#libs/petitions';
import type { KitSheet } from './device-protocol.js';
import { isId } from './paging.js';
import { afterAct, parseSheetNumber, type SheetAct, sheetNumber } from './sheet-rules.js';
import { insertSheets, listConflicts, listSheets, lockSheets, nextNumbers, printablePetition, sheetBy, sheetsToType, stillNeeded } from './sheets.repository.js';
import { tidy } from './store-fields.js';
import { conflictDecided, conflictsOpen, conflictUnknown, linesDiffer, sheetInvalid, sheetUnknown, sheetWrongState, storeClosed, storeUnknown, typedAlready } from './stores.errors.js';
import { LINE_RETYPE } from './stores.events.js';
import { lockStore } from './stores.repository.js';
import type { ErrorRate, LineConflict, PageRequest, PrintSheets, Sheet, SheetDestruction, SheetFilter, StoreActor } from './stores.types.js';

const MOST_PRINTED = 500;
const MOST_LINES = 40;
const LONGEST_NOTE = 500;

/**
 * Numbered paper: printed → out → returned → typed | attested → destroyed. Each step is one transaction, all of the sheets or none;
 * the former rows stand in `history`. Whether the actor may is asked by the caller.
 */
@Injectable()
export class Sheets {
  constructor(private readonly db: Database, private readonly audit: AuditLog) {}

  /**
   * Numbers new sheets with the newest text in the language. @throws DomainError `stores.unknown`, `stores.closed`, `sheets.invalid` with every field at fault
   */
  async print(storeId: string, { petitionId, language, count, lines }: PrintSheets, actor: StoreActor): Promise<Sheet[]> {
    return this.db.transaction(async (tx) => {
      const store = isId(storeId) ? await lockStore(tx, storeId) : null;
      if (!store) throw storeUnknown();
      if (store.closedAt) throw storeClosed();
      const petition = await printablePetition(tx, petitionId, language);
      const printable = petition?.campaignId === store.campaignId && petition.takesSignatures && !petition.demandsNames && petition.status !== 'closed';
      const faults = [...rangeFault('count', count, 1, MOST_PRINTED), ...rangeFault('lines', lines, 1, MOST_LINES)];
      if (!petition || !printable) faults.push({ field: 'petitionId', code: 'not_allowed' });
      else if (petition.textVersion === null) faults.push({ field: 'language', code: 'unknown' });
      else if (petition.notice === null) faults.push({ field: 'language', code: 'notice_missing' });
      if (faults.length > 0 || !petition?.textVersion) throw sheetInvalid(faults);
      const numbers = (await nextNumbers(tx, count)).map(sheetNumber);
      return insertSheets(tx, numbers, { storeId, petitionId, language, textVersion: petition.textVersion, lines });
    }, { actor: actor.id });
  }

  ofStore(storeId: string, filter: SheetFilter = {}): Promise<Page<Sheet>> {
    return listSheets(this.db, isId(storeId) ? storeId : NOBODY, filter);
  }

  byId(id: string): Promise<Sheet | null> {
    return isId(id) ? sheetBy(this.db, 'id', id) : Promise.resolve(null);
  }

  /** By its number as somebody typed it; null too where the check digit is wrong. */
  byNumber(typed: string): Promise<Sheet | null> {
    const number = parseSheetNumber(typed);
    return number ? sheetBy(this.db, 'number', number) : Promise.resolve(null);
  }

  /** Laid out for people to sign. Those that are out already stay so. @throws DomainError `sheets.unknown`, `sheets.wrong_state` */
  async giveOut(ids: readonly string[], actor: StoreActor): Promise<void> {
    await this.db.transaction(async (tx) => {
      const printed = (await held(tx, ids)).filter((sheet) => sheet.state !== 'out');
      assertCan(printed, 'give-out');
      await tx.query(`update sheets set state = 'out', out_at = clock_timestamp() where id = any($1::uuid[])`, [idsOf(printed)]);
    }, { actor: actor.id });
  }

  /**
   * Taken back, with the lines that bear a signature counted; again, to correct the count.
   * @throws DomainError `sheets.unknown`, `sheets.wrong_state`, `sheets.invalid`
   */
  async returned(id: string, filledLines: number, actor: StoreActor): Promise<void> {
    await this.db.transaction(async (tx) => {
      const [sheet] = await held(tx, [id]);
      if (!sheet) throw sheetUnknown();
      assertCan([sheet], 'return');
      const faults = rangeFault('filledLines', filledLines, 0, sheet.lines);
      if (faults.length > 0) throw sheetInvalid(faults);
      await tx.query(
        `update sheets set state = 'returned', out_at = coalesce(out_at, clock_timestamp()), returned_at = coalesce(returned_at, clock_timestamp()), filled = $2 where id = $1`, [id, filledLines]);
    }, { actor: actor.id });
  }

  /**
   * All of it is typed. If other lines arrived than were counted, that needs `force` and a note that says why.
   * @throws DomainError `sheets.unknown`, `sheets.wrong_state`, `sheets.lines_differ` with both figures, `sheets.invalid`
   */
  async markTyped(id: string, { force = false, note }: { force?: boolean; note?: string | null }, actor: StoreActor): Promise<void> {
    await this.db.transaction(async (tx) => {
      const [sheet] = await held(tx, [id]);
      if (!sheet) throw sheetUnknown();
      assertCan([sheet], 'type');
      const words = tidy(note);
      if (words !== null && [...words].length > LONGEST_NOTE) throw sheetInvalid([{ field: 'note', code: 'too_long', facts: { max: LONGEST_NOTE } }]);
      const differs = sheet.typed !== sheet.filled;
      if (differs && !force) throw linesDiffer(sheet.typed, sheet.filled ?? 0);
      if (differs && words === null) throw sheetInvalid([{ field: 'note', code: 'required' }]);
      await tx.query(`update sheets set state = 'typed', finished_at = clock_timestamp(), note = $2 where id = $1`, [id, words]);
    }, { actor: actor.id });
  }

  /**
   * Won't be typed: its signatures are in an attested count of the same petition, made by the caller in the same transaction or before.
   * @throws DomainError `sheets.unknown`, `sheets.wrong_state`, `sheets.typed_already` if any line of it arrived, `sheets.invalid`
   */
  async markAttested(tx: Tx, ids: readonly string[], attestedCountId: string, actor: StoreActor): Promise<void> {
    const sheets = await held(tx, ids);
    assertCan(sheets, 'attest');
    const [count] = isId(attestedCountId) ? await txRows<{ petitionId: number }>(
      tx, `select petition_id as "petitionId" from attested_counts where id = $1 and revoked_at is null`, [attestedCountId]) : [];
    if (!count || sheets.some((sheet) => sheet.petitionId !== count.petitionId)) throw sheetInvalid([{ field: 'attestedCountId', code: 'not_allowed' }]);
    // Whatever came of it, quarantined or not: a signature must not be both a row and part of a sum.
    const [arrived] = await txRows<{ n: number }>(tx, `select count(*)::int as n from device_records where sheet_id = any($1::uuid[])`, [idsOf(sheets)]);
    if (arrived && arrived.n > 0) throw typedAlready(arrived.n);
    await tx.query(`update sheets set state = 'attested', finished_at = clock_timestamp(), attested_count_id = $2 where id = any($1::uuid[])`, [idsOf(sheets), attestedCountId]);
    await this.note(tx, actor, 'sheet.attest', sheets, { count: attestedCountId });
  }

  /**
   * The paper is gone; who saw it and how is kept. Not while a line of it is open: undecided, not compared yet, or to be typed anew.
   * @throws DomainError `sheets.unknown`, `sheets.wrong_state`, `sheets.conflicts_open`, `sheets.invalid`
   */
  async destroy(ids: readonly string[], { witness, method }: SheetDestruction, actor: StoreActor): Promise<void> {
    const record = { witness: tidy(witness), method: tidy(method) };
    const faults = (['witness', 'method'] as const).flatMap((field) => {
      const words = record[field];
      if (words === null) return [{ field, code: 'required' }];
      return [...words].length > 120 ? [{ field, code: 'too_long', facts: { max: 120 } }] : [];
    });
    if (faults.length > 0) throw sheetInvalid(faults);
    await this.db.transaction(async (tx) => {
      const sheets = await held(tx, ids);
      assertCan(sheets, 'destroy');
      const needed = await stillNeeded(tx, idsOf(sheets));
      if (needed) throw conflictsOpen(needed);
      await tx.query(`update sheets set state = 'destroyed', destroyed = $2 where id = any($1::uuid[])`, [idsOf(sheets), JSON.stringify({ ...record, by: actor.name, at: new Date().toISOString() })]);
      await this.note(tx, actor, 'sheet.destroy', sheets, {});
    }, { actor: actor.id });
  }

  /** Lines typed twice, differently, that nobody has decided on. */
  conflicts(storeId: string, request: PageRequest = {}): Promise<Page<LineConflict>> {
    return listConflicts(this.db, isId(storeId) ? storeId : NOBODY, request);
  }

  /**
   * After a look at the paper: what was typed first stays (`keep`), or the line is typed anew under another id and its first record
   * ceases to count (`retype`, leaves `stores.line-retype`). Settles every conflict of that line and attempt.
   * @throws DomainError `sheets.conflict_unknown`, `sheets.conflict_decided`
   */
  async decide(keyingId: string, decision: 'keep' | 'retype', actor: StoreActor): Promise<void> {
    if (!isId(keyingId)) throw conflictUnknown();
    await this.db.transaction(async (tx) => {
      const [keying] = await txRows<{ sheetId: string; line: number; attempt: number; recordId: string; petitionId: number; outcome: string | null; decision: string | null }>(
        tx,
        `select k.sheet_id as "sheetId", k.line, k.attempt, k.record_id as "recordId", k.petition_id as "petitionId", k.outcome, k.decision
         from sheet_keyings k join sheets h on h.id = k.sheet_id where k.id = $1 for update of h, k`,
        [keyingId],
      );
      if (!keying || keying.outcome !== 'different') throw conflictUnknown();
      if (keying.decision) throw conflictDecided();
      await tx.query(
        `update sheet_keyings set decision = $4, decided_at = clock_timestamp(), decided_by = $5 where sheet_id = $1 and line = $2 and attempt = $3 and outcome = 'different' and decision is null`,
        [keying.sheetId, keying.line, keying.attempt, decision, actor.id],
      );
      if (decision === 'retype') {
        await tx.query(
          `insert into sheet_lines as l (sheet_id, line, attempt) values ($1, $2, $3) on conflict (sheet_id, line) do update set attempt = greatest(l.attempt, excluded.attempt)`,
          [keying.sheetId, keying.line, keying.attempt + 1],
        );
        await writeOutbox(tx, [{ topic: LINE_RETYPE, payload: { petitionId: keying.petitionId, recordId: keying.recordId } }]);
      }
      await this.audit.append(tx, { actor: actor.id, action: 'sheet.conflict', subject: `sheet:${keying.sheetId}`, details: { line: keying.line, attempt: keying.attempt, decision } });
    }, { actor: actor.id });
  }

  /**
   * Draws a random share (over 0, up to 1; at least one sheet) of the store's typed sheets that still exist to be typed a second time.
   * @throws DomainError `sheets.invalid` (field share)
   */
  async drawSecondKeying(storeId: string, share: number, actor: StoreActor): Promise<{ drawn: number; of: number }> {
    if (!(share > 0 && share <= 1)) throw sheetInvalid([{ field: 'share', code: 'out_of_range', facts: { min: 0, max: 1 } }]);
    if (!isId(storeId)) throw storeUnknown();
    return this.db.transaction(async (tx) => {
      if (!(await lockStore(tx, storeId))) throw storeUnknown();
      const candidates = await txRows<{ id: string }>(
        tx, `select id from sheets where store_id = $1 and state = 'typed' and not second_keying and filled > 0 order by random()`, [storeId]);
      const chosen = candidates.slice(0, Math.ceil(share * candidates.length));
      if (chosen.length > 0) {
        await tx.query(`update sheets set second_keying = true where id = any($1::uuid[])`, [idsOf(chosen)]);
        await this.audit.append(tx, { actor: actor.id, action: 'sheet.second-keying', subject: `store:${storeId}`, details: { drawn: chosen.length, of: candidates.length } });
      }
      return { drawn: chosen.length, of: candidates.length };
    }, { actor: actor.id });
  }

  /** Of lines that were drawn, typed twice and compared: how many differed. Lines typed twice by chance are no sample. */
  async errorRate(storeId: string): Promise<ErrorRate> {
    const [row] = isId(storeId) ? await this.db.rows<ErrorRate>(
      `select count(*)::int as compared, count(*) filter (where k.outcome = 'different')::int as different
       from sheet_keyings k join sheets h on h.id = k.sheet_id where h.store_id = $1 and k.drawn and k.compared_at is not null`, [storeId]) : [];
    return row ?? { compared: 0, different: 0 };
  }

  /** What the worker found when it compared the two. What was typed the second time is forgotten. Only the first finding counts. */
  async noteComparison(tx: Tx, keyingId: string, outcome: 'same' | 'different'): Promise<void> {
    await tx.query(`update sheet_keyings set outcome = $2, compared_at = clock_timestamp(), record = null where id = $1 and compared_at is null`, [keyingId, outcome]);
  }

  /** What a tablet of the store has to know for typing: sheets that came back, lines to be typed anew, and second keyings that are not done. */
  toType(storeId: string): Promise<KitSheet[]> {
    return sheetsToType(this.db, isId(storeId) ? storeId : NOBODY);
  }

  /** One entry for each store; numbers only. */
  private async note(tx: Tx, actor: StoreActor, action: string, sheets: readonly Sheet[], details: Record<string, string>): Promise<void> {
    for (const storeId of [...new Set(sheets.map((sheet) => sheet.storeId))].sort()) {
      const numbers = sheets.filter((sheet) => sheet.storeId === storeId).map((sheet) => sheet.number).sort();
      await this.audit.append(tx, { actor: actor.id, action, subject: `store:${storeId}`, details: { sheets: numbers, ...details } });
    }
  }
}

/** An id that nothing has. */
const NOBODY = '00000000-0000-0000-0000-000000000000';

const idsOf = (sheets: readonly { id: string }[]): string[] => sheets.map((sheet) => sheet.id);

async function held(tx: Tx, ids: readonly string[]): Promise<Sheet[]> {
  const sheets = ids.length > 0 ? await lockSheets(tx, ids) : null;
  if (!sheets) throw sheetUnknown();
  return sheets;
}

function assertCan(sheets: readonly Sheet[], act: SheetAct): void {
  const stuck = sheets.find((sheet) => afterAct(sheet.state, act) === null);
  if (stuck) throw sheetWrongState(stuck.number, stuck.state);
}

function rangeFault(field: string, value: number, min: number, max: number): { field: string; code: string; facts?: { min: number; max: number } }[] {
  return Number.isInteger(value) && value >= min && value <= max ? [] : [{ field, code: 'out_of_range', facts: { min, max } }];
}
