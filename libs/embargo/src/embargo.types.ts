import { type Words } from '#libs/petitions';

export const PUBLICATION_KINDS = ['cards', 'ranking', 'statistics', 'report'] as const;
export type PublicationKind = (typeof PUBLICATION_KINDS)[number];
/** Those that organisers can put something into. Figures come with a campaign's file alone, which makes their publications. */
export const PUBLICATION_KINDS_TO_FILL = ['cards', 'ranking', 'report'] as const satisfies readonly PublicationKind[];

/** `draft`: nobody has said when. `scheduled`: an instant that is to come. */
export const PUBLICATION_STATES = ['draft', 'scheduled', 'public', 'withdrawn'] as const;
export type PublicationState = (typeof PUBLICATION_STATES)[number];

/** `public`: what anybody may read. `organisers`: everything; the caller has checked the rights. */
export type PublicationAudience = 'public' | 'organisers';

/** Whom the change is written down to. */
export interface PublicationActor {
  id: string;
  name: string;
}

/** An instant as it is named: a time of day somewhere. */
export interface NamedInstant {
  /** `2026-12-06T18:00`, as the clocks of the zone show it. */
  local: string;
  /** IANA, such as `Asia/Bangkok`. */
  timeZone: string;
  /** Which one, where the clocks show that time twice. Left out: refused, for an embargo knows no about. */
  coming?: 'first' | 'second';
}

export interface NewPublication {
  campaignId: number;
  kind: PublicationKind;
  /** By language; one at least. */
  title: Words;
  /** Left out or null: a draft. */
  at?: NamedInstant | null;
  /** Also an instant that has passed: it is public at once. */
  evenIfPast?: boolean;
}

export interface Publication {
  id: string;
  campaignId: number;
  /** Slug. */
  campaign: string;
  demonstration: boolean;
  /** Of a record: nothing of it is changed any more. */
  record: boolean;
  kind: PublicationKind;
  title: Words;
  state: PublicationState;
  publicAt: Date | null;
  /** In which the instant was named. */
  timeZone: string | null;
  /** The notice, by language. */
  withdrawn: { at: Date; why: Words } | null;
  /** Ids, as far as the audience may know of them. */
  corrects: string | null;
  correctedBy: string | null;
  source: object | null;
  createdAt: Date;
  /** The database's clock when this was read: what a countdown counts from. */
  readAt: Date;
}

export interface NewAccreditedReader {
  name: string;
  organisation: string;
  validUntil: Date;
}

export interface AccreditedReader {
  id: string;
  publicationId: string;
  name: string;
  organisation: string;
  validUntil: Date;
  revokedAt: Date | null;
  createdAt: Date;
  /** How often something was read by this link. */
  reads: number;
  lastReadAt: Date | null;
}

/** One reading by a personal link. */
export interface AccreditedRead {
  readerId: string;
  name: string;
  organisation: string;
  /** The address without what follows its question mark. */
  what: string;
  at: Date;
}
