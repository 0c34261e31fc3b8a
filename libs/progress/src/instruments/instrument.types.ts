import type { PublicationAudience } from '#libs/embargo';
import type { SourceReference, Words } from '#libs/petitions';

/** Plain data that crosses the border of this lib. Days are `YYYY-MM-DD`, dates EDTF, instants `Date`. */

/** What can become of an instrument. `not-ratified`: somebody looked and found it still open. */
export const INSTRUMENT_EVENTS = ['adopted', 'pledged', 'signed', 'ratified', 'in-effect', 'in-force', 'reserved', 'withdrawn', 'not-ratified'] as const;
export type InstrumentEventKind = (typeof INSTRUMENT_EVENTS)[number];

/** Treaties of the world or of a region; a country's own law, or its plan. */
export const INSTRUMENT_TYPES = ['international', 'regional', 'national-law', 'national-plan'] as const;
export type InstrumentType = (typeof INSTRUMENT_TYPES)[number];

/** An instrument as an organiser names it. */
export interface InstrumentInput {
  readonly names: Words;
  readonly type: InstrumentType;
  /** Whose law or plan it is; null of treaties. */
  readonly jurisdiction?: string | null;
  /** A link or words: where it can be read. */
  readonly source?: string | null;
}

/** Where a jurisdiction stands with an instrument. `unknown` is said by nobody: where there is no event there is no state. */
export const INSTRUMENT_STATES = ['in-force', 'ratified', 'adopted', 'signed', 'pledged', 'not-ratified', 'withdrawn'] as const;
export type InstrumentStateKind = (typeof INSTRUMENT_STATES)[number];

/** A date as it is known: exact or rough (`edtf`), or only after one (`since`) and before another (`until`). */
export interface KnownInstrumentDate {
  readonly edtf: string | null;
  /** As printed, where that is not the EDTF form. */
  readonly printed: string | null;
  readonly since: string | null;
  readonly until: string | null;
  /** First and last possible day; null where nothing bounds it. */
  readonly from: string | null;
  readonly to: string | null;
}

export interface InstrumentEvent {
  readonly id: string;
  /** Its id in the imported file. */
  readonly key: string | null;
  readonly instrument: string;
  /** Null: of the treaty as a whole. */
  readonly jurisdiction: string | null;
  readonly event: InstrumentEventKind;
  readonly date: KnownInstrumentDate;
  /** Key of the handover at which it was said. */
  readonly handover: string | null;
  /** A link or words: what it rests on. */
  readonly evidence: string | null;
  readonly note: string | null;
  /** BCP 47, of `note` and `evidence`. */
  readonly language: string | null;
  readonly source: SourceReference | null;
  /** The event that this one corrects. */
  readonly replaces: string | null;
  /** Corrected by a later one, or taken back: told to organisers, part of no state. */
  readonly stands: boolean;
  readonly retracted: { readonly at: Date; readonly why: string } | null;
  readonly recordedAt: Date;
  /** Null in public. */
  readonly recordedBy: string | null;
}

export interface InstrumentRef {
  readonly key: string;
  readonly name: string;
  readonly names: Words;
  readonly type: string;
}

export interface PlaceRef {
  readonly id: string;
  readonly name: string;
  readonly names: Words;
}

export interface InstrumentState {
  readonly kind: InstrumentStateKind;
  /** The event by which it stands so. */
  readonly by: string;
  readonly date: KnownInstrumentDate;
  readonly reserved: boolean;
  /** Another source still found it open then, so it happened later: a bound that nobody printed. */
  readonly notBefore: { readonly day: string; readonly event: string } | null;
  /** Ids of events that cannot both be right. */
  readonly contradiction: readonly [string, string] | null;
}

/** One jurisdiction and one instrument, with everything that is known of both, the oldest first. */
export interface Standing {
  readonly instrument: InstrumentRef;
  readonly jurisdiction: PlaceRef;
  readonly state: InstrumentState;
  readonly events: readonly InstrumentEvent[];
}

export interface EventFilter {
  readonly audience: PublicationAudience;
  readonly campaignId: number;
  readonly jurisdiction?: string;
  readonly instrument?: string;
  readonly event?: InstrumentEventKind;
  /** Only what stands (default), or everything ever recorded; of these jurisdictions everything, of others what stands. */
  readonly all?: boolean | readonly string[];
  readonly page?: number;
  /** 1 to 200, default 50. */
  readonly pageSize?: number;
}

export interface EventInput {
  readonly instrument: string;
  readonly jurisdiction?: string | null;
  readonly event: InstrumentEventKind;
  /** EDTF. Either this, or `since` and `until`, or none of them where no source says when. */
  readonly date?: string | null;
  readonly since?: string | null;
  readonly until?: string | null;
  readonly evidence: string;
  readonly note?: string | null;
  readonly language?: string | null;
  /** Id of the event that this one corrects. */
  readonly replaces?: string | null;
}

/** A ratification and the open promise that it would fulfil. */
export interface FulfilmentProposal {
  readonly event: InstrumentEvent;
  /** Whether it was ratified with a reservation: the promise may not have allowed for one. */
  readonly reserved: boolean;
  readonly instrument: InstrumentRef;
  readonly jurisdiction: PlaceRef;
  readonly commitment: { readonly id: string; readonly text: string; readonly language: string | null; readonly words: Words; readonly status: string; readonly promisedOn: string | null };
}

export interface ProposalFilter {
  readonly campaignId: number;
  /** Null: all of the campaign. */
  readonly jurisdictions: readonly string[] | null;
  readonly page?: number;
  readonly pageSize?: number;
}

export interface FactsActor {
  readonly id: string;
  readonly name: string;
}
