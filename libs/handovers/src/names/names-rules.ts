import { type FieldFault } from '../handovers.errors.js';

/** What nobody approved by then is over. */
export const APPROVAL_DAYS = 7;
/** A made file is kept so long. */
export const KEPT_DAYS = 30;

const LEAST_REASON = 10;
const LONGEST_REASON = 500;

/** Why names are asked for stands in the audit log: an address has no place there. */
export function reasonFault(reason: string): FieldFault[] {
  const { length } = [...reason.trim()];
  const code = length === 0 ? 'required' : length < LEAST_REASON ? 'too_short' : length > LONGEST_REASON ? 'too_long' : reason.includes('@') ? 'address_inside' : null;
  return code ? [{ field: 'reason', code, facts: { min: LEAST_REASON, max: LONGEST_REASON } }] : [];
}

export type ApprovalFault = 'names.settled' | 'names.own' | 'names.over' | 'names.seal_replaced';

/** Why this person cannot approve it now; null: they can. */
export function approvalFault(
  { state, askedBy, askedAt, sealId }: { state: string; askedBy: string; askedAt: Date; sealId: string },
  { by, now, standingSeal }: { by: string; now: Date; standingSeal: string | null },
): ApprovalFault | null {
  if (state !== 'asked') return 'names.settled';
  if (askedBy === by) return 'names.own';
  if (now.getTime() >= askedAt.getTime() + APPROVAL_DAYS * 86_400_000) return 'names.over';
  return sealId === standingSeal ? null : 'names.seal_replaced';
}
