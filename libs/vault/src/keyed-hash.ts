import { type KeyObject, randomBytes, timingSafeEqual } from 'node:crypto';
import { canonicalJson } from './canonical-json.js';
import { hmacSha256, sha256 } from './sha256.js';
import { VAULT_ERRORS, VaultError } from './vault.errors.js';

export type PersonHashKind = 'email' | 'name';

export const PERSON_HASH_BYTES = 16;
export const SALT_BYTES = 32;

/**
 * The e-mail key or name key of a person in a campaign: the first 16 bytes of HMAC-SHA256. Two records of one campaign bear the same
 * key exactly if their normalised values are the same text; without the campaign's hashing key nobody can compute or test one. The two
 * kinds never meet, even for equal values.
 * @param normalisedValue what the caller's normalisation made; compared byte by byte as UTF-8
 */
export function personHash(campaignHashKey: KeyObject, kind: PersonHashKind, normalisedValue: string): Buffer {
  return hmacSha256(campaignHashKey, `countersign.person.1\0${kind}\0${normalisedValue}`).subarray(0, PERSON_HASH_BYTES);
}

/**
 * A number that two records of one petition share exactly if their values are the same: to see which belong together, without saying
 * what they share. Of 64 bits: a chance meeting among millions is no harm. Kinds and petitions never meet.
 */
export function petitionTag(campaignHashKey: KeyObject, kind: string, petitionId: number, value: string): bigint {
  return hmacSha256(campaignHashKey, `countersign.tag.1\0${kind}\0${petitionId}\0${value}`).readBigInt64BE(0);
}

/** A person as a handover's seal commits to: the full name as signed, and the address if there is one. */
export interface CommittedPerson {
  name: string;
  email: string | null;
}

/**
 * `SHA-256(salt ‖ JCS({"email", "name"}))`, the part of a manifest's leaf that stands for the person (SECURITY.md, "Seal of a
 * handover"). The salt lives inside the sealed data: with it erased, the commitment can be tested against nobody.
 */
export function personCommit(salt: Uint8Array, { name, email }: CommittedPerson): Buffer {
  if (salt.length !== SALT_BYTES) throw new VaultError(VAULT_ERRORS.malformed);
  return sha256(Buffer.concat([salt, Buffer.from(canonicalJson({ email, name }))]));
}

/** Drawn in blocks: one call of the system's generator for many salts. Each part of a block is given out once. */
const SALTS_A_BLOCK = 128;
let block = Buffer.alloc(0);

export function newPersonSalt(): Buffer {
  if (block.length < SALT_BYTES) block = randomBytes(SALT_BYTES * SALTS_A_BLOCK);
  const salt = Buffer.from(block.subarray(0, SALT_BYTES));
  block = block.subarray(SALT_BYTES);
  return salt;
}

/** Whether two secrets are the same, in a time that depends only on their lengths. */
export function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && timingSafeEqual(a, b);
}
