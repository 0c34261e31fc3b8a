import { earlierSigned } from './who-counts-rules.js';

const DAY = 86_400_000;

/** After so many days what was not confirmed is erased (SECURITY.md, "Tokens"). */
export const CONFIRM_WITHIN_DAYS = 14;
export const CONFIRM_WITHIN_MS = CONFIRM_WITHIN_DAYS * DAY;
/** One reminder, two days after signing. */
export const REMIND_AFTER_MS = 2 * DAY;
/** So many buttons of one mailbox work at a time; a newer attempt ends the oldest. */
export const ATTEMPTS_ALIVE = 3;

export const lapsed = (record: { signedAt: number; confirmedAt: number | null }, now: number): boolean =>
  record.confirmedAt === null && now - record.signedAt > CONFIRM_WITHIN_MS;

/** Of one mailbox's waiting records, those whose button stops working because newer ones came. */
export function overtaken<R extends { id: string; signedAt: number }>(waiting: readonly R[]): R[] {
  return [...waiting].sort(earlierSigned).slice(0, Math.max(0, waiting.length - ATTEMPTS_ALIVE));
}
