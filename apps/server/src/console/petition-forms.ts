import { DateTime } from 'luxon';
import type { FieldFault } from '#libs/config';
import { type CallInput } from '#libs/calls-to-action';
import { type DoorPetition, type HelpContactEntry, type NewCampaign, type NewPetition, type PetitionPatch } from '#libs/petitions';
import { ownName, type Translator } from '../i18n/index.js';
import { edtfFrom } from './date-words.js';
import { figureOf, latinDigits, listOf, textOf, textOrNull, type FormBody } from './form-body.js';
import { type PetitionLine } from './read/petition-lines.js';

/** Languages that petitions are commonly written in; each named in itself and sorted by the page's. */
const LANGUAGES = [
  'ar', 'bg', 'cs', 'da', 'de', 'el', 'en', 'es', 'et', 'fa', 'fi', 'fr', 'ga', 'he', 'hi', 'hr', 'hu', 'is', 'it', 'ja', 'ko', 'lt', 'lv', 'ms', 'mt', 'nb', 'nl', 'pl', 'pt', 'ro', 'ru',
  'sk', 'sl', 'sr', 'sv', 'th', 'tr', 'uk', 'ur', 'vi', 'zh-Hans', 'zh-Hant',
];

export function textLanguages(t: Translator): { value: string; label: string; lang: string }[] {
  return LANGUAGES.map((tag) => ({ value: tag, label: ownName(tag), lang: tag })).sort((a, b) => t.language(a.value).localeCompare(t.language(b.value), t.locale));
}

export const isTextLanguage = (tag: string): boolean => LANGUAGES.includes(tag);

/** "Café & Co. 2026" → "cafe-co-2026". */
export function slugFrom(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().replace(/[^a-z0-9]+/g, '-').replace(/^-+|-+$/g, '').slice(0, 50).replace(/-+$/, '');
}

export function campaignFrom(body: FormBody, language: string): NewCampaign {
  const [name, email] = [textOf(body, 'controllerName'), textOf(body, 'controllerEmail')];
  const months = figureOf(body, 'retentionMonths');
  return {
    slug: textOf(body, 'slug') || slugFrom(textOf(body, 'title')), title: { [language]: textOf(body, 'title') }, defaultLanguage: language, languages: [language],
    controller: name || email ? { name, email } : null,
    retention: months === undefined ? null : { months: Number.isNaN(months) ? 0 : months, text: { [language]: textOf(body, 'retentionText') } },
  };
}

/** What a form asks beyond what the rules do: a campaign made here is to open without another visit. */
export function campaignFaults(body: FormBody): FieldFault[] {
  const required = ['title', 'controllerName', 'controllerEmail', 'retentionMonths'].filter((field) => textOf(body, field) === '').map((field) => ({ field, code: 'required' }));
  const email = textOf(body, 'controllerEmail');
  return [...required, ...(email && !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email) ? [{ field: 'controllerEmail', code: 'malformed' }] : [])];
}

export const campaignField = (field: string): string =>
  field.startsWith('title') ? 'title' : field.startsWith('retention') ? 'retentionMonths' : field === 'controller.name' ? 'controllerName' : field === 'controller.email' ? 'controllerEmail' : field;

export function petitionFrom(body: FormBody, campaign: string, t: Translator): { petition: NewPetition; calls: CallInput[]; faults: FieldFault[] } {
  const language = isTextLanguage(textOf(body, 'language')) ? textOf(body, 'language') : t.locale;
  const timeZone = textOf(body, 'timeZone') || 'UTC';
  const { opensAt, closesAt, faults } = daysFrom(body, timeZone, t);
  const privacy = textOf(body, 'privacy');
  const target = figureOf(body, 'target');
  const age = figureOf(body, 'minimumAge');
  return {
    faults: [
      ...faults, ...(privacy === 'standard' || privacy === 'high' ? [] : [{ field: 'privacy', code: 'required' }]),
      ...['jurisdiction', 'title', 'demand', 'notice'].filter((field) => textOf(body, field) === '').map((field) => ({ field, code: 'required' })),
      ...(listOf(body, 'call').length === 0 ? [{ field: 'call', code: 'required' }] : []), ...figureFault(target, 'target'), ...figureFault(age, 'minimumAge'),
    ],
    petition: {
      campaign, jurisdiction: textOf(body, 'jurisdiction'), texts: [{ language, title: textOf(body, 'title'), demand: textOf(body, 'demand'), notice: textOrNull(body, 'notice') }],
      privacy: privacy === 'high' ? 'high' : 'standard', confirmation: textOf(body, 'confirmation') === 'none' ? 'none' : 'required', eligibility: textOf(body, 'eligibility') === 'residents' ? 'residents' : 'anyone',
      minimumAge: age, target: target ?? null, opensAt, closesAt, timeZone, addressee: textOrNull(body, 'addressee'),
    },
    calls: listOf(body, 'call').map((text) => ({ texts: { [language]: text } })),
  };
}

export const petitionField = (field: string): string =>
  field.startsWith('texts') ? (['title', 'demand', 'notice'].find((part) => field.endsWith(part)) ?? 'language') : field.startsWith('calls') ? 'call' : field;

/** Only what the form shows is changed; who may sign and how is settled once a petition is open. */
export function settingsFrom(body: FormBody, { status, ownHelp }: Pick<PetitionLine, 'status' | 'ownHelp'>, now: Pick<DoorPetition, 'defaultLanguage' | 'opensAt' | 'closesAt'>, t: Translator): { patch: PetitionPatch; faults: FieldFault[] } {
  const draft = status === 'draft';
  const help = helpFrom(textOf(body, 'helpContacts'), ownHelp, now.defaultLanguage);
  const timeZone = textOf(body, 'timeZone') || 'UTC';
  const { opensAt, closesAt, faults } = daysFrom(body, timeZone, t);
  const [target, percent, age] = [figureOf(body, 'target'), figureOf(body, 'approachingPercent'), figureOf(body, 'minimumAge')];
  return {
    faults: [...faults, ...(help ? [] : [{ field: 'helpContacts', code: 'malformed' }]), ...figureFault(target, 'target'), ...(percent !== undefined && !(percent >= 50 && percent <= 99) ? [{ field: 'approachingPercent', code: 'out_of_range' }] : []), ...figureFault(age, 'minimumAge')],
    patch: {
      target: target ?? null, addressee: textOrNull(body, 'addressee'), timeZone, privacy: textOf(body, 'privacy') === 'high' ? 'high' : 'standard',
      // A day that was left as it stood keeps the hour it was given elsewhere.
      ...(sameDay(closesAt, now.closesAt, timeZone) ? {} : { closesAt }),
      ...(help ? { helpContacts: help } : {}),
      ...(percent === undefined ? {} : { approachingShare: percent / 100 }),
      ...(draft && !sameDay(opensAt, now.opensAt, timeZone, 0) ? { opensAt } : {}),
      ...(draft ? { confirmation: textOf(body, 'confirmation') === 'none' ? 'none' : 'required', eligibility: textOf(body, 'eligibility') === 'residents' ? 'residents' : 'anyone', ...(age === undefined ? {} : { minimumAge: age }) } : {}),
    },
  };
}

/** "Help line, +44 20 …, https://…" a line; null if a line tells no way to reach anybody. What the form does not show of a known contact stays. */
export function helpFrom(text: string, known: readonly HelpContactEntry[], language: string): HelpContactEntry[] | null {
  const contacts = text.split('\n').map((line) => line.trim()).filter(Boolean).map((line, n): HelpContactEntry | null => {
    const parts = line.split(/[,،]/).map((part) => part.trim()).filter(Boolean);
    const url = parts.find((part) => /^https?:\/\/\S+\.\S+$/.test(part));
    const phone = parts.map(latinDigits).find((part) => /^[+\d][\d ()./-]{1,30}$/.test(part));
    const name = parts.filter((part) => part !== url && latinDigits(part) !== phone).join(', ');
    const before = known.find((one) => nameOf(one, language) === name);
    if (!name || (!url && !phone)) return null;
    return { ...(before ?? { id: slugFrom(name) || `help-${n + 1}`, name: { [language]: name }, demonstration: false }), phone, url };
  });
  return contacts.includes(null) ? null : contacts.filter((one) => one !== null);
}

/** The same contacts as lines to edit. */
export const helpLines = (contacts: readonly HelpContactEntry[], language: string): string => contacts.map((one) => [nameOf(one, language), one.phone, one.url].filter(Boolean).join(', ')).join('\n');

const nameOf = ({ name }: HelpContactEntry, language: string): string => name[language] ?? name['en'] ?? Object.values(name)[0] ?? '';

/** `back`: milliseconds by which an end lies after the last instant that belongs to it. */
function sameDay(one: Date | null, other: Date | null, zone: string, back = 1): boolean {
  const dayOf = (at: Date | null): string | null => at && DateTime.fromJSDate(new Date(at), { zone }).minus({ milliseconds: back }).toISODate();
  return dayOf(one) === dayOf(other);
}

const figureFault = (figure: number | undefined, field: string): FieldFault[] => (Number.isNaN(figure) ? [{ field, code: 'not_positive' }] : []);

/** First and last day, both whole days of the petition's own calendar. */
function daysFrom(body: FormBody, timeZone: string, t: Translator): { opensAt: Date | null; closesAt: Date | null; faults: FieldFault[] } {
  const faults: FieldFault[] = [];
  const read = (field: string, daysOn: number): Date | null => {
    const text = edtfFrom(textOf(body, field), t.locale);
    if (text === null) return null;
    const day = /^\d{4}-\d{2}-\d{2}$/.test(text) ? DateTime.fromISO(text, { zone: timeZone }) : null;
    if (day?.isValid) return day.plus({ days: daysOn }).toJSDate();
    faults.push({ field, code: day ? 'date_unreadable' : 'day_required' });
    return null;
  };
  return { opensAt: read('opensAt', 0), closesAt: read('closesAt', 1), faults };
}
