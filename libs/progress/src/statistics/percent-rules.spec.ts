import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { dataFolder } from '#libs/petitions';
import { checkPercent, countsFor, type PercentCheck, type PrintedFigure, subsetSizes } from './percent-rules.js';
import { reviewedIn } from './scope-rules.js';
import { type StatisticScope } from './statistics.types.js';

type Entry = Omit<PrintedFigure, 'reviewed' | 'fraction'> & { id: string; year: number | null; indicator: string | null; topic: string | null; scope: StatisticScope; fraction?: { n: number; of: number } };
interface File { coverage: { year: number; jurisdictions: string[] }[]; statistics: Entry[] }
const record = (): File => JSON.parse(readFileSync(path.join(dataFolder(), 'stop-sex-trafficking/progress-cards.json'), 'utf8')) as File;

/** The check of every figure of a file, by its id. */
function checked(file: File): Map<string, PercentCheck> {
  const reviewed = file.coverage.find(({ year }) => year === 2011)?.jurisdictions;
  const all = file.statistics.map((one) => ({ ...one, fraction: one.fraction ?? null, reviewed: one.year === 2011 ? reviewedIn(one.scope, reviewed) : null }));
  return new Map(all.map((one) => [one.id, checkPercent(one, subsetSizes(one, all))]));
}

const changed = (id: string, change: Partial<Entry>): PercentCheck | undefined =>
  checked({ ...record(), statistics: record().statistics.map((one) => (one.id === id ? { ...one, ...change } : one)) }).get(id);
const withResult = (found: Map<string, PercentCheck>, result: PercentCheck['result']): string[] => [...found].filter(([, check]) => check.result === result).map(([id]) => id);

describe('a percentage and the whole numbers behind it', () => {
  it('is rounded, or cut off', () => {
    expect(countsFor(17, 42, 'rounded')).toEqual([7]);
    expect(countsFor(61, 26, 'rounded')).toEqual([]);
    expect(countsFor(61, 26, 'cut')).toEqual([16]);
    expect(countsFor(12, 8, 'rounded')).toEqual([1]);
    expect(countsFor(13, 8, 'rounded')).toEqual([1]);
    expect(countsFor(0, 42, 'rounded')).toEqual([0]);
    expect(countsFor(100, 42, 'cut')).toEqual([42]);
  });
  it('always finds the number that was printed, by rounding or by cutting, with or without decimals', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 300 }), fc.nat(), fc.constantFrom(1, 10, 100), (base, some, scale) => {
      const count = some % (base + 1);
      expect(countsFor(Math.round((count * 100 * scale) / base) / scale, base, 'rounded')).toContain(count);
      expect(countsFor(Math.floor((count * 100 * scale) / base) / scale, base, 'cut')).toContain(count);
    }));
  });
  it('finds none but those that come to it', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 200 }), fc.integer({ min: 0, max: 100 }), (base, value) => {
      for (const count of countsFor(value, base, 'rounded')) expect(Math.abs((count * 100) / base - value)).toBeLessThanOrEqual(0.5 + 1e-9);
    }));
  });
});

describe('the 65 figures of the record, as DISCREPANCIES F has them', () => {
  const found = checked(record());
  it('cannot stand for whole numbers in four places: F1, F2, F3 and F9', () => {
    expect(withResult(found, 'impossible')).toEqual(['stat-014', 'stat-021', 'stat-023', 'stat-047']);
    expect(found.get('stat-014')).toEqual({ result: 'impossible', base: { n: 42, from: 'printed' }, below: { count: 14, percent: 33.3 }, above: { count: 15, percent: 35.7 }, needs: null });
    expect(found.get('stat-021')).toMatchObject({ base: { n: 14, from: 'reviewed' }, below: { count: 5, percent: 35.7 } });
    expect(found.get('stat-023')).toEqual({ result: 'impossible', base: { n: 7, from: 'subset' }, below: { count: 5, percent: 71.4 }, above: { count: 6, percent: 85.7 }, needs: { count: 5, base: 6 } });
  });
  it('are cut and not rounded in three: F4 and F9', () => {
    expect(withResult(found, 'cut')).toEqual(['stat-010', 'stat-045', 'stat-051']);
    expect(found.get('stat-010')).toMatchObject({ count: 29, base: { n: 41 } });
    expect([found.get('stat-045'), found.get('stat-051')]).toMatchObject([{ count: 16 }, { count: 3 }]);
  });
  it('fit otherwise: 7 and 10 of 42, 4 of 24 in Europe', () => {
    expect([found.get('stat-022'), found.get('stat-019'), found.get('stat-020')]).toEqual([
      { result: 'rounded', base: { n: 42, from: 'printed' }, count: 7 }, { result: 'rounded', base: { n: 42, from: 'printed' }, count: 10 }, { result: 'rounded', base: { n: 24, from: 'reviewed' }, count: 4 },
    ]);
    expect(found.get('stat-011')).toMatchObject({ result: 'rounded', count: 6 });
  });
  it('are not judged where they are words, no share, or of nobody knows how many', () => {
    expect(found.get('stat-005')).toEqual({ result: 'fraction', base: { n: 42, from: 'printed' }, below: { count: 10, percent: 23.8 }, above: { count: 11, percent: 26.2 } });
    expect(found.get('stat-053')).toMatchObject({ result: 'about', below: { count: 5 }, above: { count: 6 } });
    expect(withResult(found, 'no-base')).toEqual(['stat-055', 'stat-056', 'stat-057', 'stat-058', 'stat-059']);
    expect([...found].filter(([, { result }]) => result === 'no-share')).toHaveLength(26);
  });
});

describe('on altered copies', () => {
  it('a mark comes and goes with the figure and with its base', () => {
    expect(changed('stat-014', { value: 33 })).toMatchObject({ result: 'rounded', count: 14 });
    expect(changed('stat-014', { population: 41 })).toMatchObject({ result: 'rounded', count: 14 });
    expect(changed('stat-010', { value: 71 })).toMatchObject({ result: 'rounded', count: 29 });
    expect(changed('stat-009', { value: 87 })).toMatchObject({ result: 'impossible', below: { count: 36 }, above: { count: 37 } });
    expect(changed('stat-023', { value: 86 })).toMatchObject({ result: 'rounded', count: 6, base: { n: 7, from: 'subset' } });
  });
  it('a share of a part follows the whole it is a part of', () => {
    const file = record();
    const whole = file.statistics.find(({ id }) => id === 'stat-022');
    if (whole) Object.assign(whole, { value: 14 });
    expect(checked(file).get('stat-023')).toEqual({ result: 'rounded', base: { n: 6, from: 'subset' }, count: 5 });
    if (whole) Object.assign(whole, { population: null });
    expect(checked(file).get('stat-023')).toEqual({ result: 'no-base' });
  });
  it('a base that has to be reckoned follows the countries reviewed', () => {
    const file = record();
    const round = file.coverage.find(({ year }) => year === 2011);
    if (round) round.jurisdictions = round.jurisdictions.filter((id) => id !== 'AU');
    expect(checked(file).get('stat-021')).toEqual({ result: 'rounded', base: { n: 13, from: 'reviewed' }, count: 5 });
  });
});
