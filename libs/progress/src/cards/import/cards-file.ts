import type { FileDate, SourceReference, Words } from '#libs/petitions';
import type { CardSource, Rating } from '../cards.types.js';

/**
 * The cards of a file of format `countersign-progress-cards/1`, as types. The schema (data/schema/progress-cards.schema.json) is the rule;
 * these types only say the same to the compiler. A value comes from `validateCardsFile` and from nowhere else.
 */
export const CARDS_FORMAT = 'countersign-progress-cards/1';

export interface CardsFile {
  format: typeof CARDS_FORMAT;
  campaign: string;
  /** What has to be said of all of it, such as that it is fictional. It stands with every round. */
  note?: Words;
  publications?: { id: string; title: Words; date: FileDate; time: string; timeZone: string }[];
  indicatorIds: string[];
  coverage: CoverageEntry[];
  cards: CardEntryOfFile[];
}

/** A round. Without `period` it is of its year; a round of neither is one whose source does not say. */
export interface CoverageEntry {
  id: string;
  title?: Words;
  year?: number;
  period?: { from: FileDate; to: FileDate };
  publication?: string;
  jurisdictions: string[];
  note?: string;
  source?: SourceReference;
}

export interface CardEntryOfFile {
  id: string;
  /** Left out: the one round of that year that covers the jurisdiction. */
  round?: string;
  jurisdiction: string;
  year?: number | null;
  yearNote?: string;
  coloursLegible?: boolean;
  indicators: IndicatorEntry[];
  replies?: { id: string; indicator?: string; byWhom: string; receivedOn: FileDate; language: string; texts: Words }[];
  note?: string;
  source?: SourceReference;
}

export interface RatedEntry {
  rating: Rating | null;
  ngoStar: boolean;
  reasons?: Words;
  sources?: CardSource[];
  assessor?: string;
  reviewer?: string;
  assessedOn?: FileDate;
}

export interface IndicatorEntry extends RatedEntry {
  indicator: string;
  /** Later versions, each under a publication of its own. */
  corrections?: (RatedEntry & { publication: string })[];
}

/** Cards whose year the source does not state stand in this round. */
export const UNDATED_ROUND = 'undated';

/** The rounds of a file, with the one of undated cards if there are any. */
export function roundsOf(file: Pick<CardsFile, 'coverage' | 'cards'>): CoverageEntry[] {
  const undated = file.cards.filter((card) => card.round === undefined && card.year == null);
  const [first] = undated;
  if (!first) return file.coverage;
  return [...file.coverage, { id: UNDATED_ROUND, jurisdictions: [...new Set(undated.map((card) => card.jurisdiction))], ...(first.yearNote ? { note: first.yearNote } : {}), ...(first.source ? { source: first.source } : {}) }];
}

/** The round a card belongs to; null: none, or more than one could be meant. */
export function roundOfCard(card: CardEntryOfFile, rounds: readonly CoverageEntry[]): CoverageEntry | null {
  if (card.round !== undefined) return rounds.find((round) => round.id === card.round) ?? null;
  if (card.year == null) return rounds.find((round) => round.id === UNDATED_ROUND) ?? null;
  const fitting = rounds.filter((round) => round.year === card.year && round.jurisdictions.includes(card.jurisdiction));
  return fitting.length === 1 ? (fitting[0] ?? null) : null;
}
