import type { FieldFault } from '#libs/config';
import { MOST_CALLS } from './petition-rules.js';

/** The second person: whether one has to approve the texts, has approved them as they stand, and how many people could. */
export interface ReviewNeed {
  needed: boolean;
  approved: boolean;
  /** Who may organise there, the writer among them. */
  people: number;
}

/** What has to be there before a petition may ask anybody for a signature. */
export interface Readiness {
  controller: string | null;
  contact: string | null;
  retention: unknown;
  /** The newest text of each language. */
  texts: readonly { language: string; notice: string | null }[];
  calls: number;
  opensAt: Date | null;
  closesAt: Date | null;
  confirmation: 'required' | 'none';
  /** Where a law demands names: in which languages it says so. */
  names: { law: Readonly<Record<string, string>>; office: Readonly<Record<string, string>> } | null;
  review: ReviewNeed;
}

/** Everything that is still missing, by the field that would hold it; empty: it may open. */
export function missingToOpen(petition: Readiness, now: Date): FieldFault[] {
  const blank = (text: string | null): boolean => !text?.trim();
  return [
    ...(blank(petition.controller) ? [{ field: 'campaign.controller.name', code: 'required' }] : []),
    ...(blank(petition.contact) ? [{ field: 'campaign.controller.email', code: 'required' }] : []),
    ...(petition.retention ? [] : [{ field: 'campaign.retention', code: 'required' }]),
    ...(petition.texts.length > 0 ? [] : [{ field: 'texts', code: 'required' }]),
    ...petition.texts.filter(({ notice }) => blank(notice)).map(({ language }) => ({ field: `texts.${language}.notice`, code: 'required' })),
    ...(petition.calls < 1 ? [{ field: 'calls', code: 'too_few' }] : petition.calls > MOST_CALLS ? [{ field: 'calls', code: 'too_many' }] : []),
    ...(petition.closesAt && petition.closesAt <= now ? [{ field: 'closesAt', code: 'out_of_range' }] : []),
    ...namesFaults(petition), ...datesInOrder(petition), ...reviewFaults(petition.review),
  ];
}

/** Everybody reads above the button who gets their name, and no name is handed over that its owner did not confirm. */
function namesFaults({ names, texts, confirmation }: Readiness): FieldFault[] {
  if (!names) return [];
  return [
    ...texts.filter(({ language }) => !names.law[language] || !names.office[language]).map(({ language }) => ({ field: `names.${language}`, code: 'required' })),
    ...(confirmation === 'required' ? [] : [{ field: 'names.confirmation', code: 'not_allowed' }]),
  ];
}

export function datesInOrder({ opensAt, closesAt }: { opensAt?: Date | null; closesAt?: Date | null }): FieldFault[] {
  return opensAt && closesAt && closesAt <= opensAt ? [{ field: 'closesAt', code: 'out_of_range' }] : [];
}

/** Who works alone can approve nothing: they are told to invite somebody, or to settle that no review is asked for. */
function reviewFaults({ needed, approved, people }: ReviewNeed): FieldFault[] {
  if (!needed || approved) return [];
  return [{ field: people > 1 ? 'review' : 'review.secondPerson', code: 'required' }];
}
