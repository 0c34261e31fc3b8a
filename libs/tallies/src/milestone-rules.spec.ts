import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { approachingAt, crossings, LADDER, nextMilestone, passedSilently, type MilestoneState } from './milestone-rules.js';

const untold = (...thresholds: number[]): MilestoneState[] => thresholds.map((threshold) => ({ threshold, approached: false, reached: false }));
const ladder = untold(...LADDER);

describe('A milestone', () => {
  it('is approaching at nine tenths and reached at the crossing', () => {
    expect(crossings(899, 900, ladder)).toEqual({ approaching: [1000], reached: [] });
    expect(crossings(898, 899, ladder)).toEqual({ approaching: [], reached: [] });
    expect(crossings(900, 901, ladder)).toEqual({ approaching: [], reached: [] });
    expect(crossings(999, 1000, ladder)).toEqual({ approaching: [], reached: [1000] });
    expect(crossings(1000, 1001, ladder)).toEqual({ approaching: [], reached: [] });
  });

  it('passed in both marks by one transaction is only reached', () => {
    expect(crossings(850, 1010, ladder)).toEqual({ approaching: [], reached: [1000] });
  });

  it('gives, with the others that a jump passes, one answer that names them all', () => {
    expect(crossings(0, 48_000, ladder)).toEqual({ approaching: [50_000], reached: [1_000, 5_000, 10_000, 25_000] });
  });

  it('has its share rounded up to a whole signature, without the crumbs of binary fractions', () => {
    expect(approachingAt(15)).toBe(14);
    expect(approachingAt(100, 0.07)).toBe(7);
    expect(approachingAt(1, 0.9)).toBe(1);
    fc.assert(fc.property(fc.integer({ min: 1, max: 100 }), fc.integer({ min: 1, max: 10_000_000 }), (percent, threshold) => {
      expect(approachingAt(threshold, percent / 100)).toBe(Number((BigInt(percent) * BigInt(threshold) + 99n) / 100n));
    }));
  });

  it('already passed when it is made is to be recorded silently, and is not told afterwards', () => {
    expect(passedSilently(4_600, ladder)).toEqual({ approaching: [5_000], reached: [1_000] });
    expect(crossings(4_600, 4_700, ladder)).toEqual({ approaching: [], reached: [] });
  });

  it('named by ladder and target is told once', () => {
    expect(crossings(0, 1000, untold(1000, 1000))).toEqual({ approaching: [], reached: [1000] });
  });

  it('is told at most once for each mark and reached if the count ever was there, whatever way the count went', () => {
    const milestones = fc.uniqueArray(fc.integer({ min: 1, max: 120 }), { minLength: 1, maxLength: 6 });
    fc.assert(fc.property(milestones, fc.array(fc.integer({ min: 0, max: 130 }), { maxLength: 30 }), fc.integer({ min: 1, max: 100 }), (thresholds, totals, percent) => {
      const states = untold(...thresholds);
      const told: string[] = [];
      let before = 0;
      for (const after of totals) {
        const { approaching, reached } = crossings(before, after, states, percent / 100);
        for (const state of states) {
          if (approaching.includes(state.threshold)) { told.push(`approaching ${state.threshold}`); state.approached = true; expect(after).toBeLessThan(state.threshold); }
          if (reached.includes(state.threshold)) { told.push(`reached ${state.threshold}`); state.reached = true; }
        }
        before = after;
      }
      expect(new Set(told).size).toBe(told.length);
      const highest = Math.max(0, ...totals);
      for (const threshold of thresholds) {
        expect(told.includes(`reached ${threshold}`)).toBe(highest >= threshold);
        const order = [told.indexOf(`approaching ${threshold}`), told.indexOf(`reached ${threshold}`)];
        if (order[0] !== -1 && order[1] !== -1) expect(order[0]).toBeLessThan(order[1] as number);
        if (highest < threshold) expect(order[0] !== -1).toBe(highest >= approachingAt(threshold, percent / 100));
      }
    }), { numRuns: 1_000 });
  });
});

describe('The next milestone', () => {
  it('is the least above the total, with what is still wanted', () => {
    expect(nextMilestone(893, untold(5000, 1000))).toEqual({ threshold: 1000, remaining: 107 });
    expect(nextMilestone(1000, ladder)).toEqual({ threshold: 5000, remaining: 4000 });
    expect(nextMilestone(1_000_000, ladder)).toBeNull();
  });
});
