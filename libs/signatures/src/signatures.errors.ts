import { DomainError } from '#libs/config';

/** Neither store took it. Nothing was acknowledged; the page keeps what was typed. */
export const unavailable = (): DomainError => new DomainError('signatures.unavailable', 'unavailable', { retryAfterS: 5 });
export const tokenUnknown = (): DomainError => new DomainError('signatures.token-unknown', 'not-found');
export const tokenExpired = (): DomainError => new DomainError('signatures.token-expired', 'gone');
export const keyReused = (): DomainError => new DomainError('signatures.idempotency-key-reused', 'invalid', { fields: [{ field: 'Idempotency-Key', code: 'reused' }] });
