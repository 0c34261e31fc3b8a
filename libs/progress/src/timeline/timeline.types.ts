import type { PublicationAudience } from '#libs/embargo';
import type { DatePrecision, Qualifier, SourceReference } from '#libs/petitions';

export const TIMELINE_KINDS = ['context', 'launch', 'assessment', 'publication', 'petition', 'event', 'milestone', 'policy', 'handover', 'planned-handover', 'ratification', 'planned', 'embargo'] as const;
export type TimelineKind = (typeof TIMELINE_KINDS)[number];
export const FINDING_DIRECTIONS = ['good-practice', 'gap', 'setback', 'neutral'] as const;
export type FindingDirection = (typeof FINDING_DIRECTIONS)[number];

export interface TimelineEvent {
  readonly key: string;
  /** EDTF. */
  readonly date: string;
  readonly datePrinted: string | null;
  /** Last day, where it went on for several. */
  readonly dateEnd: string | null;
  /** First and last possible day, the end included. */
  readonly from: string;
  readonly to: string;
  readonly precision: DatePrecision;
  readonly kind: TimelineKind;
  readonly title: string;
  readonly jurisdictions: readonly string[];
  readonly figures: readonly { readonly label: string; readonly value: number; readonly unit: string; readonly qualifier: Qualifier }[];
  /** Id of the handover, instrument's event or ranking that it tells of. */
  readonly ref: string | null;
  readonly note: string | null;
  readonly language: string | null;
  readonly source: SourceReference | null;
}

export interface TimelineFilter {
  readonly campaignId: number;
  readonly jurisdiction?: string;
  readonly kind?: TimelineKind;
  /** Only what may lie between these days, `YYYY-MM-DD`. */
  readonly from?: string;
  readonly to?: string;
  readonly page?: number;
  readonly pageSize?: number;
}

/** What a report found in one or several countries, beside ratings and figures. */
export interface CountryFinding {
  readonly key: string;
  readonly jurisdictions: readonly string[];
  readonly indicator: string | null;
  readonly topic: string | null;
  readonly date: string;
  readonly direction: FindingDirection;
  readonly statement: string;
  readonly figures: readonly { readonly label: string; readonly value: number; readonly unit: string }[];
  readonly language: string | null;
  readonly source: SourceReference | null;
}

export interface FindingFilter {
  readonly audience: PublicationAudience;
  /** Publications that whoever asks may read ahead of the public. */
  readonly ahead?: readonly string[];
  readonly campaignId: number;
  readonly jurisdiction?: string;
  readonly indicator?: string;
  readonly direction?: FindingDirection;
  readonly page?: number;
  readonly pageSize?: number;
}
