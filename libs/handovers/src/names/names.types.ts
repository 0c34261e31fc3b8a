/** `asked`: waits for a second person · `approved`: the worker makes it · `made`: may be downloaded · `erased`: its thirty days are over. */
export const NAMES_STATES = ['asked', 'approved', 'refused', 'expired', 'made', 'failed', 'erased'] as const;
export type NamesState = (typeof NAMES_STATES)[number];

/** Names of one petition in one seal, on their way to the office that a law names. Numbers only. */
export interface NamesExport {
  id: string;
  handoverId: string;
  sealId: string;
  sealNumber: number;
  /** Slug. */
  petition: string;
  office: Readonly<Record<string, string>>;
  law: Readonly<Record<string, string>>;
  fields: string[];
  keyFingerprint: string;
  state: NamesState;
  reason: string;
  askedBy: string;
  /** Name of whoever asked, and of whoever approved or refused. */
  asker: string | null;
  askedAt: Date;
  decider: string | null;
  decidedAt: Date | null;
  /** A code: why it could not be made. */
  failure: string | null;
  madeAt: Date | null;
  /** How many names it holds, how many of the sealed had left before it was made, and how many bear no agreement to this demand. */
  names: number | null;
  gone: number | null;
  leftOut: number | null;
  sha256: string | null;
  size: number | null;
  /** Until when it may be downloaded. */
  keptUntil: Date | null;
  /** Of those in it, how many took their name back, were erased or found invalid since: the office is to be told. */
  withdrawnSince: number | null;
}

/** A petition of the seal that stands whose law demands names. */
export interface NamesCandidate {
  petition: string;
  law: Readonly<Record<string, string>>;
  office: Readonly<Record<string, string>>;
  fields: string[];
  keyFingerprint: string;
  /** How many leaves of it stand in the seal. */
  sealed: number;
  /** Whether one waits or is being made already. */
  underWay: boolean;
}
