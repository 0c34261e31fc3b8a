import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { shiftFigures, shownResults } from './shift-rules.js';

describe('a shift', () => {
  it('adds up to the unit, whatever arrived', () => {
    const n = fc.nat(10_000);
    fc.assert(fc.property(n, n, n, n, n, n, (captured, typed, stored, repeated, conflict, quarantined) => {
      const figures = shiftFigures({ captured, typed }, { stored, repeated, conflict, quarantined });
      expect(figures.captured + figures.unexplained).toBe(stored + repeated + conflict + quarantined + figures.waiting);
      expect(Math.min(figures.waiting, figures.unexplained)).toBe(0);
    }));
  });

  it('says what more arrived than the tablet counts, and never a negative number', () => {
    expect(shiftFigures({ captured: 3, typed: 1 }, { stored: 5, repeated: 0, conflict: 1, quarantined: 0 })).toMatchObject({ captured: 4, received: 6, waiting: 0, unexplained: 2 });
  });

  it('tells who counts only of ten or more', () => {
    expect(shownResults({ counted: 8, duplicate: 1, pending: 0, other: 0 }, { settled: true })).toBeNull();
    expect(shownResults({ counted: 8, duplicate: 1, pending: 0, other: 1 }, { settled: true })).toEqual({ counted: 8, duplicate: 1, pending: 0, other: 1 });
  });
});
