import type { Words } from '#libs/petitions';

/** Plain data that crosses the border of this lib. Days are `YYYY-MM-DD`, instants `Date`, words by language. */

/** `not-assessed` is a judgement: somebody looked and gave no colour. Null is none: not known, as the source is silent. */
export const RATINGS = ['green', 'yellow', 'red', 'not-assessed'] as const;
export type Rating = (typeof RATINGS)[number];

/** `replaced`: written over before it was published. */
export const ASSESSMENT_STATES = ['draft', 'submitted', 'approved', 'sent-back', 'replaced', 'published'] as const;
export type AssessmentState = (typeof ASSESSMENT_STATES)[number];

/** `public`: what anybody may read. `organisers`: also what waits for its publication; the caller has checked the rights. */
export type Audience = 'public' | 'organisers';

/** Who writes: a user's id, for history and audit. */
export interface ProgressActor {
  readonly id: string;
}

/** What a rating rests on. `document` and `place` are of a record's own sources. */
export interface CardSource {
  readonly title?: string;
  readonly url?: string;
  readonly document?: string;
  readonly place?: string;
  readonly line?: number;
}

export interface FrameworkIndicator {
  readonly key: string;
  readonly goal: string;
  readonly number: number;
  readonly title: Words;
  readonly description: Words;
}

export interface FrameworkGoal {
  readonly key: string;
  readonly number: number;
  readonly title: Words;
  /** How a card heads it, where that is said. */
  readonly heading: Words | null;
  readonly indicators: readonly FrameworkIndicator[];
}

/** What countries are measured by, as it stood when a round began. Goals and indicators are in their order. */
export interface Framework {
  readonly id: string;
  readonly version: number;
  readonly meanings: { readonly green: Words | null; readonly yellow: Words | null; readonly red: Words | null; readonly star: Words | null };
  readonly goals: readonly FrameworkGoal[];
}

/** Null: the source does not say of when it is. */
export type Period = { readonly edtf: string; readonly from: string; readonly to: string } | null;

export interface CardRound {
  readonly id: string;
  /** Its name in addresses, such as `review-2011-42`. */
  readonly key: string;
  readonly title: Words;
  readonly period: Period;
  readonly frameworkVersion: number;
  /** The base: ids of who was looked at, sorted. */
  readonly jurisdictions: readonly string[];
  readonly note: Words | null;
  readonly source: CardSource | null;
  /** When it first went or goes public; null: nobody has said when. */
  readonly publishedAt: Date | null;
}

export interface CardReply {
  readonly id: string;
  /** Null: to the card as a whole. */
  readonly indicator: string | null;
  readonly byWhom: string;
  readonly officeId: string | null;
  readonly receivedOn: string;
  /** In which it came; the other texts are translations. */
  readonly language: string;
  readonly texts: Words;
  readonly documentId: string | null;
  readonly replaces: string | null;
}

/** What a card says of one indicator, and how it came to say so. */
export interface CardEntry {
  readonly indicator: FrameworkIndicator;
  /** Null: not known. */
  readonly rating: Rating | null;
  readonly star: boolean;
  readonly reasons: Words;
  readonly sources: readonly CardSource[];
  /** Null: nobody assessed it, or (in public) who it was is not told. */
  readonly assessor: string | null;
  readonly reviewer: string | null;
  readonly assessedOn: string | null;
  /** Null: there is no assessment. */
  readonly version: number | null;
  readonly publicationId: string | null;
  /** When this version went public. */
  readonly publicAt: Date | null;
  readonly replies: readonly CardReply[];
}

export interface Card {
  readonly jurisdiction: { readonly id: string; readonly name: string; readonly names: Words; readonly kind: 'country' | 'region' | 'world' };
  readonly round: CardRound;
  readonly framework: Framework;
  /** As on this day; null: now. */
  readonly on: string | null;
  /** By goal and number, one for each indicator of the framework. */
  readonly entries: readonly CardEntry[];
  /** To the whole card. */
  readonly replies: readonly CardReply[];
  /** Of the card as a whole, such as what a print lost. */
  readonly note: string | null;
  readonly source: CardSource | null;
}

/** One published wording of a rating, for "how it was before". Newest first. */
export interface CardVersion {
  readonly version: number;
  readonly rating: Rating | null;
  readonly star: boolean;
  readonly reasons: Words;
  readonly assessedOn: string | null;
  readonly publicAt: Date | null;
}

/** `not-comparable`: one of the two is not known, not assessed, or the indicator is not in both frameworks. */
export type Movement = 'better' | 'same' | 'worse' | 'not-comparable';

export interface ComparedEntry {
  readonly indicator: FrameworkIndicator;
  readonly from: CardEntry | null;
  readonly to: CardEntry | null;
  readonly movement: Movement;
  /** Whether NGOs took the work over (`came`), or no longer do it (`went`). */
  readonly star: 'came' | 'went' | null;
}

export interface CardComparison {
  readonly jurisdiction: Card['jurisdiction'];
  readonly from: Card;
  readonly to: Card;
  readonly entries: readonly ComparedEntry[];
  readonly counts: Readonly<Record<Movement, number>>;
}

export interface Page<Item> {
  readonly items: Item[];
  readonly total: number;
  readonly page: number;
  readonly pageSize: number;
}

/** A country in the list of a round's cards. */
export interface CardLine {
  readonly jurisdiction: Card['jurisdiction'];
  readonly ratings: Readonly<Record<string, Rating | null>>;
  readonly stars: readonly string[];
}

/** A wording of a rating, where it stands and in which order it came. `round` is the round's key. */
export interface RatingVersion extends CardVersion {
  readonly round: string;
  readonly jurisdiction: string;
  readonly indicator: string;
  readonly sources: readonly CardSource[];
  readonly publicationId: string;
  /** Whether it is what the card says: the newest that may be read. */
  readonly stands: boolean;
}

/** Everything of all rounds that one audience may read, for those who take it whole. `round` is a round's key everywhere. */
export interface AllCards {
  /** The newest period first. */
  readonly rounds: readonly CardRound[];
  /** Those of the rounds, the oldest first. */
  readonly frameworks: readonly Framework[];
  /** Who was looked at, rated or not, with what is said of the card as a whole. */
  readonly base: readonly { readonly round: string; readonly jurisdiction: string; readonly note: string | null; readonly source: CardSource | null }[];
  /** By round, jurisdiction, indicator and version. */
  readonly ratings: readonly RatingVersion[];
  readonly replies: readonly (CardReply & { readonly round: string; readonly jurisdiction: string })[];
  /** Groups of countries as the campaign names them, with who is in them. */
  readonly groups: readonly { readonly id: string; readonly label: Words; readonly note: string | null; readonly members: readonly string[] }[];
}
