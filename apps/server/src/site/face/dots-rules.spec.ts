import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { dotsFor } from './dots-rules.js';

const at = (id: string, x: number, y: number, size = 1) => ({ id, x, y, w: size, h: size });

describe('marks of small countries', () => {
  it('are for those that no finger hits, and fewer where one looks closer', () => {
    const places = [at('FR', 100, 100, 30), at('LU', 104, 97, 1.5), at('QA', 200, 150, 3)];
    expect(dotsFor(places, 20).map(({ id }) => id)).toEqual(['LU', 'QA']);
    expect(dotsFor(places, 4, 0.3).map(({ id }) => id)).toEqual(['LU']);
  });

  it('stay on their place where there is room', () => {
    expect(dotsFor([at('SG', 10, 20), at('MT', 500, 20)], 26)).toEqual([{ id: 'MT', x: 500, y: 20, markX: 500, markY: 20 }, { id: 'SG', x: 10, y: 20, markX: 10, markY: 20 }]);
  });

  it('never lie on each other, and are the same however they are handed in', () => {
    fc.assert(fc.property(fc.uniqueArray(fc.tuple(fc.integer({ min: 0, max: 60 }), fc.integer({ min: 0, max: 40 })), { minLength: 2, maxLength: 9, selector: String }), (points) => {
      const places = points.map(([x, y], n) => at(String.fromCharCode(65 + n), x, y));
      const dots = dotsFor(places, 26);
      expect(dotsFor([...places].reverse(), 26)).toEqual(dots);
      for (const one of dots) for (const other of dots) if (one !== other) expect(Math.hypot(one.markX - other.markX, one.markY - other.markY)).toBeGreaterThan(24);
    }), { numRuns: 50 });
  });
});
