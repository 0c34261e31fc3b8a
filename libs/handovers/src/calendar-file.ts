import ical, { ICalCalendarMethod, ICalEventStatus, ICalEventTransparency } from 'ical-generator';
import { addDays } from './date-rules.js';
import { type HandoverListItem } from './handovers.types.js';

/** The sentences of the file; they come from the message catalogues. */
export interface CalendarWords {
  name: string;
  summary: (handover: HandoverListItem) => string;
  /** What more there is to say; for a date known only roughly it must say so. */
  description: (handover: HandoverListItem) => string;
}

/** Hours that an entry with a time takes: nobody tells how long a minister listens, and an entry without length is hard to see. */
const HOURS = 1;

/**
 * An iCalendar file (RFC 5545) of handovers, one VEVENT each. An exact time becomes an instant in UTC, so that no
 * calendar needs a zone table; a day without time and a date known only roughly become whole days, the rough one
 * marked tentative and free. The UID is the handover's own (RFC 7986, 5.3), SEQUENCE rises with each move, and what is
 * cancelled stays in the file as such. Handovers without any date are left out. Nothing of signers is in it.
 */
export function calendarFile(handovers: readonly HandoverListItem[], words: CalendarWords, options: { now: Date; url: (handover: HandoverListItem) => string; refreshS?: number }): string {
  const calendar = ical({ name: words.name, prodId: { company: 'Countersign', product: 'handovers' }, method: ICalCalendarMethod.PUBLISH, ...(options.refreshS ? { ttl: options.refreshS } : {}) });
  for (const handover of handovers) {
    const { from, to, startsAt, exact } = handover.date;
    if (from === null || to === null) continue;
    calendar.createEvent({
      ...spanOf({ from, to, startsAt }),
      id: handover.id,
      sequence: handover.calendarSequence,
      stamp: options.now,
      summary: oneLine(words.summary(handover)),
      description: words.description(handover),
      location: handover.place,
      status: statusOf(handover),
      transparency: exact ? ICalEventTransparency.OPAQUE : ICalEventTransparency.TRANSPARENT,
      url: options.url(handover),
    });
  }
  return calendar.toString();
}

/** From when to when an entry lasts: an hour from an instant, or whole days. */
export function spanOf({ from, to, startsAt }: { from: string; to: string; startsAt: Date | null }): { start: Date; end: Date; allDay?: true } {
  return startsAt
    ? { start: startsAt, end: new Date(startsAt.getTime() + HOURS * 3_600_000) }
    // DTEND of whole days is the day after the last (RFC 5545, 3.6.1).
    : { start: midday(from), end: midday(addDays(to, 1)), allDay: true };
}

function statusOf(handover: HandoverListItem): ICalEventStatus {
  switch (handover.status) {
    case 'cancelled': return ICalEventStatus.CANCELLED;
    case 'planned':
    case 'listed': return handover.date.exact ? ICalEventStatus.CONFIRMED : ICalEventStatus.TENTATIVE;
    case 'held':
    case 'refused':
    case 'absent': return ICalEventStatus.CONFIRMED;
  }
}

/** A day as an instant whose UTC and, in all but the outermost zones, local date is that day. */
function midday(day: string): Date {
  return new Date(`${day}T12:00:00Z`);
}

export function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
