import { DomainError, type FieldFault } from '#libs/config';

/** Stable codes; none is ever given a second meaning. */
export const SUPPORTER_ERRORS = {
  unknown: 'supporters.unknown',
  invalid: 'supporters.invalid',
  wrongState: 'supporters.wrong_state',
  secondPerson: 'supporters.second_person',
  tooSoon: 'supporters.too_soon',
  tooMany: 'supporters.too_many',
  noSuchHandover: 'supporters.handover_unfit',
} as const;

export const updateUnknown = (): DomainError => new DomainError(SUPPORTER_ERRORS.unknown, 'not-found');
export const updateInvalid = (fields: readonly FieldFault[]): DomainError => new DomainError(SUPPORTER_ERRORS.invalid, 'invalid', { fields });
export const updateConflict = (code: (typeof SUPPORTER_ERRORS)[keyof typeof SUPPORTER_ERRORS], facts: Record<string, number | string> = {}): DomainError =>
  new DomainError(code, 'conflict', { facts });
