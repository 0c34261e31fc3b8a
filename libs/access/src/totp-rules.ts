import { randomBytes } from 'node:crypto';
import { Secret, TOTP } from 'otpauth';

/** RFC 6238 as every authenticator app has it: SHA-1, six digits, thirty seconds. */
const SETTINGS = { algorithm: 'SHA1', digits: 6, period: 30 } as const;
const STEP_MS = SETTINGS.period * 1000;
/** RFC 4226, 4, R6: 160 bits. */
const SECRET_BYTES = 20;
export const RECOVERY_CODES = 10;

export const newTotpSecret = (): Buffer => randomBytes(SECRET_BYTES);

const base32 = (secret: Buffer): Secret => new Secret({ buffer: Uint8Array.from(secret).buffer });

/** What an app is told, as text to type and as an address for a QR code. */
export function enrolmentOf(secret: Buffer, label: string): { secret: string; uri: string } {
  const totp = new TOTP({ ...SETTINGS, issuer: 'Countersign', label, secret: base32(secret) });
  return { secret: totp.secret.base32, uri: totp.toString() };
}

/** The code of an instant: for tests, and for whoever writes a client. */
export const codeAt = (secret: Buffer, at: number): string => TOTP.generate({ ...SETTINGS, secret: base32(secret), timestamp: at });

/** The step of the clock that a code belongs to, the one before and after now included; null if to none of the three. */
export function stepOf(secret: Buffer, code: string, now: number): number | null {
  const delta = TOTP.validate({ ...SETTINGS, token: code, secret: base32(secret), timestamp: now, window: 1 });
  return delta === null ? null : Math.floor(now / STEP_MS) + delta;
}

/** Without signs that are taken for each other (Crockford's base 32, lower case). */
const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';

/** 80 bits as `xxxx-xxxx-xxxx-xxxx`: enough that a plain hash cannot be turned back. */
export function newRecoveryCode(): string {
  const signs = [...randomBytes(16)].map((byte) => ALPHABET[byte % 32]).join('');
  return signs.replace(/.{4}(?=.)/g, '$&-');
}

/** As it is hashed and compared: blanks and dashes gone, digits of any script made Latin. */
export function plainCode(typed: string): string {
  return typed.toLowerCase()
    .replace(/[\u0660-\u0669]/g, (digit) => String(digit.charCodeAt(0) - 0x660)).replace(/[\u06f0-\u06f9]/g, (digit) => String(digit.charCodeAt(0) - 0x6f0))
    .replace(/[^0-9a-z]/g, '');
}
