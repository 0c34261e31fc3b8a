import { type CommitmentReminderKind, type HandoverReminderKind, type LetterReminderKind } from './reminder-rules.js';

/** A handover was booked. */
export const HANDOVER_SCHEDULED = 'handover.scheduled';
/** A handover got another day, time, zone or place, or was called off. */
export const HANDOVER_MOVED = 'handover.moved';
/** A handover took place, was refused, or found nobody there. */
export const HANDOVER_HELD = 'handover.held';
/** Somebody was asked to come along, or is no longer. */
export const DELEGATION_CHANGED = 'handover.delegation';
/** The day of a handover comes near, or has passed without news of it. */
export const HANDOVER_REMINDER = 'handover.reminder';
/** A commitment was written down, or something became of it. */
export const COMMITMENT_STATUS = 'commitment.status';
/** A commitment falls due, or is past due. */
export const COMMITMENT_REMINDER = 'commitment.reminder';
/** How many people a bundle's signatures are from is to be reckoned. */
export const OVERLAP_ASKED = 'bundle.overlap_asked';

/** A letter asked for an answer by a day, and none came. */
export const LETTER_REMINDER = 'letter.reminder';

export interface HandoverEvent {
  handoverId: string;
}

export interface DelegationEvent extends HandoverEvent {
  delegateId: string;
}

export interface HandoverReminder extends HandoverEvent {
  kind: HandoverReminderKind;
  /** The handover and its planned day: what `mail_log.about` should say, so that a move is told anew. */
  about: string;
}

export interface CommitmentStatusEvent {
  commitmentId: string;
  handoverId: string;
  /** Row of `commitment_statuses`. */
  statusId: string;
}

export interface CommitmentReminder {
  commitmentId: string;
  handoverId: string;
  kind: CommitmentReminderKind;
  about: string;
}

export interface LetterReminder {
  letterId: string;
  handoverId: string;
  kind: LetterReminderKind;
  about: string;
}
