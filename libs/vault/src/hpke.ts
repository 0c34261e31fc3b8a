import { createCipheriv, createDecipheriv, createSecretKey, type KeyObject } from 'node:crypto';
import { generateRecipientKey, kemId, type RecipientKey, sharedSecret, type Suite } from './kem.js';
import { labeledExpand, labeledExtract } from './labeled-hkdf.js';
import { VAULT_ERRORS, VaultError } from './vault.errors.js';

/**
 * RFC 9180 (HPKE), base mode: HKDF-SHA256 0x0001 and AES-256-GCM 0x0002 over the two key agreements of kem.ts.
 * Why our own: docs/adr/0002-own-hpke.md. Section numbers below are the RFC's.
 */
export const TAG_BYTES = 16;
const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const SEQUENCES = 2 ** 32;

const EMPTY = Buffer.alloc(0);
const MODE_BASE = Buffer.from([0x00]);
const KDF_AND_AEAD = Buffer.from([0x00, 0x01, 0x00, 0x02]);

/** Section 5.2, sender's side: counts its own sequence, so that no caller can make it use a nonce twice. */
export class SenderContext {
  readonly #key: KeyObject;
  readonly #baseNonce: Buffer;
  #next = 0;

  constructor(readonly enc: Buffer, secrets: ContextSecrets) {
    this.#key = secrets.key;
    this.#baseNonce = secrets.baseNonce;
  }

  /** The sequence number the next call of `seal` will use; at the same time the number of messages sealed. */
  get next(): number {
    return this.#next;
  }

  /** Ciphertext and tag, joined. The number it used is what `next` said before the call. */
  seal(aad: Uint8Array, plaintext: Uint8Array): [body: Buffer, tag: Buffer] {
    if (this.#next >= SEQUENCES) throw new VaultError(VAULT_ERRORS.tooLarge);
    const cipher = createCipheriv('aes-256-gcm', this.#key, nonceOf(this.#baseNonce, this.#next++));
    cipher.setAAD(aad);
    const body = cipher.update(plaintext);
    cipher.final();
    return [body, cipher.getAuthTag()];
  }
}

/** Section 5.2, recipient's side, but opening any sequence number in any order and any number of times. */
export class RecipientContext {
  readonly #key: KeyObject;
  readonly #baseNonce: Buffer;

  constructor(secrets: ContextSecrets) {
    this.#key = secrets.key;
    this.#baseNonce = secrets.baseNonce;
  }

  /** @throws VaultError `vault.not_authentic` if number, associated data or ciphertext aren't what was sealed. */
  open(sequence: number, aad: Uint8Array, ciphertext: Uint8Array): Buffer {
    const end = ciphertext.length - TAG_BYTES;
    if (end < 0) throw new VaultError(VAULT_ERRORS.malformed);
    const decipher = createDecipheriv('aes-256-gcm', this.#key, nonceOf(this.#baseNonce, sequence), { authTagLength: TAG_BYTES });
    decipher.setAAD(aad);
    decipher.setAuthTag(ciphertext.subarray(end));
    const plaintext = decipher.update(ciphertext.subarray(0, end));
    try {
      decipher.final();
    } catch {
      throw new VaultError(VAULT_ERRORS.notAuthentic);
    }
    return plaintext;
  }
}

/** SetupBaseS (5.1.1): a fresh key agreement with the holder of `publicKey`; `info` must be the same on both sides. */
export function setupSender(suite: Suite, publicKey: Uint8Array, info: Uint8Array): SenderContext {
  return setupSenderWith(generateRecipientKey(suite), publicKey, info);
}

/** SetupBaseS with a given ephemeral pair: for the RFC's test vectors only, a pair used twice would give the plaintexts away. */
export function setupSenderWith(ephemeral: RecipientKey, publicKey: Uint8Array, info: Uint8Array): SenderContext {
  const shared = sharedSecret(ephemeral.suite, ephemeral.privateKey, publicKey, ephemeral.publicKey, publicKey);
  return new SenderContext(ephemeral.publicKey, keySchedule(ephemeral.suite, shared, info));
}

/** SetupBaseR (5.1.1). @throws VaultError `vault.not_authentic` if `enc` is no usable point, `vault.malformed` if it has another length */
export function setupRecipient(recipient: RecipientKey, enc: Uint8Array, info: Uint8Array): RecipientContext {
  const shared = sharedSecret(recipient.suite, recipient.privateKey, enc, enc, recipient.publicKey);
  return new RecipientContext(keySchedule(recipient.suite, shared, info));
}

interface ContextSecrets {
  key: KeyObject;
  baseNonce: Buffer;
}

/** KeySchedule (5.1) in base mode: no pre-shared key, and no exporter, which nothing here needs. */
function keySchedule(suite: Suite, shared: Buffer, info: Uint8Array): ContextSecrets {
  const hpkeSuite = Buffer.concat([Buffer.from('HPKE'), kemId(suite), KDF_AND_AEAD]);
  const context = Buffer.concat([
    MODE_BASE,
    labeledExtract(hpkeSuite, EMPTY, 'psk_id_hash', EMPTY),
    labeledExtract(hpkeSuite, EMPTY, 'info_hash', info),
  ]);
  const secret = labeledExtract(hpkeSuite, shared, 'secret', EMPTY);
  return {
    key: createSecretKey(labeledExpand(hpkeSuite, secret, 'key', context, KEY_BYTES)),
    baseNonce: labeledExpand(hpkeSuite, secret, 'base_nonce', context, NONCE_BYTES),
  };
}

/** ComputeNonce (5.2): base nonce XOR sequence number, big-endian; ours has 32 bits. */
function nonceOf(baseNonce: Buffer, sequence: number): Buffer {
  const nonce = Buffer.from(baseNonce);
  nonce.writeUInt32BE((nonce.readUInt32BE(8) ^ sequence) >>> 0, 8);
  return nonce;
}
