import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Framework, Rating } from '../cards/cards.types.js';
import { overviewOf, type OverviewInput, type RoundCards } from './overview-rules.js';
import { type Part, PARTS } from './overview.types.js';

const INDICATORS = { prevention: ['plan', 'awareness'], legal: ['law'], services: ['helpline', 'shelters', 'care'] };
const framework = (leftOut: readonly string[] = []): Framework => ({
  id: 'f', version: 1, meanings: { green: null, yellow: null, red: null, star: null },
  goals: Object.entries(INDICATORS).map(([key, indicators], number) => ({
    key, number, title: {}, heading: null, indicators: indicators.filter((one) => !leftOut.includes(one)).map((indicator, n) => ({ key: indicator, goal: key, number: n, title: {}, description: {} })),
  })),
});
const ALL = Object.values(INDICATORS).flat();
const COUNTRIES = ['AT', 'BE', 'CH', 'DE', 'ES', 'FR', 'GB'];
const rating = fc.constantFrom<Rating | null>('green', 'yellow', 'red', 'not-assessed', null);

const round = (leftOut: readonly string[] = []): fc.Arbitrary<RoundCards> => fc.record({
  covered: fc.subarray(COUNTRIES), framework: fc.constant(framework(leftOut)),
  ratings: fc.uniqueArray(fc.record({ jurisdiction: fc.constantFrom(...COUNTRIES), indicator: fc.constantFrom(...ALL), rating, star: fc.boolean() }), { selector: (one) => `${one.jurisdiction} ${one.indicator}`, maxLength: 40 }),
}).map((one) => ({ ...one, ratings: one.ratings.filter((cell) => one.covered.includes(cell.jurisdiction) && !leftOut.includes(cell.indicator)) }));

const places = fc.record({ region: fc.subarray(COUNTRIES), group: fc.subarray(COUNTRIES) });
const inputOf = (now: RoundCards, before: RoundCards | null, { region, group }: { region: string[]; group: string[] }): OverviewInput => ({
  now, before, groups: [{ id: 'g', label: { en: 'Group' }, note: null }],
  jurisdictions: [
    ...COUNTRIES.map((id) => ({ id, kind: 'country', names: {}, groups: group.includes(id) ? ['g'] : [], members: [] })),
    { id: 'region-r', kind: 'region', names: {}, groups: [], members: region },
    { id: 'global-un', kind: 'world', names: {}, groups: [], members: COUNTRIES },
  ],
});

/** What a person would do with a pencil: go through all cards, one by one, and make strokes. */
function strokes(cards: RoundCards, members: readonly string[], indicators: readonly string[]): Record<Part, number> {
  const count: Record<string, number> = {};
  for (const part of PARTS) count[part] = 0;
  for (const country of COUNTRIES) {
    if (!members.includes(country) || !cards.covered.includes(country)) continue;
    for (const indicator of indicators) {
      let found: Part = 'not-known';
      for (const cell of cards.ratings) if (cell.jurisdiction === country && cell.indicator === indicator && cell.rating !== null) found = cell.rating;
      count[found] = (count[found] ?? 0) + 1;
    }
  }
  return count;
}

const RANK: Record<string, number> = { red: 0, yellow: 1, green: 2 };

describe('overviews computed from cards', () => {
  it('count what a person counts who goes through all cards by hand', () => {
    fc.assert(fc.property(round(), places, (now, where) => {
      const found = overviewOf(inputOf(now, null, where));
      const expected = [['all', COUNTRIES], ['region', where.region], ['group', where.group]] as const;
      for (const [kind, wanted] of expected) {
        const place = found.find((one) => one.kind === kind);
        const members = wanted.filter((one) => now.covered.includes(one));
        expect(place?.members ?? []).toEqual(now.covered.filter((one) => members.includes(one)));
        if (!place) continue;
        for (const indicator of ALL) expect(place.indicators[indicator]?.share).toMatchObject({ base: members.length, counts: strokes(now, members, [indicator]) });
        for (const [goal, indicators] of Object.entries(INDICATORS)) {
          expect(place.goals[goal]?.share).toMatchObject({ base: members.length * indicators.length, counts: strokes(now, members, indicators) });
        }
        expect(place.overall.share.counts).toEqual(strokes(now, members, ALL));
      }
    }), { numRuns: 150 });
  });

  it('tell change only of countries in both rounds and of ratings with a colour in both', () => {
    fc.assert(fc.property(round(), round(['care']), places, (now, before, where) => {
      for (const place of overviewOf(inputOf(now, before, where))) {
        const both = place.members.filter((one) => before.covered.includes(one));
        expect(place.inBoth).toEqual(both);
        expect(place.indicators['care']?.change).toBeNull();
        for (const indicator of ALL.filter((one) => one !== 'care')) {
          const moves = { better: 0, same: 0, worse: 0 };
          for (const country of both) {
            const of = (cards: RoundCards): number | undefined => RANK[cards.ratings.find((cell) => cell.jurisdiction === country && cell.indicator === indicator)?.rating ?? ''];
            const [then, later] = [of(before), of(now)];
            if (then === undefined || later === undefined) continue;
            moves[later > then ? 'better' : later < then ? 'worse' : 'same'] += 1;
          }
          expect(place.indicators[indicator]?.change).toMatchObject({ ...moves, base: both.length, comparable: moves.better + moves.same + moves.worse, before: { counts: strokes(before, both, [indicator]) }, after: { counts: strokes(now, both, [indicator]) } });
        }
      }
    }), { numRuns: 150 });
  });

  it('names whom of a region the round leaves out, and leaves out a region of which it covers nobody', () => {
    const now: RoundCards = { covered: ['GB'], framework: framework(), ratings: [] };
    const found = overviewOf(inputOf(now, null, { region: ['GB', 'FR'], group: ['FR'] }));
    expect(found.map(({ kind, members, outside }) => [kind, members, outside])).toEqual([['all', ['GB'], []], ['region', ['GB'], ['FR']]]);
  });

  it('says not known of what nobody rated, and no colour', () => {
    const [all] = overviewOf(inputOf({ covered: ['GB', 'FR'], framework: framework(), ratings: [] }, null, { region: [], group: [] }));
    expect(all?.overall.share).toEqual({ base: 12, counts: { green: 0, yellow: 0, red: 0, 'not-assessed': 0, 'not-known': 12 }, percents: { green: 0, yellow: 0, red: 0, 'not-assessed': 0, 'not-known': 100 }, stars: 0 });
  });
});
