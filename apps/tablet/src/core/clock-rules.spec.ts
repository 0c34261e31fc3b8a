import { describe, expect, it } from '@jest/globals';
import { localDay, offsetOf, signedAtOfLine } from './clock-rules.js';

const at = (text: string) => Date.parse(text);

describe('the time by the server', () => {
  it('is taken for the middle between asking and hearing', () => {
    expect(offsetOf('10000', 4_000, 6_000)).toBe(5_000);
    expect(offsetOf('1000', 4_000, 4_100)).toBe(-3_050);
  });

  it('is not learned from an answer without a time, or over a clock that was set back meanwhile', () => {
    for (const odd of [null, '', ' ', 'noon', '-5', 'Infinity']) expect(offsetOf(odd, 1, 2)).toBeNull();
    expect(offsetOf('10000', 6_000, 4_000)).toBeNull();
  });
});

describe('a day', () => {
  it('is the calendar day where the store is', () => {
    expect(localDay(at('2026-11-22T22:59:59.999Z'), 'Europe/Paris')).toBe('2026-11-22');
    expect(localDay(at('2026-11-22T23:00:00Z'), 'Europe/Paris')).toBe('2026-11-23');
    expect(localDay(at('2026-11-22T11:00:00Z'), 'Pacific/Auckland')).toBe('2026-11-23');
    expect(localDay(at('2026-11-22T05:00:00Z'), 'America/Los_Angeles')).toBe('2026-11-21');
  });

  it('is the day by UTC in a zone the browser does not know', () => {
    expect(localDay(at('2026-11-22T23:30:00Z'), 'Mars/Olympus')).toBe('2026-11-22');
  });
});

describe('a line on paper', () => {
  const printed = '2026-10-01T08:00:00.000Z';
  const now = at('2026-11-22T16:00:00Z');

  it('counts as signed at noon of its day where the store is', () => {
    expect(signedAtOfLine('2026-10-24', 'Europe/Paris', printed, now)).toBe('2026-10-24T10:00:00.000Z');
    expect(signedAtOfLine('2026-10-25', 'Europe/Paris', printed, now)).toBe('2026-10-25T11:00:00.000Z');
    expect(signedAtOfLine('2026-10-24', 'America/Sao_Paulo', printed, now)).toBe('2026-10-24T15:00:00.000Z');
    expect(signedAtOfLine('2026-10-24', 'Asia/Kolkata', printed, now)).toBe('2026-10-24T06:30:00.000Z');
  });

  it('is never signed before its sheet was printed, nor after now', () => {
    expect(signedAtOfLine('2026-09-30', 'Europe/Paris', printed, now)).toBe(printed);
    expect(signedAtOfLine('2026-11-23', 'Europe/Paris', printed, now)).toBe('2026-11-22T16:00:00.000Z');
  });

  it('needs a day that exists', () => {
    for (const odd of ['2026-02-30', '2026-13-01', 'yesterday', '22.11.2026', '']) expect(() => signedAtOfLine(odd, 'Europe/Paris', printed, now)).toThrow(RangeError);
  });
});
