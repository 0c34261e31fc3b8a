/** Organisers want a handover sealed, at once or at a later cut-off. */
export const SEAL_ASKED = 'handover.seal_asked';
/** A seal was made: the figure of a handover stands. */
export const SEAL_MADE = 'handover.sealed';

export interface SealEvent {
  sealId: string;
  handoverId: string;
}
