import { type ManifestKey, type ManifestStatement } from './manifest.js';

/** asked: the worker has not begun or is not done; copied: what is handed over stands, the root is being reckoned. */
export const SEAL_STATES = ['asked', 'copied', 'sealed', 'failed'] as const;
export type SealState = (typeof SEAL_STATES)[number];

/** What is known of a seal, without its leaves. */
export interface Seal {
  id: string;
  handoverId: string;
  /** 1 for the first seal of a handover. */
  number: number;
  state: SealState;
  /** A stable code, with `failed` only. */
  failure: string | null;
  askedAt: Date;
  cutoff: Date;
  sealedAt: Date | null;
  /** Everything below is null until it is sealed. */
  statement: ManifestStatement | null;
  /** The canonical text to the byte as signed. */
  statementText: string | null;
  statementSha256: string | null;
  root: string | null;
  size: number | null;
  key: ManifestKey | null;
  signature: string | null;
  /** Id of the seal that this one supersedes. */
  replaces: string | null;
  /** When everybody may read it: the organisers' word, or the day it was held, whichever came first. Null: organisers only. */
  publishedAt: Date | null;
}

/** What was found of a sealed handover since: the figure stands, with these beside it. */
export interface SealCorrections {
  /** Signers who took their name back. */
  takenBack: number;
  /** Signatures that organisers found to be none. */
  invalid: number;
  /** Turned out to be somebody who was in it already. */
  duplicate: number;
  /** Of all in it, those whose data is erased: their leaves stay, and nobody can be tested against them any more. */
  erased: number;
}

/** RFC 9162, 2.1.3: everything that is needed to check, beside the root. */
export interface SealProof {
  leaf: string;
  index: number;
  size: number;
  /** Sibling hashes from the leaf up, hex. */
  path: string[];
}
