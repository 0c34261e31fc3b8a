import { DomainError, type FieldFault } from '#libs/config';

/** Stable codes. Retired codes stay listed; none is ever given a second meaning. */
export const EMBARGO_ERRORS = {
  /** Also of what is under embargo: to the public both are the same. */
  notFound: 'publications.not_found',
  invalid: 'publications.invalid',
  /** A record is not changed. */
  frozen: 'publications.frozen',
  /** What was public cannot be moved. */
  alreadyPublic: 'publications.already_public',
  alreadyWithdrawn: 'publications.already_withdrawn',
  /** Only what was public is corrected. */
  notPublicYet: 'publications.not_public_yet',
  alreadyCorrected: 'publications.already_corrected',
  linkUnknown: 'publications.link_unknown',
  tooManyReaders: 'publications.too_many_readers',
} as const;

export type EmbargoErrorCode = (typeof EMBARGO_ERRORS)[keyof typeof EMBARGO_ERRORS];

export const publicationNotFound = (): DomainError => new DomainError(EMBARGO_ERRORS.notFound, 'not-found');
export const accreditedLinkUnknown = (): DomainError => new DomainError(EMBARGO_ERRORS.linkUnknown, 'not-found');
export const publicationInvalid = (fields: readonly FieldFault[]): DomainError => new DomainError(EMBARGO_ERRORS.invalid, 'invalid', { fields });
export const publicationConflict = (code: Exclude<keyof typeof EMBARGO_ERRORS, 'notFound' | 'invalid' | 'linkUnknown'>): DomainError => new DomainError(EMBARGO_ERRORS[code], 'conflict');
