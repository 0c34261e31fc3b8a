import { DomainError, type FieldFault } from '#libs/config';

/** Stable codes. Retired codes stay listed; none is ever given a second meaning. */
export const CARD_ERRORS = {
  /** Also of what is under embargo: to the public both are the same. */
  roundNotFound: 'progress.round_not_found',
  cardNotFound: 'progress.card_not_found',
  assessmentNotFound: 'progress.assessment_not_found',
  replyNotFound: 'progress.reply_not_found',
  invalid: 'progress.invalid',
  /** A record is not assessed any more. */
  frozen: 'progress.frozen',
  noIndicators: 'progress.no_indicators',
  roundTaken: 'progress.round_taken',
  /** Somebody else wrote a newer version than the one that was looked at. */
  changedMeanwhile: 'progress.changed_meanwhile',
  /** This version is not in the state from which that step is taken. */
  notInThatState: 'progress.not_in_that_state',
  reviewOwn: 'progress.review_own',
  nothingToPublish: 'progress.nothing_to_publish',
  /** Its cards were public before: a change is published by another publication, which corrects it. */
  publicationPublic: 'progress.publication_public',
  publicationUnfit: 'progress.publication_unfit',
} as const;

export type CardErrorCode = (typeof CARD_ERRORS)[keyof typeof CARD_ERRORS];

export const cardsNotFound = (code: Extract<keyof typeof CARD_ERRORS, `${string}NotFound`>): DomainError => new DomainError(CARD_ERRORS[code], 'not-found');
export const cardsInvalid = (fields: readonly FieldFault[]): DomainError => new DomainError(CARD_ERRORS.invalid, 'invalid', { fields });
export const cardsConflict = (code: Exclude<keyof typeof CARD_ERRORS, 'invalid' | `${string}NotFound`>): DomainError => new DomainError(CARD_ERRORS[code], 'conflict');
