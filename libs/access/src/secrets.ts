import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

/** 256 random bits as text. */
export const newSecret = (): string => randomBytes(32).toString('base64url');

/** What is stored of a secret: with 256 bits of chance in it, a plain hash cannot be turned back. */
export const hashSecret = (secret: string): Buffer => createHash('sha256').update(secret).digest();

export const API_TOKEN_PREFIX = 'cst_';

/**
 * A token for a session's forms: fresh for every page, so that compression tells nothing of the secret (BREACH), and worth
 * nothing with any other session.
 */
export function csrfToken(sessionSecret: string): string {
  const nonce = randomBytes(16).toString('base64url');
  return `${nonce}.${mac(sessionSecret, nonce)}`;
}

export function csrfTokenHolds(sessionSecret: string, token: unknown): boolean {
  if (typeof token !== 'string' || token.length > 100) return false;
  const [nonce, given, ...rest] = token.split('.');
  if (!nonce || !given || rest.length > 0) return false;
  const expected = Buffer.from(mac(sessionSecret, nonce));
  const got = Buffer.from(given);
  return got.length === expected.length && timingSafeEqual(got, expected);
}

const mac = (secret: string, nonce: string): string => createHmac('sha256', secret).update(`countersign.csrf.1\0${nonce}`).digest('base64url');
