import { hash } from 'node:crypto';
import { HASH_BYTES } from '../seal/merkle.js';

/** docs/MANIFEST.md, "The sample": any change of meaning gets another name. */
export const SAMPLE_FORMAT = 'countersign.sample.1';

/** So many are enough for any question asked of a sample, and each is a hash or a few. */
export const MOST_DRAWN = 10_000;
export const NONCE_LENGTH = { min: 8, max: 200 } as const;

/** A number from the first six bytes of a hash: below 2^53, so that it is exact here too. */
const NUMBER_BYTES = 6;
const NUMBERS = 2 ** (8 * NUMBER_BYTES);

/** The text that the recipient names, as it is hashed: Unicode NFC, without blanks at its ends. */
export const plainNonce = (text: string): string => text.normalize('NFC').trim();

export type NonceFault = 'required' | 'too_short' | 'too_long' | 'forbidden_characters';

export function nonceFault(nonce: string): NonceFault | null {
  const length = [...nonce].length;
  if (length === 0) return 'required';
  if (length < NONCE_LENGTH.min) return 'too_short';
  if (length > NONCE_LENGTH.max) return 'too_long';
  return /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u.test(nonce) ? 'forbidden_characters' : null;
}

/**
 * Which leaves are drawn, by their places in the sorted list, in the order drawn. It follows from root and nonce alone: whoever sealed
 * could not know the nonce, whoever names the nonce cannot know what it draws, and anybody can draw again.
 * @throws RangeError if more are wanted than there are
 */
export function drawnIndexes(root: Uint8Array, nonce: string, size: number, count: number): number[] {
  if (!Number.isSafeInteger(count) || count < 0 || count > size || size > NUMBERS) throw new RangeError('a sample is no larger than what it is of');
  const prefix = Buffer.concat([Buffer.from(`${SAMPLE_FORMAT}\n`), root, Buffer.from(nonce)]);
  if (root.length !== HASH_BYTES) throw new RangeError('a root has 32 bytes');
  const input = Buffer.concat([prefix, Buffer.alloc(8)]);
  // What is above the largest multiple would make the first places likelier.
  const limit = NUMBERS - (NUMBERS % Math.max(1, size));
  const drawn = new Set<number>();
  for (let counter = 0n; drawn.size < count; counter++) {
    input.writeBigUInt64BE(counter, prefix.length);
    const number = hash('sha256', input, 'buffer').readUIntBE(0, NUMBER_BYTES);
    if (number < limit) drawn.add(number % size);
  }
  return [...drawn];
}
