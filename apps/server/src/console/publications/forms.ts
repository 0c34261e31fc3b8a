import { DateTime } from 'luxon';
import { type NamedInstant, PUBLICATION_KINDS_TO_FILL, type PublicationKind } from '#libs/embargo';
import { type Words, type WholeCampaign } from '#libs/petitions';
import { LOCALES, type MessageKey, type Translator } from '../../i18n/index.js';
import { type FieldError } from '../../ui/index.js';
import { type FormBody, latinDigits, textOf } from '../form-body.js';

export const PUBLICATION_FORMS = ['new', 'schedule', 'withdraw', 'correct', 'reader'] as const;
export type PublicationForm = (typeof PUBLICATION_FORMS)[number];

/** A form that was refused: what was typed, and what is wrong with it. */
export interface Failed {
  form: PublicationForm;
  values: Readonly<Record<string, string>>;
  errors: readonly FieldError[];
}

/** Languages in which a title or notice is asked for: the campaign's own first, then those of the shell. */
export const languagesOf = ({ defaultLanguage }: Pick<WholeCampaign, 'defaultLanguage'>): string[] => [...new Set([defaultLanguage, ...LOCALES])];

export function wordsFrom(body: FormBody, field: string, languages: readonly string[]): Words {
  return Object.fromEntries(languages.map((language): [string, string] => [language, textOf(body, `${field}-${language}`)]).filter(([, text]) => text !== ''));
}

/** Null where no day was given: nobody knows when. A day without a time is told as unreadable. */
export function instantFrom(body: FormBody): NamedInstant | null {
  const [day, time] = [latinDigits(textOf(body, 'publicDate')), latinDigits(textOf(body, 'publicTime'))];
  if (day === '' && time === '') return null;
  const coming = textOf(body, 'coming');
  return { local: `${day}T${time}`, timeZone: textOf(body, 'publicZone'), ...(coming === 'first' || coming === 'second' ? { coming } : {}) };
}

export const kindFrom = (body: FormBody): PublicationKind => PUBLICATION_KINDS_TO_FILL.find((kind) => kind === textOf(body, 'kind')) ?? 'report';

/** To the end of a day, by the clocks of a zone. */
export function endOfDay(day: string, zone: string): Date {
  return /^\d{4}-\d{2}-\d{2}$/.test(day) ? DateTime.fromISO(day, { zone }).plus({ days: 1 }).startOf('day').toJSDate() : new Date(Number.NaN);
}

/** The names that fields of the libs have in the forms. */
export const fieldIn = (campaign: Pick<WholeCampaign, 'defaultLanguage'>) => (field: string): string => {
  switch (field) {
    case 'local': case 'at': return 'publicDate';
    case 'timeZone': return 'publicZone';
    case 'title': case 'why': return `${field}-${campaign.defaultLanguage}`;
    case 'validUntil': return 'readerUntil';
    case 'name': return 'readerName';
    case 'organisation': return 'readerOrganisation';
    default: return field;
  }
};

const LABELS: Readonly<Record<string, MessageKey>> = {
  kind: 'publications.kind', publicDate: 'publications.date', publicTime: 'publications.time', publicZone: 'publications.zone', coming: 'publications.coming',
  readerName: 'publications.reader.name', readerOrganisation: 'publications.reader.organisation', readerUntil: 'publications.reader.until',
};

/** Faults with the name of their field, so that the list of them says which each is. */
export const named = (errors: readonly FieldError[], t: Translator): FieldError[] => errors.map((error) => {
  const key = LABELS[error.field];
  const [, what, language] = /^(title|why)-(.+)$/.exec(error.field) ?? [];
  const label = key ? t(key) : what && language ? t('publications.in-language', { what: t(what === 'why' ? 'publications.why' : 'publications.name'), language: t.language(language) }) : undefined;
  return label === undefined ? error : { ...error, label };
});

/** What was typed in this form and refused, or nothing. */
export const refused = (failed: Failed | null, form: PublicationForm): Pick<Failed, 'values' | 'errors'> => (failed?.form === form ? failed : { values: {}, errors: [] });
