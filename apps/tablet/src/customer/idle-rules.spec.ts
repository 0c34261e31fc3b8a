import { describe, expect, it } from '@jest/globals';
import { idleness } from './idle-rules.js';

describe('a tablet nobody touches', () => {
  it('asks after 60 seconds and waits 20 for the answer', () => {
    expect([0, 59_999].map((ms) => idleness(0, ms).kind)).toEqual(['busy', 'busy']);
    expect([60_000, 79_999].map((ms) => idleness(0, ms))).toEqual([{ kind: 'asking', secondsLeft: 20 }, { kind: 'asking', secondsLeft: 1 }]);
    expect(idleness(0, 80_000)).toEqual({ kind: 'gone' });
  });

  it('forgets at once when it slept longer than that', () => {
    expect(idleness(0, 3_600_000)).toEqual({ kind: 'gone' });
  });
});
