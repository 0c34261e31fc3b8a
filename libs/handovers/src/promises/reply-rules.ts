import { type FieldFault } from '../handovers.errors.js';
import { type CommitmentStatus } from '../handovers.types.js';

export const REPLY_DAYS = 14;
export const REPLY_DAYS_MOST = 90;

/** Whoever is said to have broken a promise, or to have let it lapse, is heard before it is told. */
export const needsReply = (status: CommitmentStatus): boolean => status === 'broken' || status === 'lapsed';

export function replyFaults(days: number | null | undefined): FieldFault[] {
  return days == null || (Number.isInteger(days) && days >= 1 && days <= REPLY_DAYS_MOST) ? [] : [{ field: 'replyDays', code: 'out_of_range' }];
}

/**
 * The end of the window: so many whole days after the letter went out. A letter that is told to have gone out earlier
 * than today opens no window that is over before anybody could look.
 */
export function windowEnd(askedOn: string, days: number, now: Date): Date {
  const sent = new Date(`${askedOn}T00:00:00Z`).getTime();
  return new Date(Math.max(sent + (days + 1) * 86_400_000, now.getTime() + 86_400_000));
}

/** Whether the public may know the status: its window is over, or the reply came. The same as `status_is_told` in SQL. */
export function isTold(reply: { openUntil: Date | null; repliedAt: Date | null } | null, now: Date): boolean {
  return reply === null || reply.repliedAt !== null || (reply.openUntil !== null && reply.openUntil <= now);
}
