import { type DocumentRef } from '../handovers.types.js';

export const DELEGATE_STATES = ['invited', 'accepted', 'declined'] as const;
export type DelegateState = (typeof DELEGATE_STATES)[number];

/** One of the organisers' own people who comes along; never a signer. */
export interface Delegate {
  id: string;
  handoverId: string;
  name: string;
  role: string | null;
  /** Null: told by other ways than by mail. */
  email: string | null;
  /** BCP 47; of the mails to them. */
  locale: string;
  state: DelegateState;
  stateAt: Date;
  /** `delegate` where they pressed the button themselves, else the name of who wrote it down. */
  stateBy: string;
  note: string | null;
}

export interface DelegateInput {
  name: string;
  role?: string | null;
  email?: string | null;
  locale?: string;
}

/** What the page behind a link in an invitation shows. */
export interface Invitation {
  delegateId: string;
  handoverId: string;
  name: string;
  locale: string;
  state: DelegateState;
}

export interface ChecklistItem {
  id: string;
  /** Of the usual list: its words stand in the catalogues. Null: the organisers' own. */
  key: string | null;
  text: string | null;
  owner: string | null;
  daysBefore: number | null;
  /** `daysBefore` the first possible day; null where no day is known. */
  dueOn: string | null;
  doneAt: Date | null;
  doneBy: string | null;
}

export interface ChecklistInput {
  text: string;
  owner?: string | null;
  daysBefore?: number | null;
}

/** A line of the run of the day; local wall-clock time `HH:MM`. */
export interface RunItem {
  id: string;
  startsAt: string;
  what: string;
  who: string | null;
}

export interface RunInput {
  startsAt: string;
  what: string;
  who?: string | null;
}

/** A file that goes with a handover. */
export interface HandoverFile {
  file: DocumentRef;
  label: string;
  /** The delegation has it with it on the day. */
  takeAlong: boolean;
  addedAt: Date;
  addedBy: string;
}

export interface HandoverFileInput {
  /** Of `#libs/documents`, of the same place. */
  documentId: string;
  label: string;
  takeAlong?: boolean;
}
