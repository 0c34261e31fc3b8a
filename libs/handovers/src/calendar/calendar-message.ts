import ical, { ICalAttendeeRole, ICalAttendeeStatus, ICalAttendeeType, ICalCalendarMethod, ICalEventStatus, ICalEventTransparency } from 'ical-generator';
import { oneLine, spanOf } from '../calendar-file.js';

export type CalendarMethod = 'REQUEST' | 'CANCEL';
export type Participation = 'invited' | 'accepted' | 'declined';

/** What a calendar entry says. */
export interface CalendarEntry {
  /** The handover's id: the UID, for ever. */
  id: string;
  /** Rises with each move; of two messages the higher one holds (RFC 5546, 2.1.5). */
  sequence: number;
  date: { from: string | null; to: string | null; startsAt: Date | null };
  summary: string;
  description: string;
  place: string | null;
  url: string;
}

export interface CalendarPeople {
  /** As first told for this entry: programs take updates from its own organiser only. `sentBy`: whom the mail comes from. */
  organiser: { name: string; address: string; sentBy: string };
  /** The one reader of this message. Nobody else is named in it. */
  attendee: { name: string; address: string; participation: Participation; asked: boolean };
}

const STATUS: Record<Participation, ICalAttendeeStatus> = {
  invited: ICalAttendeeStatus.NEEDSACTION, accepted: ICalAttendeeStatus.ACCEPTED, declined: ICalAttendeeStatus.DECLINED,
};

/**
 * An iTIP message for one reader (RFC 5546, 3.2.2 REQUEST and 3.2.5 CANCEL), to be mailed as RFC 6047 says. Instants
 * stand in UTC, so that no reader's table of zones, old or wrong, moves them; a day without a time is a whole day.
 */
export function calendarMessage(method: CalendarMethod, entry: CalendarEntry, people: CalendarPeople, now: Date): string {
  const calendar = ical({ prodId: { company: 'Countersign', product: 'handovers' }, method: method === 'REQUEST' ? ICalCalendarMethod.REQUEST : ICalCalendarMethod.CANCEL });
  const { organiser, attendee } = people;
  const today = now.toISOString().slice(0, 10);
  const event = calendar.createEvent({
    // What is cancelled because its day is open again has no day of its own; UID and sequence say what is meant.
    ...spanOf({ startsAt: entry.date.startsAt, from: entry.date.from ?? today, to: entry.date.to ?? today }),
    id: entry.id,
    sequence: entry.sequence,
    stamp: now,
    summary: oneLine(entry.summary),
    description: entry.description,
    location: entry.place,
    status: method === 'CANCEL' ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
    transparency: ICalEventTransparency.OPAQUE,
    organizer: { name: parameterText(organiser.name), email: organiser.address, ...(organiser.sentBy === organiser.address ? {} : { sentBy: organiser.sentBy }) },
    url: entry.url,
  });
  event.createAttendee({
    name: parameterText(attendee.name), email: attendee.address, type: ICalAttendeeType.INDIVIDUAL,
    role: attendee.asked ? ICalAttendeeRole.REQ : ICalAttendeeRole.NON, status: STATUS[attendee.participation], rsvp: attendee.asked && method === 'REQUEST',
  });
  return calendar.toString();
}

/** A value of a parameter holds neither quotes nor control characters (RFC 5545, 3.1). */
const parameterText = (text: string): string => oneLine(text.replace(/"/g, '’').replace(/[\u0000-\u001f\u007f]/g, ' '));
