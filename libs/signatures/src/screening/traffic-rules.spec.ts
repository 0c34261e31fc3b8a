import { describe, expect, it } from '@jest/globals';
import { abnormal, isChallenged, type Traffic } from './traffic-rules.js';

const traffic = (more: Partial<Traffic>): Traffic => ({ attempts: 0, crowded: 0, fromTopRanges: 0, busiestMinute: 0, ...more });

describe('whether a petition is under attack', () => {
  it('is not asked below one attempt a second: a class that signs together comes from one address', () => {
    expect(abnormal(traffic({ attempts: 59, fromTopRanges: 59, crowded: 59 }), false)).toBeNull();
  });

  it('is answered yes when much comes fast and from few', () => {
    expect(abnormal(traffic({ attempts: 60, fromTopRanges: 30 }), false)).toBe('concentrated');
    expect(abnormal(traffic({ attempts: 600, fromTopRanges: 300, busiestMinute: 50 }), false)).toBe('concentrated');
  });

  it('is answered no after a broadcast: a hundred times as many as ever, from everywhere', () => {
    expect(abnormal(traffic({ attempts: 2_000, fromTopRanges: 400, busiestMinute: 5 }), false)).toBeNull();
  });

  it('is answered no where a petition is used to as much, even from few: a country of three mobile networks', () => {
    expect(abnormal(traffic({ attempts: 600, fromTopRanges: 500, busiestMinute: 60 }), false)).toBeNull();
  });

  it('is answered yes beyond all that a petition is known to have had, wherever it comes from', () => {
    expect(abnormal(traffic({ attempts: 3_000, busiestMinute: 1 }), false)).toBe('beyond');
    expect(abnormal(traffic({ attempts: 3_000, busiestMinute: 200 }), false)).toBeNull();
  });

  it('is answered yes when half of it comes from addresses beyond their allowance', () => {
    expect(abnormal(traffic({ attempts: 100, crowded: 50 }), false)).toBe('crowded');
  });

  it('takes half as much to stay so as to become so', () => {
    const half = traffic({ attempts: 40, fromTopRanges: 12 });
    expect([abnormal(half, false), abnormal(half, true)]).toEqual([null, 'concentrated']);
    expect(abnormal(traffic({ attempts: 29, fromTopRanges: 29 }), true)).toBeNull();
  });

  it('is left to an organiser who has decided', () => {
    const since = new Date();
    expect([isChallenged({ mode: 'on', since: null }), isChallenged({ mode: 'off', since }), isChallenged({ mode: 'auto', since }), isChallenged({ mode: 'auto', since: null }), isChallenged(undefined)]).toEqual([true, false, true, false, false]);
  });
});
