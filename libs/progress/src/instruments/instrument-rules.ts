import { edtfBounds } from '#libs/petitions';
import { type FieldFault } from '#libs/config';
import { filled, LONGEST, wordsFaults } from '../cards/assessment-rules.js';
import {
  type EventInput, INSTRUMENT_TYPES, type InstrumentEvent, type InstrumentEventKind, type InstrumentInput, type InstrumentState, type InstrumentStateKind, type KnownInstrumentDate,
} from './instrument.types.js';

/** What a jurisdiction has done, from least to most: whoever has done more has done what comes before it. */
const DONE: Readonly<Partial<Record<InstrumentEventKind, InstrumentStateKind>>> = {
  signed: 'signed', adopted: 'adopted', reserved: 'ratified', ratified: 'ratified', 'in-effect': 'in-force', 'in-force': 'in-force',
};
const STRENGTH: readonly InstrumentStateKind[] = ['signed', 'adopted', 'ratified', 'in-force'];

/** By which a promise to ratify is kept without a question. */
export const FULFILLING_EVENTS = ['ratified', 'in-effect', 'in-force'] as const satisfies readonly InstrumentEventKind[];

/** What was withdrawn may be done again; nothing else is ever undone. */
type Dated = Pick<InstrumentEvent, 'id' | 'event' | 'date'>;

/**
 * A date with the days between which it lies. Of what was still open "as of" some time, that time itself is the date.
 * Undefined for what cannot be read or cannot be.
 */
export function knownInstrumentDate(input: { event: InstrumentEventKind; date?: string | null; since?: string | null; until?: string | null; printed?: string | null }): KnownInstrumentDate | undefined {
  const { date = null, since = null, until = null } = input;
  const bounds = [date, since, until].map((one) => (one === null ? null : edtfBounds(one)));
  if ([date, since, until].some((one, n) => one !== null && !bounds[n]) || (date !== null && (since !== null || until !== null))) return undefined;
  const [exact, earliest, latest] = bounds;
  const from = exact?.from ?? (input.event === 'not-ratified' ? (latest ?? earliest)?.from : earliest?.from) ?? null;
  const to = exact?.to ?? latest?.to ?? null;
  if (from !== null && to !== null && to < from) return undefined;
  return { edtf: date, printed: input.printed ?? null, since, until, from, to };
}

/** As EDTF, for whoever writes it in words: a date, an interval, or one with an open end; null where nothing is known. */
export function edtfOf({ edtf, since, until }: Pick<KnownInstrumentDate, 'edtf' | 'since' | 'until'>): string | null {
  return edtf ?? (since === null && until === null ? null : `${since ?? '..'}/${until ?? '..'}`);
}

/** The oldest first; what cannot be dated stands at the end. Equal days in the order in which things happen. */
export function inOrder<Event extends Dated>(events: readonly Event[]): Event[] {
  const rank = (event: InstrumentEventKind): number => ORDER_OF_A_DAY.indexOf(event);
  return [...events].sort((a, b) => (a.date.to ?? a.date.from ?? '9').localeCompare(b.date.to ?? b.date.from ?? '9') || rank(a.event) - rank(b.event) || a.id.localeCompare(b.id));
}

const ORDER_OF_A_DAY: readonly InstrumentEventKind[] = ['not-ratified', 'pledged', 'adopted', 'signed', 'reserved', 'ratified', 'in-effect', 'in-force', 'withdrawn'];

/**
 * Where a jurisdiction stands with an instrument, from all that is known of both. What was done stays done until it is withdrawn; a
 * pledge and a finding that it is open count only as long as nothing was done. Null: nothing is known.
 */
export function stateFrom(events: readonly Dated[]): InstrumentState | null {
  const ordered = inOrder(events);
  const withdrawn = ordered.findLastIndex(({ event }) => event === 'withdrawn');
  const since = ordered.slice(withdrawn + 1);
  const done = strongest(since);
  const by = done ?? ordered[withdrawn] ?? since.findLast(({ event }) => event === 'pledged') ?? since.findLast(({ event }) => event === 'not-ratified');
  if (!by) return null;
  return {
    kind: done ? (DONE[by.event] ?? 'signed') : by.event === 'withdrawn' ? 'withdrawn' : by.event === 'pledged' ? 'pledged' : 'not-ratified',
    by: by.id, date: by.date, reserved: done !== undefined && since.some(({ event }) => event === 'reserved'),
    notBefore: done ? notBefore(by, ordered) : null, contradiction: contradictionIn(since),
  };
}

/** Of several events that say as much, the earliest: by it the jurisdiction began to stand so. */
function strongest(events: readonly Dated[]): Dated | undefined {
  const strength = ({ event }: Dated): number => STRENGTH.indexOf(DONE[event] as InstrumentStateKind);
  return events.filter(({ event }) => DONE[event] !== undefined)
    .reduce<Dated | undefined>((best, one) => (!best || strength(one) > strength(best) || (strength(one) === strength(best) && best.event === 'reserved') ? one : best), undefined);
}

/** The last day on which a source still found it open, where that narrows the date: it happened later. */
function notBefore(by: Dated, events: readonly Dated[]): InstrumentState['notBefore'] {
  if (!isTreatyStep(by.event)) return null;
  const open = events.filter(({ event, date }) => event === 'not-ratified' && date.from !== null && (by.date.to === null || date.from < by.date.to) && (by.date.from === null || date.from >= by.date.from)).at(-1);
  return open?.date.from ? { day: open.date.from, event: open.id } : null;
}

/** Ratified by one source at the latest on a day after which another still found it open: one of them is wrong, and which we cannot say. */
function contradictionIn(events: readonly Dated[]): InstrumentState['contradiction'] {
  const done = events.find(({ event, date }) => isTreatyStep(event) && date.to !== null);
  const open = done && events.find(({ event, date }) => event === 'not-ratified' && date.from !== null && date.from > (done.date.to ?? ''));
  return done && open ? [done.id, open.id] : null;
}

const isTreatyStep = (event: InstrumentEventKind): boolean => (FULFILLING_EVENTS as readonly InstrumentEventKind[]).includes(event);

/** What is wrong with an event as an organiser writes it down. `today`: nothing is recorded before it happened. */
export function eventFaults(input: EventInput, today: string): FieldFault[] {
  const faults: FieldFault[] = [];
  const { date = null, since = null, until = null } = input;
  for (const [field, edtf] of Object.entries({ date, since, until })) if (edtf !== null && !edtfBounds(edtf)) faults.push({ field, code: 'date_unreadable' });
  if (date !== null && (since !== null || until !== null)) faults.push({ field: 'date', code: 'date_or_bounds' });
  const known = knownInstrumentDate(input);
  if (faults.length === 0 && !known) faults.push({ field: 'until', code: 'ends_before_it_begins' });
  if (known?.from && known.from > today) faults.push({ field: date !== null ? 'date' : since !== null ? 'since' : 'until', code: 'in_future' });
  if (input.evidence.trim() === '') faults.push({ field: 'evidence', code: 'required' });
  if (isUnsafeLink(input.evidence)) faults.push({ field: 'evidence', code: 'link_unsafe' });
  if (input.jurisdiction == null && !['adopted', 'in-force', 'withdrawn'].includes(input.event)) faults.push({ field: 'jurisdiction', code: 'required' });
  return faults;
}

const INSTRUMENT_KEY = /^[A-Za-z0-9]+([.-][A-Za-z0-9]+)*$/;

/** What is wrong with an instrument as an organiser names it. */
export function instrumentFaults(key: string, { names, type, jurisdiction = null, source = null }: InstrumentInput): FieldFault[] {
  const national = type === 'national-law' || type === 'national-plan';
  return [
    ...(INSTRUMENT_KEY.test(key) && key.length <= LONGEST.key ? [] : [{ field: 'key', code: key === '' ? 'required' : 'malformed' }]),
    ...(filled(names) === 0 ? [{ field: 'names', code: 'required' }] : wordsFaults('names', names, LONGEST.line)),
    ...(INSTRUMENT_TYPES.includes(type) ? [] : [{ field: 'type', code: 'unknown' }]),
    ...(national && jurisdiction === null ? [{ field: 'jurisdiction', code: 'required' }] : []), ...(!national && jurisdiction !== null ? [{ field: 'jurisdiction', code: 'not_allowed' }] : []),
    ...(source !== null && source.length > LONGEST.reason ? [{ field: 'source', code: 'too_long' }] : []), ...(source !== null && isUnsafeLink(source) ? [{ field: 'source', code: 'link_unsafe' }] : []),
  ];
}

const isUnsafeLink = (text: string): boolean => /^(javascript|data|vbscript|file|blob):/i.test(text.trim());
