import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { approachingByForecast, forecast, FORECAST_METHOD, type ForecastInput } from './forecast-rules.js';

const HOUR = 3_600_000;
const START = Date.UTC(2026, 2, 2, 7);

/** Randomness for the curves, of another kind than the one inside the forecast. */
function dice(seed: number): () => number {
  let state = BigInt(seed * 2 + 1);
  return () => {
    state = (state * 6364136223846793005n + 1442695040888963407n) & ((1n << 64n) - 1n);
    return Number(state >> 33n) / 2 ** 31;
  };
}

function poisson(mean: number, random: () => number): number {
  if (mean > 60) return Math.max(0, Math.round(mean + Math.sqrt(mean) * (random() + random() + random() - 1.5) * 2));
  const left = Math.exp(-mean);
  let count = 0;
  for (let p = random(); p > left; p *= random()) count++;
  return count;
}

const daily = (hour: number): number => 1 + 0.9 * Math.sin(((hour % 24) - 8) / 24 * 2 * Math.PI);
const weekly = (hour: number): number => ([5, 6].includes(Math.floor(hour / 24) % 7) ? 0.6 : 1);

/** Mean signatures in the given hour since the start: the shapes petitions take. */
const shapes: Record<string, (hour: number) => number> = {
  steady: () => 12,
  'steady with nights': (h) => 12 * daily(h),
  'steady with nights and weekends': (h) => 20 * daily(h) * weekly(h),
  'slowly fading': (h) => 40 * Math.exp(-h / 24 / 12) * daily(h),
  'fading as news does': (h) => 250 / (1 + h / 24) * daily(h),
  'growing by word of mouth': (h) => 5 * Math.exp(h / 24 / 10) * daily(h),
  'few, with nights': (h) => 1.5 * daily(h),
  'a burst in the past': (h) => (10 + 60 * Math.exp(-(((h - 96) / 12) ** 2))) * daily(h),
  'growing, then steady': (h) => Math.min(30, 4 + h / 10) * daily(h),
  'uneven days': (h) => 15 * daily(h) * (1 + 0.5 * Math.sin(Math.floor(h / 24) * 2.4)),
};

interface Curve { input: ForecastInput; truth: number }

/** A curve seen up to `seenDays`; the threshold lies `ahead` times as far as what was collected then, the truth is when it came. */
function curve(shape: (hour: number) => number, seed: number, seenDays: number, ahead: number): Curve {
  const random = dice(seed);
  const now = START + seenDays * 24 * HOUR + 10 * 60_000;
  const hourly: { hour: number; count: number }[] = [];
  let total = 0;
  let threshold = Infinity;
  for (let h = 0; h < 24 * 300; h++) {
    const hour = START + h * HOUR;
    const count = poisson(shape(h), random);
    if (hour + HOUR <= now) hourly.push({ hour, count });
    else if (threshold === Infinity) threshold = Math.ceil(total * ahead);
    if (total < threshold && total + count >= threshold) {
      return { input: { hourly, since: START, now, total: hourly.reduce((sum, row) => sum + row.count, 0), threshold }, truth: hour + HOUR * (threshold - total) / count };
    }
    total += count;
  }
  throw new Error('the curve never reaches its threshold');
}

const inside = ({ input, truth }: Curve): boolean => {
  const range = forecast(input);
  return range !== null && range.from <= truth && (range.to === null || truth <= range.to);
};

describe('A forecast', () => {
  const list = Object.entries(shapes);

  it.each([[4001], [4002], [4003]])('holds the truth for at least seven of ten unseen curves of different shapes (seed %i)', (seed) => {
    const hits = list.filter(([, shape], i) => inside(curve(shape, seed + i * 17, 5 + (i % 4) * 2, 1.2 + (i % 3) * 0.1)));
    expect(hits.length).toBeGreaterThanOrEqual(7);
  });

  it('holds it for three in four of many, seen for one day to two weeks, and still says something', () => {
    const widths: number[] = [];
    let hits = 0;
    let all = 0;
    for (const [i, [, shape]] of list.entries()) {
      for (let seed = 0; seed < 12; seed++) {
        const one = curve(shape, 9000 + i * 100 + seed, [1, 2, 3, 5, 8, 14][seed % 6] as number, seed < 6 ? 1.12 : 1.35);
        const range = forecast(one.input);
        all++;
        if (inside(one)) hits++;
        if (range?.to) widths.push((range.to - range.from) / (one.truth - one.input.now));
      }
    }
    expect(hits / all).toBeGreaterThanOrEqual(0.75);
    widths.sort((a, b) => a - b);
    expect(widths[Math.floor(widths.length / 2)]).toBeLessThan(1.5);
  }, 60_000);

  const example = curve(shapes['steady with nights'] as (hour: number) => number, 1, 5, 1.3).input;

  it('is the same for the same input, in any order of rows, and names its method', () => {
    expect(forecast({ ...example, hourly: [...example.hourly].reverse() })).toEqual(forecast(example));
    expect(forecast(example)?.method).toBe(FORECAST_METHOD);
  });

  it('is not given before a whole day has passed, before half the way, or once the threshold is reached', () => {
    expect(forecast({ ...example, since: example.now - 23 * HOUR, hourly: example.hourly.filter(({ hour }) => hour >= example.now - 23 * HOUR) })).toBeNull();
    expect(forecast({ ...example, threshold: example.total * 2 })).not.toBeNull();
    expect(forecast({ ...example, threshold: example.total * 2 + 1 })).toBeNull();
    expect(forecast({ ...example, threshold: example.total })).toBeNull();
  });

  it('is not given when nobody signed lately', () => {
    expect(forecast({ ...example, now: example.now + 20 * 24 * HOUR })).toBeNull();
  });

  it('lies in the future, from before to, and comes sooner when less is missing', () => {
    fc.assert(fc.property(fc.array(fc.nat({ max: 30 }), { minLength: 25, maxLength: 200 }), fc.double({ min: 1.01, max: 2, noNaN: true }), (counts, ahead) => {
      const now = START + counts.length * HOUR;
      const total = counts.reduce((sum, count) => sum + count, 0);
      const input = { hourly: counts.map((count, h) => ({ hour: START + h * HOUR, count })), since: START, now, total, threshold: Math.ceil(total * ahead) };
      const range = forecast(input);
      if (range === null) return;
      expect(range.from).toBeGreaterThanOrEqual(now);
      if (range.to !== null) expect(range.to).toBeGreaterThanOrEqual(range.from);
      const nearer = forecast({ ...input, total: total + Math.floor((input.threshold - total) / 2) });
      if (nearer !== null) expect(nearer.from).toBeLessThanOrEqual(range.from);
    }), { numRuns: 100 });
  }, 60_000);
});

describe('Approaching by forecast', () => {
  const at = (hours: number) => ({ from: 0, soon: hours * HOUR, to: null, method: FORECAST_METHOD } as const);
  it('is when one future in four lies within the lead, however early the range begins', () => {
    expect(approachingByForecast(at(72), 0)).toBe(true);
    expect(approachingByForecast(at(73), 0)).toBe(false);
    expect(approachingByForecast(at(20), 0, 12)).toBe(false);
    expect(approachingByForecast(null, 0)).toBe(false);
  });
});
