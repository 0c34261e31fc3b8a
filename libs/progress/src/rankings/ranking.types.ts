import type { Tx } from '#libs/database';
import type { PublicationAudience } from '#libs/embargo';
import type { SourceReference, Words } from '#libs/petitions';
import type { Rating } from '../cards/cards.types.js';

/**
 * How cards become ranks. All numbers are whole, so that two countries tie exactly or not at all. An indicator weighs the weight of its
 * goal times its own; either is 1 where it is left out.
 */
export interface RankingRules {
  /** Points of each colour, 0 to 1000. */
  readonly points: { readonly green: number; readonly yellow: number; readonly red: number };
  readonly goals: Readonly<Record<string, number>>;
  readonly indicators: Readonly<Record<string, number>>;
  /** `left-out`: it neither helps nor harms. `lowest`: it counts as the fewest points that a colour gives. */
  readonly notKnown: 'left-out' | 'lowest';
  readonly notAssessed: 'left-out' | 'lowest';
  /** Percent of all weight that has to bear a colour; who has less is told apart, without a rank. */
  readonly minimumKnown: number;
}

export interface RankingMethod {
  readonly key: string;
  readonly version: number;
  readonly title: Words;
  readonly description: Words;
  readonly rules: RankingRules;
  readonly publishedAt: Date;
}

/** One country's card, as a ranking reads it. */
export interface RankedCard {
  readonly jurisdiction: string;
  readonly ratings: readonly { readonly indicator: string; readonly goal: string; readonly rating: Rating | null }[];
}

export interface RankedRow {
  readonly jurisdiction: string;
  /** Null: too little is known. Equal scores share a rank, and the next one counts them all (1, 2, 2, 4). */
  readonly rank: number | null;
  /** Whether another has the same rank. */
  readonly tied: boolean;
  /** Points of points to be had, exactly; null: nothing is known. */
  readonly score: { readonly points: number; readonly of: number } | null;
  /** Percent of all weight that bears a colour, rounded down. */
  readonly known: number;
  readonly notKnown: readonly string[];
  readonly notAssessed: readonly string[];
}

export interface Ranking {
  readonly id: string;
  readonly key: string;
  readonly title: Words;
  readonly period: { readonly from: number; readonly to: number };
  readonly statesAssessed: number | null;
  /** Null where the source has no table: then there is no method and no row. */
  readonly method: RankingMethod | null;
  /** SHA-256 of method and cards, by which anybody can check that these rows came of them. */
  readonly inputSha256: string | null;
  /** Null: the table is not in the source. */
  readonly rows: readonly RankedRow[] | null;
  readonly note: string | null;
  readonly language: string | null;
  readonly source: SourceReference | null;
  readonly publicationId: string | null;
  /** When it goes or went public, and in which zone that instant was named; null: not decided. */
  readonly publicAt: Date | null;
  readonly timeZone: string | null;
}

export interface RankingFilter {
  readonly audience: PublicationAudience;
  /** Publications that whoever asks may read ahead of the public. */
  readonly ahead?: readonly string[];
  readonly campaignId: number;
  readonly page?: number;
  readonly pageSize?: number;
}

export interface RankingInput {
  readonly key: string;
  readonly title: Words;
  readonly period: { readonly from: number; readonly to: number };
  readonly method: { readonly key: string; readonly version: number };
  /** One of rankings that is not public yet, or how one is made in the same transaction; null: nobody but organisers reads it. */
  readonly publicationId: string | null | ((tx: Tx) => Promise<string>);
}

/** The cards of a round, as they are once everything that was bound to a publication is public. */
export interface RankedRound {
  readonly cards: readonly RankedCard[];
  /** Ids of publications that are still to come, and hold some of it. */
  readonly restsOn: readonly string[];
}
