import { type SampleEstimate } from './estimate-rules.js';

/** What the recipient found of one that was drawn: it is a person who signed, it is not, or nobody could find out. */
export const SAMPLE_OUTCOMES = ['valid', 'invalid', 'not_reached'] as const;
export type SampleOutcome = (typeof SAMPLE_OUTCOMES)[number];

/** A sample and what it says so far. Nothing in it is about a single signature. */
export interface Sample extends SampleEstimate {
  id: string;
  handoverId: string;
  sealId: string;
  /** Of the seal it was drawn from, and that seal's root: with nonce and size, anybody can draw again. */
  sealNumber: number;
  root: string;
  nonce: string;
  /** 1 for the first that was drawn from this seal; and how many were, so that nobody shows the best of ten. */
  number: number;
  samplesOfSeal: number;
  population: number;
  drawn: number;
  valid: number;
  invalid: number;
  notReached: number;
  complete: boolean;
  /** Those asked by mail, and what they answered so far; null where nobody is. Valid and invalid above hold the answers already. */
  byMail: SampleByMail | null;
  drawnAt: Date;
  /** When everybody could read it; null: organisers only. */
  publishedAt: Date | null;
}

export interface SampleByMail {
  /** To so many a mail went. */
  asked: number;
  yes: number;
  no: number;
  /** Until then answers are taken, if the sample isn't published before. */
  until: Date;
}

/** One that was drawn, with what helps to find its original. Nothing personal: that stays sealed. */
export interface SampleDraw {
  /** In the order drawn, from 1. */
  position: number;
  /** Place in the manifest's sorted leaves, from 0. */
  index: number;
  leaf: string;
  petition: string;
  country: string | null;
  channel: string | null;
  language: string | null;
  textVersion: number | null;
  /** Number and line of its paper sheet. */
  sheet: string | null;
  line: number | null;
  /** Where it was taken. */
  store: string | null;
  /** What became of it since the seal: the data is gone; or it counts no longer. */
  since: 'erased' | 'withdrawn' | 'invalid' | 'duplicate' | null;
  /** What was written down of it; of those asked by mail nothing is. */
  outcome: SampleOutcome | null;
  note: string | null;
  /** The signer is asked by mail. What they answer stands in no list. */
  byMail: boolean;
}

export interface OutcomeInput {
  position: number;
  /** Null: not checked yet. */
  outcome: SampleOutcome | null;
  /** Without anything personal; an address is refused. */
  note?: string | null;
}
