import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type DayCount, FEWEST_TOLD, FIGURE_CHANNELS, toldChannels, toldSpans } from './told-spans-rules.js';

const day = (n: number): string => new Date(Date.UTC(2026, 0, 1 + n)).toISOString().slice(0, 10);
const of = (n: number, store: number, paper = 0): DayCount => ({ day: day(n), online: 0, store, paper, partner: 0 });

describe('what is told of a store\'s figures', () => {
  it('is whole days only, those with few together with the next', () => {
    expect(toldSpans([of(0, 12), of(1, 3), of(3, 6), of(4, 2), of(5, 9), of(6, 40)], day(6))).toEqual([
      { from: day(0), to: day(0), total: 12, online: null, store: null, paper: null, partner: null },
      { from: day(1), to: day(4), total: 11, online: null, store: null, paper: null, partner: null },
    ]);
  });

  it('tells a channel apart only if neither it nor the rest are few', () => {
    expect(toldChannels({ online: 30, store: 12, paper: 0, partner: 0 })).toEqual({ online: 30, store: null, paper: null, partner: null });
    expect(toldChannels({ online: 30, store: 12, paper: 9, partner: 1 })).toEqual({ online: 30, store: 12, paper: null, partner: null });
    expect(toldChannels({ online: 30, store: 0, paper: 1, partner: 0 })).toEqual({ online: null, store: null, paper: null, partner: null });
  });

  it('never moves by fewer than ten when one more person counts, and never says more than there are', () => {
    const days = fc.array(fc.nat({ max: 15 }), { maxLength: 30 });
    fc.assert(fc.property(days, fc.nat({ max: 31 }), (counts, until) => {
      const all = counts.map((n, at) => of(at, n));
      const spans = toldSpans(all, day(until));
      expect(spans.every(({ total }) => total >= FEWEST_TOLD)).toBe(true);
      const finished = all.slice(0, until).reduce((sum, one) => sum + one.store, 0);
      const told = spans.reduce((sum, { total }) => sum + total, 0);
      expect(finished - told).toBeGreaterThanOrEqual(0);
      expect(finished - told).toBeLessThan(FEWEST_TOLD);
      for (const span of spans) {
        const shown = FIGURE_CHANNELS.filter((channel) => span[channel] !== null);
        const rest = span.total - shown.reduce((sum, channel) => sum + (span[channel] ?? 0), 0);
        expect(rest >= FEWEST_TOLD).toBe(true);
      }
    }));
  });
});
