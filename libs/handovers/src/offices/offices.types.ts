import { type HandoverRecipientKind } from '../handovers.types.js';

/** Somebody in an office, from a day to a day, both included; `to` null: still, or nobody knows until when. */
export interface Term {
  id: string;
  person: string;
  from: string;
  to: string | null;
  source: string | null;
}

/** What stays when the person goes. */
export interface Office {
  id: string;
  campaignId: number;
  jurisdiction: string;
  /** By language (BCP 47). */
  names: Record<string, string>;
  body: string | null;
  kind: HandoverRecipientKind;
  /** Earliest first. */
  terms: Term[];
}

export interface OfficeInput {
  names: Record<string, string>;
  body?: string | null;
  kind: HandoverRecipientKind;
}

export interface TermInput {
  person: string;
  /** Days `YYYY-MM-DD`. */
  from: string;
  to?: string | null;
  source?: string | null;
}

/** A time before an election in which an administration should not receive petitions, or will not. */
export interface Blackout {
  id: string;
  campaignId: number;
  jurisdiction: string;
  from: string;
  to: string;
  reason: string;
  source: string | null;
}

export interface BlackoutInput {
  from: string;
  to: string;
  reason: string;
  source?: string | null;
}

/** Who held an office when it received something, and who holds it today; null: nobody known. */
export interface HoldersThenAndNow {
  office: Office;
  then: Term | null;
  now: Term | null;
}
