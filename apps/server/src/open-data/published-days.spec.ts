import { describe, expect, it } from '@jest/globals';
import { publishedDays } from './published-days.js';

const day = (n: number, count: number): { day: string; n: number } => ({ day: `2026-03-${String(n).padStart(2, '0')}`, n: count });

describe('signatures by day, as published', () => {
  it('are told for days that are over, with days under ten joined to others', () => {
    expect(publishedDays([day(3, 4), day(1, 12), day(2, 3), day(4, 9), day(6, 30), day(7, 99)], '2026-03-07')).toEqual([
      { from: '2026-03-01', to: '2026-03-01', count: 12 }, { from: '2026-03-02', to: '2026-03-04', count: 16 }, { from: '2026-03-05', to: '2026-03-06', count: 30 },
    ]);
  });

  it('join a rest under ten to the days before it, and are none where there are fewer than ten', () => {
    expect(publishedDays([day(1, 12), day(2, 3)], '2026-03-09')).toEqual([{ from: '2026-03-01', to: '2026-03-02', count: 15 }]);
    expect(publishedDays([day(1, 4), day(2, 3)], '2026-03-09')).toEqual([]);
    expect(publishedDays([], '2026-03-09')).toEqual([]);
  });
});
