import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { floorTo, publishedAsOf, publishHistory, publishTally, type ExactTally } from './publish-rules.js';

const HOUR = 3_600_000;
const sum = (cells: Readonly<Record<string, number | null>> | readonly number[]): number => Object.values(cells).reduce<number>((total, count) => total + (count ?? 0), 0);
const tally = (byCountry: Record<string, number>, byChannel: ExactTally['byChannel'] = { online: sum(byCountry) }): ExactTally => ({ counted: sum(byCountry), byCountry, byChannel });

describe('A published tally', () => {
  it('puts countries under ten into other', () => {
    expect(publishTally(tally({ GB: 100, FR: 9, DE: 4, NL: 10 }), 'standard').byCountry).toEqual({ GB: 100, NL: 10, other: 13 });
  });

  it('lets the smallest published country join an other that would give a few people away', () => {
    expect(publishTally(tally({ GB: 100, NL: 20, FR: 3 }), 'standard').byCountry).toEqual({ GB: 100, other: 23 });
    expect(publishTally(tally({ GB: 893, FR: 1 }), 'standard').byCountry).toEqual({ other: 894 });
    expect(publishTally(tally({ GB: 12, AT: 12, FR: 3 }), 'standard').byCountry).toEqual({ GB: 12, other: 15 });
  });

  it('shows no other when nothing is in it', () => {
    expect(publishTally(tally({ GB: 12, FR: 10 }), 'standard').byCountry).toEqual({ FR: 10, GB: 12 });
    expect(publishTally(tally({}, {}), 'standard')).toEqual({ counted: 0, byCountry: {}, byChannel: { online: null, store: null, paper: null, partner: null, unspecified: 0 } });
  });

  it('has no breakdown below ten in all', () => {
    expect(publishTally(tally({ GB: 5, FR: 4 }, { online: 9 }), 'standard')).toEqual({ counted: 9, byCountry: { other: 9 }, byChannel: { online: null, store: null, paper: null, partner: null, unspecified: 9 } });
  });

  it('puts channels under ten into unspecified, and says null of them, not 0', () => {
    expect(publishTally(tally({ GB: 50 }, { online: 30, store: 12, paper: 8 }), 'standard').byChannel).toEqual({ online: 30, store: null, paper: null, partner: null, unspecified: 20 });
  });

  it('of a petition with high privacy is rounded down to the step, which is never below ten', () => {
    expect(publishTally(tally({ GB: 129, FR: 38, DE: 7 }), 'high')).toEqual({ counted: 170, byCountry: { GB: 120, FR: 30, other: 20 }, byChannel: { online: 170, store: null, paper: null, partner: null, unspecified: 0 } });
    expect(publishTally(tally({ GB: 129 }), 'high', 100).counted).toBe(100);
    expect(floorTo(19, 1)).toBe(10);
  });

  it('adds up to the published count and never shows one to nine people, except that the rest may be everybody', () => {
    const count = fc.oneof(fc.integer({ min: 0, max: 12 }), fc.integer({ min: 0, max: 400 }));
    const countries = fc.dictionary(fc.constantFrom('GB', 'FR', 'DE', 'NL', 'QA', 'SE', 'JP'), count);
    fc.assert(fc.property(countries, fc.array(fc.nat(), { minLength: 3, maxLength: 3 }), fc.constantFrom('standard' as const, 'high' as const), fc.integer({ min: 1, max: 60 }), (byCountry, cuts, privacy, step) => {
      const counted = sum(byCountry);
      const [a, b, c] = cuts.map((cut) => cut % (counted + 1)).sort((x, y) => x - y) as [number, number, number];
      const exact = { counted, byCountry, byChannel: { online: a, store: b - a, paper: c - b, partner: counted - c } };
      const shown = publishTally(exact, privacy, step);
      expect(sum(shown.byCountry)).toBe(shown.counted);
      expect(sum(shown.byChannel)).toBe(shown.counted);
      expect(shown.counted).toBe(privacy === 'high' ? Math.floor(counted / Math.max(10, step)) * Math.max(10, step) : counted);
      const { other = 0, ...named } = shown.byCountry;
      const { unspecified, ...channels } = shown.byChannel;
      for (const cell of [...Object.values(named), ...Object.values(channels)]) expect(cell === null || cell >= 10).toBe(true);
      for (const rest of [other, unspecified]) expect(rest === 0 || rest >= 10 || (rest === shown.counted && privacy === 'standard')).toBe(true);
      for (const [country, cell] of Object.entries(named)) expect(cell).toBeLessThanOrEqual(byCountry[country] ?? 0);
      const reversed = Object.fromEntries(Object.entries(byCountry).reverse());
      expect(JSON.stringify(publishTally({ ...exact, byCountry: reversed }, privacy, step))).toBe(JSON.stringify(shown));
    }), { numRuns: 1_000 });
  }, 60_000);
});

describe('When figures are published', () => {
  it('is now, or with high privacy the last midnight UTC', () => {
    const now = Date.parse('2026-03-04T15:16:17Z');
    expect(publishedAsOf(now, 'standard')).toBe(now);
    expect(publishedAsOf(now, 'high')).toBe(Date.parse('2026-03-04T00:00:00Z'));
  });
});

describe('The history by hour', () => {
  const hours = (...counts: number[]): { hour: number; count: number }[] => counts.map((count, h) => ({ hour: h * HOUR, count }));

  it('joins hours until ten have signed, and gives what is left to the last span', () => {
    expect(publishHistory(hours(12, 3, 0, 8, 10, 4), 'standard')).toEqual([
      { from: 0, to: HOUR, count: 12 }, { from: HOUR, to: 4 * HOUR, count: 11 }, { from: 4 * HOUR, to: 6 * HOUR, count: 14 },
    ]);
  });

  it('does not exist for high privacy', () => expect(publishHistory(hours(50), 'high')).toBeNull());

  it('adds up, has no gaps, and shows no span of one to nine people that is not everything', () => {
    fc.assert(fc.property(fc.array(fc.integer({ min: 0, max: 14 }), { maxLength: 60 }), (counts) => {
      const all = hours(...counts);
      const spans = publishHistory(all, 'standard') ?? [];
      expect(sum(spans.map(({ count }) => count))).toBe(sum(counts));
      for (const [i, span] of spans.entries()) {
        if (i > 0) expect(span.from).toBe(spans[i - 1]?.to);
        if (spans.length > 1) expect(span.count).toBeGreaterThanOrEqual(10);
      }
      const before = publishHistory(all.slice(0, -1), 'standard') ?? [];
      expect(spans.slice(0, Math.max(0, before.length - 1))).toEqual(before.slice(0, -1));
    }), { numRuns: 500 });
  }, 60_000);
});
