import { type HoldHandover, type ReceiptKind } from '../handovers.types.js';

export { RECEIPTS } from '../handovers.types.js';

/** The one form of the day. */
export interface RecordDay extends HoldHandover {
  /** UUID of this form: sent again, it changes nothing. */
  submission: string;
  receipt: ReceiptKind;
  receiptNumber?: string | null;
  /** Ids of documents of the same place. */
  receiptDocument?: string | null;
  photo?: string | null;
  /** The people in the photo agreed to its publication. */
  photoAgreed?: boolean;
  quote?: string | null;
  quoteLanguage?: string | null;
  quoteBy?: string | null;
  /** Names of the delegates who were there. */
  attendance?: string[];
  /** Left out or null: told at once. */
  embargo?: { until: Date; timeZone: string } | null;
}

export interface DayLink {
  id: string;
  kind: 'delegation' | 'receipt';
  validFrom: Date;
  validUntil: Date;
  revokedAt: Date | null;
  usedAt: Date | null;
  createdAt: Date;
}

export interface NewDayLink extends DayLink {
  /** 256 bits, base64url; told once, only its hash is kept. */
  token: string;
}

/** What a link opens. */
export interface OpenLink extends DayLink {
  handoverId: string;
  campaignId: number;
  jurisdictionId: string;
}
