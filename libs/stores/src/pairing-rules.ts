import { createHash, randomBytes } from 'node:crypto';

/** Crockford's base 32: no I, L, O, U, so that nothing can be misread or spell a word. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const SELECTOR_LENGTH = 3;
const CODE_LENGTH = 8;

export const CODE_MINUTES = 10;
export const CODE_TRIES = 5;
/** So many wrong guesses within an hour, by anybody, and pairing pauses for all. With 25 bits of secret nobody gets far. */
export const MOST_GUESSES_AN_HOUR = 100;

/** A code in its two parts: the selector finds the row, only a hash of the secret is kept. */
export interface PairingCode {
  selector: string;
  secret: string;
}

export function newPairingCode(): PairingCode {
  // 256 is a multiple of 32: every sign is as likely as any other.
  const signs = [...randomBytes(CODE_LENGTH)].map((byte) => ALPHABET[byte % 32]).join('');
  return { selector: signs.slice(0, SELECTOR_LENGTH), secret: signs.slice(SELECTOR_LENGTH) };
}

export const shownCode = ({ selector, secret }: PairingCode): string => `${selector}-${secret}`;

/** A code as somebody typed it: case, spaces and hyphens don't matter, O is 0, I and L are 1. Null if it can't be one. */
export function parsePairingCode(typed: string): PairingCode | null {
  if (typed.length > 60) return null;
  const signs = typed.normalize('NFKC').toUpperCase().replace(/[\s\u2010-\u2015\u2212-]/g, '').replaceAll('O', '0').replace(/[IL]/g, '1');
  if (signs.length !== CODE_LENGTH || [...signs].some((sign) => !ALPHABET.includes(sign))) return null;
  return { selector: signs.slice(0, SELECTOR_LENGTH), secret: signs.slice(SELECTOR_LENGTH) };
}

/** `K7QM-3FWD`: the first 40 bits of the key's SHA-256, short enough for two people to compare. */
export function keyFingerprint(publicKey: Uint8Array): string {
  const hash = createHash('sha256').update(publicKey).digest();
  let bits = BigInt(`0x${hash.subarray(0, 5).toString('hex')}`);
  let signs = '';
  for (let n = 0; n < 8; n++) {
    signs = `${ALPHABET[Number(bits & 31n)]}${signs}`;
    bits >>= 5n;
  }
  return `${signs.slice(0, 4)}-${signs.slice(4)}`;
}
