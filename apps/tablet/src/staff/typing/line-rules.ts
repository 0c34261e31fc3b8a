import { type KitSheet } from '#libs/stores';

/** What was done with a sheet's lines on this screen. */
export interface Keyed {
  readonly done: ReadonlySet<number>;
  /** Empty on the paper. */
  readonly skipped: ReadonlySet<number>;
}

export const NOTHING_KEYED: Keyed = { done: new Set(), skipped: new Set() };

type Lines = Pick<KitSheet, 'lines' | 'attempts' | 'secondKeying'>;

export const attemptOf = (sheet: Lines, line: number): number => sheet.attempts[String(line)] ?? 1;

/** A manager wants it anew. A second keying is of what stands there now, so that none of its lines is more again than the others. */
export const isAgain = (sheet: Lines, line: number): boolean => !sheet.secondKeying && attemptOf(sheet, line) > 1;

/**
 * The lines that are asked for: those to be typed again, if a manager wants some again; else all. A tablet that typed part of the sheet
 * before is asked for the rest as well: nobody else may have it.
 */
export function linesAsked(sheet: Lines, done: ReadonlySet<number> = new Set()): number[] {
  const all = Array.from({ length: sheet.lines }, (_, index) => index + 1);
  const again = all.filter((line) => isAgain(sheet, line));
  const begunHere = all.some((line) => done.has(line) && !isAgain(sheet, line));
  return again.length > 0 && !begunHere ? again : all;
}

/** The next line that is asked for and was not touched: first those wanted again, then from here on, then from the top; null if all are. */
export function nextLine(sheet: Lines, keyed: Keyed, after: number): number | null {
  const open = linesAsked(sheet, keyed.done).filter((line) => !keyed.done.has(line) && !keyed.skipped.has(line));
  return open.find((line) => isAgain(sheet, line)) ?? open.find((line) => line > after) ?? open[0] ?? null;
}

export function markDone(keyed: Keyed, line: number): Keyed {
  const skipped = new Set(keyed.skipped);
  skipped.delete(line);
  return { done: new Set([...keyed.done, line]), skipped };
}

/** A line that was typed stays typed: what is sealed can be contradicted, not taken back. */
export const markSkipped = (keyed: Keyed, line: number): Keyed => (keyed.done.has(line) ? keyed : { done: keyed.done, skipped: new Set([...keyed.skipped, line]) });

/** Whether the sheet can have been signed on that day (both YYYY-MM-DD). */
export function dateFault(day: string, printedOn: string, today: string): 'missing' | 'future' | 'early' | null {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day)) return 'missing';
  if (day > today) return 'future';
  return day < printedOn ? 'early' : null;
}

/** The day at an instant in a store's time zone, YYYY-MM-DD. */
export const dayIn = (timeZone: string, instant: number): string => new Intl.DateTimeFormat('sv-SE', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(instant);
