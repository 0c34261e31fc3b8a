import { describe, expect, it } from '@jest/globals';
import { compareCards, endOfDay, movement, newestTelling } from './card-rules.js';
import type { Card, CardEntry, Rating } from './cards.types.js';

const entry = (key: string, rating: Rating | null, star = false): CardEntry => ({
  indicator: { key, goal: 'legal', number: 1, title: { en: key }, description: {} }, rating, star, reasons: {}, sources: [], assessor: null, reviewer: null, assessedOn: null, version: 1, publicationId: null, publicAt: null, replies: [],
});
const card = (...entries: CardEntry[]): Card => ({
  jurisdiction: { id: 'TH', name: 'Thailand', names: {}, kind: 'country' },
  round: { id: 'r', key: 'r', title: {}, period: null, frameworkVersion: 1, jurisdictions: ['TH'], note: null, source: null, publishedAt: null },
  framework: { id: 'f', version: 1, meanings: { green: null, yellow: null, red: null, star: null }, goals: [] }, on: null, entries, replies: [], note: null, source: null,
});

describe('two cards of one country', () => {
  it('are better or worse only from one colour to another', () => {
    expect([movement('red', 'yellow'), movement('green', 'yellow'), movement('yellow', 'yellow')]).toEqual(['better', 'worse', 'same']);
  });

  it('cannot be compared where one of them is not known or not assessed: that is not a worse red', () => {
    expect([movement(null, 'green'), movement('red', null), movement('not-assessed', 'green'), movement(null, null)]).toEqual(Array(4).fill('not-comparable'));
  });

  it('show what came and went: stars, and indicators of another framework', () => {
    const compared = compareCards(card(entry('law', 'red'), entry('opsc', 'green', true)), card(entry('law', 'yellow', true), entry('helpline', 'red')));
    expect(compared.entries.map(({ indicator, movement: moved, star }) => [indicator.key, moved, star])).toEqual([['law', 'better', 'came'], ['helpline', 'not-comparable', null], ['opsc', 'not-comparable', null]]);
    expect(compared.counts).toEqual({ better: 1, same: 0, worse: 0, 'not-comparable': 2 });
  });

  it('give way to an older one that says anything, were it but a star', () => {
    const [silent, starred, coloured] = [{ ratings: { law: null }, stars: [] }, { ratings: {}, stars: ['law'] }, { ratings: { law: 'red' as const }, stars: [] }];
    expect(newestTelling([silent, starred, coloured])).toBe(starred);
    expect(newestTelling([coloured, starred])).toBe(coloured);
    expect(newestTelling([silent])).toBe(silent);
    expect(newestTelling([])).toBeUndefined();
  });

  it('stand as on a day as they did at its very end', () => {
    expect(endOfDay('2012-02-29')?.toISOString()).toBe('2012-02-29T23:59:59.999Z');
    expect([endOfDay('2011-02-29'), endOfDay('yesterday')]).toEqual([null, null]);
  });
});
