import { daysBetween } from './date-rules.js';
import { isOpen } from './commitment-rules.js';
import { type CommitmentStatus, type HandoverStatus } from './handovers.types.js';

export type HandoverReminderKind = 'in-14-days' | 'in-7-days' | 'in-1-day' | 'result-awaited';
export type CommitmentReminderKind = 'due-in-14-days' | 'due' | 'overdue' | 'overdue-again' | 'review';
export type LetterReminderKind = 'letter-unanswered';

/** How often one is told again, month by month, that a promise is overdue, or that nobody has looked again. */
export const AGAIN_AT_MOST = 6;
const MONTH_DAYS = 30;

export interface CommitmentTold {
  kind: CommitmentReminderKind;
  /** 0: the first time of its kind. */
  nth: number;
}

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

/**
 * What is to be told of an open commitment: ahead of its last possible day, on it, after it, and then monthly, six times.
 * A day on which somebody only looks again is told on the day and monthly after it. As above, what was passed over while
 * the clockwork stood still is not told late.
 */
export function commitmentReminder(commitment: { status: CommitmentStatus; dueTo: string | null; dueKind: 'due' | 'review' }, today: string): CommitmentTold | null {
  if (!isOpen(commitment.status) || commitment.dueTo === null) return null;
  const days = daysBetween(today, commitment.dueTo);
  const months = Math.floor(-days / MONTH_DAYS);
  if (months > AGAIN_AT_MOST) return null;
  if (commitment.dueKind === 'review') return days > 0 ? null : { kind: 'review', nth: Math.max(0, months) };
  if (days > 14) return null;
  if (days > 0) return { kind: 'due-in-14-days', nth: 0 };
  if (days === 0) return { kind: 'due', nth: 0 };
  return months === 0 ? { kind: 'overdue', nth: 0 } : { kind: 'overdue-again', nth: months };
}

/** A letter that asked for an answer by a day, from the day after it: once, and twice more by the month. */
export function letterReminder(letter: { replyBy: string | null; sentOn: string | null; answeredOn: string | null }, today: string): { kind: LetterReminderKind; nth: number } | null {
  if (letter.sentOn === null || letter.replyBy === null || letter.answeredOn !== null || letter.replyBy >= today) return null;
  const nth = Math.floor(daysBetween(letter.replyBy, today) / MONTH_DAYS);
  return nth > 2 ? null : { kind: 'letter-unanswered', nth };
}

/** Mails about promises and letters that one organiser gets in a day; what is more waits for the next. */
export const REMINDERS_A_DAY = 5;
/** After so many days that were full, the console alone tells of it. */
export const PUT_OFF_AT_MOST = 7;
const DAY_MS = 24 * 3_600_000;

/** Whether a reminder goes now, at the same hour of the next day, or no more. @param sentToday to its reader, of this kind of mail */
export function reminderTurn({ sentToday, putOff }: { sentToday: number; putOff: number }, now: Date): 'now' | 'never' | { at: Date } {
  if (sentToday < REMINDERS_A_DAY) return 'now';
  return putOff >= PUT_OFF_AT_MOST ? 'never' : { at: new Date(now.getTime() + DAY_MS) };
}

/** The thing told of, once for each day it is planned for: a handover that moves is counted down to anew. */
export function reminderAbout(id: string, day: string, nth = 0): string {
  return nth === 0 ? `${id}@${day}` : `${id}@${day}+${nth}`;
}
