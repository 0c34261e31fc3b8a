import { createHash } from 'node:crypto';

export const SHEET_STATES = ['printed', 'out', 'returned', 'typed', 'attested', 'destroyed'] as const;
export type SheetState = (typeof SHEET_STATES)[number];

/**
 * - `give-out`: laid out in the store · `return`: taken back, its lines counted (again, if the count was wrong)
 * - `type`: all of it is typed in · `attest`: won't be typed, counted in a document
 * - `destroy`: shredded, once it is typed or attested, or if it was spoilt before anybody signed
 */
export const SHEET_ACTS = ['give-out', 'return', 'type', 'attest', 'destroy'] as const;
export type SheetAct = (typeof SHEET_ACTS)[number];

const FROM: Readonly<Record<SheetAct, readonly SheetState[]>> = {
  'give-out': ['printed'],
  // One that was printed and came back was out, whether or not somebody said so.
  return: ['printed', 'out', 'returned'],
  type: ['returned'],
  attest: ['returned'],
  destroy: ['printed', 'out', 'typed', 'attested'],
};

const TO: Readonly<Record<SheetAct, SheetState>> = { 'give-out': 'out', return: 'returned', type: 'typed', attest: 'attested', destroy: 'destroyed' };

/** The state after the act, or null if the sheet can't. */
export function afterAct(state: SheetState, act: SheetAct): SheetState | null {
  return FROM[act].includes(state) ? TO[act] : null;
}

/** What a manager may do with it as it stands. */
export function actsOf(state: SheetState): SheetAct[] {
  return SHEET_ACTS.filter((act) => FROM[act].includes(state));
}

/** The check digit after Luhn (ISO/IEC 7812-1, annex B): finds every single wrong digit and nearly every swap of neighbours. */
export function luhnDigit(digits: string): number {
  const sum = [...digits].reverse().reduce((total, digit, index) => {
    const doubled = Number(digit) * (index % 2 === 0 ? 2 : 1);
    return total + (doubled > 9 ? doubled - 9 : doubled);
  }, 0);
  return (10 - (sum % 10)) % 10;
}

/** `10042` → `10042-0`. */
export function sheetNumber(running: number): string {
  return `${running}-${luhnDigit(String(running))}`;
}

/** A number as somebody typed it, with or without hyphen and spaces; null if it can't be one. */
export function parseSheetNumber(typed: string): string | null {
  const digits = typed.normalize('NFKC').replace(/[\s\u2010-\u2015-]/g, '');
  if (!/^\d{6,12}$/.test(digits)) return null;
  const number = sheetNumber(Number(digits.slice(0, -1)));
  return number.replace('-', '') === digits ? number : null;
}

/**
 * The id of the record of one line: the same for whoever types it, so that typing a line twice is found out. UUIDv8 (RFC 9562, 5.8)
 * from a SHA-256. `attempt` is 1 unless a manager had the line typed anew.
 */
export function sheetLineId(sheetId: string, line: number, attempt: number): string {
  const bytes = createHash('sha256').update(`countersign.sheet-line.1\0${sheetId}\0${line}\0${attempt}`).digest().subarray(0, 16);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x80;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = bytes.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
