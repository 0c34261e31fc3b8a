import { createHash } from 'node:crypto';
import { type RecipientContext, type SenderContext, setupRecipient, setupSender, TAG_BYTES } from './hpke.js';
import { generateRecipientKey, publicKeyBytes, type RecipientKey, recipientKeyFromBytes } from './kem.js';
import { VAULT_ERRORS, VaultError } from './vault.errors.js';

/**
 * Something long, in pieces, to somebody else's X25519 key: what leaves the house. One HPKE context seals all pieces in order; a piece's
 * associated data says which it is and whether it is the last (STREAM: Hoang, Reyhanitabar, Rogaway, Vizár, CRYPTO 2015). So none can be
 * altered, moved, dropped, doubled or cut off unseen, and nothing has to be known of the end when the first is sealed.
 */
export class StreamSealer {
  readonly #sender: SenderContext;

  /** @throws VaultError `vault.malformed`, `vault.not_authentic` for what is no usable public key */
  constructor(publicKey: Uint8Array, info: Uint8Array) {
    this.#sender = setupSender('x25519', publicKey, info);
  }

  /** HPKE's `enc`, 32 bytes: what the recipient agrees with. */
  get enc(): Buffer {
    return this.#sender.enc;
  }

  seal(piece: Uint8Array, { last }: { last: boolean }): Buffer {
    return Buffer.concat(this.#sender.seal(place(this.#sender.next, last), piece));
  }
}

/** The recipient's side; pieces are opened in their order. */
export class StreamOpener {
  readonly #recipient: RecipientContext;
  #next = 0;

  /** @throws VaultError `vault.malformed`, `vault.not_authentic` for an `enc` that is none */
  constructor(key: RecipientSecret, enc: Uint8Array, info: Uint8Array) {
    this.#recipient = setupRecipient(key.pair, enc, info);
  }

  /** @throws VaultError `vault.not_authentic` if this is not the next piece as it was sealed */
  open(piece: Uint8Array, { last }: { last: boolean }): Buffer {
    const opened = this.#recipient.open(this.#next, place(this.#next, last), piece);
    this.#next++;
    return opened;
  }
}

export const SEALED_PIECE_OVERHEAD = TAG_BYTES;

function place(n: number, last: boolean): Buffer {
  const aad = Buffer.alloc(5);
  aad.writeUInt32BE(n, 0);
  aad[4] = last ? 1 : 0;
  return aad;
}

const KEY_FORMAT = 'countersign.names-key.1';

/** A recipient's own key pair, which only they hold. */
export class RecipientSecret {
  private constructor(readonly pair: RecipientKey) {}

  static make(): RecipientSecret {
    return new RecipientSecret(generateRecipientKey());
  }

  /** @throws VaultError `vault.key_file_damaged`: not such a file, or its halves do not belong together */
  static read(file: string): RecipientSecret {
    const { format, privateKey, publicKey } = jsonOf(file);
    const bytes = typeof privateKey === 'string' ? Buffer.from(privateKey, 'base64url') : Buffer.alloc(0);
    if (format !== KEY_FORMAT || bytes.length !== 32) throw new VaultError(VAULT_ERRORS.keyFileDamaged);
    const secret = new RecipientSecret(recipientKeyFromBytes(bytes));
    if (secret.publicKey !== publicKey) throw new VaultError(VAULT_ERRORS.keyFileDamaged);
    return secret;
  }

  /** base64url. */
  get publicKey(): string {
    return this.pair.publicKey.toString('base64url');
  }

  /** For a file that nobody else may read. */
  file(): string {
    const { d: privateKey } = this.pair.privateKey.export({ format: 'jwk' });
    return `${JSON.stringify({ format: KEY_FORMAT, privateKey, publicKey: this.publicKey })}\n`;
  }
}

function jsonOf(file: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(file);
    return value !== null && typeof value === 'object' ? (value as Record<string, unknown>) : {};
  } catch {
    // What a parser says would quote the key.
    throw new VaultError(VAULT_ERRORS.keyFileDamaged);
  }
}

/** The 32 bytes of an X25519 public key written as base64url, if one can seal to it; else null. */
export function recipientPublicKey(text: string): Buffer | null {
  const bytes = Buffer.from(text, 'base64url');
  if (bytes.length !== publicKeyBytes('x25519') || bytes.toString('base64url') !== text) return null;
  try {
    // Points of small order are found by agreeing with them (RFC 9180, 7.1.4).
    setupSender('x25519', bytes, Buffer.alloc(0));
    return bytes;
  } catch {
    return null;
  }
}

/** What people compare: SHA-256 of the key's bytes, 64 hex digits. */
export const publicKeyFingerprint = (publicKey: Uint8Array): string => createHash('sha256').update(publicKey).digest('hex');
