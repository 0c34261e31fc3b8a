import { createHmac } from 'node:crypto';

const VERSION_LABEL = Buffer.from('HPKE-v1');

/** LabeledExtract of RFC 9180, section 4, with HKDF-SHA256. `suite` is the RFC's suite_id of whatever calls. */
export function labeledExtract(suite: Buffer, salt: Buffer, label: string, ikm: Uint8Array): Buffer {
  return createHmac('sha256', salt).update(VERSION_LABEL).update(suite).update(label).update(ikm).digest();
}

/** LabeledExpand (section 4) for at most one block of SHA-256: we never need more than 32 bytes. */
export function labeledExpand(suite: Buffer, prk: Buffer, label: string, info: Uint8Array, length: number): Buffer {
  const okm = createHmac('sha256', prk)
    .update(Buffer.from([0, length])).update(VERSION_LABEL).update(suite).update(label).update(info)
    .update(Buffer.from([1]))
    .digest();
  return okm.subarray(0, length);
}
