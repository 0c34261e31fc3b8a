import { addDays, daysBetween } from '../date-rules.js';

/** A handover as far as clashes go. Days as the local calendar of its place has them. */
export interface PlannedHandover {
  id: string;
  jurisdiction: string;
  from: string | null;
  to: string | null;
  exact: boolean;
  place: string | null;
  /** Its delegates, by who they are (`delegateKey`), with the name to tell. */
  delegates: readonly { key: string; name: string }[];
}

export interface ClashSurroundings {
  /** Others that may meet it, itself left out. */
  others: readonly PlannedHandover[];
  /** Of its recipients' offices: whoever holds one today, and the last day of that term. */
  terms: readonly { office: string; person: string; to: string | null }[];
  blackouts: readonly { from: string; to: string; reason: string }[];
}

export type ClashWarning =
  | { code: 'delegate_same_day' | 'delegate_travels'; name: string; handoverId: string; jurisdiction: string; day: string }
  | { code: 'same_week'; handoverId: string; jurisdiction: string; day: string }
  | { code: 'term_ends'; office: string; person: string; day: string }
  | { code: 'blackout'; reason: string; from: string; to: string };

/**
 * What could go wrong with a planned day. Warnings and never refusals: the organisers know more than the calendar.
 * People and weeks are compared for exact days only; what is known roughly is warned of where all its days are touched.
 */
export function clashes(handover: PlannedHandover, { others, terms, blackouts }: ClashSurroundings): ClashWarning[] {
  const { from, to, exact } = handover;
  if (from === null || to === null) return [];
  return [
    ...(exact ? others.filter((other) => other.exact && other.from !== null).flatMap((other) => meetings(handover, other, from, other.from ?? '')) : []),
    ...terms.flatMap(({ office, person, to: last }): ClashWarning[] => (last !== null && last < from ? [{ code: 'term_ends', office, person, day: last }] : [])),
    ...blackouts.flatMap((blackout): ClashWarning[] => (touches(blackout, from, to, exact) ? [{ code: 'blackout', ...blackout }] : [])),
  ];
}

/** Who somebody is: the same address, or for lack of one the same name. */
export function delegateKey({ email, name }: { email: string | null; name: string }): string {
  return email?.toLowerCase() ?? name.normalize('NFKC').toLowerCase().replace(/\s+/g, ' ').trim();
}

function meetings(handover: PlannedHandover, other: PlannedHandover, day: string, otherDay: string): ClashWarning[] {
  const apart = Math.abs(daysBetween(day, otherDay));
  const about = { handoverId: other.id, jurisdiction: other.jurisdiction, day: otherDay };
  const shared = apart > 1 ? [] : handover.delegates.filter(({ key }) => other.delegates.some((one) => one.key === key));
  const people = shared.flatMap(({ name }): ClashWarning[] => {
    if (apart === 0) return [{ code: 'delegate_same_day', name, ...about }];
    return elsewhere(handover, other) ? [{ code: 'delegate_travels', name, ...about }] : [];
  });
  return handover.jurisdiction === other.jurisdiction && monday(day) === monday(otherDay) ? [...people, { code: 'same_week', ...about }] : people;
}

const elsewhere = (one: PlannedHandover, other: PlannedHandover): boolean => one.jurisdiction !== other.jurisdiction || (one.place ?? '') !== (other.place ?? '');

/** An exact day within it; a rough one only where no day is left outside. */
const touches = (blackout: { from: string; to: string }, from: string, to: string, exact: boolean): boolean =>
  exact ? blackout.from <= from && from <= blackout.to : blackout.from <= from && to <= blackout.to;

/** The Monday of its week (ISO 8601). */
const monday = (day: string): string => addDays(day, -((new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7));
