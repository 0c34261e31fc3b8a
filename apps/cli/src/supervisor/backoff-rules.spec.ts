import { describe, expect, it } from '@jest/globals';
import { nextPause } from './backoff-rules.js';

describe('a process that keeps crashing', () => {
  it('is started again after pauses that grow to half a minute and no further', () => {
    const pauses: number[] = [];
    let crashes = 0;
    for (let i = 0; i < 12; i += 1) {
      const pause = nextPause(crashes, 50);
      crashes = pause.crashes;
      pauses.push(pause.ms);
    }
    expect(pauses).toEqual([200, 400, 800, 1600, 3200, 6400, 12800, 25600, 30000, 30000, 30000, 30000]);
  });

  it('begins anew once it has lived for a minute', () => {
    expect(nextPause(9, 60_000)).toEqual({ ms: 200, crashes: 1 });
    expect(nextPause(9, 59_999).ms).toBe(30_000);
  });
});
