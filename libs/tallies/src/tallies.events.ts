/** A petition's total passed one or more thresholds, or came close to one. */
export const MILESTONE_CROSSED = 'milestone.crossed';

export interface MilestoneCrossed {
  petitionId: number;
  /** Thresholds that the total came close to. */
  approaching: number[];
  /** Thresholds that the total reached; a jump names all it passed. */
  reached: number[];
  /** Total (counted and attested) right after. */
  total: number;
  by: 'share' | 'forecast';
}
