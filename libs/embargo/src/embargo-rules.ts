import { DateTime } from 'luxon';
import { type FieldFault } from '#libs/config';
import { isTimeZone } from '#libs/handovers';
import { type Words } from '#libs/petitions';
import { type NamedInstant, type NewAccreditedReader, type PublicationState } from './embargo.types.js';

const LOCAL = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/;
const LANGUAGE = /^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/;
export const LONGEST_TITLE = 300;
export const LONGEST_NOTE = 5_000;
const LONGEST_NAME = 200;
/** Nothing of public interest is kept back for longer. */
export const LONGEST_EMBARGO_DAYS = 730;
/** A personal link outlives its embargo by no more. */
export const LONGEST_LINK_DAYS = 365;

export type Reading = { at: Date } | { fault: FieldFault };

/**
 * The one instant that a local time in a zone names. Where clocks jump over it there is none; where they show it twice, it must be said
 * which one is meant.
 */
export function readInstant({ local, timeZone, coming }: NamedInstant): Reading {
  if (!isTimeZone(timeZone)) return { fault: { field: 'timeZone', code: 'unknown' } };
  const named = LOCAL.test(local) ? DateTime.fromISO(local, { zone: timeZone }) : null;
  if (!named?.isValid) return { fault: { field: 'local', code: 'instant_unreadable' } };
  if (named.toFormat(`yyyy-MM-dd'T'HH:mm`) !== local) return { fault: { field: 'local', code: 'time_does_not_exist' } };
  const comings = named.getPossibleOffsets().map((each) => each.toMillis()).sort((a, b) => a - b);
  const first = comings[0] ?? named.toMillis();
  if (comings.length < 2) return { at: new Date(first) };
  if (!coming) return { fault: { field: 'coming', code: 'time_comes_twice' } };
  return { at: new Date(coming === 'first' ? first : (comings[1] ?? first)) };
}

/** The instant of a publication: to come, and not for ever, unless it may have passed. */
export function embargoInstantOf(named: NamedInstant, now: Date, { evenIfPast = false } = {}): Reading {
  const reading = readInstant(named);
  if ('fault' in reading) return reading;
  if (!evenIfPast && reading.at <= now) return { fault: { field: 'local', code: 'in_past' } };
  if (reading.at.getTime() > now.getTime() + LONGEST_EMBARGO_DAYS * 86_400_000) return { fault: { field: 'local', code: 'out_of_range' } };
  return reading;
}

/** As `publication_is_public` in SQL has it, which alone decides what anybody may read. */
export function stateOf({ publicAt, withdrawnAt }: { publicAt: Date | null; withdrawnAt: Date | null }, now: Date): PublicationState {
  if (withdrawnAt && withdrawnAt <= now) return 'withdrawn';
  if (!publicAt) return 'draft';
  return publicAt <= now ? 'public' : 'scheduled';
}

/** Whether it was public at any time. */
export const wasPublic = ({ publicAt, withdrawn }: { publicAt: Date | null; withdrawn: { at: Date } | null }, now: Date): boolean =>
  publicAt !== null && publicAt <= now && (withdrawn === null || withdrawn.at > publicAt);

/** Faults of words by language: one at least, none empty, none too long. */
export function wordsFaults(field: string, words: Words, longest: number): FieldFault[] {
  const entries = Object.entries(words);
  if (entries.length === 0 || entries.some(([, text]) => text.trim() === '')) return [{ field, code: 'required' }];
  if (entries.some(([language]) => !LANGUAGE.test(language))) return [{ field, code: 'unknown' }];
  return entries.some(([, text]) => text.length > longest) ? [{ field, code: 'too_long' }] : [];
}

export function readerFaults({ name, organisation, validUntil }: NewAccreditedReader, now: Date): FieldFault[] {
  const faults: FieldFault[] = [];
  for (const [field, value] of [['name', name], ['organisation', organisation]] as const) {
    if (value.trim() === '') faults.push({ field, code: 'required' });
    else if (value.length > LONGEST_NAME) faults.push({ field, code: 'too_long' });
  }
  const until = validUntil.getTime();
  if (Number.isNaN(until)) faults.push({ field: 'validUntil', code: 'date_unreadable' });
  else if (until <= now.getTime()) faults.push({ field: 'validUntil', code: 'in_past' });
  else if (until > now.getTime() + LONGEST_LINK_DAYS * 86_400_000) faults.push({ field: 'validUntil', code: 'out_of_range' });
  return faults;
}
