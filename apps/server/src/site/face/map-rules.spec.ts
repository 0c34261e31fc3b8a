import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { boundsOf, classesOf, niceNumber } from './map-rules.js';
import { type MapCountryView } from './view-models.js';

const country = (id: string, change: Partial<MapCountryView> = {}): MapCountryView => ({
  place: { id }, href: `/${id}`, state: 'closed', figure: null, handed: 'none', handedOn: null, promises: { made: 0, fulfilled: 0, inProgress: 0, broken: 0, overdue: 0 }, card: null, ...change,
});
const signed = (id: string, value: number): MapCountryView => country(id, { figure: { value, qualifier: 'exact' } });
const rankOf = (one: MapCountryView, measure: Parameters<typeof classesOf>[0], all = [one]): [string, number] => {
  const { key, rank } = classesOf(measure, all).of(one);
  return [key, rank];
};

describe('classes of figures', () => {
  it('have bounds that people can remember', () => {
    expect([3, 7, 14, 36, 4771, 17565, 735889].map(niceNumber)).toEqual([2, 5, 10, 50, 5000, 20000, 1000000]);
    expect(boundsOf([4771, 8000, 17565, 43000, 55352, 102911, 257791, 735889])).toEqual([10000, 50000, 100000]);
  });

  it('are never empty, and every figure is in exactly the one whose bounds hold it', () => {
    fc.assert(fc.property(fc.array(fc.integer({ min: 0, max: 10_000_000 }), { minLength: 1, maxLength: 60 }), (values) => {
      const countries = values.map((value, at) => signed(String(at), value));
      const { classes, of } = classesOf('signatures', countries);
      for (const [at, one] of countries.entries()) {
        const { from, to } = of(one);
        expect((values[at] ?? 0) >= (from ?? 0) && (values[at] ?? 0) <= (to ?? Infinity)).toBe(true);
      }
      for (const { key } of classes) expect(countries.some((one) => of(one).key === key)).toBe(true);
      expect(new Set(classes.map(({ rank }) => rank)).size).toBe(classes.length);
    }));
  });

  it('keep who published nothing apart from who has no petition, and both from the lowest', () => {
    const all = [signed('LU', 10), signed('DE', 5000), signed('FR', 900), country('CY'), country('FI', { state: 'research-only' })];
    expect(all.map((one) => rankOf(one, 'signatures', all)[0])).toEqual(['lowest', 'from-1000', 'lowest', 'not-published', 'no-petition']);
    expect(rankOf(country('CY'), 'signatures', all)[1]).toBe(0);
  });
});

describe('what became of promises', () => {
  const promised = (made: number, fulfilled: number, inProgress = 0) => country('FR', { promises: { made, fulfilled, inProgress, broken: 0, overdue: 0 } });
  it('is all kept only where each of them was', () => {
    expect([promised(2, 2), promised(2, 1), promised(2, 0, 1), promised(2, 0), promised(0, 0)].map((one) => rankOf(one, 'kept'))).toEqual([['all', 4], ['some', 3], ['begun', 2], ['promised', 1], ['none', 0]]);
  });
});

describe('progress', () => {
  const rated = (green: number, of: number) => country('FR', { card: { green, rated: of } });
  it('is told in thirds of what was rated, and not known is no colour', () => {
    expect([rated(8, 12), rated(4, 12), rated(1, 12), rated(0, 12), rated(0, 0), country('TH')].map((one) => rankOf(one, 'progress'))).toEqual([['most', 4], ['half', 3], ['few', 2], ['no-green', 1], ['not-known', 0], ['not-known', 0]]);
  });
});

describe('handovers', () => {
  it('of a country without a petition are none that is missing', () => {
    expect([rankOf(country('FI', { state: 'research-only' }), 'handed'), rankOf(country('KH'), 'handed'), rankOf(country('GB', { handed: 'held' }), 'handed')]).toEqual([['no-petition', -1], ['none', 0], ['held', 4]]);
  });
});
