import { hash, type KeyObject } from 'node:crypto';

/**
 * SHA-256 and HMAC-SHA256 (RFC 2104) of short messages, by OpenSSL's one-shot call: an object of `createHmac` costs two to five times as
 * much to make and to clear away as what it computes. Nothing here waits, so the space of one message a key serves all; the pads live as
 * long as their key object.
 */
const BLOCK_BYTES = 64;
const DIGEST_BYTES = 32;

export const sha256 = (message: Uint8Array | string): Buffer => Buffer.from(hash('sha256', message, 'binary'), 'latin1');

interface Pads { inner: Buffer; outer: Buffer }
const padsOf = new WeakMap<KeyObject, Pads>();

export function hmacSha256(key: KeyObject, message: Uint8Array | string): Buffer {
  const { inner, outer } = padsOf.get(key) ?? prepare(key);
  const length = typeof message === 'string' ? Buffer.byteLength(message) : message.length;
  const first = length <= inner.length - BLOCK_BYTES ? inner : Buffer.concat([inner.subarray(0, BLOCK_BYTES), Buffer.alloc(length)]);
  if (typeof message === 'string') first.write(message, BLOCK_BYTES);
  else first.set(message, BLOCK_BYTES);
  outer.write(hash('sha256', first.subarray(0, BLOCK_BYTES + length), 'binary'), BLOCK_BYTES, 'latin1');
  return sha256(outer);
}

function prepare(key: KeyObject): Pads {
  const given = key.export();
  const bytes = given.length > BLOCK_BYTES ? sha256(given) : given;
  const pads: Pads = { inner: Buffer.alloc(BLOCK_BYTES + 512), outer: Buffer.alloc(BLOCK_BYTES + DIGEST_BYTES) };
  for (let at = 0; at < BLOCK_BYTES; at += 1) {
    pads.inner[at] = (bytes[at] ?? 0) ^ 0x36;
    pads.outer[at] = (bytes[at] ?? 0) ^ 0x5c;
  }
  given.fill(0);
  bytes.fill(0);
  padsOf.set(key, pads);
  return pads;
}
