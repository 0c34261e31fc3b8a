import { DateTime } from 'luxon';
import { addDays, instantOf, isTimeZone } from '../date-rules.js';
import { type FieldFault } from '../handovers.errors.js';
import { blank, LONGEST } from '../handover-rules.js';
import { RECEIPTS, type RecordDay } from './day.types.js';

/** Days around the handover on which the delegation's page opens. */
export const OPENS_BEFORE_DAYS = 2;
export const CLOSES_AFTER_DAYS = 7;
/** How long a recipient's receipt can be pressed. */
export const RECEIPT_HOURS = 48;
/** Nothing of public interest is held back longer. */
export const LONGEST_EMBARGO_DAYS = 30;

/** From when until when the page of the day opens, in the handover's own zone; null: it has no day yet. */
export function pageWindow(date: { from: string | null; to: string | null; timeZone: string }): { from: Date; until: Date } | null {
  if (date.from === null || date.to === null) return null;
  const midnight = (day: string): Date => DateTime.fromISO(day, { zone: date.timeZone }).startOf('day').toJSDate();
  return { from: midnight(addDays(date.from, -OPENS_BEFORE_DAYS)), until: midnight(addDays(date.to, CLOSES_AFTER_DAYS + 1)) };
}

export type LinkState = 'open' | 'early' | 'over' | 'revoked' | 'used';

export function linkState(link: { validFrom: Date; validUntil: Date; revokedAt: Date | null; usedAt: Date | null }, now: Date): LinkState {
  if (link.revokedAt) return 'revoked';
  if (link.usedAt) return 'used';
  if (now < link.validFrom) return 'early';
  return now < link.validUntil ? 'open' : 'over';
}

/** Whether the public still knows it as planned. The same as `is_told` in SQL, for whoever has the row already. */
export const isEmbargoed = (until: Date | null, now: Date): boolean => until !== null && until > now;

/** The instant of `2026-12-06T18:00` in a zone; undefined for what is none. */
export function embargoInstant(local: string, timeZone: string): Date | undefined {
  const match = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2})$/.exec(local);
  if (!match?.[1] || !match[2] || !isTimeZone(timeZone)) return undefined;
  return instantOf(match[1], match[2], timeZone) ?? undefined;
}

export function embargoFaults(embargo: { until: Date } | null | undefined, now: Date): FieldFault[] {
  if (!embargo) return [];
  if (Number.isNaN(embargo.until.getTime())) return [{ field: 'embargoUntil', code: 'date_unreadable' }];
  return embargo.until.getTime() > now.getTime() + LONGEST_EMBARGO_DAYS * 86_400_000 ? [{ field: 'embargoUntil', code: 'out_of_range' }] : [];
}

/** Faults of the record that the rules of holding do not find. */
export function dayFaults(input: RecordDay, now: Date): FieldFault[] {
  const faults = embargoFaults(input.embargo, now);
  if (!RECEIPTS.includes(input.receipt)) faults.push({ field: 'receipt', code: 'unknown' });
  if ((input.receipt === 'letter' || input.receipt === 'register') && blank(input.receiptNumber) && !input.receiptDocument) faults.push({ field: 'receiptNumber', code: 'required' });
  if (blank(input.quote) && !blank(input.quoteBy)) faults.push({ field: 'quote', code: 'required' });
  if ((input.quote ?? '').length > LONGEST.text) faults.push({ field: 'quote', code: 'out_of_range' });
  if (input.photo && !input.photoAgreed) faults.push({ field: 'photoAgreed', code: 'required' });
  return faults;
}
