/**
 * Days between which a date written in EDTF (ISO 8601-2:2019) lies. The bounds are ours and not a library's: the npm
 * package `edtf` reads season 23 as July to September, so that a handover announced for autumn would count as overdue
 * two months early. Seasons are those of the northern half of the earth, as the sources mean them.
 */

export type DatePrecision = 'minute' | 'day' | 'part-of-month' | 'month' | 'season' | 'quarter' | 'year' | 'range';

export interface EdtfBounds {
  /** First possible day, `YYYY-MM-DD`. */
  from: string;
  /** Last possible day, `YYYY-MM-DD`, itself included. */
  to: string;
  precision: DatePrecision;
}

export type EdtfReading = { ok: true; bounds: EdtfBounds } | { ok: false; why: 'unreadable' | 'impossible' };

const UNREADABLE: EdtfReading = { ok: false, why: 'unreadable' };
const IMPOSSIBLE: EdtfReading = { ok: false, why: 'impossible' };

/** First month and number of months of EDTF's seasons 21–24, quarters 33–36, thirds 37–39 and halves 40–41 of a year. */
const PARTS_OF_YEAR: Readonly<Record<string, { first: number; months: number; precision: DatePrecision }>> = {
  '21': { first: 3, months: 3, precision: 'season' },
  '22': { first: 6, months: 3, precision: 'season' },
  '23': { first: 9, months: 3, precision: 'season' },
  // Winter begins in December of the year written and ends in the next.
  '24': { first: 12, months: 3, precision: 'season' },
  '33': { first: 1, months: 3, precision: 'quarter' },
  '34': { first: 4, months: 3, precision: 'quarter' },
  '35': { first: 7, months: 3, precision: 'quarter' },
  '36': { first: 10, months: 3, precision: 'quarter' },
  '37': { first: 1, months: 4, precision: 'range' },
  '38': { first: 5, months: 4, precision: 'range' },
  '39': { first: 9, months: 4, precision: 'range' },
  '40': { first: 1, months: 6, precision: 'range' },
  '41': { first: 7, months: 6, precision: 'range' },
};

/** As `readEdtf`, with `null` for whatever cannot be read or cannot be. */
export function edtfBounds(text: string): EdtfBounds | null {
  const reading = readEdtf(text);
  return reading.ok ? reading.bounds : null;
}

/**
 * Reads a day, month, year, season, quarter, decade (`201X`), a date-time with offset, each also marked uncertain or
 * approximate (`?`, `~`, `%`, which move no bound), and the interval of two such. An open interval has no bounds and is
 * unreadable here. `impossible` is what has the form of a date and is none (30 February, an end before its beginning).
 */
export function readEdtf(text: string): EdtfReading {
  const ends = text.split('/');
  if (ends.length > 2) return UNREADABLE;
  const [first, last] = ends.map(readSingle);
  if (!first) return UNREADABLE;
  if (!last || !first.ok) return first;
  if (!last.ok) return last;
  const { from } = first.bounds;
  const { to } = last.bounds;
  if (to < from) return IMPOSSIBLE;
  const days = first.bounds.precision === 'day' && last.bounds.precision === 'day';
  const precision = from === to && days ? 'day' : days && from.slice(0, 7) === to.slice(0, 7) ? 'part-of-month' : 'range';
  return { ok: true, bounds: { from, to, precision } };
}

function readSingle(text: string): EdtfReading {
  const instant = /^(\d{4}-\d{2}-\d{2})T([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)$/.exec(text);
  if (instant) return within(instant[1] ?? '', 'minute');
  const plain = text.replace(/[?~%]$/, '');
  if (/^\d{4}-\d{2}-\d{2}$/.test(plain)) return within(plain, 'day');
  const decade = /^(\d{3})X$/.exec(plain);
  if (decade) return bounds(`${decade[1]}0-01-01`, `${decade[1]}9-12-31`, 'range');
  const parts = /^(\d{4})(?:-(\d{2}|XX))?(?:-XX)?$/.exec(plain);
  if (!parts) return UNREADABLE;
  const year = Number(parts[1]);
  const part = parts[2];
  if (part === undefined) return plain.endsWith('-XX') ? UNREADABLE : months(year, 1, 12, 'year');
  if (part === 'XX') return months(year, 1, 12, 'year');
  const month = Number(part);
  if (month >= 1 && month <= 12) return months(year, month, 1, 'month');
  const named = PARTS_OF_YEAR[part];
  if (!named || plain.endsWith('-XX')) return IMPOSSIBLE;
  return months(year, named.first, named.months, named.precision);
}

function within(day: string, precision: DatePrecision): EdtfReading {
  return isDay(day) ? bounds(day, day, precision) : IMPOSSIBLE;
}

function months(year: number, first: number, count: number, precision: DatePrecision): EdtfReading {
  const last = new Date(Date.UTC(2000, first - 1 + count, 0));
  // Date.UTC takes years under 100 for the twentieth century: the year is set by itself.
  last.setUTCFullYear(year + last.getUTCFullYear() - 2000, last.getUTCMonth() + 1, 0);
  return bounds(`${pad(year, 4)}-${pad(first, 2)}-01`, last.toISOString().slice(0, 10), precision);
}

function bounds(from: string, to: string, precision: DatePrecision): EdtfReading {
  return { ok: true, bounds: { from, to, precision } };
}

function pad(value: number, length: number): string {
  return String(value).padStart(length, '0');
}

/** A day of the calendar, `YYYY-MM-DD`. */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const instant = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(instant.getTime()) && instant.toISOString().startsWith(text);
}
