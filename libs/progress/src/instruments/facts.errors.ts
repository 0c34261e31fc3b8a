import { DomainError, type FieldFault } from '#libs/config';

/** Stable codes. Retired codes stay listed; none is ever given a second meaning. */
export const FACTS_ERRORS = {
  eventNotFound: 'facts.event_not_found',
  invalid: 'facts.invalid',
  /** Of a record only an import writes. */
  frozen: 'facts.frozen',
  /** Corrected or taken back before. */
  notStanding: 'facts.not_standing',
  /** The promise is no longer open, or somebody decided before. */
  noProposal: 'facts.no_proposal',
  methodNotFound: 'facts.method_not_found',
  rankingNotFound: 'facts.ranking_not_found',
  rankingTaken: 'facts.ranking_taken',
} as const;
export type FactsErrorCode = (typeof FACTS_ERRORS)[keyof typeof FACTS_ERRORS];

export const factsNotFound = (code: FactsErrorCode): DomainError => new DomainError(code, 'not-found');
export const factsConflict = (code: FactsErrorCode): DomainError => new DomainError(code, 'conflict');

/** @throws DomainError `facts.invalid` with every fault, if there is one */
export function assertSound(fields: readonly FieldFault[]): void {
  if (fields.length > 0) throw new DomainError(FACTS_ERRORS.invalid, 'invalid', { fields });
}
