/** What of a petition decides whether it takes a signature. */
export interface SignableFacts {
  status: PetitionStatus;
  takesSignatures: boolean;
  opensAt: Date | null;
  closesAt: Date | null;
  closedAt: Date | null;
  closedReason: string | null;
}

export const PETITION_STATUSES = ['draft', 'open', 'closed'] as const;
export type PetitionStatus = (typeof PETITION_STATUSES)[number];

/**
 * - `open`: takes signatures now
 * - `not-yet`: a draft, or its first day lies ahead (`opensAt`, null: not settled)
 * - `closed`: `why` is `ended` when its last day is over, else `closed`; `since` null: no source says when; `reason` as given
 * - `takes-none`: regional; those who live there sign their country's
 */
export type Signable =
  | { state: 'open' }
  | { state: 'not-yet'; opensAt: Date | null }
  | { state: 'closed'; why: 'closed' | 'ended'; since: Date | null; reason: string | null }
  | { state: 'takes-none' };

/** The reason of a petition that only a record tells of. */
export const DATE_NOT_IN_SOURCE = 'date not in the source';

/** The reason of a petition that the clock closed at its last day; pages say it in their own words. */
export const AS_PLANNED = 'as planned';

/**
 * Whether a signature that is accepted at `now` is taken. Judged when it arrives, never later in the queue. A handover
 * changes nothing: people may go on signing.
 */
export function signable(petition: SignableFacts, now: Date): Signable {
  if (petition.status === 'closed') return { state: 'closed', why: 'closed', since: petition.closedAt, reason: petition.closedReason };
  if (!petition.takesSignatures) return { state: 'takes-none' };
  if (petition.status === 'draft') return { state: 'not-yet', opensAt: petition.opensAt };
  if (petition.closesAt && petition.closesAt <= now) return { state: 'closed', why: 'ended', since: petition.closesAt, reason: null };
  if (petition.opensAt && petition.opensAt > now) return { state: 'not-yet', opensAt: petition.opensAt };
  return { state: 'open' };
}

/** The slug of a petition: `keep-your-word-gb`. */
export function petitionSlug(campaign: string, jurisdictionId: string): string {
  return `${campaign}-${jurisdictionId.toLowerCase()}`;
}

/** Least age to sign where a petition says nothing else. GDPR Art. 8 leaves 13 to 16 to the member states; 16 suits all. */
export const DEFAULT_MINIMUM_AGE = 16;
export const MOST_CALLS = 15;
