import { PUBLIC_KEY_BYTES, TAG_BYTES } from './hpke.js';
import { PADDED_SIZES } from './padding.js';
import { VAULT_ERRORS, VaultError } from './vault.errors.js';

/**
 * The bytes in `signatures.sealed`, complete in themselves; all numbers big-endian:
 * version (1) ‖ key id (8) ‖ enc (32) ‖ sequence (4) ‖ ciphertext and tag.
 */
export const ENVELOPE_VERSION = 1;
const KEY_ID_AT = 1;
const ENC_AT = 9;
const SEQUENCE_AT = ENC_AT + PUBLIC_KEY_BYTES;
export const HEADER_BYTES = SEQUENCE_AT + 4;

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
export function envelopeInfo(keyIdHex: string): Buffer {
  return Buffer.from(`countersign.envelope.${ENVELOPE_VERSION}\0${keyIdHex}`);
}

/** The part of the header that stays the same for all messages of one context: version, key id, enc. */
export function headerOf(keyId: Buffer, enc: Buffer): Buffer {
  return Buffer.concat([Buffer.from([ENVELOPE_VERSION]), keyId, enc]);
}

export function assemble(header: Buffer, sequence: number, body: Buffer, tag: Buffer): Buffer {
  const envelope = Buffer.allocUnsafe(HEADER_BYTES + body.length + tag.length);
  header.copy(envelope, 0);
  envelope.writeUInt32BE(sequence, SEQUENCE_AT);
  body.copy(envelope, HEADER_BYTES);
  tag.copy(envelope, HEADER_BYTES + body.length);
  return envelope;
}

/** The parts of an envelope, as views into it. */
export interface EnvelopeParts {
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
  const padded = bytes.length - HEADER_BYTES - TAG_BYTES;
  if (bytes[0] !== ENVELOPE_VERSION || !PADDED_SIZES.includes(padded)) throw new VaultError(VAULT_ERRORS.malformed);
  return {
    contextName: bytes.toString('latin1', KEY_ID_AT, SEQUENCE_AT),
    keyId: bytes.toString('hex', KEY_ID_AT, ENC_AT),
    enc: bytes.subarray(ENC_AT, SEQUENCE_AT),
    sequence: bytes.readUInt32BE(SEQUENCE_AT),
    ciphertext: bytes.subarray(HEADER_BYTES),
  };
}

/** The id (16 hex digits) of the key an envelope was sealed to, without opening it. @throws VaultError `vault.malformed` */
export function keyIdOf(envelope: Uint8Array): string {
  return dissect(envelope).keyId;
}
