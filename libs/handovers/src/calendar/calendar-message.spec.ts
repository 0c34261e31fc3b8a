import { describe, expect, it } from '@jest/globals';
import ICAL from 'ical.js';
import nodeIcal from 'node-ical';
import { instantOf, knownDate } from '../date-rules.js';
import { calendarMessage, type CalendarMethod } from './calendar-message.js';
import { calendarAct } from './invitation-rules.js';

const ID = '0193a1b2-0000-7000-8000-000000000001';
const people = {
  organiser: { name: 'Keep "your" word; now\r\nX-EVIL:1', address: 'hello@campaign.example', sentBy: 'no-reply@sign.example' },
  attendee: { name: 'Ana, Silva', address: 'ana@example.org', participation: 'invited' as const, asked: true },
};
function message(method: CalendarMethod, sequence: number, date: { edtf: string; time?: string; zone?: string }): string {
  const { from = null, to = null } = knownDate(date.edtf) ?? {};
  const startsAt = from !== null && date.time ? instantOf(from, date.time, date.zone ?? 'UTC') : null;
  return calendarMessage(method, { id: ID, sequence, date: { from, to, startsAt }, summary: 'Handover:\nSweden', description: 'a\nb', place: 'Rosenbad 4; Stockholm', url: 'https://sign.example/x' }, people, new Date('2026-11-22T10:00:00Z'));
}
const eventOf = (file: string) => new ICAL.Event(new ICAL.Component(ICAL.parse(file) as never).getFirstSubcomponent('vevent') as never);
const otherOf = (file: string) => Object.values(nodeIcal.sync.parseICS(file)).find((part) => part?.type === 'VEVENT');

describe('a calendar message', () => {
  it('asks its one reader, from the organiser, with everything RFC 5546 wants of a request', () => {
    const file = message('REQUEST', 3, { edtf: '2026-12-06', time: '14:00', zone: 'Europe/Stockholm' });
    const lines = file.replace(/\r\n[ \t]/g, '').split('\r\n');
    expect(lines).toEqual(expect.arrayContaining(['METHOD:REQUEST', `UID:${ID}`, 'SEQUENCE:3', 'DTSTAMP:20261122T100000Z', 'DTSTART:20261206T130000Z', 'STATUS:CONFIRMED']));
    expect(lines.filter((line) => line.startsWith('ORGANIZER'))).toEqual(['ORGANIZER;CN="Keep ’your’ word; now X-EVIL:1";SENT-BY="mailto:no-reply@sign.example":mailto:hello@campaign.example']);
    expect(lines.filter((line) => line.startsWith('ATTENDEE'))).toEqual(['ATTENDEE;ROLE=REQ-PARTICIPANT;CUTYPE=INDIVIDUAL;PARTSTAT=NEEDS-ACTION;RSVP=TRUE;CN="Ana, Silva":MAILTO:ana@example.org']);
    expect(lines.filter((line) => line.startsWith('X-EVIL'))).toEqual([]);
    expect(file).not.toMatch(/[^\r]\n/);
    expect(Math.max(...file.split('\r\n').map((line) => Buffer.byteLength(line)))).toBeLessThanOrEqual(75);
  });

  it('cancels under the same UID', () => {
    const file = message('CANCEL', 4, { edtf: '2026-12-06' });
    expect(file).toContain('METHOD:CANCEL');
    expect(file).toContain('STATUS:CANCELLED');
    expect([eventOf(file).uid, eventOf(file).sequence]).toEqual([ID, 4]);
  });

  it('is a whole day where no time is known, in whichever zone it is read', () => {
    const file = message('REQUEST', 0, { edtf: '2026-12-06' });
    expect(file).toContain('DTSTART;VALUE=DATE:20261206');
    expect(file).toContain('DTEND;VALUE=DATE:20261207');
    expect(eventOf(file).startDate.isDate).toBe(true);
    expect(otherOf(file)).toMatchObject({ datetype: 'date' });
  });

  // [day, wall clock, zone, the instant]
  it.each([
    ['the hour that comes twice means its first coming (Stockholm)', '2026-10-25', '02:30', 'Europe/Stockholm', '2026-10-25T00:30:00.000Z'],
    ['the hour that comes twice in the other hemisphere (Santiago)', '2026-04-04', '23:30', 'America/Santiago', '2026-04-05T02:30:00.000Z'],
    ['after clocks jumped (Stockholm)', '2026-03-29', '03:30', 'Europe/Stockholm', '2026-03-29T01:30:00.000Z'],
    ['the day before clocks jump is an hour more (Stockholm)', '2026-03-28', '10:00', 'Europe/Stockholm', '2026-03-28T09:00:00.000Z'],
    ['a zone that keeps summer time but for Ramadan (Casablanca, outside)', '2026-06-10', '10:00', 'Africa/Casablanca', '2026-06-10T09:00:00.000Z'],
    ['a zone that keeps summer time but for Ramadan (Casablanca, within)', '2026-03-01', '10:00', 'Africa/Casablanca', '2026-03-01T10:00:00.000Z'],
    // Put off to 30 March and put back within days: the database's last word is the 26th.
    ['a zone whose summer time was put off and put back (Beirut, before)', '2023-03-25', '10:00', 'Asia/Beirut', '2023-03-25T08:00:00.000Z'],
    ['a zone whose summer time was put off and put back (Beirut, after)', '2023-03-27', '10:00', 'Asia/Beirut', '2023-03-27T07:00:00.000Z'],
    ['a zone that moved across the date line (Apia, before)', '2011-12-29', '10:00', 'Pacific/Apia', '2011-12-29T20:00:00.000Z'],
    ['a zone that moved across the date line (Apia, after)', '2011-12-31', '10:00', 'Pacific/Apia', '2011-12-30T20:00:00.000Z'],
    ['a zone of three quarters of an hour (Kathmandu)', '2026-05-01', '10:00', 'Asia/Kathmandu', '2026-05-01T04:15:00.000Z'],
    ['a zone whose clocks change by half an hour (Lord Howe)', '2026-01-10', '10:00', 'Australia/Lord_Howe', '2026-01-09T23:00:00.000Z'],
  ])('%s: two parsers read the same instant', (_, edtf, time, zone, instant) => {
    const file = message('REQUEST', 0, { edtf, time, zone });
    expect(eventOf(file).startDate.toJSDate().toISOString()).toBe(instant);
    expect(otherOf(file)).toMatchObject({ start: new Date(instant), end: new Date(Date.parse(instant) + 3_600_000) });
  });

  it.each([
    ['the hour that clocks jump over (Stockholm)', '2026-03-29', '02:30', 'Europe/Stockholm'],
    ['the hour that clocks jump over (New York)', '2026-03-08', '02:30', 'America/New_York'],
    ['the midnight that clocks jump over (Cairo)', '2026-04-24', '00:30', 'Africa/Cairo'],
    ['the day that Apia never had', '2011-12-30', '10:00', 'Pacific/Apia'],
  ])('%s has no instant to be told', (_, edtf, time, zone) => {
    expect(instantOf(edtf, time, zone)).toBeNull();
  });
});

describe('what a reader\'s calendar is told', () => {
  const standing = (edtf: string | null, status: 'planned' | 'listed' | 'cancelled' | 'held' = 'planned') => {
    const { from = null, exact = false } = knownDate(edtf) ?? {};
    return { status, from, exact };
  };

  it.each(['2011-23', '2011-03', '2011-03-03/2011-03-05', '2011-06-11~', '2011-06?', '2011'])('of %s: words, and no request, for no day is fixed', (edtf) => {
    expect(calendarAct(standing(edtf), { removed: false, told: false })).toBe('words');
  });

  it('of a day: a request', () => {
    expect(calendarAct(standing('2011-06-11'), { removed: false, told: false })).toBe('request');
  });

  it('of a day that was fixed and is open again: words to whoever was told, nothing to others', () => {
    expect(calendarAct(standing(null), { removed: false, told: true })).toBe('words');
    expect(calendarAct(standing(null), { removed: false, told: false })).toBe('none');
  });

  it('of the end: a cancellation, to those who heard of the beginning', () => {
    for (const told of [true, false]) {
      expect(calendarAct(standing('2011-06-11', 'cancelled'), { removed: false, told })).toBe(told ? 'cancel' : 'none');
      expect(calendarAct(standing('2011-06-11'), { removed: true, told })).toBe(told ? 'cancel' : 'none');
    }
  });

  it('of what took place: nothing more', () => {
    expect(calendarAct(standing('2011-06-11', 'held'), { removed: false, told: true })).toBe('none');
  });
});
