import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { inputHash, rank, rulesFaults } from './ranking-rules.js';
import { type RankedCard, type RankingRules } from './ranking.types.js';

const rules: RankingRules = { points: { green: 2, yellow: 1, red: 0 }, goals: {}, indicators: {}, notKnown: 'left-out', notAssessed: 'left-out', minimumKnown: 50 };
type Letter = 'g' | 'y' | 'r' | 'n' | '-';
const RATING = { g: 'green', y: 'yellow', r: 'red', n: 'not-assessed', '-': null } as const;
/** `SE: 'ggr-'`: four indicators, the first two of goal p. */
const cards = (told: Record<string, string>): RankedCard[] => Object.entries(told).map(([jurisdiction, letters]) => ({
  jurisdiction, ratings: [...letters].map((letter, n) => ({ indicator: `i${n + 1}`, goal: n < 2 ? 'p' : 'q', rating: RATING[letter as Letter] })),
}));
const ranks = (change: Partial<RankingRules>, told: Record<string, string>): Record<string, number | null> => Object.fromEntries(rank({ ...rules, ...change }, cards(told)).map((row) => [row.jurisdiction, row.rank]));

describe('a ranking', () => {
  it('lets equals share a rank, and counts them all for the next', () =>
    expect(ranks({}, { A: 'gggg', B: 'gygy', C: 'yygg', D: 'rrrr' })).toEqual({ A: 1, B: 2, C: 2, D: 4 }));
  it('ties exactly: two thirds are two thirds, of three indicators or of six', () => {
    const rows = rank({ ...rules, minimumKnown: 1 }, [...cards({ A: 'ggr', B: 'ggggrr', C: 'gggggr' })]);
    expect(rows.map(({ jurisdiction, rank: place, tied }) => [jurisdiction, place, tied])).toEqual([['C', 1, false], ['A', 2, true], ['B', 2, true]]);
  });
  it('weighs goals and indicators', () => {
    expect(ranks({}, { A: 'ggrr', B: 'rrgg' })).toEqual({ A: 1, B: 1 });
    expect(ranks({ goals: { p: 2 } }, { A: 'ggrr', B: 'rrgg' })).toEqual({ A: 1, B: 2 });
    expect(ranks({ goals: { p: 2 }, indicators: { i3: 5 } }, { A: 'ggrr', B: 'rrgg' })).toEqual({ A: 2, B: 1 });
    expect(rank({ ...rules, indicators: { i1: 3 } }, cards({ A: 'grrr' }))[0]?.score).toEqual({ points: 6, of: 12 });
  });
  it('leaves out what is not known, or counts it as the lowest, as the method says', () => {
    expect(ranks({}, { A: 'gg--', B: 'gggy' })).toEqual({ A: 1, B: 2 });
    expect(ranks({ notKnown: 'lowest' }, { A: 'gg--', B: 'gggy' })).toEqual({ A: 2, B: 1 });
    expect(ranks({ notAssessed: 'lowest' }, { A: 'ggnn', B: 'gggy' })).toEqual({ A: 2, B: 1 });
    expect(ranks({ notKnown: 'lowest' }, { A: 'ggnn', B: 'gggy' })).toEqual({ A: 1, B: 2 });
  });
  it('gives no rank to whom too little is known of, and says what is missing', () => {
    const rows = rank(rules, cards({ B: 'g---', A: 'rrr-', C: '----' }));
    expect(rows).toMatchObject([
      { jurisdiction: 'A', rank: 1, known: 75, notKnown: ['i4'] },
      { jurisdiction: 'B', rank: null, known: 25, notKnown: ['i2', 'i3', 'i4'] },
      { jurisdiction: 'C', rank: null, score: null, known: 0 },
    ]);
  });
  it('never scores a card without a colour, whatever the method makes of silence', () =>
    expect(rank({ ...rules, notKnown: 'lowest', notAssessed: 'lowest', minimumKnown: 1 }, cards({ A: '--nn' }))).toMatchObject([{ rank: null, score: null, notAssessed: ['i3', 'i4'] }]));

  /**
   * Two cards as near to each other as weights allow. Of a weight of `m · t + nudge`, A is yellow in `m`; B in one less, with `t` not known.
   * By cross products of 10^19 they differ by a thousand times `nudge`, which no `number` tells from a tie.
   */
  it('ties at the heaviest weights who is alike, and nobody else', () => {
    const parts = (whole: number): number[] => Array.from({ length: Math.ceil(whole / 1000) }, (_, n) => Math.min(1000, whole - n * 1000));
    const factor = fc.integer({ min: 2500, max: 3000 });
    fc.assert(fc.property(factor, factor, fc.constantFrom(-1, 0, 1), (m, t, nudge) => {
      const rest = m * t + nudge - m - t;
      const weighed = (goal: string, weights: readonly number[], a: Letter, b: Letter) => weights.map((weight) => ({ goal, weight, A: RATING[a], B: RATING[b] }));
      const indicators = [
        ...weighed('light', parts(m - 1), 'y', 'y'), ...weighed('light', [1], 'y', 'g'), ...weighed('light', parts(t), 'g', '-'), ...weighed('heavy', parts(Math.floor(rest / 1000)), 'g', 'g'), ...weighed('light', parts(rest % 1000), 'g', 'g'),
      ].map((one, n) => ({ ...one, indicator: `i${n + 1}` }));
      const method: RankingRules = { ...rules, points: { green: 1000, yellow: 999, red: 0 }, goals: { heavy: 1000 }, indicators: Object.fromEntries(indicators.map(({ indicator, weight }) => [indicator, weight])) };
      const rows = rank(method, (['A', 'B'] as const).map((jurisdiction) => ({ jurisdiction, ratings: indicators.map(({ indicator, goal, [jurisdiction]: rating }) => ({ indicator, goal, rating })) })));
      expect(Object.fromEntries(rows.map(({ jurisdiction, rank: place }) => [jurisdiction, place]))).toEqual({ A: nudge === 1 ? 2 : 1, B: nudge === -1 ? 2 : 1 });
    }));
  });

  const anyCards = fc.uniqueArray(fc.tuple(fc.integer({ min: 0, max: 60 }), fc.array(fc.constantFrom<Letter>('g', 'y', 'r', 'n', '-'), { minLength: 4, maxLength: 4 })), { selector: ([id]) => id, maxLength: 12 })
    .map((list) => cards(Object.fromEntries(list.map(([id, letters]) => [`J${id}`, letters.join('')]))));
  it('is one more than the number of those who did better, in whatever order the cards come', () => {
    fc.assert(fc.property(anyCards, fc.boolean(), (given, lowest) => {
      const method: RankingRules = { ...rules, notKnown: lowest ? 'lowest' : 'left-out' };
      const rows = rank(method, given);
      const ranked = rows.filter((row) => row.rank !== null);
      const share = (row: (typeof rows)[number]): number => (row.score ? row.score.points / row.score.of : -1);
      for (const row of ranked) expect(row.rank).toBe(ranked.filter((other) => share(other) > share(row) + 1e-12).length + 1);
      expect(rows).toHaveLength(given.length);
      expect(rank(method, [...given].reverse())).toEqual(rows);
    }));
  });
});

describe('what a ranking was computed from', () => {
  it('is one number, the same in whatever order, another for any other card or weight', () => {
    const given = cards({ A: 'ggrr', B: 'rrgg' });
    const hash = inputHash(rules, given);
    expect(hash).toMatch(/^[0-9a-f]{64}$/);
    expect(inputHash(rules, [...given].reverse())).toBe(hash);
    expect(inputHash(rules, cards({ A: 'ggrr', B: 'rrg-' }))).not.toBe(hash);
    expect(inputHash({ ...rules, goals: { p: 2 } }, given)).not.toBe(hash);
  });
});

describe('a method', () => {
  it('has whole points in the order of its colours, whole weights, and a share that must be known', () => {
    const codes = (change: Partial<RankingRules>): string[] => rulesFaults({ ...rules, ...change }).map(({ field, code }) => `${field}:${code}`);
    expect(codes({})).toEqual([]);
    expect(codes({ points: { green: 1, yellow: 1, red: 0 } })).toEqual(['points:out_of_order']);
    expect(codes({ goals: { p: 0.5 }, indicators: { i1: -1 } })).toEqual(['goals.p:out_of_range', 'indicators.i1:out_of_range']);
    expect(codes({ minimumKnown: 0 })).toEqual(['minimumKnown:out_of_range']);
  });
});
