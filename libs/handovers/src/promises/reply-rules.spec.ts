import { describe, expect, it } from '@jest/globals';
import { COMMITMENT_STATUSES } from '../handovers.types.js';
import { isTold, needsReply, replyFaults, windowEnd } from './reply-rules.js';

const now = new Date('2027-05-01T10:00:00Z');

describe('the right of reply', () => {
  it('belongs to whoever is said to have broken a promise or to have let it lapse', () => {
    expect(COMMITMENT_STATUSES.filter(needsReply)).toEqual(['broken', 'lapsed']);
  });

  it('has a window that opens with the letter and lasts whole days', () => {
    expect(windowEnd('2027-05-01', 14, now)).toEqual(new Date('2027-05-16T00:00:00Z'));
  });

  it('cannot be cut short by a letter told to have gone out long ago', () => {
    expect(windowEnd('2027-01-01', 14, now)).toEqual(new Date('2027-05-02T10:00:00Z'));
  });

  it('keeps the status back until the reply came or the time is over', () => {
    const waiting = { openUntil: null, repliedAt: null };
    expect(isTold(null, now)).toBe(true);
    expect(isTold(waiting, now)).toBe(false);
    expect(isTold({ ...waiting, openUntil: new Date(now.getTime() + 1) }, now)).toBe(false);
    expect(isTold({ ...waiting, openUntil: now }, now)).toBe(true);
    expect(isTold({ openUntil: new Date('2028-01-01'), repliedAt: now }, now)).toBe(true);
  });

  it('is at least a day and at most ninety', () => {
    for (const days of [1, 14, 90, null, undefined]) expect(replyFaults(days)).toEqual([]);
    for (const days of [0, 91, 1.5]) expect(replyFaults(days)).toEqual([{ field: 'replyDays', code: 'out_of_range' }]);
  });
});
