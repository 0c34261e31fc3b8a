import { createECDH, createPrivateKey, createPublicKey, diffieHellman, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { labeledExpand, labeledExtract } from './labeled-hkdf.js';
import { VAULT_ERRORS, VaultError } from './vault.errors.js';

/**
 * The two key agreements of RFC 9180, section 7.1: DHKEM(X25519, HKDF-SHA256), and DHKEM(P-256, HKDF-SHA256) for tablets whose browser
 * has no X25519. Only what HPKE's base mode needs. Section numbers below are the RFC's.
 */
export const SUITES = ['x25519', 'p256'] as const;
export type Suite = (typeof SUITES)[number];

/** A key pair with the public key also as the bytes that go into tables and envelopes. */
export interface KeyPair {
  privateKey: KeyObject;
  publicKey: Buffer;
}

/** A pair to seal to. Its public key: 32 bytes of X25519, or the 65 of an uncompressed P-256 point. */
export interface RecipientKey extends KeyPair {
  suite: Suite;
}

interface Kem {
  /** The identifier of table 2. */
  id: number;
  publicKeyBytes: number;
  generate: () => KeyObject;
  /** What JSON Web Keys (RFC 7518, RFC 8037) call a public key of this kind. */
  jwk: (publicKey: Buffer) => Record<string, string>;
  fromSecret: (secret: Buffer) => KeyObject;
}

const UNCOMPRESSED = 4;

const KEMS: Record<Suite, Kem> = {
  x25519: {
    id: 0x0020,
    publicKeyBytes: 32,
    generate: () => generateKeyPairSync('x25519').privateKey,
    jwk: (publicKey) => ({ kty: 'OKP', crv: 'X25519', x: publicKey.toString('base64url') }),
    // RFC 8410: PKCS #8 of an X25519 key is this fixed prefix before the 32 bytes.
    fromSecret: (secret) => createPrivateKey({ key: Buffer.concat([Buffer.from('302e020100300506032b656e04220420', 'hex'), secret]), format: 'der', type: 'pkcs8' }),
  },
  p256: {
    id: 0x0010,
    publicKeyBytes: 65,
    generate: () => generateKeyPairSync('ec', { namedCurve: 'prime256v1' }).privateKey,
    jwk: (publicKey) => ({ kty: 'EC', crv: 'P-256', x: publicKey.toString('base64url', 1, 33), y: publicKey.toString('base64url', 33, 65) }),
    fromSecret: (secret) => {
      const pair = createECDH('prime256v1');
      pair.setPrivateKey(secret);
      return createPrivateKey({ key: { ...KEMS.p256.jwk(pair.getPublicKey()), d: secret.toString('base64url') }, format: 'jwk' });
    },
  },
};

export function isSuite(text: unknown): text is Suite {
  return SUITES.some((suite) => suite === text);
}

/** Bytes of a public key, and of `enc`, which is one. */
export function publicKeyBytes(suite: Suite): number {
  return KEMS[suite].publicKeyBytes;
}

export function kemId(suite: Suite): Buffer {
  return Buffer.from([KEMS[suite].id >> 8, KEMS[suite].id & 0xff]);
}

export function generateRecipientKey(suite: Suite = 'x25519'): RecipientKey {
  return recipientKey(suite, KEMS[suite].generate());
}

/** From the 32 bytes of a private key (SerializePrivateKey, 7.1.2) to a pair. */
export function recipientKeyFromBytes(secret: Uint8Array, suite: Suite = 'x25519'): RecipientKey {
  return recipientKey(suite, KEMS[suite].fromSecret(Buffer.from(secret)));
}

export function recipientKey(suite: Suite, privateKey: KeyObject): RecipientKey {
  return { suite, privateKey, publicKey: rawPublicKey(createPublicKey(privateKey), publicKeyBytes(suite)) };
}

/** The bare bytes of a public key, which are the end of its SubjectPublicKeyInfo: for Ed25519 and X25519 (RFC 8410) as for P-256 (RFC 5480). */
export function rawPublicKey(publicKey: KeyObject, bytes = 32): Buffer {
  return Buffer.from(publicKey.export({ format: 'der', type: 'spki' }).subarray(-bytes));
}

/**
 * The shared secret of Encap and Decap (4.1), which differ only in whose private key is at hand. `enc` and `recipientPublicKey` are both
 * sides' public keys; `theirs` is the one of the two that is not ours.
 * @throws VaultError `vault.malformed` if `theirs` has the wrong length, `vault.not_authentic` if it is no usable point
 */
export function sharedSecret(suite: Suite, privateKey: KeyObject, theirs: Uint8Array, enc: Uint8Array, recipientPublicKey: Uint8Array): Buffer {
  const kemSuite = Buffer.concat([Buffer.from('KEM'), kemId(suite)]);
  const prk = labeledExtract(kemSuite, Buffer.alloc(0), 'eae_prk', agree(suite, privateKey, theirs));
  return labeledExpand(kemSuite, prk, 'shared_secret', Buffer.concat([enc, recipientPublicKey]), 32);
}

/** The x coordinate of the common point (7.1: DH), for both curves. */
function agree(suite: Suite, privateKey: KeyObject, publicKey: Uint8Array): Buffer {
  try {
    const shared = diffieHellman({ privateKey, publicKey: importPublicKey(suite, publicKey) });
    // 7.1.4: an all-zero result of X25519 means a point of small order. OpenSSL refuses it itself; we don't rely on that.
    if (shared.some((byte) => byte !== 0)) return shared;
  } catch (error) {
    if (error instanceof VaultError) throw error;
    // Otherwise falls through: OpenSSL's own words add nothing that may be logged.
  }
  throw new VaultError(VAULT_ERRORS.notAuthentic);
}

/** Whether these bytes are a public key that can be agreed with: for P-256, a point on the curve, uncompressed (7.1.4). */
export function isPublicKey(suite: Suite, publicKey: Uint8Array): boolean {
  try {
    importPublicKey(suite, publicKey);
    return true;
  } catch {
    return false;
  }
}

/** OpenSSL itself refuses coordinates off the curve or not below the prime, and so the point at infinity, which has none. */
function importPublicKey(suite: Suite, publicKey: Uint8Array): KeyObject {
  if (publicKey.length !== publicKeyBytes(suite)) throw new VaultError(VAULT_ERRORS.malformed);
  if (suite === 'p256' && publicKey[0] !== UNCOMPRESSED) throw new VaultError(VAULT_ERRORS.notAuthentic);
  return createPublicKey({ key: KEMS[suite].jwk(Buffer.from(publicKey)), format: 'jwk' });
}
