import { createHash, createPublicKey, type KeyObject, timingSafeEqual, verify } from 'node:crypto';
import { CLOCK_TOLERANCE_S } from './device-protocol.js';
import type { SignedRequest } from './stores.types.js';

/** What a tablet claims with a request. True only if `signatureHolds` says so. */
export interface ClaimedRequest {
  deviceId: string;
  /** Seconds since 1970, by the tablet's corrected clock. */
  created: number;
  batch: number;
  /** SHA-256 of the body as it came; equal to the digest that was signed. */
  digest: Buffer;
  signature: Buffer;
  /** RFC 9421, 2.5. */
  base: string;
}

const COVERED = String.raw`\("@method" "@path" "content-digest" "countersign-batch"\)`;
const UUID = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}';
const INPUT = new RegExp(`^device=(${COVERED};created=(\\d{1,12});keyid="(${UUID})";alg="ecdsa-p256-sha256")$`);
/** 64 bytes, r and s (RFC 9421, 3.3.4). */
const SIGNATURE = /^device=:([A-Za-z0-9+/]{86}==):$/;
/** RFC 9530. */
const DIGEST = /^sha-256=:([A-Za-z0-9+/]{43}=):$/;
const BATCH = /^(?:0|[1-9]\d{0,14})$/;

/**
 * Reads the signature of a request after RFC 9421, and nothing but the one form that our tablets send: these components in this
 * order, no others, none twice. Null for everything else, also if the body is not the one that was signed, or if the address carries
 * a query (it would not be covered) or another tablet's id.
 */
export function readSignedRequest({ method, path, headers, rawBody }: SignedRequest): ClaimedRequest | null {
  const input = INPUT.exec(single(headers['signature-input']) ?? '');
  const signature = SIGNATURE.exec(single(headers['signature']) ?? '');
  const digestField = single(headers['content-digest']) ?? '';
  const claimed = DIGEST.exec(digestField);
  const batch = single(headers['countersign-batch']) ?? '';
  if (!input?.[1] || !input[2] || !input[3] || !signature?.[1] || !claimed?.[1] || !BATCH.test(batch)) return null;
  const deviceId = input[3];
  if (!/^\/[\x21-\x7e]*$/.test(path) || path.includes('?') || path.includes('#') || !`${path}/`.includes(`/devices/${deviceId}/`)) return null;
  const digest = createHash('sha256').update(rawBody).digest();
  if (!timingSafeEqual(digest, Buffer.from(claimed[1], 'base64'))) return null;
  return {
    deviceId, created: Number(input[2]), batch: Number(batch), digest, signature: Buffer.from(signature[1], 'base64'),
    base: signatureBase({ method, path, digestField, batch, params: input[1] }),
  };
}

/** What is signed (RFC 9421, 2.5): one line a component, the parameters last. */
export function signatureBase(parts: { method: string; path: string; digestField: string; batch: string; params: string }): string {
  return [
    `"@method": ${parts.method.toUpperCase()}`, `"@path": ${parts.path}`, `"content-digest": ${parts.digestField}`, `"countersign-batch": ${parts.batch}`,
    `"@signature-params": ${parts.params}`,
  ].join('\n');
}

/** ECDSA over P-256 with SHA-256, the signature as r and s side by side (RFC 9421, 3.3.4). */
export function signatureHolds(request: ClaimedRequest, publicKey: KeyObject): boolean {
  return verify('sha256', Buffer.from(request.base, 'latin1'), { key: publicKey, dsaEncoding: 'ieee-p1363' }, request.signature);
}

/** Whether the request was signed within ten minutes of now. */
export function clockHolds(created: number, now: Date): boolean {
  return Math.abs(now.getTime() / 1000 - created) <= CLOCK_TOLERANCE_S;
}

/** A key from its raw uncompressed point (SEC 1, 2.3.3); null if it is none of the curve. */
export function publicKeyOf(raw: Uint8Array): KeyObject | null {
  if (raw.length !== 65 || raw[0] !== 4) return null;
  const part = (from: number): string => Buffer.from(raw.subarray(from, from + 32)).toString('base64url');
  try {
    return createPublicKey({ key: { kty: 'EC', crv: 'P-256', x: part(1), y: part(33) }, format: 'jwk' });
  } catch {
    return null;
  }
}

/** A header that came exactly once. */
function single(value: string | readonly string[] | undefined): string | null {
  return typeof value === 'string' ? value.trim() : null;
}
