/** Fewer than these are never told apart: somebody who stood by would learn of one person whether they had signed before. */
export const FEWEST_TOLD = 10;

export const FIGURE_CHANNELS = ['online', 'store', 'paper', 'partner'] as const;
export type FigureChannel = (typeof FIGURE_CHANNELS)[number];

/** Counted signatures of one UTC day (`YYYY-MM-DD`) by channel, exactly. */
export type DayCount = { day: string } & Record<FigureChannel, number>;

/** Counted signatures of one day, or of several together. Null: too few, alone or by what the others leave, to be told apart. */
export type ToldSpan = { from: string; to: string; total: number } & Record<FigureChannel, number | null>;

/**
 * What may be told of a store: whole days before `today`, each with those before it until there are ten. What has not come to ten yet
 * is not told, so the told ones grow by ten or more at once. A day without any is part of the span after it: that nobody was counted
 * tells as much as that one was. `told_figure` of the database gives the sum of the same spans.
 * @param days in their order; days without any may be left out
 */
export function toldSpans(days: readonly DayCount[], today: string): ToldSpan[] {
  const spans: ToldSpan[] = [];
  let from: string | null = null;
  let sums: Record<FigureChannel, number> = { online: 0, store: 0, paper: 0, partner: 0 };
  for (const { day, ...counts } of days.filter((one) => one.day < today)) {
    from ??= day;
    for (const channel of FIGURE_CHANNELS) sums[channel] += counts[channel];
    const total = FIGURE_CHANNELS.reduce((sum, channel) => sum + sums[channel], 0);
    if (total < FEWEST_TOLD) continue;
    spans.push({ from, to: day, total, ...toldChannels(sums) });
    from = dayAfter(day);
    sums = { online: 0, store: 0, paper: 0, partner: 0 };
  }
  return spans;
}

/** Channels with ten or more, as long as those that are left are ten or more together: else the sum would tell them. */
export function toldChannels(sums: Readonly<Record<FigureChannel, number>>): Record<FigureChannel, number | null> {
  const large = FIGURE_CHANNELS.filter((channel) => sums[channel] >= FEWEST_TOLD).sort((a, b) => sums[b] - sums[a]);
  const left = (shown: readonly FigureChannel[]): number => FIGURE_CHANNELS.reduce((sum, channel) => (shown.includes(channel) ? sum : sum + sums[channel]), 0);
  while (large.length > 0 && left(large) < FEWEST_TOLD) large.pop();
  return Object.fromEntries(FIGURE_CHANNELS.map((channel) => [channel, large.includes(channel) ? sums[channel] : null])) as Record<FigureChannel, number | null>;
}

function dayAfter(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
}
