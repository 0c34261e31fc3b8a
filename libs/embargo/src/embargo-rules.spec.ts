import { describe, expect, it } from '@jest/globals';
import { embargoInstantOf, readerFaults, readInstant, stateOf, wasPublic, wordsFaults } from './embargo-rules.js';

const iso = (reading: ReturnType<typeof readInstant>): string => ('fault' in reading ? `${reading.fault.field}: ${reading.fault.code}` : reading.at.toISOString());
const DAY = 86_400_000;

describe('the instant that a time of day names', () => {
  it('is that of the zone, whoever reads it', () => {
    expect(iso(readInstant({ local: '2012-03-29T14:00', timeZone: 'Asia/Bangkok' }))).toBe('2012-03-29T07:00:00.000Z');
    expect(iso(readInstant({ local: '2027-01-15T09:30', timeZone: 'Asia/Kathmandu' }))).toBe('2027-01-15T03:45:00.000Z');
    expect(iso(readInstant({ local: '2027-01-15T09:30', timeZone: 'UTC' }))).toBe('2027-01-15T09:30:00.000Z');
  });

  it('is none where clocks jump over it', () => {
    expect(iso(readInstant({ local: '2027-03-28T02:30', timeZone: 'Europe/Stockholm' }))).toBe('local: time_does_not_exist');
    expect(iso(readInstant({ local: '2027-03-28T01:59', timeZone: 'Europe/Stockholm' }))).toBe('2027-03-28T00:59:00.000Z');
    expect(iso(readInstant({ local: '2027-03-28T03:00', timeZone: 'Europe/Stockholm' }))).toBe('2027-03-28T01:00:00.000Z');
    // Samoa went over the date line: that day never was.
    expect(iso(readInstant({ local: '2011-12-30T12:00', timeZone: 'Pacific/Apia' }))).toBe('local: time_does_not_exist');
  });

  it('must be said where clocks show it twice', () => {
    const local = '2027-10-31T02:30';
    expect(iso(readInstant({ local, timeZone: 'Europe/Stockholm' }))).toBe('coming: time_comes_twice');
    expect(iso(readInstant({ local, timeZone: 'Europe/Stockholm', coming: 'first' }))).toBe('2027-10-31T00:30:00.000Z');
    expect(iso(readInstant({ local, timeZone: 'Europe/Stockholm', coming: 'second' }))).toBe('2027-10-31T01:30:00.000Z');
    // Lord Howe sets its clocks by half an hour.
    expect(iso(readInstant({ local: '2027-04-04T01:45', timeZone: 'Australia/Lord_Howe', coming: 'second' }))).toBe('2027-04-03T15:15:00.000Z');
    expect(iso(readInstant({ local: '2027-10-31T03:00', timeZone: 'Europe/Stockholm', coming: 'second' }))).toBe('2027-10-31T02:00:00.000Z');
  });

  it('is refused where there is no such zone or day', () => {
    for (const timeZone of ['+07:00', 'Bangkok', 'Asia/Atlantis', '']) expect(iso(readInstant({ local: '2027-01-01T12:00', timeZone }))).toBe('timeZone: unknown');
    for (const local of ['2027-02-30T12:00', '2027-01-01', '2027-01-01T25:00', 'tomorrow', 'T']) expect(iso(readInstant({ local, timeZone: 'UTC' }))).toBe('local: instant_unreadable');
  });

  it('lies ahead, and not for ever, unless it may have passed', () => {
    const now = new Date('2027-05-01T12:00:00Z');
    expect(iso(embargoInstantOf({ local: '2027-05-01T12:00', timeZone: 'UTC' }, now))).toBe('local: in_past');
    expect(iso(embargoInstantOf({ local: '2027-05-01T12:01', timeZone: 'UTC' }, now))).toBe('2027-05-01T12:01:00.000Z');
    expect(iso(embargoInstantOf({ local: '2027-04-01T12:00', timeZone: 'UTC' }, now, { evenIfPast: true }))).toBe('2027-04-01T12:00:00.000Z');
    expect(iso(embargoInstantOf({ local: '2039-05-01T12:00', timeZone: 'UTC' }, now))).toBe('local: out_of_range');
  });
});

describe('where a publication stands', () => {
  const publicAt = new Date('2027-05-01T07:00:00Z');
  const [before, after] = [new Date(publicAt.getTime() - 1), new Date(publicAt.getTime() + 1)];

  it('changes at its instant, not before', () => {
    expect(stateOf({ publicAt: null, withdrawnAt: null }, after)).toBe('draft');
    expect(stateOf({ publicAt, withdrawnAt: null }, before)).toBe('scheduled');
    expect(stateOf({ publicAt, withdrawnAt: null }, publicAt)).toBe('public');
    expect(stateOf({ publicAt, withdrawnAt: after }, publicAt)).toBe('public');
    expect(stateOf({ publicAt, withdrawnAt: after }, after)).toBe('withdrawn');
  });

  it('is never told if it was withdrawn before', () => {
    expect(wasPublic({ publicAt, withdrawn: null }, before)).toBe(false);
    expect(wasPublic({ publicAt, withdrawn: { at: after } }, after)).toBe(true);
    expect(wasPublic({ publicAt, withdrawn: { at: before } }, after)).toBe(false);
    expect(wasPublic({ publicAt: null, withdrawn: { at: before } }, after)).toBe(false);
  });
});

describe('what is written of it', () => {
  it('has words in one language at least', () => {
    expect(wordsFaults('title', {}, 10)).toEqual([{ field: 'title', code: 'required' }]);
    expect(wordsFaults('title', { en: 'A ranking', fr: ' ' }, 10)).toEqual([{ field: 'title', code: 'required' }]);
    expect(wordsFaults('title', { 'no language': 'x' }, 10)).toEqual([{ field: 'title', code: 'unknown' }]);
    expect(wordsFaults('title', { en: 'A long ranking' }, 10)).toEqual([{ field: 'title', code: 'too_long' }]);
    expect(wordsFaults('title', { th: 'รายงาน', 'pt-BR': 'Um' }, 10)).toEqual([]);
  });

  it('names who reads ahead, and until when', () => {
    const now = new Date('2027-05-01T12:00:00Z');
    expect(readerFaults({ name: 'Ada', organisation: 'A paper', validUntil: new Date(now.getTime() + DAY) }, now)).toEqual([]);
    expect(readerFaults({ name: ' ', organisation: 'x'.repeat(201), validUntil: now }, now)).toEqual([
      { field: 'name', code: 'required' }, { field: 'organisation', code: 'too_long' }, { field: 'validUntil', code: 'in_past' }]);
    expect(readerFaults({ name: 'Ada', organisation: 'A paper', validUntil: new Date(Number.NaN) }, now)).toEqual([{ field: 'validUntil', code: 'date_unreadable' }]);
    expect(readerFaults({ name: 'Ada', organisation: 'A paper', validUntil: new Date(now.getTime() + 400 * DAY) }, now)).toEqual([{ field: 'validUntil', code: 'out_of_range' }]);
  });
});
