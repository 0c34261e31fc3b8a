import {
  COMMITMENT_KINDS, COMMITMENT_STATUSES, FIGURE_QUALIFIERS, HOLD_OUTCOMES, RECIPIENT_KINDS, RESPONSE_KINDS,
  type CommitmentInput, type HandoverPatch, type HoldHandover, type PresenterInput, type RecipientInput, type ResponseInput, type ScheduleHandover, type StatusInput,
} from '#libs/handovers';
import { type Locale } from '../i18n/index.js';
import { edtfFrom } from './date-words.js';
import { figureOf, latinDigits, listOf, textOf, textOrNull, type FormBody } from './form-body.js';

/** What the eight fields of a booking say. */
export function bookingFrom(body: FormBody, place: { campaign: string; jurisdictionId: string }, locale: Locale): ScheduleHandover {
  return {
    campaign: place.campaign, jurisdiction: place.jurisdictionId,
    date: edtfFrom(textOf(body, 'date'), locale), startTime: timeFrom(body), timeZone: textOf(body, 'timeZone') || undefined,
    place: textOrNull(body, 'place'), recipients: recipientsFrom(body), presenters: presentersFrom(textOf(body, 'presenters')),
  };
}

function recipientsFrom(body: FormBody): RecipientInput[] {
  const [office, name] = [textOrNull(body, 'office'), textOrNull(body, 'recipientName')];
  const kind = oneOf(RECIPIENT_KINDS, textOf(body, 'kind')) ?? 'other';
  return office === null && name === null ? [] : [{ office, name, kind }];
}

/** "Ana Silva, Youth Council" a line. */
export function presentersFrom(text: string): PresenterInput[] {
  return text.split('\n').map((line) => line.trim()).filter(Boolean).map((line) => {
    const [name = '', ...rest] = line.split(/[,،]/);
    return { name: name.trim() || null, affiliation: rest.join(',').trim() || null };
  });
}

/** The field of the form that a fault of the rules belongs to. */
export const bookingField = (field: string): string =>
  field.startsWith('recipients') ? 'office' : field.startsWith('presenters') ? 'presenters' : ['jurisdiction', 'campaign', 'level', 'covers'].includes(field.split('.')[0] ?? '') ? 'petition' : field;

export function moveFrom(body: FormBody, locale: Locale): HandoverPatch {
  return {
    date: edtfFrom(textOf(body, 'date'), locale), startTime: timeFrom(body), timeZone: textOf(body, 'timeZone') || undefined,
    place: textOrNull(body, 'place'), reason: textOrNull(body, 'reason'),
  };
}

export function holdFrom(body: FormBody, locale: Locale): HoldHandover {
  const heldOn = edtfFrom(textOf(body, 'heldOn'), locale);
  const signatures = figureOf(body, 'signatures');
  return {
    outcome: oneOf(HOLD_OUTCOMES, textOf(body, 'outcome')) ?? 'held',
    ...(heldOn === null ? {} : { heldOn }),
    ...(signatures === undefined ? {} : { signatures, qualifier: oneOf(FIGURE_QUALIFIERS, textOf(body, 'qualifier')) ?? 'exact' }),
    whatWasSaid: textOrNull(body, 'whatWasSaid') ?? undefined, receivedBy: textOrNull(body, 'receivedBy') ?? undefined,
  };
}

export function responseFrom(body: FormBody, locale: Locale): ResponseInput {
  return {
    kind: oneOf(RESPONSE_KINDS, textOf(body, 'responseKind')) ?? 'answer', text: textOf(body, 'responseText'), language: languageOf(body, 'responseLanguage') ?? locale,
    translations: translationOf(body, 'response'), replaces: textOrNull(body, 'replaces'),
    datedOn: edtfFrom(textOf(body, 'datedOn'), locale), document: textOrNull(body, 'document'),
  };
}

export function commitmentFrom(body: FormBody, locale: Locale): CommitmentInput {
  const answers = listOf(body, 'answers');
  const due = edtfFrom(textOf(body, 'due'), locale);
  return {
    text: textOf(body, 'commitmentText'), kind: oneOf(COMMITMENT_KINDS, textOf(body, 'commitmentKind')) ?? 'policy', madeBy: textOrNull(body, 'madeBy'),
    language: languageOf(body, 'commitmentLanguage'), translations: translationOf(body, 'commitment'), officeId: textOrNull(body, 'officeId'),
    answers: answers.includes('all') ? 'all' : answers,
    // Left empty it is looked at again after some weeks, as the rules say.
    ...(due === null ? {} : { due }),
  };
}

/** The forms of a handover's page; each has names of its own for its fields, as they stand on one page. */
export type HandoverForm = 'move' | 'hold' | 'cancel' | 'response' | 'commitment';
const OWN_NAMES: Record<HandoverForm, Readonly<Record<string, string>>> = {
  move: {}, hold: {}, cancel: { reason: 'cancelReason' }, response: { text: 'responseText', kind: 'responseKind' }, commitment: { text: 'commitmentText', kind: 'commitmentKind' },
};
export const fieldOn = (form: HandoverForm) => (field: string): string => (field.startsWith('answers') ? 'answers-all' : (OWN_NAMES[form][field] ?? field));

export function statusFrom(body: FormBody, locale: Locale): StatusInput {
  return {
    status: oneOf(COMMITMENT_STATUSES, textOf(body, 'status')) ?? 'promised', dated: edtfFrom(textOf(body, 'dated'), locale),
    evidence: textOrNull(body, 'evidence'), note: textOrNull(body, 'note'), supersededBy: textOrNull(body, 'supersededBy'), replyDays: figureOf(body, 'replyDays') ?? null,
  };
}

/** `9:30` and `٠٩:٣٠` are half past nine too. */
function timeFrom(body: FormBody): string | null {
  const text = latinDigits(textOf(body, 'startTime')).replace(/[.h]/i, ':');
  return text === '' ? null : /^\d:\d\d$/.test(text) ? `0${text}` : text;
}

const oneOf = <Value extends string>(values: readonly Value[], text: string): Value | undefined => values.find((value) => value === text);

/** A language as it was named, or none: a slip there must not lose the words. */
const languageOf = (body: FormBody, name: string): string | null => (/^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$/.test(textOf(body, name)) ? textOf(body, name) : null);

function translationOf(body: FormBody, form: string): Record<string, string> {
  const [language, text] = [languageOf(body, `${form}TranslationLanguage`), textOf(body, `${form}Translation`)];
  return language !== null && text !== '' ? { [language]: text } : {};
}
