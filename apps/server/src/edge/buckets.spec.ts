import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Buckets } from './buckets.js';
import { LIMITS, take } from './rate-limit-rules.js';

const RULE = LIMITS.login;

describe('buckets of the addresses used last', () => {
  it('are as a Map of them while there is room', () => {
    fc.assert(fc.property(fc.array(fc.record({ key: fc.integer({ min: 1, max: 40 }), later: fc.integer({ min: 0, max: 4_000 }) }), { maxLength: 300 }), (uses) => {
      // 40 numbers in 41 rows: none is ever put out.
      const buckets = new Buckets(41 * 8);
      const model = new Map<number, { level: number; at: number }>();
      let now = 1_000;
      for (const { key, later } of uses) {
        now += later;
        const known = model.get(key) ?? { level: RULE.burst, at: now };
        model.set(key, known);
        expect(buckets.with(key, RULE.burst, now, (bucket) => take(bucket, RULE, now))).toBe(take(known, RULE, now));
        expect(buckets.look(key)?.level).toBeCloseTo(known.level, 3);
      }
    }));
  });

  it('let go of the one in their row that was used longest ago', () => {
    const buckets = new Buckets(8);
    for (let key = 1; key <= 8; key++) buckets.with(key, 5, key, (bucket) => (bucket.level -= 1));
    buckets.with(1, 5, 9, (bucket) => Object.assign(bucket, { at: 9 }));
    buckets.with(9, 5, 10, () => undefined);
    expect([1, 2, 3, 9].map((key) => buckets.look(key)?.level)).toEqual([4, undefined, 4, 5]);
  });

  it('keep a hundred thousand random numbers, nearly all', () => {
    const buckets = new Buckets();
    const keys = Array.from({ length: 100_000 }, () => Math.floor(Math.random() * 2 ** 48) + 1);
    keys.forEach((key, n) => buckets.with(key, 5, n + 1, () => undefined));
    expect(keys.filter((key) => buckets.look(key)).length).toBeGreaterThan(95_000 * 0.9);
  });
});
