import { type AssessmentInput, type CardSource, type Rating, RATINGS, type ReplyInput, type RoundInput } from '#libs/progress';
import { type Locale } from '../../i18n/index.js';
import { edtfFrom } from '../date-words.js';
import { type FormBody, latinDigits, listOf, textOf, textOrNull } from '../form-body.js';
import { isTextLanguage, slugFrom } from '../petition-forms.js';

/** Rows of sources that a form offers beyond those that there are. */
export const EMPTY_SOURCES = 3;
const MOST_ROWS = 23;

/** A rating as it was typed. `former`: the sources it began with, for what of them no form shows. */
export function assessmentFrom(body: FormBody, former: readonly CardSource[], locale: Locale): AssessmentInput {
  const rating = textOf(body, 'rating');
  const reasons = Object.fromEntries(Object.keys(body).flatMap((name) => {
    const language = /^reasons\.([A-Za-z-]+)$/.exec(name)?.[1];
    return language && isTextLanguage(language) ? [[language, textOf(body, name)]] : [];
  }));
  const further = textOf(body, 'further.language');
  if (isTextLanguage(further) && textOf(body, 'further.text') !== '') reasons[further] = textOf(body, 'further.text');
  const based = textOf(body, 'basedOn');
  return {
    rating: RATINGS.find((one) => one === rating) ?? (rating === '' || rating === 'not-known' ? null : (rating as Rating)), star: textOf(body, 'star') === 'true', reasons,
    sources: Array.from({ length: MOST_ROWS }, (_, n) => sourceFrom(body, n, former[n])).filter((source) => source !== null),
    assessedOn: edtfFrom(textOf(body, 'assessedOn'), locale), ...(/^\d{1,6}$/.test(based) ? { basedOn: Number(based) } : {}),
  };
}

function sourceFrom(body: FormBody, n: number, former: CardSource | undefined): CardSource | null {
  const [title, url] = [textOf(body, `source.${n}.title`), textOf(body, `source.${n}.url`)];
  if (title === '' && url === '') return null;
  const { document, place, line } = former ?? {};
  return { ...(document === undefined ? {} : { document }), ...(place === undefined ? {} : { place }), ...(line === undefined ? {} : { line }), ...(title === '' ? {} : { title }), ...(url === '' ? {} : { url }) };
}

/** The form's field for one that the rules name. `languages`: the first is that of the first box for reasons. */
export function assessmentField(field: string, language: string): string {
  const source = /^sources\/(\d+)(\/url)?$/.exec(field);
  if (source) return `source.${source[1]}.${source[2] ? 'url' : 'title'}`;
  return field === 'reasons' ? `reasons.${language}` : field === 'sources' ? 'source.0.title' : field;
}

export function replyFrom(body: FormBody, round: string, jurisdiction: string, locale: Locale): ReplyInput {
  const [language, other] = [textOf(body, 'language'), textOf(body, 'translationLanguage')];
  const translation = textOf(body, 'translation');
  return {
    round, jurisdiction, indicator: textOrNull(body, 'indicator'), byWhom: textOf(body, 'byWhom'), receivedOn: edtfFrom(textOf(body, 'receivedOn'), locale) ?? '', language,
    texts: { [language]: textOf(body, 'replyText'), ...(translation !== '' && other !== '' && other !== language ? { [other]: translation } : {}) },
    publicationId: textOrNull(body, 'toldWith'), replaces: textOrNull(body, 'replaces'),
  };
}

export const replyField = (field: string): string => (field === 'texts' ? 'replyText' : field === 'publicationId' ? 'toldWith' : field);

export function roundFrom(body: FormBody, language: string, locale: Locale): RoundInput {
  const title = textOf(body, 'title');
  const key = slugFrom(latinDigits(title)).slice(0, 40);
  // A title in other letters than ours makes no address: the period does.
  return { key: key === '' ? `round-${slugFrom(latinDigits(textOf(body, 'period')))}` : key, title: { [language]: title }, period: edtfFrom(textOf(body, 'period'), locale) ?? '', jurisdictions: listOf(body, 'jurisdictions') };
}

export const roundField = (field: string): string => (field === 'key' ? 'title' : field);
