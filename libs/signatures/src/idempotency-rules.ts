import { createHmac } from 'node:crypto';

/** What one Idempotency-Key and body become. */
export interface FirstTime {
  /** Of the record. */
  id: string;
  /** When it came first, ms. */
  at: number;
  receipt: string;
}

const DAY_MS = 86_400_000;

/**
 * The record that a key and a body stand for: the same for the length of a UTC day wherever it is reckoned, without any memory. The
 * id is a UUIDv7 (RFC 9562) whose time is that day's beginning, and whose other bits follow from key and body; who does not know
 * the key cannot tell from it what was in the body.
 * @param fingerprint of the body, keyed with the key
 */
export function recordOfKey(petitionId: number, key: string, fingerprint: string, at: number): FirstTime {
  const bits = createHmac('sha256', key).update(`record\0${petitionId}\0${fingerprint}`).digest();
  const id = Buffer.alloc(16);
  id.writeUIntBE(at - (at % DAY_MS), 0, 6);
  bits.copy(id, 6, 0, 10);
  id[6] = ((id[6] ?? 0) & 0x0f) | 0x70;
  id[8] = ((id[8] ?? 0) & 0x3f) | 0x80;
  const hex = id.toString('hex');
  const receipt = [10, 12, 14].map((from) => 1_000 + (bits.readUInt16BE(from) % 9_000)).join('-');
  return { id: [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-'), at, receipt };
}
