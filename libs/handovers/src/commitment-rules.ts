import { addDays, type KnownDate, knownDate } from './date-rules.js';
import { type FieldFault } from './handovers.errors.js';
import { blank } from './handover-rules.js';
import { replyFaults } from './promises/reply-rules.js';
import { type CommitmentStatus, type StatusInput } from './handovers.types.js';

/** Days after the handover on which somebody looks again, if the promise named no day of its own. */
export const REVIEW_AFTER_DAYS = 90;

/** A promise is its own evidence (the handover); whatever is said of it later needs a link, a text or a kept document. */
export function statusFaults(input: StatusInput): FieldFault[] {
  const faults: FieldFault[] = [];
  if (input.status !== 'promised' && blank(input.evidence) && !input.documentId) faults.push({ field: 'evidence', code: 'required' });
  if (input.evidence && /^[a-z][a-z0-9+.-]*:/i.test(input.evidence) && !isHarmless(input.evidence)) faults.push({ field: 'evidence', code: 'link_unsafe' });
  if (input.status === 'superseded' && !input.supersededBy) faults.push({ field: 'supersededBy', code: 'required' });
  if (input.status !== 'superseded' && input.supersededBy) faults.push({ field: 'supersededBy', code: 'out_of_range' });
  faults.push(...replyFaults(input.replyDays));
  if (input.dated != null && !knownDate(input.dated)) faults.push({ field: 'dated', code: 'date_unreadable' });
  return faults;
}

/** The status that holds is the one recorded last; a commitment without any was promised. */
export function statusOf(history: readonly { status: CommitmentStatus }[]): CommitmentStatus {
  return history.at(-1)?.status ?? 'promised';
}

/** Whether something is still to be expected. */
export function isOpen(status: CommitmentStatus): boolean {
  switch (status) {
    case 'promised':
    case 'in-progress':
      return true;
    case 'fulfilled':
    case 'broken':
    case 'superseded':
    case 'lapsed':
      return false;
  }
}

/** Past its last possible day and still open. A record is a picture of its time: nothing in it is ever overdue. */
export function isOverdue(commitment: { status: CommitmentStatus; dueTo: string | null; campaignKind: 'record' | 'live' }, today: string): boolean {
  return commitment.campaignKind === 'live' && isOpen(commitment.status) && commitment.dueTo !== null && commitment.dueTo < today;
}

/** When it is due: as told, or a review some weeks after the handover, or never when that was said (null). */
export function dueDate(told: string | null | undefined, handoverDay: string | null): KnownDate | undefined {
  if (told !== undefined) return knownDate(told);
  return knownDate(handoverDay === null ? null : addDays(handoverDay, REVIEW_AFTER_DAYS));
}

function isHarmless(text: string): boolean {
  // Evidence may well be prose with a colon in it ("Bill 12: adopted"); only what a browser would run is refused.
  return !/^(javascript|data|vbscript|file|blob):/i.test(text.trim());
}
