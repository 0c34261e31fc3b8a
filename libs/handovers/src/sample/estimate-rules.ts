/** What became of those drawn. */
export interface SampleCounts {
  /** How many were sealed. */
  population: number;
  drawn: number;
  valid: number;
  invalid: number;
  notReached: number;
}

/** Shares of the sealed signatures, from 0 to 1. */
export interface Interval { from: number; to: number }

export interface SampleEstimate {
  /** Of those that were checked; null if none was. */
  share: number | null;
  /** Where the share of valid ones lies, with 95 % confidence, if those not reached are like those checked. */
  likely: Interval | null;
  /** Where it lies if all those not reached are invalid, and if all are valid: from the least to the most. */
  bounds: Interval | null;
}

/** 95 %, two-sided: at either end so much may be missed. */
const TAIL = 0.025;

export function estimateOf({ population, drawn, valid, invalid }: Omit<SampleCounts, 'notReached'>): SampleEstimate {
  const checked = valid + invalid;
  if (checked === 0) return { share: null, likely: null, bounds: null };
  return {
    share: valid / checked,
    likely: interval(population, checked, valid),
    // Of a sample that is not done, those still to come are told as not reached.
    bounds: { from: interval(population, drawn, valid).from, to: interval(population, drawn, drawn - invalid).to },
  };
}

/**
 * The exact interval for a sample drawn without replacement: all numbers of valid ones in the population under which what was seen,
 * or more of it, or less of it, is not rarer than 2.5 % (Clopper and Pearson 1934, by the hypergeometric distribution). It holds the
 * truth in at least 95 of 100 samples whatever the truth is. The score interval (Wilson 1927) does not where nearly all are valid,
 * which is what is hoped for: ADR 23.
 */
function interval(population: number, n: number, valid: number): Interval {
  const least = firstWhere(valid, population - (n - valid), (all) => tail(population, population - all, n, n - valid) >= TAIL);
  const most = firstWhere(n - valid, population - valid, (bad) => tail(population, population - bad, n, valid) >= TAIL);
  return { from: least / population, to: (population - most) / population };
}

/** The smallest number from `low` to `high` that passes, where all after one that passes do too. */
function firstWhere(low: number, high: number, passes: (n: number) => boolean): number {
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (passes(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** The chance that of n drawn from a population with so many good ones at most x are good. */
function tail(population: number, good: number, n: number, x: number): number {
  const fewest = Math.max(0, n - (population - good));
  if (x >= Math.min(n, good)) return 1;
  if (x < fewest) return 0;
  let chance = Math.exp(logChoose(good, x) + logChoose(population - good, n - x) - logChoose(population, n));
  let sum = 0;
  for (let k = x; k >= fewest && chance > 0; k--) {
    sum += chance;
    chance *= (k * (population - good - n + k)) / ((good - k + 1) * (n - k + 1));
  }
  return Math.min(1, sum);
}

const logChoose = (n: number, k: number): number => logFactorial(n) - logFactorial(k) - logFactorial(n - k);

/** Stirling's series; small ones are multiplied up first, so that twelve digits are right. */
function logFactorial(n: number): number {
  let product = 1;
  let x = n + 1;
  for (; x < 12; x++) product *= x;
  return (x - 0.5) * Math.log(x) - x + 0.5 * Math.log(2 * Math.PI) + 1 / (12 * x) - 1 / (360 * x ** 3) + 1 / (1260 * x ** 5) - Math.log(product);
}

/** Tenths of a per cent, from below and from above: what is told holds for certain. */
export function toldInterval({ from, to }: Interval): Interval {
  return { from: Math.floor(from * 1000 + 1e-9) / 1000, to: Math.ceil(to * 1000 - 1e-9) / 1000 };
}
