import { hash, verify } from '@node-rs/argon2';
import type { FieldFault } from '#libs/config';

export const MIN_PASSWORD_LENGTH = 12;
export const MAX_PASSWORD_LENGTH = 200;

/**
 * NIST SP 800-63B: long enough, nothing about its composition; refused only if it is what everyone would try first:
 * the person's own address or name, one sign or short pattern over and over, or a run of the keyboard or alphabet.
 * @returns null if it will do, else what is wrong with it
 */
export function passwordFault(password: string, user: { email: string; name: string }, field = 'password'): FieldFault | null {
  const length = [...password.normalize('NFC')].length;
  if (length < MIN_PASSWORD_LENGTH) return { field, code: 'too_short', facts: { min: MIN_PASSWORD_LENGTH } };
  if (length > MAX_PASSWORD_LENGTH) return { field, code: 'too_long', facts: { max: MAX_PASSWORD_LENGTH } };
  return isGuessable(password.toLowerCase(), user) ? { field, code: 'guessable' } : null;
}

const RUNS = ['abcdefghijklmnopqrstuvwxyz', '01234567890123456789', 'qwertyuiopasdfghjklzxcvbnm', 'azertyuiopqsdfghjklmwxcvbn'];

function isGuessable(password: string, user: { email: string; name: string }): boolean {
  const bare = password.replace(/[^\p{L}\p{N}]/gu, '');
  const known = [user.email, user.email.split('@')[0] ?? '', user.name, 'countersign', 'password']
    .map((word) => word.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '')).filter((word) => word.length >= 4);
  const rest = known.reduce((left, word) => left.replaceAll(word, ''), bare);
  if (rest.replace(/\d/g, '').length < 3 && rest !== bare) return true;
  if (/^(.{1,4})\1+.{0,3}$/u.test(password)) return true;
  return RUNS.some((run) => run.includes(bare) || [...run].reverse().join('').includes(bare));
}

/** Argon2id with m = 19 MiB, t = 2, p = 1: OWASP Password Storage Cheat Sheet. */
const ARGON2ID = { algorithm: 2, memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

/** NFC first, so that the same password typed on another keyboard is the same (NIST SP 800-63B 5.1.1.2). */
export const hashPassword = (password: string): Promise<string> => hash(password.normalize('NFC'), ARGON2ID);

/** A hash nobody's password has, checked for unknown addresses so that they take as long as known ones. */
let nobody: Promise<string> | undefined;

/** Whether the password is right; null as stored hash always says no, in the same time. */
export async function passwordHolds(stored: string | null, password: string): Promise<boolean> {
  nobody ??= hashPassword(`${Math.random()}${Date.now()}`);
  const right = await verify(stored ?? (await nobody), password.normalize('NFC'));
  return right && stored !== null;
}
