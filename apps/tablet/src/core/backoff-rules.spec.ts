import fc from 'fast-check';
import { describe, expect, it } from '@jest/globals';
import { backoff, retryAfter } from './backoff-rules.js';

describe('waiting after failures', () => {
  it('is shorter than 30 s however many failures there were, while staff can see it', () => {
    fc.assert(fc.property(fc.nat(10_000), fc.double({ min: 0, max: 0.999999, noNaN: true }), (failures, random) => {
      expect(backoff(failures, true, random)).toBeLessThan(30_000);
      expect(backoff(failures, true, random)).toBeGreaterThanOrEqual(250);
    }));
  });

  it('doubles its bound and spreads over all of it', () => {
    expect([0, 1, 2, 3].map((failures) => backoff(failures, true, 0.999))).toEqual([999, 1998, 3996, 7992]);
    expect(backoff(3, true, 0.5)).toBe(4000);
    expect(backoff(30, false, 0.999)).toBeGreaterThan(60_000);
  });
});

describe('a wait that the server asks for', () => {
  const now = Date.parse('2026-11-22T12:00:00Z');

  it('is kept, as seconds or as a date', () => {
    expect(retryAfter('30', now, 0)).toBe(30_000);
    expect(retryAfter('Sun, 22 Nov 2026 12:01:00 GMT', now, 0)).toBe(60_000);
    expect(retryAfter('30', now, 0.5)).toBe(31_500);
  });

  it('is bounded both ways, and nonsense is none', () => {
    expect(retryAfter('99999999', now, 0)).toBe(900_000);
    expect(retryAfter('0', now, 0)).toBe(1_000);
    expect(retryAfter('Sun, 22 Nov 2020 12:01:00 GMT', now, 0)).toBe(1_000);
    expect(retryAfter('soon', now, 0)).toBeNull();
    expect(retryAfter(null, now, 0)).toBeNull();
  });
});
