import {
  createCipheriv, createDecipheriv, createHmac, createPrivateKey, createPublicKey, createSecretKey, diffieHellman, generateKeyPairSync,
  type KeyObject,
} from 'node:crypto';
import { VAULT_ERRORS, VaultError } from './vault.errors.js';

/**
 * RFC 9180 (HPKE), base mode, one suite only: DHKEM(X25519, HKDF-SHA256) 0x0020, HKDF-SHA256 0x0001, AES-256-GCM 0x0002.
 * Why our own: docs/adr/0002-own-hpke.md. Section numbers below are the RFC's.
 */
export const PUBLIC_KEY_BYTES = 32;
export const TAG_BYTES = 16;
const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const SEQUENCES = 2 ** 32;

const VERSION_LABEL = Buffer.from('HPKE-v1');
const KEM_SUITE = Buffer.concat([Buffer.from('KEM'), Buffer.from([0x00, 0x20])]);
const HPKE_SUITE = Buffer.concat([Buffer.from('HPKE'), Buffer.from([0x00, 0x20, 0x00, 0x01, 0x00, 0x02])]);
const EMPTY = Buffer.alloc(0);
const MODE_BASE = Buffer.from([0x00]);

/** An X25519 key pair with the public key also as the 32 bytes the RFC works on. */
export interface RecipientKey {
  privateKey: KeyObject;
  publicKey: Buffer;
}

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
export function setupSender(publicKey: Uint8Array, info: Uint8Array): SenderContext {
  return setupSenderWith(generateRecipientKey(), publicKey, info);
}

/** SetupBaseS with a given ephemeral pair: for the RFC's test vectors only, a pair used twice would give the plaintexts away. */
export function setupSenderWith(ephemeral: RecipientKey, publicKey: Uint8Array, info: Uint8Array): SenderContext {
  const dh = agree(ephemeral.privateKey, publicKey);
  return new SenderContext(ephemeral.publicKey, keySchedule(sharedSecret(dh, ephemeral.publicKey, publicKey), info));
}

/** SetupBaseR (5.1.1). @throws VaultError `vault.not_authentic` if `enc` is no usable point. */
export function setupRecipient(recipient: RecipientKey, enc: Uint8Array, info: Uint8Array): RecipientContext {
  const dh = agree(recipient.privateKey, enc);
  return new RecipientContext(keySchedule(sharedSecret(dh, enc, recipient.publicKey), info));
}

export function generateRecipientKey(): RecipientKey {
  const { privateKey, publicKey } = generateKeyPairSync('x25519');
  return { privateKey, publicKey: rawPublicKey(publicKey) };
}

/** From the 32 bytes of a private key (SerializePrivateKey, 7.1.2) to a pair. */
export function recipientKeyFromBytes(secret: Uint8Array): RecipientKey {
  // RFC 8410: PKCS #8 of an X25519 key is this fixed prefix before the 32 bytes.
  const der = Buffer.concat([Buffer.from('302e020100300506032b656e04220420', 'hex'), secret]);
  const privateKey = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
  der.fill(0);
  return { privateKey, publicKey: rawPublicKey(createPublicKey(privateKey)) };
}

/** The bare 32 bytes of an X25519 or Ed25519 public key, which are the end of its SubjectPublicKeyInfo (RFC 8410). */
export function rawPublicKey(publicKey: KeyObject): Buffer {
  return Buffer.from(publicKey.export({ format: 'der', type: 'spki' }).subarray(-PUBLIC_KEY_BYTES));
}

interface ContextSecrets {
  key: KeyObject;
  baseNonce: Buffer;
}

function agree(privateKey: KeyObject, publicKey: Uint8Array): Buffer {
  if (publicKey.length !== PUBLIC_KEY_BYTES) throw new VaultError(VAULT_ERRORS.malformed);
  try {
    const x = Buffer.from(publicKey).toString('base64url');
    const shared = diffieHellman({ privateKey, publicKey: createPublicKey({ key: { kty: 'OKP', crv: 'X25519', x }, format: 'jwk' }) });
    // 7.1.4: an all-zero result means a point of small order. OpenSSL refuses it itself; we don't rely on that.
    if (shared.some((byte) => byte !== 0)) return shared;
  } catch {
    // Falls through: OpenSSL's own words add nothing that may be logged.
  }
  throw new VaultError(VAULT_ERRORS.notAuthentic);
}

/** ExtractAndExpand of DHKEM (4.1). */
function sharedSecret(dh: Buffer, enc: Uint8Array, recipientPublicKey: Uint8Array): Buffer {
  const prk = labeledExtract(KEM_SUITE, EMPTY, 'eae_prk', dh);
  return labeledExpand(KEM_SUITE, prk, 'shared_secret', Buffer.concat([enc, recipientPublicKey]), 32);
}

/** KeySchedule (5.1) in base mode: no pre-shared key, and no exporter, which nothing here needs. */
function keySchedule(shared: Buffer, info: Uint8Array): ContextSecrets {
  const context = Buffer.concat([
    MODE_BASE,
    labeledExtract(HPKE_SUITE, EMPTY, 'psk_id_hash', EMPTY),
    labeledExtract(HPKE_SUITE, EMPTY, 'info_hash', info),
  ]);
  const secret = labeledExtract(HPKE_SUITE, shared, 'secret', EMPTY);
  return {
    key: createSecretKey(labeledExpand(HPKE_SUITE, secret, 'key', context, KEY_BYTES)),
    baseNonce: labeledExpand(HPKE_SUITE, secret, 'base_nonce', context, NONCE_BYTES),
  };
}

function labeledExtract(suite: Buffer, salt: Buffer, label: string, ikm: Uint8Array): Buffer {
  return createHmac('sha256', salt).update(VERSION_LABEL).update(suite).update(label).update(ikm).digest();
}

/** LabeledExpand (section 4) for at most one block of SHA-256: we never need more than 32 bytes. */
function labeledExpand(suite: Buffer, prk: Buffer, label: string, info: Uint8Array, length: number): Buffer {
  const okm = createHmac('sha256', prk)
    .update(Buffer.from([0, length])).update(VERSION_LABEL).update(suite).update(label).update(info)
    .update(Buffer.from([1]))
    .digest();
  return okm.subarray(0, length);
}

/** ComputeNonce (5.2): base nonce XOR sequence number, big-endian; ours has 32 bits. */
function nonceOf(baseNonce: Buffer, sequence: number): Buffer {
  const nonce = Buffer.from(baseNonce);
  nonce.writeUInt32BE((nonce.readUInt32BE(8) ^ sequence) >>> 0, 8);
  return nonce;
}
