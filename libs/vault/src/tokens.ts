import { type KeyObject } from 'node:crypto';
import { isUuid, MAX_PETITION_ID } from './envelope.js';
import { hmacSha256, sha256 } from './sha256.js';
import { VAULT_ERRORS, VaultError } from './vault.errors.js';

export type TokenPurpose = 'confirm' | 'withdraw' | 'unsubscribe' | 'sample';

export interface TokenSubject {
  tokenKey: KeyObject;
  petitionId: number;
  recordId: string;
  purpose: TokenPurpose;
  /** Which of a record's tokens of this purpose, from 0: a later attempt gives a token of its own. */
  attempt: number;
}

export interface ParsedToken {
  petitionId: number;
  recordId: string;
  /** SHA-256 of the token's bytes: what is stored, and compared with `sameBytes`. */
  hash: Buffer;
}

const RECORD_AT = 4;
const SECRET_AT = 20;
const TOKEN_BYTES = 52;
const TOKEN_TEXT = /^[A-Za-z0-9_-]{70}$/;

/**
 * The token of a mail's link: base64url of petition id (uint32) ‖ record id (16 bytes) ‖ HMAC-SHA256 (32 bytes), 70 characters. The
 * same subject always gives the same token, so that a mail sent again after a crash carries the link the first one did; nothing but
 * its hash is stored. Petition and record stand in the clear so that the door finds the row in one partition.
 */
export function deriveToken(subject: TokenSubject): string {
  return tokenBytes(subject).toString('base64url');
}

/** What is stored of the token that `deriveToken` gives for the same subject: `hashToken` of it, without its text in between. */
export function tokenHash(subject: TokenSubject): Buffer {
  return sha256(tokenBytes(subject));
}

function tokenBytes({ tokenKey, petitionId, recordId, purpose, attempt }: TokenSubject): Buffer {
  if (!isUuid(recordId) || !isUint32(petitionId) || !isUint32(attempt)) throw new VaultError(VAULT_ERRORS.badContext);
  const token = Buffer.allocUnsafe(TOKEN_BYTES);
  token.writeUInt32BE(petitionId, 0);
  token.write(recordId.replaceAll('-', ''), RECORD_AT, 'hex');
  const label = `countersign.token.1\0${purpose}\0${attempt}\0`;
  const message = Buffer.allocUnsafe(label.length + SECRET_AT);
  message.write(label, 'latin1');
  token.copy(message, label.length, 0, SECRET_AT);
  hmacSha256(tokenKey, message).copy(token, SECRET_AT);
  return token;
}

/**
 * What a token says, or null if it cannot be one. Says nothing about whether it was ever given out: only a stored hash does. Exactly
 * one spelling is taken per token, for base64url would allow sixteen.
 */
export function parseToken(text: string): ParsedToken | null {
  if (!TOKEN_TEXT.test(text)) return null;
  const token = Buffer.from(text, 'base64url');
  if (token.length !== TOKEN_BYTES || token.toString('base64url') !== text) return null;
  const id = token.toString('hex', RECORD_AT, SECRET_AT);
  return {
    petitionId: token.readUInt32BE(0),
    recordId: `${id.slice(0, 8)}-${id.slice(8, 12)}-${id.slice(12, 16)}-${id.slice(16, 20)}-${id.slice(20)}`,
    hash: sha256(token),
  };
}

/** The hash to store for a token just derived. @throws VaultError `vault.malformed` if it is none. */
export function hashToken(token: string): Buffer {
  const parsed = parseToken(token);
  if (!parsed) throw new VaultError(VAULT_ERRORS.malformed);
  return parsed.hash;
}

function isUint32(value: number): boolean {
  return Number.isInteger(value) && value >= 0 && value <= MAX_PETITION_ID;
}
