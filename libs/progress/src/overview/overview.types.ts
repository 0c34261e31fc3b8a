import type { Words } from '#libs/petitions';
import type { CardRound, Framework } from '../cards/cards.types.js';

/** The five parts of a share. `not-known` is no rating: the source is silent. */
export const PARTS = ['green', 'yellow', 'red', 'not-assessed', 'not-known'] as const;
export type Part = (typeof PARTS)[number];

export interface Share {
  /** How many ratings it is a share of: one a jurisdiction (per indicator), or one a jurisdiction and indicator (per goal, and of all). */
  readonly base: number;
  readonly counts: Readonly<Record<Part, number>>;
  /** Whole percents of `base` by largest remainder: they add up to 100. Null where the base is empty. */
  readonly percents: Readonly<Record<Part, number>> | null;
  /** How many have the star. */
  readonly stars: number;
}

/** Between two rounds, of jurisdictions that are in both. */
export interface Change {
  /** Ratings in both rounds. */
  readonly base: number;
  /** Of these, with a colour in both: only they can be better or worse. */
  readonly comparable: number;
  readonly better: number;
  readonly same: number;
  readonly worse: number;
  readonly before: Share;
  readonly after: Share;
}

export interface OverviewPart {
  readonly share: Share;
  /** Null: nothing to compare with, or the indicator is not in both frameworks. */
  readonly change: Change | null;
}

/** A set of jurisdictions looked at together; `members` are those of it that the round covers. */
export interface OverviewPlace {
  readonly kind: 'all' | 'region' | 'group';
  /** Id of the region or group; `all`. */
  readonly id: string;
  readonly label: Words;
  /** What its editor said of who is in it, such as "general knowledge, not from the sources". */
  readonly note: string | null;
  readonly members: readonly string[];
  /** Members that the round does not cover, and which no share speaks of. */
  readonly outside: readonly string[];
  /** In both rounds; null where no two are compared. */
  readonly inBoth: readonly string[] | null;
  readonly indicators: Readonly<Record<string, OverviewPart>>;
  readonly goals: Readonly<Record<string, OverviewPart>>;
  readonly overall: OverviewPart;
}

export interface Overview {
  readonly round: CardRound;
  readonly against: CardRound | null;
  readonly framework: Framework;
  readonly on: string | null;
  /** All first, then regions, then groups; those that the round covers nobody of are left out. */
  readonly places: readonly OverviewPlace[];
}
