import { randomBytes } from 'node:crypto';
import { hash, verify } from '@node-rs/argon2';

/** Argon2id with m = 19 MiB, t = 2, p = 1 (OWASP Password Storage Cheat Sheet): a secret of 25 bits must be slow to try. */
const ARGON2ID = { algorithm: 2, memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

export const hashPairingSecret = (secret: string): Promise<string> => hash(secret, ARGON2ID);

/** A hash of something nobody can type, checked where there is no row, so that a wrong selector takes as long as a wrong secret. */
let nothing: Promise<string> | undefined;

/** Whether the secret is right; null as stored hash always says no, in the same time. */
export async function pairingSecretHolds(stored: string | null, secret: string): Promise<boolean> {
  nothing ??= hashPairingSecret(randomBytes(32).toString('base64'));
  const right = await verify(stored ?? (await nothing), secret);
  return right && stored !== null;
}
