import { describe, expect, it } from '@jest/globals';
import { editionAfter, maySecond, sourcesAfter, translationState, waitsForSecondPerson, type SourceVersion, type TextParts } from './text-rules.js';

const source = (version: number, title: string, change: 'correction' | 'meaning' = 'meaning', call = 'Count.'): SourceVersion =>
  ({ version, change, title, demand: 'We ask.', notice: 'A year.', calls: [{ key: 'c01', text: call }] });
const translation = (title: string, sources: Record<string, number>): TextParts & { sources: Record<string, number> } =>
  ({ title, demand: 'Nous demandons.', notice: 'Un an.', calls: [{ key: 'c01', text: 'Comptez.' }], sources });

describe('a change of a text', () => {
  it('of meaning waits for a second person once people sign, a draft\'s does not', () => {
    const change = { status: 'open', reviewRequired: true, change: 'meaning', mayOrganise: true } as const;
    expect(waitsForSecondPerson(change)).toBe(true);
    expect(waitsForSecondPerson({ ...change, status: 'draft' })).toBe(false);
    expect(waitsForSecondPerson({ ...change, change: 'correction' })).toBe(false);
    expect(waitsForSecondPerson({ ...change, reviewRequired: false })).toBe(false);
  });

  it('by a translator waits for an organiser, also a small one', () => {
    expect(waitsForSecondPerson({ status: 'open', reviewRequired: true, change: 'correction', mayOrganise: false })).toBe(true);
  });

  it('raises what people see as its version only when the meaning changed', () => {
    const now = { status: 'open', own: 1, source: null } as const;
    expect(editionAfter({ ...now, change: 'correction' })).toBe(1);
    expect(editionAfter({ ...now, change: 'meaning' })).toBe(2);
    expect(editionAfter({ ...now, status: 'draft', change: 'meaning' })).toBe(1);
  });

  it('lets a translation catch up with its source\'s version', () => {
    expect(editionAfter({ status: 'open', change: 'meaning', own: 1, source: 3 })).toBe(3);
    expect(editionAfter({ status: 'open', change: 'meaning', own: null, source: 2 })).toBe(2);
  });
});

describe('a translation', () => {
  const made = { title: 1, demand: 1, notice: 1, 'call:c01': 1 };
  const stale = (versions: SourceVersion[], of = translation('Eau', made)): string[] =>
    translationState(versions.at(-1) ?? source(1, ''), versions, of).filter(({ state }) => state === 'out-of-date').map(({ field }) => field);

  it('is out of date where its source means something else since, and there alone', () => {
    expect(stale([source(1, 'Water'), source(2, 'Clean water')])).toEqual(['title']);
    expect(stale([source(1, 'Water'), source(2, 'Water', 'meaning', 'Count all.')])).toEqual(['call:c01']);
  });

  it('stays good through a small correction, also when another field changed its meaning later', () => {
    expect(stale([source(1, 'Wter'), source(2, 'Water', 'correction')])).toEqual([]);
    expect(stale([source(1, 'Wter'), source(2, 'Water', 'correction'), source(3, 'Water', 'meaning', 'Count all.')])).toEqual(['call:c01']);
  });

  it('is good again when the source returned to what it was', () => {
    expect(stale([source(1, 'Water'), source(2, 'Fire'), source(3, 'Water')])).toEqual([]);
  });

  it('misses what nobody wrote', () => {
    expect(translationState(source(1, 'Water'), [source(1, 'Water')], null).map(({ state }) => state)).toEqual(['missing', 'missing', 'missing', 'missing']);
    expect(translationState(source(1, 'Water'), [source(1, 'Water')], { ...translation('Eau', made), calls: [] }).filter(({ state }) => state === 'missing').map(({ field }) => field)).toEqual(['call:c01']);
  });

  it('remembers by field which source it was made from; what was left as it was keeps the old one unless it is said to be right', () => {
    const before = translation('Eau', made);
    const after = translation('Eau propre', made);
    expect(sourcesAfter(after, before, [], 2)).toEqual({ title: 2, demand: 1, notice: 1, 'call:c01': 1 });
    expect(sourcesAfter(after, before, ['demand'], 2)).toMatchObject({ demand: 2, notice: 1 });
  });
});

it('takes as second person whoever did not write last', () => {
  expect(maySecond('b', ['a'])).toBe(true);
  expect(maySecond('a', ['a', 'b'])).toBe(false);
});
