import { type InstrumentEventKind, type InstrumentStateKind, type PercentCheck, type RankedRow, type RankingRules, type StatisticQualifier, type StatisticScope, type StatisticUnit } from '#libs/progress';
import { type LocalText } from '../../ui/index.js';
import { type FaceFrame } from '../face/view-models.js';
import { type PublicationNotice } from '../publication-notices.js';

export interface FactsFrame extends FaceFrame {
  notices: readonly PublicationNotice[];
}

export interface SourceLine {
  text: LocalText;
  href: string | null;
}

export interface PlaceName {
  id: string;
  name: string;
}

export interface EventView {
  id: string;
  event: InstrumentEventKind;
  /** EDTF, an interval for bounds; null: no date in the source. */
  when: string | null;
  note: LocalText | null;
  source: SourceLine | null;
}

export interface StandingView {
  place: PlaceName;
  state: InstrumentStateKind;
  reserved: boolean;
  when: string | null;
  /** Day on which another source still found it open. */
  notBefore: string | null;
  contradiction: boolean;
  events: EventView[];
}

export interface InstrumentView {
  key: string;
  name: LocalText;
  type: string;
  /** Of the treaty as a whole. */
  whole: EventView[];
  rows: StandingView[];
}

export interface Choice {
  value: string;
  label: LocalText;
}

export interface RatificationsView {
  campaign: FactsFrame;
  instruments: InstrumentView[];
  /** What one can ask for. */
  choices: { instruments: Choice[]; places: PlaceName[] };
  asked: { instrument: string; country: string; state: string };
  total: number;
  page: number;
  pages: number;
}

export interface RankingView {
  key: string;
  title: LocalText;
  period: { from: number; to: number };
  statesAssessed: number | null;
  publicAt: Date | null;
  timeZone: string | null;
  /** Null: the table is not in the source. */
  rows: (RankedRow & { place: PlaceName })[] | null;
  method: { title: LocalText; version: number; description: LocalText | null; rules: RankingRules; weights: { goal: LocalText; indicators: { title: LocalText; weight: number }[] }[]; sha256: string } | null;
  note: LocalText | null;
  source: SourceLine | null;
  /** What holds in its place; `href`: where on this page. */
  corrected: { on: string; by: LocalText; href: string | null } | null;
  /** What it holds in the place of. */
  corrects: LocalText | null;
  /** Names of indicators, for what is missing. */
  indicators: ReadonlyMap<string, LocalText>;
}

export interface RankingsView {
  campaign: FactsFrame;
  rankings: RankingView[];
  page: number;
  pages: number;
}

export interface StatisticView {
  key: string;
  statement: LocalText;
  /** Of its indicator, or its topic where that has a name. */
  about: LocalText | null;
  year: number | null;
  compareYear: number | null;
  scope: StatisticScope;
  population: number | null;
  unit: StatisticUnit;
  qualifier: StatisticQualifier;
  value: number | null;
  fraction: { n: number; of: number } | null;
  countries: PlaceName[];
  check: PercentCheck;
  note: LocalText | null;
  source: SourceLine | null;
  /** The publication whose figures hold in its place. */
  correctedBy: LocalText | null;
}

export interface StatisticsView {
  campaign: FactsFrame;
  /** By goal, those of no goal last. */
  goals: { key: string; title: LocalText | null; statistics: StatisticView[] }[];
  /** Only figures of this goal, by its key; empty: of all. */
  asked: string;
  page: number;
  pages: number;
  /** Of all pages. */
  total: number;
  /** How many of them cannot stand for a whole number, and how many only if digits were cut off. */
  impossible: number;
  cut: number;
}
