import { describe, expect, it } from '@jest/globals';
import { answered, askAgainAfter, doorsToTry, failed, HEALTHY, patience } from './door-rules.js';

const away = failed(HEALTHY);

describe('the two doors', () => {
  it('are Redis first and Postgres second while both are there', () => {
    expect(doorsToTry({ redis: HEALTHY, postgres: HEALTHY }, false)).toEqual(['redis', 'postgres']);
  });

  it('leave out the one that is away, and the one that is full', () => {
    expect(doorsToTry({ redis: away, postgres: HEALTHY }, false)).toEqual(['postgres']);
    expect(doorsToTry({ redis: HEALTHY, postgres: away }, false)).toEqual(['redis']);
    expect(doorsToTry({ redis: HEALTHY, postgres: HEALTHY }, true)).toEqual(['postgres']);
    expect(doorsToTry({ redis: HEALTHY, postgres: away }, true)).toEqual([]);
    expect(doorsToTry({ redis: away, postgres: away }, false)).toEqual([]);
  });

  it('are asked again after growing pauses of at most three seconds', () => {
    expect([1, 2, 3, 4, 5, 6, 7, 100].map(askAgainAfter)).toEqual([100, 200, 400, 800, 1_600, 3_000, 3_000, 3_000]);
  });

  it('remember failures until a batch was taken: one that says it is back and fails again is asked less and less often', () => {
    expect(failed(answered(away))).toEqual({ open: false, failures: 2 });
  });

  it('together keep no batch waiting longer than 400 ms', () => {
    expect(patience(0, 1)).toBe(250);
    expect(patience(0, 0)).toBe(400);
    expect(patience(250, 0)).toBe(150);
    expect(patience(500, 0)).toBe(0);
  });
});
