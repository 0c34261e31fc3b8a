import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { addDays, dateFaults, dayIn, daysBetween, instantOf, isTimeZone, knownDate, monthBounds } from './date-rules.js';

describe('the instant of a handover', () => {
  it('is the wall-clock time in its own zone', () => {
    expect(instantOf('2026-07-01', '10:00', 'Europe/Paris')?.toISOString()).toBe('2026-07-01T08:00:00.000Z');
    expect(instantOf('2026-01-15', '10:30:00', 'Asia/Kathmandu')?.toISOString()).toBe('2026-01-15T04:45:00.000Z');
  });

  it('does not exist in the hour that clocks jump over', () => {
    expect(instantOf('2027-03-28', '02:30', 'Europe/Stockholm')).toBeNull();
    expect(instantOf('2027-03-28', '03:00', 'Europe/Stockholm')?.toISOString()).toBe('2027-03-28T01:00:00.000Z');
  });

  it('is the first of the two when an hour comes twice', () => {
    expect(instantOf('2026-10-25', '02:30', 'Europe/Stockholm')?.toISOString()).toBe('2026-10-25T00:30:00.000Z');
    expect(instantOf('2026-11-01', '01:30', 'America/New_York')?.toISOString()).toBe('2026-11-01T05:30:00.000Z');
  });
});

describe('date, time and zone together', () => {
  const codes = (date: string | null, startTime: string | null, timeZone: string): string[] => dateFaults({ date, startTime, timeZone }).map((fault) => `${fault.field}:${fault.code}`);

  it('take an exact day with a time, an approximate one without, and none', () => {
    expect(codes('2026-12-06', '14:00', 'Europe/Stockholm')).toEqual([]);
    expect(codes('2026-23', null, 'UTC')).toEqual([]);
    expect(codes(null, null, 'UTC')).toEqual([]);
  });

  it('refuse a time on a day that is not known exactly', () => {
    expect(codes('2026-12', '14:00', 'UTC')).toEqual(['startTime:time_without_day']);
    expect(codes('2026-12-06~', '14:00', 'UTC')).toEqual(['startTime:time_without_day']);
    expect(codes(null, '14:00', 'UTC')).toEqual(['startTime:time_without_day']);
  });

  it('refuse a time that clocks jump over', () => {
    expect(codes('2027-03-28', '02:15', 'Europe/Berlin')).toEqual(['startTime:time_does_not_exist']);
  });

  it('tell every fault at once', () => {
    expect(codes('2026-02-30', '25:00', 'Europe/Atlantis')).toEqual(['date:date_unreadable', 'timeZone:unknown', 'startTime:time_unreadable']);
  });

  it('take the time from its own field only', () => {
    expect(codes('2026-12-06T14:00:00Z', null, 'UTC')).toEqual(['date:date_unreadable']);
  });
});

describe('time zones', () => {
  it.each(['UTC', 'Europe/London', 'America/Argentina/Buenos_Aires', 'Etc/GMT+3'])('know %s', (zone) => expect(isTimeZone(zone)).toBe(true));
  it.each(['', '+02:00', 'CET+1', 'utc+3', 'Mars/Olympus', 'Europe/London '])('do not know %j', (zone) => expect(isTimeZone(zone)).toBe(false));
});

describe('days', () => {
  it('know an exact date from one that is only likely', () => {
    expect(knownDate('2011-06-11')).toMatchObject({ exact: true, from: '2011-06-11', to: '2011-06-11' });
    expect(knownDate('2011-06-11?')).toMatchObject({ exact: false, from: '2011-06-11' });
    expect(knownDate('2011-23')).toMatchObject({ exact: false, from: '2011-09-01', to: '2011-11-30' });
    expect(knownDate('soon')).toBeUndefined();
  });

  it('are counted by the calendar, also where a day has 23 hours', () => {
    fc.assert(fc.property(fc.date({ min: new Date('1999-01-01T00:00:00Z'), max: new Date('2060-01-01T00:00:00Z'), noInvalidDate: true }), fc.integer({ min: -900, max: 900 }), (start, days) => {
      const day = start.toISOString().slice(0, 10);
      expect(daysBetween(day, addDays(day, days))).toBe(days);
    }));
    expect(dayIn('Pacific/Auckland', new Date('2026-06-30T13:00:00Z'))).toBe('2026-07-01');
  });

  it('bound a month', () => {
    expect(monthBounds('2028-02')).toEqual({ from: '2028-02-01', to: '2028-02-29' });
    expect(monthBounds('2028-13')).toBeNull();
    expect(monthBounds('2028-23')).toBeNull();
    expect(monthBounds('2028')).toBeNull();
  });
});
