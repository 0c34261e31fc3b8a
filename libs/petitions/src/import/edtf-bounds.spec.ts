import { describe, expect, it } from '@jest/globals';
import { edtfBounds, readEdtf } from './edtf-bounds.js';
import { resolveDate } from './resolve-date.js';

describe('the days between which a date in EDTF lies', () => {
  it.each([
    ['2009-07/2010-10', '2009-07-01', '2010-10-31', 'range'],
    ['2010-06/2010-08', '2010-06-01', '2010-08-31', 'range'],
    ['2011', '2011-01-01', '2011-12-31', 'year'],
    ['2011-23', '2011-09-01', '2011-11-30', 'season'],
    ['2011-09-21/2011-09-30', '2011-09-21', '2011-09-30', 'part-of-month'],
    ['2011-09-01/2011-09-10', '2011-09-01', '2011-09-10', 'part-of-month'],
    ['2011-10-01/2011-10-10', '2011-10-01', '2011-10-10', 'part-of-month'],
    ['2012-33', '2012-01-01', '2012-03-31', 'quarter'],
    ['2012-34', '2012-04-01', '2012-06-30', 'quarter'],
  ])('reads %s of the table in data/README.md as %s to %s', (text, from, to, precision) => {
    expect(edtfBounds(text)).toEqual({ from, to, precision });
  });

  it.each([
    ['2011-03-03', '2011-03-03', '2011-03-03', 'day'],
    ['2012-02', '2012-02-01', '2012-02-29', 'month'],
    ['1900-02', '1900-02-01', '1900-02-28', 'month'],
    ['0050', '0050-01-01', '0050-12-31', 'year'],
    ['2011-21', '2011-03-01', '2011-05-31', 'season'],
    ['2011-22', '2011-06-01', '2011-08-31', 'season'],
    ['2011-24', '2011-12-01', '2012-02-29', 'season'],
    ['2012-35', '2012-07-01', '2012-09-30', 'quarter'],
    ['2012-36', '2012-10-01', '2012-12-31', 'quarter'],
    ['2012-38', '2012-05-01', '2012-08-31', 'range'],
    ['2012-41', '2012-07-01', '2012-12-31', 'range'],
    ['201X', '2010-01-01', '2019-12-31', 'range'],
    ['2011-XX', '2011-01-01', '2011-12-31', 'year'],
    ['2011-05-XX', '2011-05-01', '2011-05-31', 'month'],
    ['2011?', '2011-01-01', '2011-12-31', 'year'],
    ['2011-06~', '2011-06-01', '2011-06-30', 'month'],
    ['2011-06-11%', '2011-06-11', '2011-06-11', 'day'],
    ['2011-06-11/2011-06-11', '2011-06-11', '2011-06-11', 'day'],
    ['2012-03-29T14:00:00+07:00', '2012-03-29', '2012-03-29', 'minute'],
  ])('reads %s as %s to %s', (text, from, to, precision) => {
    expect(edtfBounds(text)).toEqual({ from, to, precision });
  });

  it.each(['', 'autumn', '2011-1', '11-05-2011', '2011/..', '../2011', '2011/2012/2013', '2011-03-03T10:00', '2011-XX-03', 'X011', ' 2011'])(
    'does not read %j',
    (text) => expect(readEdtf(text)).toEqual({ ok: false, why: 'unreadable' }),
  );

  it.each(['2011-02-30', '2011-13', '2011-00', '2011-25', '2011-06-00', '2011-06/2011-05', '2011-02-29/2011-03-01', '2011-02-30T10:00:00Z', '2011-23-XX'])(
    'knows that %s cannot be',
    (text) => expect(readEdtf(text)).toEqual({ ok: false, why: 'impossible' }),
  );
});

describe('a date counted from the first start', () => {
  it('falls so many days later or earlier, across the end of a year', () => {
    expect(resolveDate({ daysFromStart: 14 }, '2026-12-25')).toBe('2027-01-08');
    expect(resolveDate({ daysFromStart: -1 }, '2024-03-01')).toBe('2024-02-29');
  });

  it('is blurred to what is known of it', () => {
    expect(resolveDate({ daysFromStart: 10, precision: 'month' }, '2026-11-22')).toBe('2026-12');
    expect(resolveDate({ daysFromStart: 60, precision: 'quarter' }, '2026-11-22')).toBe('2027-33');
    expect(resolveDate({ daysFromStart: 60, precision: 'year' }, '2026-11-22')).toBe('2027');
    expect(edtfBounds(resolveDate({ daysFromStart: 0, precision: 'quarter' }, '2026-11-22'))?.from).toBe('2026-10-01');
  });

  it('leaves a date of the calendar as it is', () => {
    expect(resolveDate('2011-23', '2026-11-22')).toBe('2011-23');
  });
});
