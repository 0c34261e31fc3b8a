import type { ShiftFigures, ShiftResults } from './stores.types.js';

/** Rows of the journal of one shift, by what became of them. */
export interface ShiftRecords {
  stored: number;
  repeated: number;
  conflict: number;
  quarantined: number;
}

/**
 * A shift is right when captured = stored + repeated + conflict + quarantined + waiting. What the tablet says stands against what
 * arrived; neither corrects the other. If more arrived than it says, that is told, and never hidden in a negative number.
 */
export function shiftFigures(tablet: { captured: number; typed: number }, arrived: ShiftRecords): ShiftFigures {
  const captured = tablet.captured + tablet.typed;
  const received = arrived.stored + arrived.repeated + arrived.conflict + arrived.quarantined;
  return { captured, typed: tablet.typed, received, ...arrived, waiting: Math.max(0, captured - received), unexplained: Math.max(0, received - captured) };
}

/** Below this, who counts would tell a manager whether somebody in particular had signed before. */
export const FEWEST_RESULTS = 10;

/**
 * Who counts, or null where it would tell of single people: too few, or while the shift still grows, for whoever looked after each customer
 * would see which way that one went. `settled`: ended, arrived whole, and all of it written.
 */
export function shownResults(results: ShiftResults, { settled }: { settled: boolean }): ShiftResults | null {
  return settled && results.counted + results.duplicate + results.pending + results.other >= FEWEST_RESULTS ? results : null;
}
