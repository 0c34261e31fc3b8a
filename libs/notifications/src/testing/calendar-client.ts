import ICAL from 'ical.js';
import nodeIcal from 'node-ical';

export interface ClientEntry { uid: string; sequence: number; stamp: string; cancelled: boolean; start: string; wholeDay: boolean }

/**
 * The little of a calendar program that matters: it keeps entries by UID, and of two messages about one the later wins
 * by SEQUENCE, then by DTSTAMP, in whichever order they come (RFC 5546, 2.1.5).
 */
export class CalendarClient {
  private readonly entries = new Map<string, ClientEntry>();

  take(file: string): void {
    for (const entry of readWithIcalJs(file)) {
      const known = this.entries.get(entry.uid);
      if (known && (entry.sequence < known.sequence || (entry.sequence === known.sequence && entry.stamp < known.stamp))) continue;
      this.entries.set(entry.uid, entry);
    }
  }

  /** What its owner sees. */
  get shown(): ClientEntry[] {
    return [...this.entries.values()].filter(({ cancelled }) => !cancelled);
  }
}

export function readWithIcalJs(file: string): ClientEntry[] {
  const calendar = new ICAL.Component(ICAL.parse(file) as never);
  const method = calendar.getFirstPropertyValue('method');
  return calendar.getAllSubcomponents('vevent').map((component) => {
    const event = new ICAL.Event(component);
    return {
      uid: event.uid, sequence: event.sequence ?? 0, stamp: String(component.getFirstPropertyValue('dtstamp')), cancelled: method === 'CANCEL' || component.getFirstPropertyValue('status') === 'CANCELLED',
      wholeDay: event.startDate.isDate, start: event.startDate.isDate ? event.startDate.toString() : event.startDate.toJSDate().toISOString(),
    };
  });
}

/** The same, read by the other parser. */
export function readWithNodeIcal(file: string): Omit<ClientEntry, 'stamp'>[] {
  const parsed = nodeIcal.sync.parseICS(file);
  return Object.values(parsed).flatMap((part) => {
    if (part?.type !== 'VEVENT') return [];
    const { uid, sequence, start, datetype, status, method } = part;
    const wholeDay = datetype === 'date';
    const local = [start.getFullYear(), String(start.getMonth() + 1).padStart(2, '0'), String(start.getDate()).padStart(2, '0')].join('-');
    return [{ uid, sequence: Number(sequence ?? 0), cancelled: status === 'CANCELLED' || method === 'CANCEL', wholeDay, start: wholeDay ? local : start.toISOString() }];
  });
}
