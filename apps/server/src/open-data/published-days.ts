import { publishHistory } from '#libs/tallies';

/** Days `YYYY-MM-DD`, both included. */
export interface DaySpan { from: string; to: string; count: number }

const LAST_HOUR_MS = 23 * 3_600_000;
const FEWEST = 10;
const dayOf = (ms: number): string => new Date(ms).toISOString().slice(0, 10);

/**
 * Counted signatures by UTC day as they may be shown: days that are over, joined by the rule of publication until each span has ten or
 * more. Where there are fewer than ten in all, nothing. Each day goes in as its last hour, so that spans end with days.
 */
export function publishedDays(daily: readonly { day: string; n: number }[], today: string): DaySpan[] {
  const over = daily.filter(({ day }) => day < today).map(({ day, n }) => ({ hour: Date.parse(`${day}T00:00:00Z`) + LAST_HOUR_MS, count: n }));
  return (publishHistory(over, 'standard') ?? []).filter(({ count }) => count >= FEWEST).map(({ from, to, count }) => ({ from: dayOf(from), to: dayOf(to - 1), count }));
}
