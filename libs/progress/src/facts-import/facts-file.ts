import type { FileDate, SourceReference, Words } from '#libs/petitions';
import type { CardsFile } from '../cards/import/cards-file.js';
import type { InstrumentEventKind } from '../instruments/instrument.types.js';
import type { RankingRules } from '../rankings/ranking.types.js';
import type { StatisticQualifier, StatisticScope, StatisticUnit } from '../statistics/statistics.types.js';
import type { CountryFinding, FindingDirection, TimelineEvent, TimelineKind } from '../timeline/timeline.types.js';

/**
 * What a file of format `countersign-progress-cards/1` says beside its cards, and a file of format `countersign-timeline/1`, as types.
 * The schemas in data/schema are the rule; these types only say the same to the compiler.
 */
export interface FactsFile extends CardsFile {
  rankings: RankingEntry[];
  statistics: StatisticEntry[];
  ratifications: RatificationEntry[];
  countryFindings: FindingEntry[];
}

export interface RatificationEntry {
  id: string;
  jurisdiction: string | null;
  instrument: string;
  event: InstrumentEventKind;
  date: FileDate | null;
  datePrinted?: string;
  since: FileDate | null;
  until: FileDate | null;
  handover?: string;
  note?: string;
  source?: SourceReference;
}

export interface RankingEntry {
  id: string;
  title?: Words;
  /** Left out of one that is computed: the years of its round. */
  period?: { from: number; to: number };
  statesAssessed: number;
  embargoedUntil: string | null;
  /** IANA zone in which the embargo was named. */
  timeZone?: string;
  /** Null: the table is not in the source. `computed`: by the method, from the cards of the round in this file. */
  data: null | 'computed';
  method?: { id: string; version: number; title: Words; description?: Words; rules: RankingRules };
  round?: string;
  /** One of the file's publications, with which it goes public. */
  publication?: string;
  note?: string;
  source?: SourceReference;
}

export interface StatisticEntry {
  id: string;
  year: number | null;
  indicator: string | null;
  topic: string | null;
  goal: string | null;
  scope: StatisticScope;
  population: number | null;
  value: number | null;
  unit: StatisticUnit;
  qualifier: StatisticQualifier;
  fraction?: { n: number; of: number };
  compareYear?: number;
  countries?: string[];
  statement: string;
  note?: string;
  source: SourceReference;
}

export interface FindingEntry {
  id: string;
  jurisdictions: string[];
  indicator: string | null;
  topic: string | null;
  date: string;
  direction: FindingDirection;
  statement: string;
  values?: CountryFinding['figures'];
  source: SourceReference;
}

export interface TimelineFile {
  format: 'countersign-timeline/1';
  campaign: string;
  events: TimelineEntry[];
}

export interface TimelineEntry {
  id: string;
  date: string;
  datePrinted?: string;
  dateEnd?: string;
  precision: TimelineEvent['precision'];
  kind: TimelineKind;
  title: string;
  jurisdictions: string[];
  figures?: TimelineEvent['figures'];
  ref?: string;
  note?: string;
  source: SourceReference;
}

/** What the database knows of the campaign that the files belong to. */
export interface KnownForFacts {
  readonly record: boolean;
  readonly language: string;
  readonly firstStart: string;
  readonly jurisdictions: ReadonlySet<string>;
  /** Key → the jurisdiction it belongs to, null for all. */
  readonly instruments: ReadonlyMap<string, string | null>;
  /** Key → its goal. */
  readonly indicators: ReadonlyMap<string, string>;
  readonly goals: ReadonlySet<string>;
  readonly documents: ReadonlySet<string>;
  readonly handovers: ReadonlySet<string>;
  /** Ids of ratifications and rankings imported before: a timeline may come by itself. */
  readonly refs: ReadonlySet<string>;
  /** `key version` → the rules as they were published: they never change. */
  readonly methods: ReadonlyMap<string, RankingRules>;
}
