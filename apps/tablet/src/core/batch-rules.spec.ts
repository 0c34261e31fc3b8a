import fc from 'fast-check';
import { describe, expect, it } from '@jest/globals';
import { BATCH_RECORDS, type BatchPlan, FRESH_PLAN, halved, nextSize, searched, setAside, wentThrough } from './batch-rules.js';

/** Plays batches against a server that refuses whatever contains a bad record, or is larger than it likes. */
function drain(records: number, bad: Set<number>, largest: number): { stored: number[]; stuck: number[]; requests: number } {
  let waiting = Array.from({ length: records }, (_, index) => index + 1);
  const stored: number[] = [];
  const stuck: number[] = [];
  let plan: BatchPlan = FRESH_PLAN;
  let requests = 0;
  while (waiting.length > 0) {
    if (++requests > 10_000) throw new Error('does not end');
    const { limit, upTo } = nextSize(plan);
    const batch = waiting.filter((seq) => seq <= upTo).slice(0, limit);
    const last = batch.at(-1);
    if (last === undefined) throw new Error('an empty batch');
    const next = batch.length > largest ? halved(plan, batch.length)
      : batch.some((seq) => bad.has(seq)) ? searched(plan, batch.length, last)
      : wentThrough(plan, batch.length);
    if (next === null) stuck.push(last);
    else if (batch.length <= largest && !batch.some((seq) => bad.has(seq))) stored.push(...batch);
    else {
      plan = next;
      continue;
    }
    waiting = waiting.filter((seq) => !batch.includes(seq));
    plan = next ?? setAside(plan);
  }
  return { stored, stuck, requests };
}

describe('the size of batches', () => {
  it('finds exactly the records that the server does not take, and sends all others', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 300 }), fc.uniqueArray(fc.integer({ min: 1, max: 300 }), { maxLength: 5 }), fc.integer({ min: 1, max: 80 }), (records, odd, largest) => {
      const bad = odd.filter((seq) => seq <= records).sort((a, b) => a - b);
      const { stored, stuck } = drain(records, new Set(bad), largest);
      expect(stuck).toEqual(bad);
      expect(stored).toEqual(Array.from({ length: records }, (_, index) => index + 1).filter((seq) => !bad.includes(seq)));
    }));
  });

  it('finds one bad record among fifty in a dozen requests', () => {
    for (let bad = 1; bad <= BATCH_RECORDS; bad++) expect(drain(BATCH_RECORDS, new Set([bad]), 80).requests).toBeLessThanOrEqual(14);
  });

  it('stays small where large batches were refused, and grows again later', () => {
    let plan: BatchPlan = halved(FRESH_PLAN, 50) ?? FRESH_PLAN;
    expect(nextSize(plan).limit).toBe(25);
    plan = wentThrough(plan, 25);
    expect(nextSize(plan).limit).toBe(25);
    for (let batch = 0; batch < 9; batch++) plan = wentThrough(plan, 25);
    expect(nextSize(plan).limit).toBe(50);
  });
});
