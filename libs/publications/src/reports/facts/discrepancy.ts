import { type FigureQualifier } from '#libs/handovers';
import { type SourceReference } from '#libs/petitions';

/** Every rule by which figures are held against each other. Each has its sentences in the catalogues of reports. */
export const DISCREPANCY_RULES = [
  'total', 'region-sum', 'region-overlap', 'other-figure', 'handover-incomplete', 'without-handover', 'without-figure', 'round', 'scoped-claim', 'named-countries', 'petition-countries', 'beyond-verified',
] as const;
export type DiscrepancyRule = (typeof DISCREPANCY_RULES)[number];

/**
 * contradicts: both cannot be true as printed. unexplained: both can be, and nothing says how. incomplete: something is missing without which
 * it cannot be judged. compatible: they agree, told because two figures stand in print. doubtful: looks estimated.
 */
export type Verdict = 'contradicts' | 'unexplained' | 'incomplete' | 'compatible' | 'doubtful';

export interface Discrepancy {
  rule: DiscrepancyRule;
  verdict: Verdict;
  /** Jurisdiction it is about; null: the campaign as a whole. */
  jurisdiction: string | null;
  /** Handovers and claims it is about, by id and key. */
  subjects: string[];
  /** Whole numbers by name, in the order in which they are told. */
  values: Record<string, number>;
  qualifiers: Record<string, FigureQualifier>;
  /** Jurisdictions or names of missing parts, sorted. */
  lists: Record<string, string[]>;
  sources: SourceReference[];
}
