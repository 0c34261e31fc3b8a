import { createHash } from 'node:crypto';
import { canonicalJson } from './canonical-json.js';
import { SALT_BYTES } from './keyed-hash.js';

/** What a leaf says of a signature beside who signed. */
export interface LeafFacts {
  /** Slug. */
  petition: string;
  textVersion: number;
  /** ISO 3166-1 alpha-2, upper case. */
  country: string;
  channel: ProofChannel;
}

/** What a signer needs, beside their own name and address, to find their own leaf. It goes to their confirmed mailbox and nowhere else. */
export interface ProofCode extends LeafFacts {
  salt: Buffer;
}

/** In the order of their bytes in a code; only ever added to. */
const PROOF_CHANNELS = ['online', 'store', 'paper', 'partner'] as const;
export type ProofChannel = (typeof PROOF_CHANNELS)[number];

/** alphabet: a character that never stands in a code; cut: too short; too_long; checksum: mistyped; version: made by a newer Countersign; malformed: made wrong. */
export type ProofCodeFault = 'alphabet' | 'cut' | 'too_long' | 'checksum' | 'version' | 'malformed';

const VERSION = 1;
const CHECKSUM_BYTES = 4;
const HEAD_BYTES = 1 + SALT_BYTES + 4 + 2 + 1 + 1;
const MOST_BYTES = HEAD_BYTES + 255 + CHECKSUM_BYTES;

/**
 * `base64url(version ‖ salt (32) ‖ text version (uint32) ‖ country (2) ‖ channel ‖ length ‖ slug ‖ checksum (4))`, the checksum the first
 * bytes of SHA-256 of all before it. docs/MANIFEST.md, "Proof code".
 */
export function encodeProofCode({ salt, petition, textVersion, country, channel }: ProofCode): string {
  const slug = Buffer.from(petition, 'utf8');
  const fit = salt.length === SALT_BYTES && slug.length >= 1 && slug.length <= 255 && /^[A-Z]{2}$/.test(country) && Number.isInteger(textVersion) && textVersion >= 1 && textVersion <= 0xffff_ffff;
  if (!fit) throw new RangeError('proof code: a part has the wrong form');
  const version = Buffer.alloc(4);
  version.writeUInt32BE(textVersion);
  const body = Buffer.concat([Buffer.from([VERSION]), salt, version, Buffer.from(country, 'ascii'), Buffer.from([PROOF_CHANNELS.indexOf(channel), slug.length]), slug]);
  return Buffer.concat([body, checksum(body)]).toString('base64url');
}

/** Spaces and line breaks, as mail programs put them in, are no part of a code. */
export function decodeProofCode(text: string): ProofCode | { fault: ProofCodeFault } {
  const written = text.replace(/\s+/g, '');
  if (!/^[A-Za-z0-9_-]*$/.test(written)) return { fault: 'alphabet' };
  if (written.length > Math.ceil((MOST_BYTES * 4) / 3)) return { fault: 'too_long' };
  const bytes = Buffer.from(written, 'base64url');
  if (bytes.length <= HEAD_BYTES + CHECKSUM_BYTES) return { fault: 'cut' };
  if (bytes[0] !== VERSION) return { fault: 'version' };
  const ends = HEAD_BYTES + (bytes[HEAD_BYTES - 1] ?? 0);
  if (bytes.length < ends + CHECKSUM_BYTES) return { fault: 'cut' };
  if (bytes.length > ends + CHECKSUM_BYTES) return { fault: 'too_long' };
  const body = bytes.subarray(0, ends);
  if (!checksum(body).equals(bytes.subarray(ends)) || bytes.toString('base64url') !== written) return { fault: 'checksum' };
  const textVersion = body.readUInt32BE(1 + SALT_BYTES);
  const country = body.toString('latin1', 37, 39);
  const channel = PROOF_CHANNELS[body[39] ?? -1];
  const petition = body.toString('utf8', HEAD_BYTES);
  if (!channel || textVersion === 0 || !/^[A-Z]{2}$/.test(country) || !/^[a-z0-9]+(-[a-z0-9]+)*$/.test(petition)) return { fault: 'malformed' };
  return { salt: Buffer.from(body.subarray(1, 1 + SALT_BYTES)), petition, textVersion, country, channel };
}

/** `SHA-256(0x00 ‖ personCommit ‖ JCS({channel, country, petition, textVersion}))`: the hash by which a signature stands in a manifest. */
export function leafHash(commitment: Uint8Array, { petition, textVersion, country, channel }: LeafFacts): Buffer {
  return createHash('sha256').update(Buffer.from([0])).update(commitment).update(canonicalJson({ channel, country, petition, textVersion })).digest();
}

const checksum = (body: Uint8Array): Buffer => createHash('sha256').update(body).digest().subarray(0, CHECKSUM_BYTES);
