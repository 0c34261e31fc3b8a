import type { PublicationAudience } from '#libs/embargo';
import type { SourceReference } from '#libs/petitions';
import type { PercentCheck } from './percent-rules.js';

export const STATISTIC_UNITS = ['percent', 'fraction-percent', 'percent-of-subset', 'percent-change', 'countries', 'cards', 'regions', 'trend', 'qualitative'] as const;
export type StatisticUnit = (typeof STATISTIC_UNITS)[number];
export const STATISTIC_SCOPES = ['all', 'europe', 'asia-pacific', 'north-america', 'osce', 'world'] as const;
export type StatisticScope = (typeof STATISTIC_SCOPES)[number];
export const STATISTIC_QUALIFIERS = ['exact', 'more-than', 'nearly', 'approximately', 'increased', 'decreased', 'unchanged', 'most', 'vast-majority'] as const;
export type StatisticQualifier = (typeof STATISTIC_QUALIFIERS)[number];

/** A figure as it was published by somebody. Nothing in it is reckoned but `check`. */
export interface PublishedStatistic {
  readonly key: string;
  readonly year: number | null;
  readonly indicator: string | null;
  readonly topic: string | null;
  /** Of its indicator, or its own; null: of no goal. */
  readonly goal: string | null;
  readonly scope: StatisticScope;
  /** Countries of its base as printed; null: not told. */
  readonly population: number | null;
  /** Ours: how many countries of the scope were reviewed that year; null: not known. */
  readonly reviewed: number | null;
  /** Null for what is said in words only. */
  readonly value: number | null;
  readonly unit: StatisticUnit;
  readonly qualifier: StatisticQualifier;
  readonly fraction: { readonly n: number; readonly of: number } | null;
  readonly compareYear: number | null;
  readonly countries: readonly string[];
  readonly statement: string;
  readonly note: string | null;
  readonly language: string | null;
  readonly source: SourceReference | null;
  /** Null: it stands by itself, and was public from the first. */
  readonly publicationId: string | null;
  readonly check: PercentCheck;
}

export interface StatisticFilter {
  readonly audience: PublicationAudience;
  /** Publications that whoever asks may read ahead of the public. */
  readonly ahead?: readonly string[];
  readonly campaignId: number;
  readonly goal?: string;
  readonly indicator?: string;
  readonly year?: number;
  readonly scope?: StatisticScope;
  /** Only of figures that concern this country by name. */
  readonly jurisdiction?: string;
  readonly page?: number;
  readonly pageSize?: number;
}
