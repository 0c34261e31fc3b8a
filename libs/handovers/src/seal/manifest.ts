import { createHash, createPublicKey, verify } from 'node:crypto';
import { canonicalJson, type JsonValue } from '#libs/vault';
import { type HandoverLevel } from '../handovers.types.js';

/** docs/MANIFEST.md is the specification of all of this; a change of meaning needs a new format name. */
export const MANIFEST_FORMAT = 'countersign.manifest.1';

export interface ManifestText {
  language: string;
  version: number;
  /** SHA-256 of JCS({calls, demand, language, notice, title, version}) as signed. */
  sha256: string;
}

/** Counted signatures of a country and channel. What is smaller than ten is merged into `other` and `all`. */
export interface ManifestCell {
  /** ISO 3166-1 alpha-2, or `other`. */
  country: string;
  /** online, store, paper, partner, or `all`. */
  channel: string;
  counted: number;
}

/** Signatures on paper that somebody vouches for: beside what was counted, never added to it. */
export interface ManifestAttested {
  count: number;
  qualifier: string;
  channel: string;
  attestedBy: string;
  document: string;
  documentSha256: string | null;
}

export interface ManifestPetition {
  /** Slug. */
  petition: string;
  jurisdiction: string;
  counted: number;
  texts: ManifestText[];
  /** They add up to `counted`. */
  cells: ManifestCell[];
  attested: ManifestAttested[];
}

/** A sealed handover that this one bundles. */
export interface ManifestMember {
  handover: string;
  statementSha256: string;
  root: string;
  counted: number;
}

export interface ManifestStatement {
  campaign: { slug: string; title: string };
  handover: {
    id: string;
    jurisdiction: string;
    level: HandoverLevel;
    /** EDTF. */
    date: string | null;
    recipients: { office: string | null; body: string | null; kind: string }[];
  };
  /** RFC 3339 in UTC with milliseconds: counted at or before it, and not left by then. */
  cutoff: string;
  sealedAt: string;
  /** `statementSha256` of the statement that this one supersedes. */
  replaces: string | null;
  petitions: ManifestPetition[];
  /** Equal to `tree.size`. */
  counted: number;
  tree: { hash: 'SHA-256'; shape: 'RFC 9162'; size: number; root: string };
  members: ManifestMember[];
  /** Head of the audit log when it was sealed. */
  audit: { n: number; hash: string };
  demonstration: boolean;
}

export interface ManifestKey {
  algorithm: 'Ed25519';
  /** 32 bytes, base64url. */
  publicKey: string;
  /** SHA-256 of the public key, hex: what tablets pin, and what the campaign tells of itself elsewhere. */
  fingerprint: string;
}

export interface Manifest {
  format: typeof MANIFEST_FORMAT;
  statement: ManifestStatement;
  key: ManifestKey;
  /** Ed25519 by the campaign's root over `signedBytes`, base64url. */
  signature: string;
  /** Hex, in bytewise order. */
  leaves: string[];
}

/** The statement's one text (RFC 8785): what is hashed, signed and kept. */
export function canonicalStatement(statement: ManifestStatement): string {
  return canonicalJson(statement as unknown as JsonValue);
}

export function sha256Hex(data: string | Uint8Array): string {
  return createHash('sha256').update(data).digest('hex');
}

/** What the root key signs: the format's name, a line feed, the canonical statement, as UTF-8. */
export function signedBytes(statementText: string): Buffer {
  return Buffer.from(`${MANIFEST_FORMAT}\n${statementText}`, 'utf8');
}

/** Whether the key is whole and signed this statement. Whose key it is, only its fingerprint tells. */
export function signatureHolds(statementText: string, key: ManifestKey, signature: string): boolean {
  const publicKey = Buffer.from(key.publicKey, 'base64url');
  if (key.algorithm !== 'Ed25519' || publicKey.length !== 32 || sha256Hex(publicKey) !== key.fingerprint) return false;
  try {
    const root = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: publicKey.toString('base64url') }, format: 'jwk' });
    return verify(null, signedBytes(statementText), root, Buffer.from(signature, 'base64url'));
  } catch {
    return false;
  }
}

/** The hash a text is known by in statements. `calls` in their order. */
export function textSha256(text: { calls: readonly string[]; demand: string; language: string; notice: string | null; title: string; version: number }): string {
  const { calls, demand, language, notice, title, version } = text;
  return sha256Hex(canonicalJson({ calls: [...calls], demand, language, notice, title, version }));
}

export interface SealedStatement {
  /** `canonicalStatement`, to the byte as it was signed. */
  statementText: string;
  key: ManifestKey;
  signature: string;
}

/**
 * The canonical text of a whole manifest, piece by piece, so that millions of leaves are never in memory at once.
 * `leaves`: runs of 32-byte leaves in bytewise order.
 */
export async function* manifestText({ statementText, key, signature }: SealedStatement, leaves: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): AsyncGenerator<string> {
  yield `{"format":${JSON.stringify(MANIFEST_FORMAT)},"key":${canonicalJson({ ...key })},"leaves":[`;
  let first = true;
  for await (const run of leaves) {
    const hex = Buffer.from(run.buffer, run.byteOffset, run.byteLength).toString('hex');
    const parts: string[] = [];
    for (let at = 0; at < hex.length; at += 64) parts.push(`"${hex.slice(at, at + 64)}"`);
    if (parts.length === 0) continue;
    yield `${first ? '' : ','}${parts.join(',')}`;
    first = false;
  }
  yield `],"signature":${JSON.stringify(signature)},"statement":${statementText}}`;
}
