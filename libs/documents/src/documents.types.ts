import { type DocumentType } from './document-rules.js';
import { type ExaminedDocument } from './examine.js';

/** A file as it came, or as `examine` let it pass: pictures take a moment, better not while rows are locked. */
export type PutDocument = { campaignId: number; /** Whose organisers may open it; left out: those of the whole campaign. */ jurisdictionId?: string | null; /** User id. */ actor: string }
  & ({ name: string; bytes: Buffer } | { examined: ExaminedDocument });

export interface DocumentFacts {
  id: string;
  /** Hex, of the bytes as kept. */
  sha256: string;
  mediaType: DocumentType;
  size: number;
  name: string;
}

export interface OpenDocument extends DocumentFacts {
  campaignId: number;
  jurisdictionId: string | null;
  bytes: Buffer;
  createdAt: Date;
}
