import { DomainError, type FieldFault } from '#libs/config';

/** Stable codes. Retired codes stay listed; none is ever given a second meaning. */
export const PETITION_ERRORS = {
  unknown: 'petitions.unknown',
  campaignUnknown: 'campaigns.unknown',
  invalid: 'petitions.invalid',
  campaignInvalid: 'campaigns.invalid',
  notReady: 'petitions.not_ready',
  changedMeanwhile: 'petitions.changed_meanwhile',
  alreadyThere: 'petitions.already_there',
  campaignAlreadyThere: 'campaigns.already_there',
  notDraft: 'petitions.not_draft',
  notOpen: 'petitions.not_closable',
  frozen: 'petitions.frozen',
  reviewUnknown: 'petitions.review_unknown',
  reviewOwn: 'petitions.review_own',
  reviewSettled: 'petitions.review_settled',
  takesNone: 'petitions.takes_none',
} as const;

export type PetitionErrorCode = (typeof PETITION_ERRORS)[keyof typeof PETITION_ERRORS];

export const petitionUnknown = (): DomainError => new DomainError(PETITION_ERRORS.unknown, 'not-found');
export const reviewUnknown = (): DomainError => new DomainError(PETITION_ERRORS.reviewUnknown, 'not-found');
export const campaignUnknown = (): DomainError => new DomainError(PETITION_ERRORS.campaignUnknown, 'not-found');
export const petitionInvalid = (fields: readonly FieldFault[]): DomainError => new DomainError(PETITION_ERRORS.invalid, 'invalid', { fields });
export const campaignInvalid = (fields: readonly FieldFault[]): DomainError => new DomainError(PETITION_ERRORS.campaignInvalid, 'invalid', { fields });
/** What still has to be there before a petition may ask for signatures. */
export const petitionNotReady = (fields: readonly FieldFault[]): DomainError => new DomainError(PETITION_ERRORS.notReady, 'invalid', { fields });
export const petitionConflict = (code: PetitionErrorCode): DomainError => new DomainError(code, 'conflict');
