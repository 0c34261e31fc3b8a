import { daysBetween } from './date-rules.js';
import { isOpen } from './commitment-rules.js';
import { type CommitmentStatus, type HandoverStatus } from './handovers.types.js';

export type HandoverReminderKind = 'in-14-days' | 'in-7-days' | 'in-1-day' | 'result-awaited';
export type CommitmentReminderKind = 'due-in-14-days' | 'due' | 'overdue';

/**
 * What is to be told of a planned handover on a day of its own calendar. Steps are bands and not single days: after a
 * day on which the clockwork stood still, the step that holds now is told, and those passed over are not told late.
 * Only an exact day can be counted down to; a result is awaited from the day after the last possible one.
 */
export function handoverReminder(handover: { status: HandoverStatus; from: string | null; to: string | null; exact: boolean }, today: string): HandoverReminderKind | null {
  if (handover.status !== 'planned' || handover.from === null || handover.to === null) return null;
  if (handover.to < today) return 'result-awaited';
  if (!handover.exact) return null;
  const days = daysBetween(today, handover.from);
  if (days > 14 || days === 0) return null;
  if (days > 7) return 'in-14-days';
  return days > 1 ? 'in-7-days' : 'in-1-day';
}

/** What is to be told of an open commitment: ahead of its last possible day, on it, and after it. */
export function commitmentReminder(commitment: { status: CommitmentStatus; dueTo: string | null }, today: string): CommitmentReminderKind | null {
  if (!isOpen(commitment.status) || commitment.dueTo === null) return null;
  const days = daysBetween(today, commitment.dueTo);
  if (days > 14) return null;
  if (days > 0) return 'due-in-14-days';
  return days === 0 ? 'due' : 'overdue';
}

/** The thing told of, once for each day it is planned for: a handover that moves is counted down to anew. */
export function reminderAbout(id: string, day: string): string {
  return `${id}@${day}`;
}
