import type { KitKey } from '#libs/stores';
import { type Bytes, concat, utf8 } from './bytes.js';

/**
 * RFC 9180 (HPKE), base mode, the sender's side, one message for each agreement: HKDF-SHA256 and AES-256-GCM over DHKEM(X25519) or
 * DHKEM(P-256). The other side is libs/vault/src/hpke.ts. Section numbers are the RFC's; why our own: docs/adr/0012-p256-beside-x25519.md.
 */
export type Suite = KitKey['suite'];

interface Kem {
  id: number;
  publicKeyBytes: number;
  algorithm: { name: string; namedCurve?: string };
}

const KEMS: Record<Suite, Kem> = {
  x25519: { id: 0x20, publicKeyBytes: 32, algorithm: { name: 'X25519' } },
  p256: { id: 0x10, publicKeyBytes: 65, algorithm: { name: 'ECDH', namedCurve: 'P-256' } },
};
const VERSION_LABEL = utf8('HPKE-v1');
const MODE_BASE = new Uint8Array([0]);
const KDF_AND_AEAD = new Uint8Array([0, 1, 0, 2]);
const EMPTY = new Uint8Array(0);
const SECRET_BYTES = 32;
const NONCE_BYTES = 12;

export function publicKeyBytes(suite: Suite): number {
  return KEMS[suite].publicKeyBytes;
}

/**
 * Seals one message under an agreement made for it alone, so that its sequence number is 0 and no nonce can come twice.
 * `ephemeral` is for the RFC's test vectors only.
 * @throws DOMException if `publicKey` is no point of the suite's curve, or the browser lacks the suite
 */
export async function sealOnce(
  suite: Suite, publicKey: Bytes, info: Bytes, aad: Bytes, plaintext: Bytes, ephemeral?: CryptoKeyPair,
): Promise<{ enc: Bytes; ciphertext: Bytes }> {
  const { enc, shared } = await encapsulate(crypto.subtle, suite, publicKey, ephemeral);
  const { key, nonce } = await keySchedule(suite, shared, info);
  const aes = await crypto.subtle.importKey('raw', key, 'AES-GCM', false, ['encrypt']);
  return { enc, ciphertext: new Uint8Array(await crypto.subtle.encrypt({ name: 'AES-GCM', iv: nonce, additionalData: aad }, aes, plaintext)) };
}

/** A pair of the suite. The private key cannot be taken out. */
export function generatePair(subtle: SubtleCrypto, suite: Suite): Promise<CryptoKeyPair> {
  return subtle.generateKey(KEMS[suite].algorithm, false, ['deriveBits']) as Promise<CryptoKeyPair>;
}

/** Encap (4.1). */
export async function encapsulate(subtle: SubtleCrypto, suite: Suite, publicKey: Bytes, ephemeral?: CryptoKeyPair): Promise<{ enc: Bytes; shared: Bytes }> {
  const { algorithm, id } = KEMS[suite];
  const theirs = await importPublicKey(subtle, suite, publicKey);
  const ours = ephemeral ?? (await generatePair(subtle, suite));
  const enc = new Uint8Array(await subtle.exportKey('raw', ours.publicKey));
  const dh = new Uint8Array(await subtle.deriveBits({ name: algorithm.name, public: theirs }, ours.privateKey, 256));
  // 7.1.4: of X25519, a point of small order. Browsers ought to refuse it; not all versions that know X25519 did.
  if (dh.every((byte) => byte === 0)) throw new DOMException('unusable public key', 'OperationError');
  const kemSuite = concat(utf8('KEM'), new Uint8Array([0, id]));
  const prk = await labeledExtract(subtle, kemSuite, EMPTY, 'eae_prk', dh);
  return { enc, shared: await labeledExpand(subtle, kemSuite, prk, 'shared_secret', concat(enc, publicKey), SECRET_BYTES) };
}

/** Refuses what is no point of the curve, and all but the one form of its bytes. @throws DOMException */
export function importPublicKey(subtle: SubtleCrypto, suite: Suite, publicKey: Bytes): Promise<CryptoKey> {
  // A compressed point, which some browsers would take, is another form of the same key.
  if (publicKey.length !== publicKeyBytes(suite)) return Promise.reject(new DOMException('public key of the wrong length', 'DataError'));
  return subtle.importKey('raw', publicKey, KEMS[suite].algorithm, true, []);
}

/** KeySchedule (5.1) in base mode; the first nonce is the base nonce itself. */
async function keySchedule(suite: Suite, shared: Bytes, info: Bytes): Promise<{ key: Bytes; nonce: Bytes }> {
  const { subtle } = crypto;
  const hpkeSuite = concat(utf8('HPKE'), new Uint8Array([0, KEMS[suite].id]), KDF_AND_AEAD);
  const context = concat(
    MODE_BASE,
    await labeledExtract(subtle, hpkeSuite, EMPTY, 'psk_id_hash', EMPTY),
    await labeledExtract(subtle, hpkeSuite, EMPTY, 'info_hash', info),
  );
  const secret = await labeledExtract(subtle, hpkeSuite, shared, 'secret', EMPTY);
  return {
    key: await labeledExpand(subtle, hpkeSuite, secret, 'key', context, SECRET_BYTES),
    nonce: await labeledExpand(subtle, hpkeSuite, secret, 'base_nonce', context, NONCE_BYTES),
  };
}

function labeledExtract(subtle: SubtleCrypto, suite: Bytes, salt: Bytes, label: string, ikm: Bytes): Promise<Bytes> {
  // HMAC fills its key up with zeros, so that none is the same as 32 of them; WebCrypto takes no empty one.
  return hmac(subtle, salt.length === 0 ? new Uint8Array(SECRET_BYTES) : salt, concat(VERSION_LABEL, suite, utf8(label), ikm));
}

/** LabeledExpand (section 4) for at most one block of SHA-256. */
async function labeledExpand(subtle: SubtleCrypto, suite: Bytes, prk: Bytes, label: string, info: Bytes, length: number): Promise<Bytes> {
  const okm = await hmac(subtle, prk, concat(new Uint8Array([0, length]), VERSION_LABEL, suite, utf8(label), info, new Uint8Array([1])));
  return okm.slice(0, length);
}

async function hmac(subtle: SubtleCrypto, secret: Bytes, message: Bytes): Promise<Bytes> {
  const key = await subtle.importKey('raw', secret, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);
  return new Uint8Array(await subtle.sign('HMAC', key, message));
}
