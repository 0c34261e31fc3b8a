import { type FindingDirection } from '#libs/progress';
import { type StatedFigure } from '../../i18n/index.js';
import { type CommitmentState, type HandoverState, type LocalText, type PetitionState } from '../../ui/index.js';
import { type Section } from '../sections.js';
import { type CommitmentView, type HandoverView, type PetitionView, type PlaceView } from '../view-models.js';

/** The pages around a campaign's petitions, as plain data. Unknown is null, never 0; a figure is stated or counted, never a mixture. */

export interface FaceFrame {
  slug: string;
  title: LocalText;
  kind: 'live' | 'record';
  /** EDTF; of a record. */
  recordAsOf: string | null;
  demonstration: boolean;
  noindex: boolean;
  /** Sections that have something to show. */
  sections: readonly Section[];
  /** Address of this very page, with its language. */
  canonicalUrl: string;
}

// ---------- map ----------

/** What became of the petition's handover, as far as it is told. */
export type Handed = 'held' | 'not-received' | 'listed' | 'planned' | 'none';

export interface PromiseCounts {
  made: number;
  fulfilled: number;
  inProgress: number;
  broken: number;
  overdue: number;
}

/** How many of a country's indicators stand green, of those that were rated; null: there is no card, or it has no colour. */
export interface CardShare {
  green: number;
  rated: number;
}

export interface MapCountryView {
  place: PlaceView;
  href: string;
  state: PetitionState;
  /** Null: no figure published. */
  figure: StatedFigure | null;
  handed: Handed;
  /** EDTF. */
  handedOn: string | null;
  promises: PromiseCounts;
  card: CardShare | null;
}

export const MEASURES = ['signatures', 'handed', 'kept', 'progress'] as const;
export type Measure = (typeof MEASURES)[number];

export interface MapView {
  campaign: FaceFrame;
  measure: Measure;
  /** Those that say something about this campaign. */
  measures: readonly Measure[];
  /** Part of the world; `world`: all of it. */
  area: string;
  areas: readonly string[];
  /** In `area` only. */
  countries: readonly MapCountryView[];
  /** In the whole campaign. */
  allCountries: number;
  /** What the pages of regions and of the world tell, which no country's colour can. */
  regions: readonly { place: PlaceView; href: string }[];
}

// ---------- country ----------

/** How the standings of a progress card are spread; `known` false: the source gives no colours. */
export interface CardSummaryView {
  href: string;
  round: LocalText | null;
  /** EDTF. */
  period: string | null;
  green: number;
  yellow: number;
  red: number;
  notAssessed: number;
  notKnown: number;
  stars: number;
}

export interface RatificationView {
  instrument: LocalText;
  state: 'in-force' | 'ratified' | 'adopted' | 'signed' | 'pledged' | 'not-ratified' | 'withdrawn';
  reserved: boolean;
  /** EDTF, exact or bounded. */
  date: string | null;
  note: LocalText | null;
}

/** What a report found here, beside its ratings and figures. */
export interface FindingView {
  key: string;
  direction: FindingDirection;
  /** EDTF. */
  date: string;
  statement: LocalText;
  /** The indicator that it is about. */
  about: LocalText | null;
  /** Of which the same was said. */
  others: readonly PlaceView[];
  source: { text: LocalText; href: string | null } | null;
}

export interface CountryView {
  campaign: FaceFrame;
  place: PlaceView;
  kind: 'country' | 'region' | 'world';
  /** Whose calls, count, handovers and promises these are; null: there is no petition and research found no calls. */
  petition: PetitionView | null;
  handovers: readonly HandoverView[];
  commitments: readonly CommitmentView[];
  /** Regions and the world that it is part of. */
  regions: readonly { place: PlaceView; href: string }[];
  /** Of a region or the world. */
  members: readonly { place: PlaceView; href: string }[];
  card: CardSummaryView | null;
  findings: readonly FindingView[];
  ratifications: readonly RatificationView[];
  /** The report that writes itself of this place; null: there is nothing to report on. */
  reportHref: string | null;
}

// ---------- timeline ----------

export interface TimelineEventView {
  key: string;
  /** EDTF as told; null: no date. */
  date: string | null;
  /** First possible day, `YYYY-MM-DD`, to sort by; null with no date. */
  from: string | null;
  kind: string;
  title: LocalText;
  note: LocalText | null;
  places: readonly PlaceView[];
  href: string | null;
  source: LocalText | null;
}

export interface TimelineView {
  campaign: FaceFrame;
  events: readonly TimelineEventView[];
}

// ---------- promises ----------

export interface PromiseView {
  commitment: CommitmentView;
  place: PlaceView;
  href: string;
  state: CommitmentState;
  kind: string;
  goals: readonly string[];
  instrument: { key: string; name: LocalText } | null;
  /** Last possible day on which it is due. */
  dueTo: string | null;
  overdue: boolean;
  /** EDTF of the newest status. */
  since: string | null;
}

export interface AnsweredRowView {
  place: PlaceView;
  href: string;
  calls: number;
  byName: number;
  /** Covered only by a promise about the petition as a whole. */
  byAllOnly: number;
  none: number;
}

export interface BoardView {
  campaign: FaceFrame;
  promises: readonly PromiseView[];
  answered: { calls: number; byName: number; byAll: number; atLeastOnce: number };
  answeredBy: readonly AnsweredRowView[];
}

export type { HandoverState };
