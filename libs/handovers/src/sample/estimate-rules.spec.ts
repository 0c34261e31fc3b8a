import { describe, expect, it } from '@jest/globals';
import { estimateOf, type Interval, toldInterval } from './estimate-rules.js';

/** Mulberry32: the same populations in every run. */
function random(seed: number): () => number {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** How many of the first `good` of a population are among `n` drawn without replacement. */
function hits(next: () => number, population: number, good: number, n: number): number {
  let found = 0;
  for (let drawn = 0, left = good; drawn < n; drawn++) {
    if (next() * (population - drawn) < left) {
      left--;
      found++;
    }
  }
  return found;
}

describe('what a sample says of all', () => {
  it('of 400 drawn, 396 checked, 394 valid: between 98.1 % and 100 %, and what those not reached could change', () => {
    const told = estimateOf({ population: 50_000, drawn: 400, valid: 394, invalid: 2 });
    expect(toldInterval(told.likely!)).toEqual({ from: 0.981, to: 1 });
    expect(toldInterval(told.bounds!)).toEqual({ from: 0.967, to: 1 });
    expect(told.share).toBeCloseTo(394 / 396);
  });

  it('is that of Clopper and Pearson (1934) in a large population', () => {
    // 80 of 100: 0.7082 to 0.8733; 0 of 10: to 1 - 0.025^(1/10).
    const { likely } = estimateOf({ population: 1e9, drawn: 100, valid: 80, invalid: 20 });
    expect(likely!.from).toBeCloseTo(0.7082, 3);
    expect(likely!.to).toBeCloseTo(0.8733, 3);
    expect(estimateOf({ population: 1e9, drawn: 10, valid: 0, invalid: 10 }).likely!.to).toBeCloseTo(1 - 0.025 ** 0.1, 6);
  });

  it('says nothing where nothing was checked, and all where all were', () => {
    expect(estimateOf({ population: 10, drawn: 5, valid: 0, invalid: 0 })).toEqual({ share: null, likely: null, bounds: null });
    expect(estimateOf({ population: 10, drawn: 10, valid: 9, invalid: 1 }).likely).toEqual({ from: 0.9, to: 0.9 });
    expect(estimateOf({ population: 10, drawn: 9, valid: 9, invalid: 0 }).likely!.from).toBeGreaterThanOrEqual(0.9);
  });

  it('takes those still to come as not reached', () => {
    const { bounds } = estimateOf({ population: 1000, drawn: 100, valid: 10, invalid: 0 });
    expect(bounds!.from).toBeLessThan(0.2);
    expect(bounds!.to).toBe(1);
  });

  it.each([[1_000_000, 400], [50_000, 400], [5_000, 1_000], [600, 300], [300, 60], [40, 30]])('holds the truth in at least 93 of 100 samples, of %d people %d drawn, whatever the share', (population, n) => {
    const next = random(population + n);
    const runs = 400;
    const intervals = new Map<number, Interval>();
    const of = (valid: number): Interval => intervals.get(valid) ?? intervals.set(valid, estimateOf({ population, drawn: n, valid, invalid: n - valid }).likely!).get(valid)!;
    for (const share of [0.5, 0.8, 0.9, 0.95, 0.98, 0.99, 0.995, 0.999, 0.9995, 1]) {
      const good = Math.round(share * population);
      let held = 0;
      for (let run = 0; run < runs; run++) {
        const valid = hits(next, population, good, n);
        const { from, to } = of(valid);
        if (from <= good / population && to >= good / population) held++;
      }
      expect({ share, enough: held / runs >= 0.93, held: held / runs }).toMatchObject({ share, enough: true });
    }
  });
});
