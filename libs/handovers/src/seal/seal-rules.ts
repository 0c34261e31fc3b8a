import { type HandoverStatus } from '../handovers.types.js';

/** So far back the cut-off may lie: who left since then is known, and takeovers of records before are few. */
export const MOST_DAYS_BACK = 7;
export const MOST_DAYS_AHEAD = 366;

const DAY = 86_400_000;

/** Codes of a cut-off at fault, told at the field. */
export type CutoffFault = 'too_far_back' | 'too_far_ahead' | 'before_another_seal' | 'date_unreadable';

/** @param earlier the latest cut-off of any seal of the same petitions */
export function cutoffFault(cutoff: Date, now: Date, earlier: Date | null): CutoffFault | null {
  const at = cutoff.getTime();
  if (Number.isNaN(at)) return 'date_unreadable';
  if (at < now.getTime() - MOST_DAYS_BACK * DAY) return 'too_far_back';
  if (at > now.getTime() + MOST_DAYS_AHEAD * DAY) return 'too_far_ahead';
  return earlier !== null && at < earlier.getTime() ? 'before_another_seal' : null;
}

/** Sealed, or sealed again, until it took place; afterwards what was handed over was handed over. */
export function maySeal(status: HandoverStatus): boolean {
  switch (status) {
    case 'planned':
    case 'listed':
      return true;
    case 'held':
    case 'refused':
    case 'absent':
    case 'cancelled':
      return false;
  }
}
