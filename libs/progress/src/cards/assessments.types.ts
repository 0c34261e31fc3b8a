import type { Words } from '#libs/petitions';
import type { AssessmentState, CardSource, Rating } from './cards.types.js';

/** Where an assessment stands: `round` is its key. */
export interface AssessmentPlace {
  readonly campaignId: number;
  readonly round: string;
  readonly jurisdiction: string;
  readonly indicator: string;
}

export interface AssessmentInput {
  readonly rating: Rating | null;
  readonly star: boolean;
  readonly reasons: Words;
  readonly sources: readonly CardSource[];
  /** Null: today. */
  readonly assessedOn?: string | null;
  /** The version that the writer looked at; 0: there was none. Left out: whichever it was. */
  readonly basedOn?: number;
}

/** A version, as organisers see it. */
export interface Assessment {
  readonly id: string;
  readonly jurisdiction: string;
  readonly indicator: string;
  readonly version: number;
  readonly rating: Rating | null;
  readonly star: boolean;
  readonly reasons: Words;
  readonly sources: readonly CardSource[];
  /** Ids, and names where they are users of this installation. */
  readonly assessor: string;
  readonly assessorName: string | null;
  /** Everybody who wrote on it since the last one published: none of them can review it. */
  readonly authors: readonly string[];
  readonly assessedOn: string | null;
  readonly state: AssessmentState;
  readonly submittedAt: Date | null;
  readonly reviewer: string | null;
  readonly reviewerName: string | null;
  readonly reviewedAt: Date | null;
  /** Why it was sent back. */
  readonly remark: string | null;
  readonly publicationId: string | null;
  readonly createdAt: Date;
}

export interface AssessmentFilter {
  /** Only of these jurisdictions; null or left out: of all. */
  readonly within?: readonly string[] | null | undefined;
  readonly jurisdiction?: string;
  readonly indicator?: string;
  readonly state?: AssessmentState;
  /** Only what stands now: the open version of each place, else the newest published one. Default true; false tells every version. */
  readonly current?: boolean;
  readonly page?: number;
  readonly pageSize?: number;
}

export interface RoundInput {
  readonly key: string;
  readonly title: Words;
  /** EDTF: `2025`, `2025-01/2025-06`. */
  readonly period: string;
  readonly jurisdictions: readonly string[];
  readonly note?: Words | null;
}

export interface ReplyInput {
  readonly round: string;
  readonly jurisdiction: string;
  /** Null: to the whole card. */
  readonly indicator?: string | null;
  readonly byWhom: string;
  readonly officeId?: string | null;
  readonly receivedOn: string;
  readonly language: string;
  readonly texts: Words;
  readonly documentId?: string | null;
  /** To a rating under embargo: told with it. */
  readonly publicationId?: string | null;
  /** Corrects this one. */
  readonly replaces?: string | null;
}

/** How far a round got: versions by state, among them only what stands now. */
export interface RoundStanding {
  readonly cells: number;
  readonly byState: Readonly<Record<Exclude<AssessmentState, 'replaced'>, number>>;
  /** Indicators of covered jurisdictions that nobody has written on. */
  readonly untouched: number;
}
