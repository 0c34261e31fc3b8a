import { type StatisticQualifier, type StatisticScope, type StatisticUnit } from './statistics.types.js';

/** What a printed figure says, as far as it can be reckoned with. */
export interface PrintedFigure {
  readonly unit: StatisticUnit;
  readonly qualifier: StatisticQualifier;
  readonly value: number | null;
  readonly fraction: { readonly n: number; readonly of: number } | null;
  readonly population: number | null;
  readonly reviewed: number | null;
}

/** Where a base comes from: printed with the figure, the countries of the scope reviewed that year, or those that another figure counts. */
export type BaseFrom = 'printed' | 'reviewed' | 'subset';
export interface Base { readonly n: number; readonly from: BaseFrom }
/** A whole number of the base, and what it is in percent to one decimal, rounded. */
export interface Share { readonly count: number; readonly percent: number }

/**
 * Whether a printed figure can stand for a whole number of countries. `rounded`: `count` of them, rounded as usual. `cut`: only if digits
 * were cut off. `impossible`: no whole number gives it; its neighbours do not. `fraction` and `about`: words, which are not held to a digit.
 * `no-base`: of how many is not known. `no-share`: no share of anything.
 */
export type PercentCheck =
  | { readonly result: 'rounded' | 'cut'; readonly base: Base; readonly count: number }
  | { readonly result: 'impossible'; readonly base: Base; readonly below: Share | null; readonly above: Share | null; readonly needs: { readonly count: number; readonly base: number } | null }
  | { readonly result: 'fraction' | 'about'; readonly base: Base; readonly below: Share | null; readonly above: Share | null }
  | { readonly result: 'no-base' | 'no-share' };

/** Whole numbers of `base` that may be printed as `value` percent, by rounding (a half either way) or by cutting off. Exact: no floating point. */
export function countsFor(value: number, base: number, how: 'rounded' | 'cut'): number[] {
  const { digits, scale } = decimal(value);
  const counts: number[] = [];
  for (let count = 0; count <= base; count++) {
    const exact = count * 100 * scale;
    const printed = digits * base;
    if (how === 'cut' ? printed <= exact && exact < printed + base : Math.abs(exact - printed) * 2 <= base) counts.push(count);
  }
  return counts;
}

/** The check of one figure. `subsetOf`: for a share of a part, the whole numbers which that part may have. */
export function checkPercent(figure: PrintedFigure, subsetOf: readonly number[] = []): PercentCheck {
  const { unit, value, qualifier } = figure;
  if (value === null || (unit !== 'percent' && unit !== 'fraction-percent' && unit !== 'percent-of-subset')) return { result: 'no-share' };
  const bases = basesOf(figure, subsetOf);
  const [first] = bases;
  if (!first) return { result: 'no-base' };
  if (unit === 'fraction-percent' && figure.fraction) return fractionOf(figure.fraction, first);
  if (qualifier !== 'exact') return { result: 'about', base: first, ...neighbours(value, first.n) };
  for (const how of ['rounded', 'cut'] as const) {
    for (const base of bases) {
      const [count] = countsFor(value, base.n, how);
      if (count !== undefined) return { result: how, base, count };
    }
  }
  return { result: 'impossible', base: first, ...neighbours(value, first.n), needs: unit === 'percent-of-subset' ? smallestBase(value, first.n) : null };
}

function basesOf({ unit, population, reviewed }: PrintedFigure, subsetOf: readonly number[]): Base[] {
  if (unit === 'percent-of-subset') return subsetOf.filter((n) => n > 0).map((n) => ({ n, from: 'subset' }));
  if (population !== null) return [{ n: population, from: 'printed' }];
  return reviewed !== null && reviewed > 0 ? [{ n: reviewed, from: 'reviewed' }] : [];
}

/** "A quarter" of 42 is ten and a half countries: words are not held to a digit, only a whole number is told as one. */
function fractionOf({ n, of }: { n: number; of: number }, base: Base): PercentCheck {
  if ((n * base.n) % of === 0) return { result: 'rounded', base, count: (n * base.n) / of };
  const below = Math.floor((n * base.n) / of);
  return { result: 'fraction', base, below: shareOf(below, base.n), above: shareOf(below + 1, base.n) };
}

function neighbours(value: number, base: number): { below: Share | null; above: Share | null } {
  const exact = (value * base) / 100;
  const [below, above] = [Math.min(base, Math.ceil(exact) - 1), Math.floor(exact) + 1];
  return { below: below < 0 ? null : shareOf(below, base), above: above > base ? null : shareOf(above, base) };
}

/** The next smaller base of which a whole number gives the value: what the figure would need. */
function smallestBase(value: number, below: number): { count: number; base: number } | null {
  for (let base = below - 1; base > 0; base--) {
    const [count] = countsFor(value, base, 'rounded');
    if (count !== undefined) return { count, base };
  }
  return null;
}

export const shareOf = (count: number, base: number): Share => ({ count, percent: Math.round((count * 1000) / base) / 10 });

/** 14.2857 as 142857 of 10,000: digits as printed. */
function decimal(value: number): { digits: number; scale: number } {
  const places = /\.(\d+)$/.exec(String(value))?.[1]?.length ?? 0;
  const scale = 10 ** places;
  return { digits: Math.round(value * scale), scale };
}

/**
 * Of how many a share "of those" is: the whole numbers of the figure about everybody, of the same indicator and year, whose part it is.
 */
export function subsetSizes(figure: { indicator: string | null; topic: string | null; year: number | null }, all: readonly (PrintedFigure & { indicator: string | null; topic: string | null; year: number | null; scope: StatisticScope })[]): number[] {
  const whole = all.find((one) => one.scope === 'all' && one.unit === 'percent' && one.qualifier === 'exact' && one.year === figure.year && one.indicator === figure.indicator && one.topic === figure.topic);
  if (!whole || whole.value === null || whole.population === null) return [];
  const rounded = countsFor(whole.value, whole.population, 'rounded');
  return rounded.length > 0 ? rounded : countsFor(whole.value, whole.population, 'cut');
}
