import { DomainError, type FieldFault } from '#libs/config';

export const ACCESS_ERRORS = {
  notSignedIn: 'access.not_signed_in',
  wrongLogin: 'access.wrong_login',
  tooManyLogins: 'access.too_many_logins',
  forbidden: 'access.forbidden',
  notFound: 'access.not_found',
  passwordChangeRequired: 'access.password_change_required',
  wrongPassword: 'access.wrong_password',
  invalidUser: 'access.invalid_user',
  emailTaken: 'access.email_taken',
  personalDataInAudit: 'access.personal_data_in_audit',
} as const;

/** Nobody is signed in, or no longer. */
export const notSignedIn = (): DomainError => new DomainError(ACCESS_ERRORS.notSignedIn, 'unauthenticated');

/** One answer for an unknown address, a wrong password and a disabled user. */
export const wrongLogin = (): DomainError => new DomainError(ACCESS_ERRORS.wrongLogin, 'unauthenticated');

export const tooManyLogins = (retryAfterS: number): DomainError =>
  new DomainError(ACCESS_ERRORS.tooManyLogins, 'too-many', { retryAfterS, facts: { minutes: Math.ceil(retryAfterS / 60) } });

/** May see, but not do this. */
export const forbidden = (): DomainError => new DomainError(ACCESS_ERRORS.forbidden, 'forbidden');

/** Not there, or not for this actor to know about: the two are told alike. */
export const notFound = (): DomainError => new DomainError(ACCESS_ERRORS.notFound, 'not-found');

export const passwordChangeRequired = (): DomainError => new DomainError(ACCESS_ERRORS.passwordChangeRequired, 'forbidden');

export const wrongPassword = (field: string): DomainError =>
  new DomainError(ACCESS_ERRORS.wrongPassword, 'invalid', { fields: [{ field, code: 'wrong' }] });

export const invalidUser = (fields: FieldFault[]): DomainError => new DomainError(ACCESS_ERRORS.invalidUser, 'invalid', { fields });

export const emailTaken = (): DomainError =>
  new DomainError(ACCESS_ERRORS.emailTaken, 'conflict', { fields: [{ field: 'email', code: 'taken' }] });
