import type { FieldFault } from '#libs/config';
import { isDay, readEdtf, type Words } from '#libs/petitions';
import type { AssessmentInput, ReplyInput, RoundInput } from './assessments.types.js';
import { type AssessmentState, type CardSource, RATINGS } from './cards.types.js';

const LANGUAGE = /^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/;
const ROUND_KEY = /^[a-z0-9]+([.-][a-z0-9]+)*$/;
export const LONGEST = { reason: 5_000, line: 600, reply: 20_000, key: 60 } as const;
export const MOST_SOURCES = 20;

/** From which state a step leads where. A version that was sent back is not mended: its writer writes the next one. */
const STEPS = {
  submit: { from: ['draft'], to: 'submitted' },
  approve: { from: ['submitted'], to: 'approved' },
  'send-back': { from: ['submitted', 'approved'], to: 'sent-back' },
  publish: { from: ['approved'], to: 'published' },
} as const satisfies Record<string, { from: readonly AssessmentState[]; to: AssessmentState }>;
export type AssessmentStep = keyof typeof STEPS;

/** Where the step leads; null: it cannot be taken from there. */
export function stateAfter(state: AssessmentState, step: AssessmentStep): AssessmentState | null {
  const { from, to } = STEPS[step];
  return (from as readonly AssessmentState[]).includes(state) ? to : null;
}

/** Two-person rule: nobody reviews what they wrote themselves, or wrote at since it was last published. */
export const mayReview = (person: string, authors: readonly string[]): boolean => !authors.includes(person);

/** @param today `YYYY-MM-DD` */
export function assessmentFaults(input: AssessmentInput, today: string): FieldFault[] {
  const faults: FieldFault[] = [];
  if (input.rating !== null && !RATINGS.includes(input.rating)) faults.push({ field: 'rating', code: 'unknown' });
  // A colour without a reason is an opinion; what is not known needs none.
  if (input.rating !== null && filled(input.reasons) === 0) faults.push({ field: 'reasons', code: 'required' });
  faults.push(...wordsFaults('reasons', input.reasons, LONGEST.reason), ...input.sources.flatMap((one, index) => sourceFaults(one, `sources/${index}`)));
  if (input.sources.length > MOST_SOURCES) faults.push({ field: 'sources', code: 'too_long' });
  return [...faults, ...dayFaults('assessedOn', input.assessedOn ?? today, today)];
}

export function roundFaults(input: RoundInput, known: readonly string[]): FieldFault[] {
  const faults: FieldFault[] = [];
  if (!ROUND_KEY.test(input.key) || input.key.length > LONGEST.key) faults.push({ field: 'key', code: input.key === '' ? 'required' : 'unknown' });
  if (filled(input.title) === 0) faults.push({ field: 'title', code: 'required' });
  faults.push(...wordsFaults('title', input.title, LONGEST.line), ...wordsFaults('note', input.note ?? {}, LONGEST.reason));
  if (!readEdtf(input.period).ok) faults.push({ field: 'period', code: 'date_unreadable' });
  if (input.jurisdictions.length === 0) faults.push({ field: 'jurisdictions', code: 'required' });
  if (input.jurisdictions.some((one) => !known.includes(one))) faults.push({ field: 'jurisdictions', code: 'unknown' });
  return faults;
}

/** @param today `YYYY-MM-DD` */
export function replyFaults(input: ReplyInput, today: string): FieldFault[] {
  const faults: FieldFault[] = [];
  if (input.byWhom.trim() === '') faults.push({ field: 'byWhom', code: 'required' });
  if (input.byWhom.length > LONGEST.line) faults.push({ field: 'byWhom', code: 'too_long' });
  if (!LANGUAGE.test(input.language)) faults.push({ field: 'language', code: 'unknown' });
  if ((input.texts[input.language] ?? '').trim() === '') faults.push({ field: 'texts', code: 'required' });
  return [...faults, ...wordsFaults('texts', input.texts, LONGEST.reply), ...dayFaults('receivedOn', input.receivedOn, today)];
}

function sourceFaults(source: CardSource, field: string): FieldFault[] {
  const faults: FieldFault[] = [];
  if (![source.title, source.url, source.document].some((one) => (one ?? '').trim() !== '')) faults.push({ field, code: 'required' });
  if ([source.title, source.url, source.document, source.place].some((one) => (one ?? '').length > LONGEST.line)) faults.push({ field, code: 'too_long' });
  if (source.url !== undefined && !isWebAddress(source.url)) faults.push({ field: `${field}/url`, code: 'link_unsafe' });
  return faults;
}

function isWebAddress(text: string): boolean {
  return URL.canParse(text) && ['https:', 'http:'].includes(new URL(text).protocol);
}

export function wordsFaults(field: string, words: Words, longest: number): FieldFault[] {
  const entries = Object.entries(words);
  if (entries.some(([language]) => !LANGUAGE.test(language))) return [{ field, code: 'unknown' }];
  return entries.some(([, text]) => text.length > longest) ? [{ field, code: 'too_long' }] : [];
}

function dayFaults(field: string, day: string, today: string): FieldFault[] {
  if (!isDay(day)) return [{ field, code: 'day_required' }];
  return day > today ? [{ field, code: 'in_future' }] : [];
}

export const filled = (words: Words): number => Object.values(words).filter((text) => text.trim() !== '').length;

/** Words without their empty languages and edges. */
export const tidyWords = (words: Words): Words => Object.fromEntries(Object.entries(words).map(([language, text]) => [language, text.trim()] as const).filter(([, text]) => text !== ''));
