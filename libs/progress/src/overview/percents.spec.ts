import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { wholePercents } from './percents.js';

describe('whole percents', () => {
  it('give what is left over to the largest remainders: a third each is 34, 33, 33', () => {
    expect(wholePercents({ a: 1, b: 1, c: 1 })).toEqual({ a: 34, b: 33, c: 33 });
    expect(wholePercents({ green: 14, yellow: 16, red: 12 })).toEqual({ green: 33, yellow: 38, red: 29 });
  });

  it('are none where there is nothing to share', () => {
    expect(wholePercents({ a: 0, b: 0 })).toBeNull();
  });

  it('add up to 100, and are never a whole percent away from the true share', () => {
    fc.assert(fc.property(fc.array(fc.nat(500), { minLength: 1, maxLength: 6 }).filter((counts) => counts.some((n) => n > 0)), (counts) => {
      const total = counts.reduce((sum, n) => sum + n, 0);
      const percents = Object.values(wholePercents(Object.fromEntries(counts.map((n, index) => [`p${index}`, n]))) ?? {});
      expect(percents.reduce((sum, n) => sum + n, 0)).toBe(100);
      percents.forEach((percent, index) => expect(Math.abs(percent - (100 * (counts[index] ?? 0)) / total)).toBeLessThan(1));
    }));
  });
});
