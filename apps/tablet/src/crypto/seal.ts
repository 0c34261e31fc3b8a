import type { KitKey } from '#libs/stores';
import { type Bytes, concat, fromBase64Url, fromHex, toBase64, utf8 } from './bytes.js';
import { sealOnce, type Suite } from './hpke.js';

/** What a person wrote. */
export interface SealedFields {
  givenName: string;
  familyName: string | null;
  email: string | null;
  postcode: string | null;
  town: string | null;
  /** ISO 3166-1 alpha-2. */
  country: string;
}

/** What the envelope is bound to: with any of it changed, it doesn't open. */
export interface SealContext {
  /** UUID. */
  recordId: string;
  petitionId: number;
  textVersion: number;
  language: string;
  channel: 'store' | 'paper';
  /** Exactly as `toISOString` gives it: the record that is sent must say the same letters. */
  signedAt: string;
}

/** The sizes of libs/vault/src/padding.ts: a ciphertext tells only which class its contents fall in. */
const PADDED_SIZES = [192, 320, 512, 1024, 2048, 4096, 8192, 16384, 32768, 65536, 131072];
const PREFIX_BYTES = 4;
const SALT_BYTES = 32;
const VERSIONS: Record<Suite, number> = { x25519: 1, p256: 2 };
const FIRST_SEQUENCE = new Uint8Array(4);
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * The project's envelope (libs/vault/src/envelope.ts) around a signature, of version 1 or 2 as the key is for X25519 or P-256. Nobody
 * but the worker can open it, not even this tablet. The key must have been checked before (`verifyKitKey`).
 * @throws RangeError for a context that no record can have, or contents over 131,068 bytes; DOMException where the browser lacks the suite
 */
export async function sealSignature(key: KitKey, record: SealedFields, context: SealContext): Promise<Bytes> {
  const { suite, keyId } = key;
  const version = VERSIONS[suite];
  const info = utf8(`countersign.envelope.${version}\0${keyId}`);
  const { enc, ciphertext } = await sealOnce(suite, fromBase64Url(key.publicKey), info, associatedData(keyId, context), pad(plaintextOf(record)));
  return concat(new Uint8Array([version]), fromHex(keyId), enc, FIRST_SEQUENCE, ciphertext);
}

/** As libs/signatures/src/signature-record.ts has it: JSON by position, with a salt that nobody else will ever have. */
function plaintextOf({ givenName, familyName, email, postcode, town, country }: SealedFields): Bytes {
  const salt = toBase64(crypto.getRandomValues(new Uint8Array(SALT_BYTES)));
  return utf8(JSON.stringify([1, givenName, familyName, email, postcode, town, country, salt]));
}

function associatedData(keyId: string, { recordId, petitionId, textVersion, language, channel, signedAt }: SealContext): Bytes {
  if (!UUID.test(recordId) || !INSTANT.test(signedAt) || !Number.isInteger(petitionId) || petitionId < 0) throw new RangeError('no context of a record');
  return utf8(JSON.stringify(['countersign.signature.1', keyId, recordId.toLowerCase(), petitionId, String(textVersion), language, channel, signedAt]));
}

/** Length (uint32, big-endian), plaintext, zeros. */
function pad(plaintext: Bytes): Bytes {
  const size = PADDED_SIZES.find((candidate) => candidate >= PREFIX_BYTES + plaintext.length);
  if (size === undefined) throw new RangeError('too long to seal');
  const padded = new Uint8Array(size);
  new DataView(padded.buffer).setUint32(0, plaintext.length);
  padded.set(plaintext, PREFIX_BYTES);
  return padded;
}
