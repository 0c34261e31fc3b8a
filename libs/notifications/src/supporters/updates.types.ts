import { type Rendered } from '../templates/render.js';
import { type Caps } from './update-rules.js';

export const UPDATE_STATES = ['draft', 'approved', 'sending', 'paused', 'sent', 'stopped'] as const;
export type UpdateState = (typeof UPDATE_STATES)[number];

/** What an update is about, as it was when it was written; the approver sees these and supporters get these. */
export interface UpdateFacts {
  outcome: 'held' | 'refused' | 'absent';
  recipient: string;
  /** Days `YYYY-MM-DD`; both the same for a certain day, null where none is known. */
  from: string | null;
  to: string | null;
  answer: { text: string; language: string | null } | null;
}

export interface UpdateText { language: string; subject: string; body: string }

/** Who writes: a user's id, for history and audit. */
export interface UpdateActor { id: string }

/** Where an update belongs: what rights are asked for. */
export interface UpdateSubject { campaignId: number; jurisdictionId: string; petition: string }

export interface UpdateProgress { due: number; accepted: number; refused: number; skipped: number; unsubscribed: number }

export interface UpdateListItem {
  id: string;
  petition: string;
  jurisdictionId: string;
  handoverId: string;
  box: string;
  state: UpdateState;
  facts: UpdateFacts;
  subject: string;
  defaultLanguage: string;
  writtenBy: string;
  approvedBy: string | null;
  sendAt: Date | null;
  startedAt: Date | null;
  endedAt: Date | null;
  createdAt: Date;
  /** Fixed when sending starts; null before. */
  recipients: number | null;
  progress: UpdateProgress;
}

export interface SupporterUpdate extends UpdateListItem {
  texts: UpdateText[];
  /** Languages of the petition: those without a text of their own get the default one. */
  languages: string[];
  caps: Caps;
  /** The first instant at which the caps allow the next mail of this petition. */
  earliest: Date;
}

/** Counts of languages that fewer than ten would read stand in `other`; null in all: fewer than ten altogether. */
export interface UpdateAudience { total: number | null; byLanguage: { language: string | null; n: number }[] }

export interface UpdatePreview extends Rendered {
  /** Language asked for. */
  asked: string;
  /** True where that language has no text and gets the default one. */
  fallback: boolean;
}

export interface UpdatePage { items: UpdateListItem[]; total: number; page: number; pageSize: number }
