/**
 * What the public may see of a tally (SECURITY.md, "Nobody can find out whether a given person has signed").
 *
 * A published cell is never 1 to 9: small countries go into `other`, small channels into `unspecified`, small hours into
 * longer spans. So that nobody subtracts their way back, the remainder is no small number either: the smallest published
 * cell joins it until it isn't. The published parts always add up to the published count. Below ten in all there is no
 * breakdown: everything is in the remainder, which then tells no more than the count itself.
 *
 * `high` privacy: every figure is rounded down to a step, once a day (`publishedAsOf`), and there is no history by hour.
 */

export type Privacy = 'standard' | 'high';

/** The least a published cell may be. */
export const SMALLEST_CELL = 10;

export const CHANNELS = ['online', 'store', 'paper', 'partner'] as const;
export type Channel = (typeof CHANNELS)[number];

export interface ExactTally {
  counted: number;
  /** Counted signatures by the signer's country; they add up to `counted`. */
  byCountry: Readonly<Record<string, number>>;
  byChannel: Readonly<Partial<Record<Channel, number>>>;
}

export interface PublishedTally {
  counted: number;
  /** Countries with a cell of their own, by code, and `other` if there is anything in it. A country left out has 0 to 9, or joined the rest. */
  byCountry: Record<string, number>;
  /** null: no cell of its own, for the same reasons. */
  byChannel: Record<Channel, number | null> & { unspecified: number };
}

/** `step` counts for `high` only and is never below ten. */
export function publishTally(exact: ExactTally, privacy: Privacy, step: number = SMALLEST_CELL): PublishedTally {
  const counted = privacy === 'high' ? floorTo(exact.counted, step) : exact.counted;
  const parts = (cells: Readonly<Record<string, number>>): Parts => (privacy === 'high' ? floored(cells, counted, step) : merged(cells, counted));
  const countries = parts(exact.byCountry);
  const channels = parts(exact.byChannel);
  return {
    counted,
    byCountry: { ...Object.fromEntries(countries.cells), ...(countries.rest > 0 ? { other: countries.rest } : {}) },
    byChannel: {
      ...(Object.fromEntries(CHANNELS.map((channel) => [channel, channels.cells.get(channel) ?? null])) as Record<Channel, number | null>),
      unspecified: channels.rest,
    },
  };
}

interface Parts { cells: Map<string, number>; rest: number }

/** Cells of ten and more, and a rest that is either nothing, or ten and more, or everything. */
function merged(exact: Readonly<Record<string, number>>, counted: number): Parts {
  const large = Object.entries(exact).filter(([, count]) => count >= SMALLEST_CELL);
  const bySize = large.sort(([a, x], [b, y]) => x - y || (a < b ? -1 : 1));
  let rest = counted - bySize.reduce((sum, [, count]) => sum + count, 0);
  let joined = 0;
  while (rest > 0 && rest < SMALLEST_CELL && joined < bySize.length) rest += bySize[joined++]?.[1] ?? 0;
  return { cells: inOrder(bySize.slice(joined)), rest };
}

/** Cells rounded down; the rest is what the rounded count has more, itself a multiple of the step. */
function floored(exact: Readonly<Record<string, number>>, counted: number, step: number): Parts {
  const large = Object.entries(exact).map(([key, count]): [string, number] => [key, floorTo(count, step)]).filter(([, count]) => count > 0);
  return { cells: inOrder(large), rest: counted - large.reduce((sum, [, count]) => sum + count, 0) };
}

const inOrder = (cells: [string, number][]): Map<string, number> => new Map(cells.sort(([a], [b]) => (a < b ? -1 : 1)));

/** Rounds a figure down to the step of a `high` petition, which is never below ten. */
export function floorTo(count: number, step: number = SMALLEST_CELL): number {
  const atLeast = Math.max(SMALLEST_CELL, Math.floor(step));
  return Math.floor(count / atLeast) * atLeast;
}

const DAY = 86_400_000;
const HOUR = 3_600_000;

/**
 * For which instant figures are published (milliseconds): now, or the last midnight UTC. The figures of a `high` petition
 * are to be taken once, at that instant, and kept for the day: taken again later they would show the day's withdrawals.
 */
export function publishedAsOf(now: number, privacy: Privacy): number {
  return privacy === 'high' ? Math.floor(now / DAY) * DAY : now;
}

export interface Span {
  /** Start of the first hour and end of the last, milliseconds. */
  from: number;
  to: number;
  count: number;
}

/**
 * The history by hour: spans of one or more hours, each with ten or more, that join without a gap; null for `high`. What
 * is left at the end belongs to the last span, so an earlier span doesn't change when a new hour comes.
 */
export function publishHistory(hourly: readonly { hour: number; count: number }[], privacy: Privacy): Span[] | null {
  if (privacy === 'high') return null;
  const spans: Span[] = [];
  for (const { hour, count } of [...hourly].sort((a, b) => a.hour - b.hour)) {
    const last = spans.at(-1);
    if (last && last.count < SMALLEST_CELL) spans[spans.length - 1] = { from: last.from, to: hour + HOUR, count: last.count + count };
    else spans.push({ from: last?.to ?? hour, to: hour + HOUR, count });
  }
  const last = spans.at(-1);
  const before = spans.at(-2);
  if (!last || !before || last.count >= SMALLEST_CELL) return spans;
  return [...spans.slice(0, -2), { from: before.from, to: last.to, count: before.count + last.count }];
}
