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
  codeRequired: 'access.code_required',
  wrongCode: 'access.wrong_code',
  secondFactorRequired: 'access.second_factor_required',
  alreadyEnrolled: 'access.already_enrolled',
  notEnrolled: 'access.not_enrolled',
  inPerson: 'access.in_person',
  lastOwner: 'access.last_owner',
  invitationOver: 'access.invitation_over',
  tooManyInvitations: 'access.too_many_invitations',
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

/** The password was right; the code of the second factor is wanted too. */
export const codeRequired = (): DomainError => new DomainError(ACCESS_ERRORS.codeRequired, 'unauthenticated');

/** At a login without a field; where one is signed in, at the field of the form. */
export const wrongCode = (field?: string): DomainError =>
  new DomainError(ACCESS_ERRORS.wrongCode, field === undefined ? 'unauthenticated' : 'invalid', field === undefined ? {} : { fields: [{ field, code: 'wrong' }] });

export const secondFactorRequired = (): DomainError => new DomainError(ACCESS_ERRORS.secondFactorRequired, 'forbidden');
export const alreadyEnrolled = (): DomainError => new DomainError(ACCESS_ERRORS.alreadyEnrolled, 'conflict');
export const notEnrolled = (): DomainError => new DomainError(ACCESS_ERRORS.notEnrolled, 'conflict');

/** Not for a program: a stolen token must not be able to change its user's login. */
export const inPerson = (): DomainError => new DomainError(ACCESS_ERRORS.inPerson, 'forbidden');

/** An installation without an owner could never be given one again. */
export const lastOwner = (): DomainError => new DomainError(ACCESS_ERRORS.lastOwner, 'conflict');

/** Used, revoked, expired, unknown, or its inviter may not invite any more: all told alike. */
export const invitationOver = (): DomainError => new DomainError(ACCESS_ERRORS.invitationOver, 'gone');

export const tooManyInvitations = (): DomainError => new DomainError(ACCESS_ERRORS.tooManyInvitations, 'too-many', { retryAfterS: 3_600 });
