import { randomUUID } from 'node:crypto';

/**
 * A UUIDv7 (RFC 9562, 5.7): 48 bits of Unix time in milliseconds, 74 random bits. The random ones are those of a v4, which Node draws
 * from the system in blocks; the usual package asks the system once for each id, which costs more than the rest of a request's randomness.
 */
export function newRecordId(now: number = Date.now()): string {
  const time = now.toString(16).padStart(12, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}-7${randomUUID().slice(15)}`;
}
