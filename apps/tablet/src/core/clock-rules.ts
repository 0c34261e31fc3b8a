/**
 * Server minus tablet in milliseconds, from one answer: the server looked at its clock about half way between asking and hearing.
 * Null if the tablet's clock was set back meanwhile or the answer named no time.
 */
export function offsetOf(serverTime: string | null, askedAt: number, heardAt: number): number | null {
  const server = serverTime === null || serverTime.trim() === '' ? NaN : Number(serverTime);
  if (!Number.isFinite(server) || server <= 0 || heardAt < askedAt) return null;
  return Math.round(server - (askedAt + heardAt) / 2);
}

/** The calendar day (YYYY-MM-DD) at that instant in the store's time zone. */
export function localDay(atMs: number, timeZone: string): string {
  return new Date(atMs + zoneOffset(atMs, timeZone)).toISOString().slice(0, 10);
}

/**
 * When a line on paper counts as signed: paper knows the day only, so noon of it where the store is; not before the sheet was printed
 * and not after now, since the server believes neither. ISO 8601.
 * @throws RangeError if `day` is no day
 */
export function signedAtOfLine(day: string, timeZone: string, printedAt: string, nowMs: number): string {
  const noon = noonOf(day, timeZone);
  return new Date(Math.min(Math.max(noon, Date.parse(printedAt)), nowMs)).toISOString();
}

function noonOf(day: string, timeZone: string): number {
  const asUtc = /^\d{4}-\d\d-\d\d$/.test(day) ? Date.parse(`${day}T12:00:00.000Z`) : NaN;
  if (Number.isNaN(asUtc) || new Date(asUtc).toISOString().slice(0, 10) !== day) throw new RangeError('signedOn');
  // Twice, for zones whose offset changes between the first guess and the noon; clocks change at night.
  const guess = asUtc - zoneOffset(asUtc, timeZone);
  return asUtc - zoneOffset(guess, timeZone);
}

/** Local time minus UTC at that instant, in milliseconds. A zone this browser doesn't know counts as UTC: a day must never fail for it. */
function zoneOffset(atMs: number, timeZone: string): number {
  const parts = formatOf(timeZone).formatToParts(atMs);
  const part = (type: Intl.DateTimeFormatPartTypes) => Number(parts.find((one) => one.type === type)?.value);
  const local = Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'));
  return local - Math.floor(atMs / 1000) * 1000;
}

const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(timeZone: string): Intl.DateTimeFormat {
  let format = formats.get(timeZone);
  if (!format) {
    const make = (zone: string) => new Intl.DateTimeFormat('en-US', {
      timeZone: zone, calendar: 'gregory', numberingSystem: 'latn', hourCycle: 'h23',
      year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric',
    });
    try {
      format = make(timeZone);
    } catch {
      format = make('UTC');
    }
    formats.set(timeZone, format);
  }
  return format;
}
