import { fromBase64Url, sha256, toBase64Url } from './bytes.js';

/** What tells this tablet from others. IndexedDB keeps it as it is; the private key can be used there and never taken out. */
export interface DeviceKey {
  privateKey: CryptoKey;
  /** The uncompressed point, 65 bytes, base64url. */
  publicKey: string;
}

/** Crockford's base 32: no I, L, O, U. */
const CROCKFORD = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const FINGERPRINT_BYTES = 5;

/** A new ECDSA P-256 pair. @throws DOMException where there is no WebCrypto */
export async function makeDeviceKey(): Promise<DeviceKey> {
  const { privateKey, publicKey } = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign', 'verify']);
  return { privateKey, publicKey: toBase64Url(new Uint8Array(await crypto.subtle.exportKey('raw', publicKey))) };
}

/** What the manager compares: the first 40 bits of SHA-256 of the raw public key, as `K7QM-3FWD`. */
export async function deviceFingerprint(publicKey: string): Promise<string> {
  const digest = await sha256(fromBase64Url(publicKey));
  const bits = Array.from(digest.subarray(0, FINGERPRINT_BYTES), (byte) => byte.toString(2).padStart(8, '0')).join('');
  const letters = bits.replace(/.{5}/g, (five) => CROCKFORD.charAt(Number.parseInt(five, 2)));
  return `${letters.slice(0, 4)}-${letters.slice(4)}`;
}
