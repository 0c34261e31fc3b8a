/**
 * When a milestone is *approaching* and when it is *reached*. Milestones count the `total` (counted and attested).
 * Each is told at most once for each of the two, whatever the count does afterwards.
 */

export const LADDER: readonly number[] = [1_000, 5_000, 10_000, 25_000, 50_000, 100_000, 250_000, 500_000, 1_000_000];

/** Approaching at nine tenths, unless the petition says otherwise. */
export const APPROACHING_SHARE = 0.9;

export interface MilestoneState {
  threshold: number;
  /** Whether *approaching* was told or silently recorded. */
  approached: boolean;
  /** Whether *reached* was told or silently recorded. */
  reached: boolean;
}

export interface Crossings {
  /** Thresholds, ascending. */
  approaching: number[];
  reached: number[];
}

/** The total at which a threshold is approaching: the least whole number that is at least the share of it. */
export function approachingAt(threshold: number, share: number = APPROACHING_SHARE): number {
  // 0.07 × 100 is 7.000000000000001 in binary: round that away before rounding up.
  return Math.ceil(Number((share * threshold).toPrecision(12)));
}

/**
 * What one transaction that takes the total from `before` to `after` gives to tell. A jump gives every threshold it
 * passed; of one whose two marks are passed at once only *reached*; what was told already, nothing, also when the
 * total fell below and rises again. A fall gives nothing.
 */
export function crossings(before: number, after: number, milestones: readonly MilestoneState[], share: number = APPROACHING_SHARE): Crossings {
  const passes = (mark: number): boolean => before < mark && mark <= after;
  return collect(
    milestones,
    ({ threshold, approached, reached }) => !approached && !reached && after < threshold && passes(approachingAt(threshold, share)),
    ({ threshold, reached }) => !reached && passes(threshold),
  );
}

/** What is passed already when a milestone is made, or figures are imported: to be recorded, and told to nobody. */
export function passedSilently(total: number, milestones: readonly MilestoneState[], share: number = APPROACHING_SHARE): Crossings {
  return collect(
    milestones,
    ({ threshold, approached, reached }) => !approached && !reached && total < threshold && approachingAt(threshold, share) <= total,
    ({ threshold, reached }) => !reached && threshold <= total,
  );
}

function collect(
  milestones: readonly MilestoneState[],
  isApproaching: (milestone: MilestoneState) => boolean,
  isReached: (milestone: MilestoneState) => boolean,
): Crossings {
  const thresholds = (chosen: readonly MilestoneState[]): number[] => [...new Set(chosen.map(({ threshold }) => threshold))].sort((a, b) => a - b);
  return { approaching: thresholds(milestones.filter(isApproaching)), reached: thresholds(milestones.filter(isReached)) };
}

/** The least threshold above the total, and how many are still wanted; null above the last. */
export function nextMilestone(total: number, milestones: readonly Pick<MilestoneState, 'threshold'>[]): { threshold: number; remaining: number } | null {
  const above = milestones.map(({ threshold }) => threshold).filter((threshold) => threshold > total);
  if (above.length === 0) return null;
  const threshold = Math.min(...above);
  return { threshold, remaining: threshold - total };
}
