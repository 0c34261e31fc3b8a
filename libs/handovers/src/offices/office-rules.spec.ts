import { describe, expect, it } from '@jest/globals';
import { holderOn, officeName, placeTerm } from './office-rules.js';
import { type Term } from './offices.types.js';

const term = (id: string, from: string, to: string | null): Term => ({ id, person: id, from, to, source: null });
const terms = [term('ahlin', '2019-01-21', '2022-10-17'), term('berg', '2022-10-18', null)];

describe('an office', () => {
  it.each([['2019-01-20', null], ['2019-01-21', 'ahlin'], ['2022-10-17', 'ahlin'], ['2022-10-18', 'berg'], ['2031-01-01', 'berg']])('on %s is held by %s, both days of a term included', (day, who) => {
    expect(holderOn(terms, day)?.id ?? null).toBe(who);
  });

  it('has nobody known in a gap', () => {
    expect(holderOn([term('a', '2019-01-01', '2019-12-31'), term('b', '2020-02-01', null)], '2020-01-15')).toBeNull();
  });

  it('passes to whoever comes later: the open term ends the day before', () => {
    expect(placeTerm(terms, { person: 'Carl', from: '2026-03-01' }, null)).toEqual({ faults: [], ends: { id: 'berg', to: '2026-02-28' } });
  });

  it.each([
    ['begins within a term that has ended', { person: 'X', from: '2020-01-01', to: '2020-02-01' }, 'from:term_overlaps'],
    ['begins on the day of another', { person: 'X', from: '2022-10-18' }, 'from:term_overlaps'],
    ['has no end and lies before another', { person: 'X', from: '2018-01-01' }, 'from:term_overlaps'],
    ['ends before it begins', { person: 'X', from: '2026-02-01', to: '2026-01-01' }, 'to:ends_before_it_begins'],
    ['is no day', { person: 'X', from: '2026-02' }, 'from:day_required'],
    ['is nobody\'s', { person: ' ', from: '2026-02-01' }, 'person:required'],
  ])('refuses a term that %s', (_, input, fault) => {
    expect(placeTerm(terms, input, null).faults.map(({ field, code }) => `${field}:${code}`)).toEqual([fault]);
  });

  it('lets a term be corrected without clashing with itself', () => {
    expect(placeTerm(terms, { person: 'Berg', from: '2022-10-18', to: '2026-02-01' }, 'berg')).toEqual({ faults: [], ends: null });
  });

  it('is called by its name in the language there is', () => {
    expect(officeName({ names: { sv: 'Socialminister' } }, 'fr')).toEqual({ text: 'Socialminister', language: 'sv' });
    expect(officeName({ names: { sv: 'Socialminister', fr: 'Ministre' } }, 'fr')).toEqual({ text: 'Ministre', language: 'fr' });
  });
});
