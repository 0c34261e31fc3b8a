export const LETTER_KINDS = ['answer-due', 'state-of-promise', 'thanks', 'right-of-reply'] as const;
export type LetterKind = (typeof LETTER_KINDS)[number];

export interface Letter {
  id: string;
  handoverId: string;
  commitmentId: string | null;
  statusId: string | null;
  kind: LetterKind;
  language: string;
  subject: string;
  text: string;
  recipient: string;
  /** The day by which an answer was asked for. */
  replyBy: string | null;
  /** Null: not sent yet, and may still be edited. */
  sentOn: string | null;
  answeredOn: string | null;
  createdAt: Date;
}

export interface LetterInput {
  kind: LetterKind;
  commitmentId?: string | null;
  language: string;
  subject: string;
  text: string;
  recipient: string;
  replyBy?: string | null;
}

export interface ReplyInput {
  text: string;
  language?: string | null;
  datedOn?: string | null;
  documentId?: string | null;
}
