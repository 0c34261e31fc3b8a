import { DomainError } from '#libs/config';

/** Stable codes. */
export const REPORT_ERRORS = {
  /** Also of what is under embargo: to the public both are the same. */
  notFound: 'reports.not_found',
  /** What has gone public, or was taken back, gets no edition any more; nor has a publication of another kind one. */
  publicationClosed: 'reports.publication_closed',
  alreadyThere: 'reports.already_there',
} as const;
export type ReportErrorCode = (typeof REPORT_ERRORS)[keyof typeof REPORT_ERRORS];

export const reportNotFound = (): DomainError => new DomainError(REPORT_ERRORS.notFound, 'not-found');
export const reportConflict = (code: 'publicationClosed' | 'alreadyThere'): DomainError => new DomainError(REPORT_ERRORS[code], 'conflict');
