import { DateTime, IANAZone } from 'luxon';
import { edtfBounds } from '#libs/petitions';
import { type FieldFault } from './handovers.errors.js';

/** When something lies, as far as it is known. */
export interface KnownDate {
  edtf: string | null;
  from: string | null;
  to: string | null;
  /** One day, told without doubt: `2011-06-11~` is one day, but not exact. */
  exact: boolean;
}

export const NO_DATE: KnownDate = { edtf: null, from: null, to: null, exact: false };

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const TIME = /^([01]\d|2[0-3]):[0-5]\d$/;
/** Area and place, as in the tz database; offsets such as `+02:00` are refused, since they forget the change of clocks. */
const ZONE = /^(UTC|[A-Z][A-Za-z_]+(\/[A-Za-z0-9_+-]+){1,2})$/;

/** Reads a date of EDTF; null stands for none, and `undefined` for what cannot be read or cannot be. */
export function knownDate(edtf: string | null): KnownDate | undefined {
  if (edtf === null) return NO_DATE;
  const bounds = edtfBounds(edtf);
  // A date with a time has its own field for the time and the zone: two places would one day differ.
  if (!bounds || bounds.precision === 'minute') return undefined;
  return { edtf, from: bounds.from, to: bounds.to, exact: DAY.test(edtf) };
}

export function isTimeZone(zone: string): boolean {
  return ZONE.test(zone) && IANAZone.isValidZone(zone);
}

/**
 * The instant of a wall-clock time in a zone, or null where it doesn't exist because clocks jump over it. An hour that
 * comes twice means its first coming (RFC 5545, section 3.3.5).
 */
export function instantOf(day: string, time: string, zone: string): Date | null {
  const local = DateTime.fromISO(`${day}T${time.slice(0, 5)}`, { zone });
  if (!local.isValid || local.toFormat('yyyy-MM-dd HH:mm') !== `${day} ${time.slice(0, 5)}`) return null;
  const [first] = local.getPossibleOffsets();
  return (first ?? local).toJSDate();
}

/** What is wrong with date, time and zone taken together. */
export function dateFaults(when: { date: string | null; startTime: string | null; timeZone: string }): FieldFault[] {
  const faults: FieldFault[] = [];
  const date = knownDate(when.date);
  if (!date) faults.push({ field: 'date', code: 'date_unreadable' });
  const zone = isTimeZone(when.timeZone);
  if (!zone) faults.push({ field: 'timeZone', code: 'unknown' });
  if (when.startTime === null) return faults;
  if (!TIME.test(when.startTime)) faults.push({ field: 'startTime', code: 'time_unreadable' });
  else if (date && !date.exact) faults.push({ field: 'startTime', code: 'time_without_day' });
  else if (date?.from && zone && !instantOf(date.from, when.startTime, when.timeZone)) faults.push({ field: 'startTime', code: 'time_does_not_exist' });
  return faults;
}

/** The day that it is in a zone at an instant. */
export function dayIn(zone: string, instant: Date): string {
  return DateTime.fromJSDate(instant, { zone }).toFormat('yyyy-MM-dd');
}

/** Whole days of the calendar from one day to another; negative when it lies before. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000);
}

export function addDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}

/** A month `YYYY-MM` as its first and last day; null if there is no such month. */
export function monthBounds(month: string): { from: string; to: string } | null {
  const bounds = /^\d{4}-\d{2}$/.test(month) ? edtfBounds(month) : null;
  return bounds?.precision === 'month' ? { from: bounds.from, to: bounds.to } : null;
}
