import { TAG_BYTES } from './hpke.js';
import { publicKeyBytes, type Suite, SUITES } from './kem.js';
import { PADDED_SIZES } from './padding.js';
import { VAULT_ERRORS, VaultError } from './vault.errors.js';

/**
 * The bytes in `signatures.sealed`, complete in themselves; all numbers big-endian:
 * version (1) ‖ key id (8) ‖ enc (32 or 65) ‖ sequence (4) ‖ ciphertext and tag.
 * The version says which agreement `enc` belongs to; nothing else differs.
 */
const VERSIONS: Record<Suite, number> = { x25519: 1, p256: 2 };
const KEY_ID_AT = 1;
const ENC_AT = 9;
const SEQUENCE_BYTES = 4;

/** Bytes before the ciphertext. */
export function headerBytes(suite: Suite): number {
  return ENC_AT + publicKeyBytes(suite) + SEQUENCE_BYTES;
}

/** `format` of a signature's envelope. Blobs have formats of their own (see blob.ts), so neither opens as the other. */
export const SIGNATURE_FORMAT = 'countersign.signature.1';

/**
 * What an envelope is bound to besides its key: none of it is inside the ciphertext, all of it stands in the row beside it, and a
 * row whose envelope or columns were swapped or changed does not open.
 */
export interface EnvelopeContext {
  format: string;
  /** UUID, as text. Upper and lower case are the same id. */
  recordId: string;
  petitionId: number | null;
  textVersion: number | string | null;
  language: string | null;
  channel: string | null;
  /** With milliseconds: a Date, or exactly what `toISOString` gives. */
  signedAt: Date | string;
}

/** The context of a signature; every part is required. */
export interface SignatureContext {
  recordId: string;
  petitionId: number;
  textVersion: number | string;
  language: string;
  channel: string;
  signedAt: Date | string;
}

export function signatureContext(of: SignatureContext): EnvelopeContext {
  const { recordId, petitionId, textVersion, language, channel, signedAt } = of;
  return { format: SIGNATURE_FORMAT, recordId, petitionId, textVersion, language, channel, signedAt };
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;
export const MAX_PETITION_ID = 2 ** 32 - 1;

export function isUuid(text: string): boolean {
  return UUID.test(text);
}

/**
 * The associated data: a JSON array in fixed order, which any language writes the same way (RFC 8785 for strings and whole
 * numbers) and which no two contexts share. A text version counts by its text, 3 and '3' alike: drivers differ in what they return.
 * @throws VaultError `vault.bad_context` for a context no record of ours can have: a mistake of the caller's, told loudly at sealing
 * rather than found at opening.
 */
export function associatedData(keyIdHex: string, of: EnvelopeContext): Buffer {
  const { format, recordId, petitionId, textVersion, language, channel, signedAt } = of;
  const badId = petitionId !== null && !(Number.isInteger(petitionId) && petitionId >= 0 && petitionId <= MAX_PETITION_ID);
  if (!format || !UUID.test(recordId) || badId) throw new VaultError(VAULT_ERRORS.badContext);
  const version = textVersion === null ? null : String(textVersion);
  return Buffer.from(JSON.stringify([format, keyIdHex, recordId.toLowerCase(), petitionId, version, language, channel, instant(signedAt)]));
}

function instant(at: Date | string): string {
  if (typeof at === 'string') {
    if (INSTANT.test(at)) return at;
  } else if (!Number.isNaN(at.getTime())) {
    return at.toISOString();
  }
  throw new VaultError(VAULT_ERRORS.badContext);
}

/** HPKE's `info`: what both sides must agree on before any record, namely the form of the envelope and whose key it is. */
export function envelopeInfo(suite: Suite, keyIdHex: string): Buffer {
  return Buffer.from(`countersign.envelope.${VERSIONS[suite]}\0${keyIdHex}`);
}

/** The part of the header that stays the same for all messages of one context: version, key id, enc. */
export function headerOf(suite: Suite, keyId: Buffer, enc: Buffer): Buffer {
  return Buffer.concat([Buffer.from([VERSIONS[suite]]), keyId, enc]);
}

export function assemble(header: Buffer, sequence: number, body: Buffer, tag: Buffer): Buffer {
  const bodyAt = header.length + SEQUENCE_BYTES;
  const envelope = Buffer.allocUnsafe(bodyAt + body.length + tag.length);
  header.copy(envelope, 0);
  envelope.writeUInt32BE(sequence, header.length);
  body.copy(envelope, bodyAt);
  tag.copy(envelope, bodyAt + body.length);
  return envelope;
}

/** The parts of an envelope, as views into it. */
export interface EnvelopeParts {
  suite: Suite;
  /** Key id and enc as a string of bytes: names one HPKE context. */
  contextName: string;
  keyId: string;
  enc: Buffer;
  sequence: number;
  ciphertext: Buffer;
}

/** @throws VaultError `vault.malformed` */
export function dissect(envelope: Uint8Array): EnvelopeParts {
  const bytes = Buffer.isBuffer(envelope) ? envelope : Buffer.from(envelope.buffer, envelope.byteOffset, envelope.byteLength);
  const suite = SUITES.find((candidate) => VERSIONS[candidate] === bytes[0]);
  if (!suite || !PADDED_SIZES.includes(bytes.length - headerBytes(suite) - TAG_BYTES)) throw new VaultError(VAULT_ERRORS.malformed);
  const sequenceAt = ENC_AT + publicKeyBytes(suite);
  return {
    suite,
    contextName: bytes.toString('latin1', KEY_ID_AT, sequenceAt),
    keyId: bytes.toString('hex', KEY_ID_AT, ENC_AT),
    enc: bytes.subarray(ENC_AT, sequenceAt),
    sequence: bytes.readUInt32BE(sequenceAt),
    ciphertext: bytes.subarray(sequenceAt + SEQUENCE_BYTES),
  };
}

/** The id (16 hex digits) of the key an envelope was sealed to, without opening it. @throws VaultError `vault.malformed` */
export function keyIdOf(envelope: Uint8Array): string {
  return dissect(envelope).keyId;
}
