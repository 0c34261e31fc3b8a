import { describe, expect, it } from '@jest/globals';
import { daysAfter, digestDay } from './digest-rules.js';

describe('the morning of a digest', () => {
  it('is the reader’s own: seven in Tokyo is the evening before in UTC', () => {
    expect(digestDay(new Date('2026-11-22T22:00:00Z'), 'Asia/Tokyo')).toBe('2026-11-23');
    expect(digestDay(new Date('2026-11-22T21:59:00Z'), 'Asia/Tokyo')).toBeNull();
  });

  it('lasts until noon, for a worker that was down at seven', () => {
    expect(digestDay(new Date('2026-11-22T11:59:00Z'), 'UTC')).toBe('2026-11-22');
    expect(digestDay(new Date('2026-11-22T12:00:00Z'), 'UTC')).toBeNull();
  });

  it('comes once on days that the clocks change', () => {
    const mornings = new Set<string>();
    for (let minute = 0; minute < 3 * 1440; minute += 10) {
      const day = digestDay(new Date(Date.UTC(2026, 2, 28, 0, minute)), 'Europe/Paris');
      if (day) mornings.add(day);
    }
    expect([...mornings]).toEqual(['2026-03-28', '2026-03-29', '2026-03-30']);
  });

  it('is UTC’s where the zone is unknown', () => {
    expect(digestDay(new Date('2026-11-22T08:00:00Z'), 'Nowhere/Land')).toBe('2026-11-22');
  });

  it('counts days over the end of a year', () => {
    expect(daysAfter('2026-12-25', 14)).toBe('2027-01-08');
  });
});
