import { type Change, type ComparedEntry, type Movement, type Part, PARTS, type Share } from '#libs/progress';
import { type LocalText } from '../../ui/index.js';
import { type PublicationNotice } from '../publication-notices.js';
import { type Section } from '../sections.js';
import { type PlaceView } from '../view-models.js';

/** How an indicator stands. *Not known* is no rating, and neither it nor *not assessed* is ever a colour. */
export const STANDINGS = PARTS;
export type Standing = Part;

export interface ProgressFrame {
  slug: string;
  title: LocalText;
  kind: 'record' | 'live';
  demonstration: boolean;
  noindex: boolean;
  /** Those that have something to show. */
  sections: readonly Section[];
  canonicalUrl: string;
  /** What of it was taken back or corrected. */
  notices: readonly PublicationNotice[];
}

/** A round of assessment: one framework, one period. */
export interface RoundView {
  /** Its key, as in addresses. */
  id: string;
  title: LocalText;
  /** EDTF; null where the source does not say. */
  period: string | null;
}

/** What the shapes of a card mean, in the words of its framework. */
export interface LegendView {
  ratings: { standing: Standing; meaning: LocalText | null }[];
  star: LocalText | null;
}

export interface SourceView {
  text: LocalText;
  href: string | null;
}

export interface IndicatorView {
  key: string;
  number: number;
  title: LocalText;
  description: LocalText | null;
  standing: Standing;
  star: boolean;
  reasons: LocalText | null;
  sources: SourceView[];
  /** ISO day on which it was assessed. */
  assessedOn: string | null;
  /** Organisations or offices; people of this installation are not named. */
  assessor: string | null;
  reviewer: string | null;
  /** Written by one and approved by another of whoever runs the campaign, whose name it is. */
  checkedIn: string | null;
}

export interface GoalView {
  key: string;
  number: number;
  title: LocalText;
  indicators: IndicatorView[];
}

export interface ReplyView {
  id: string;
  /** ISO day. */
  on: string;
  by: LocalText;
  text: LocalText;
  /** The words as they were given, where `text` is a translation. */
  original: LocalText | null;
  /** Null: the card as a whole. */
  indicator: LocalText | null;
}

/** A state of the card that the public could read from this day on. */
export interface CardVersionView {
  key: string;
  /** ISO day; null where the source does not say. */
  since: string | null;
  round: RoundView;
  /** How many indicators were rated anew by it; null: not reckoned. */
  changed: number | null;
  href: string;
}

export interface CardView {
  campaign: ProgressFrame;
  place: PlaceView;
  href: string;
  round: RoundView;
  /** Chosen day (ISO) or null for today's card. */
  on: string | null;
  /** What can be chosen, newest first. */
  rounds: RoundView[];
  fictional: boolean;
  /** Why a printed card shows no colours, or what else is to be known of it. */
  note: LocalText | null;
  legend: LegendView;
  goals: GoalView[];
  replies: ReplyView[];
  versions: CardVersionView[];
  sources: SourceView[];
  petitionHref: string | null;
}

/** Nothing to show of this place: on that day, in that round, or at all. */
export interface NoCardView {
  campaign: ProgressFrame;
  place: PlaceView;
  href: string;
  on: string | null;
  rounds: RoundView[];
  round: RoundView | null;
}

export const MOVES = ['better', 'worse', 'same', 'not-comparable'] as const satisfies readonly Movement[];
export type Move = Movement;

export interface ComparedIndicator {
  key: string;
  number: number;
  title: LocalText;
  before: Standing;
  after: Standing;
  move: Move;
  starBefore: boolean;
  starAfter: boolean;
  star: ComparedEntry['star'];
  reasons: LocalText | null;
}

export interface CompareView {
  campaign: ProgressFrame;
  place: PlaceView;
  href: string;
  rounds: RoundView[];
  from: RoundView | null;
  to: RoundView | null;
  fictional: boolean;
  /** The frameworks differ: only indicators of both are compared. */
  differentFrameworks: boolean;
  moves: Record<Move, number>;
  goals: { key: string; number: number; title: LocalText; indicators: ComparedIndicator[] }[];
}

/** One line of an overview: how many of a base stand how. */
export interface ShareRow {
  key: string;
  label: LocalText;
  /** Of a place: how many countries it is about, of how many that belong to it. */
  countries?: { n: number; of: number };
  href?: string;
  /** Where the countries of each part are listed. */
  cells?: Record<Standing, string>;
  share: Share;
}

export interface MoveRow {
  key: string;
  label: LocalText;
  change: Change;
}

export interface CardLineView {
  place: PlaceView;
  href: string;
  /** In the framework's order, goal by goal. */
  goals: { key: string; title: LocalText; standings: { standing: Standing; star: boolean; title: LocalText }[] }[];
}

export interface FilterLink {
  /** Null: all countries. */
  label: LocalText | null;
  href: string;
  current: boolean;
  count: number;
}

export interface OverviewView {
  campaign: ProgressFrame;
  href: string;
  rounds: RoundView[];
  round: RoundView | null;
  /** The round compared with; null: there is none before. */
  before: RoundView | null;
  on: string | null;
  fictional: boolean;
  legend: LegendView;
  /** How many countries have a card of this round, within the filter. */
  countries: number;
  /** The group or region that the page is about, with its countries that the round leaves out; null: all. */
  within: { label: LocalText; note: LocalText | null; outside: readonly PlaceView[] } | null;
  /** Cards there are, and no colour on any: a record's print lost them. */
  colourless: boolean;
  byIndicator: { goal: LocalText; rows: ShareRow[] }[];
  byGoal: ShareRow[];
  byGroup: ShareRow[];
  moved: MoveRow[];
  /** Countries in both rounds. */
  inBoth: number;
  filters: FilterLink[];
  cards: CardLineView[];
  /** The list is only of those that stand so on one indicator. */
  only: { indicator: LocalText; standing: Standing; count: number; allHref: string } | null;
  page: number;
  pages: number;
  pageHref: string;
}
