import { VAULT_ERRORS, VaultError } from './vault.errors.js';

/**
 * The only lengths a padded plaintext may have, so that a stored ciphertext tells which class its contents fall in and not how
 * long somebody's name is. Nearly all signatures fit the first; those of tablets have the second. The last is the largest body the HTTP door takes (64 kB) and more.
 */
export const PADDED_SIZES: readonly number[] = [160, 192, 320, 512, 1024, 2048, 4096, 8192, 16384, 32768, 65536, 131072];
const PREFIX_BYTES = 4;

/** Length (uint32, big-endian), plaintext, zeros up to the next of `PADDED_SIZES`. @throws VaultError `vault.too_large` */
export function pad(plaintext: Uint8Array): Buffer {
  const needed = PREFIX_BYTES + plaintext.length;
  const size = PADDED_SIZES.find((candidate) => candidate >= needed);
  if (size === undefined) throw new VaultError(VAULT_ERRORS.tooLarge);
  // From Node's pool, and filled by ourselves: `Buffer.alloc` would ask for memory of its own each time.
  const padded = Buffer.allocUnsafe(size).fill(0, needed);
  padded.writeUInt32BE(plaintext.length, 0);
  padded.set(plaintext, PREFIX_BYTES);
  return padded;
}

/** The plaintext inside. Refuses every form `pad` would not have made. @throws VaultError `vault.malformed` */
export function unpad(padded: Buffer): Buffer {
  if (!PADDED_SIZES.includes(padded.length)) throw new VaultError(VAULT_ERRORS.malformed);
  const end = PREFIX_BYTES + padded.readUInt32BE(0);
  if (end > padded.length) throw new VaultError(VAULT_ERRORS.malformed);
  for (let at = end; at < padded.length; at++) if (padded[at] !== 0) throw new VaultError(VAULT_ERRORS.malformed);
  return padded.subarray(PREFIX_BYTES, end);
}
