import { createContext, createElement, type ComponentChildren, type JSX } from 'preact';
import { useContext } from 'preact/hooks';
import { messageFormatter, parseMessage, type MessageValues } from './icu.js';
import arCommon from './messages/ar/common.json' with { type: 'json' };
import arCustomer from './messages/ar/customer.json' with { type: 'json' };
import arStaff from './messages/ar/staff.json' with { type: 'json' };
import enCommon from './messages/en/common.json' with { type: 'json' };
import enCustomer from './messages/en/customer.json' with { type: 'json' };
import enStaff from './messages/en/staff.json' with { type: 'json' };
import frCommon from './messages/fr/common.json' with { type: 'json' };
import frCustomer from './messages/fr/customer.json' with { type: 'json' };
import frStaff from './messages/fr/staff.json' with { type: 'json' };

export { type MessageValues } from './icu.js';

/** The languages of the screens. Texts of petitions may be in any language and carry their own `lang` and `dir`. */
export const LOCALES = ['en', 'fr', 'ar'] as const;
export type Locale = (typeof LOCALES)[number];
export type Direction = 'ltr' | 'rtl';

/** Every key of the English catalogues: a misspelt key does not compile. */
export type MessageKey = keyof typeof enCommon | keyof typeof enCustomer | keyof typeof enStaff;
export type Catalogue = Readonly<Record<string, string>>;

export const CATALOGUES: Readonly<Record<Locale, Catalogue>> = {
  en: { ...enCommon, ...enCustomer, ...enStaff },
  fr: { ...frCommon, ...frCustomer, ...frStaff },
  ar: { ...arCommon, ...arCustomer, ...arStaff },
};

/** English dates are written day first, as most of the countries concerned do. The same as the server's. */
const FORMAT_LOCALE: Readonly<Record<Locale, string>> = { en: 'en-GB', fr: 'fr', ar: 'ar' };
const RIGHT_TO_LEFT = new Set(['ar', 'arc', 'ckb', 'dv', 'fa', 'he', 'ks', 'ps', 'sd', 'ug', 'ur', 'yi']);

export const isLocale = (value: unknown): value is Locale => typeof value === 'string' && (LOCALES as readonly string[]).includes(value);

/** The screens' language for any BCP 47 tag: its own if there is a catalogue, else English. */
export function localeFor(tag: string | null | undefined): Locale {
  const language = (tag ?? '').toLowerCase().split('-')[0];
  return isLocale(language) ? language : 'en';
}

/** Writing direction of any BCP 47 tag, also of languages that the screens do not speak. */
export function directionOf(tag: string): Direction {
  const [language = '', ...more] = tag.toLowerCase().split('-');
  if (more.includes('latn')) return 'ltr';
  return RIGHT_TO_LEFT.has(language) || more.includes('arab') ? 'rtl' : 'ltr';
}

/** A language's name in itself: "Français", "العربية". */
export function ownName(tag: string): string {
  const name = new Intl.DisplayNames([tag], { type: 'language' }).of(tag) ?? tag;
  return name.charAt(0).toLocaleUpperCase(tag) + name.slice(1);
}

/** What a screen needs to speak one language. All numbers, dates and names of places go through it. */
export interface Translator {
  readonly locale: Locale;
  readonly dir: Direction;
  (key: MessageKey, values?: MessageValues): string;
  /** For keys put together at run time (an error's code, a state): null if there is no such message. */
  maybe(key: string, values?: MessageValues): string | null;
  number(value: number): string;
  /** "22 November 2026" of an ISO 8601 instant or date. */
  date(iso: string, timeZone?: string): string;
  /** "14:05" of an ISO 8601 instant; in the tablet's own zone unless told. */
  time(iso: string, timeZone?: string): string;
  /** "22 Nov, 14:05". */
  instant(iso: string, timeZone?: string): string;
  /** "5 minutes ago", "2 days ago": whole units, rounded down. */
  ago(iso: string, now: number): string;
  list(items: readonly string[]): string;
  /** Name of an ISO 3166-1 country; the code if it has none. */
  country(code: string): string;
  /** Name of a language by its BCP 47 tag. */
  language(tag: string): string;
}

const translators = new Map<Locale, Translator>();

/** Made once per language: making Intl's objects is what costs. */
export function translatorOf(locale: Locale): Translator {
  let found = translators.get(locale);
  if (!found) translators.set(locale, (found = makeTranslator(locale)));
  return found;
}

const STEPS: readonly [unit: 'day' | 'hour' | 'minute' | 'second', ms: number][] = [['day', 86_400_000], ['hour', 3_600_000], ['minute', 60_000], ['second', 1000]];

function makeTranslator(locale: Locale): Translator {
  const tag = FORMAT_LOCALE[locale];
  const catalogue = CATALOGUES[locale];
  const formatter = messageFormatter(tag);
  const parsed = new Map<string, ReturnType<typeof parseMessage>>();
  const regions = new Intl.DisplayNames([tag], { type: 'region' });
  const languages = new Intl.DisplayNames([tag], { type: 'language' });
  const numbers = new Intl.NumberFormat(tag);
  const lists = new Intl.ListFormat(tag, { type: 'conjunction' });
  const relative = new Intl.RelativeTimeFormat(tag, { numeric: 'always' });
  const dates = (options: Intl.DateTimeFormatOptions) => (iso: string, timeZone?: string): string =>
    new Intl.DateTimeFormat(tag, { ...options, timeZone: timeZone ?? (iso.length === 10 ? 'UTC' : undefined) }).format(new Date(iso));

  const maybe = (key: string, values?: MessageValues): string | null => {
    const source = catalogue[key];
    if (source === undefined) return null;
    let message = parsed.get(key);
    if (!message) parsed.set(key, (message = parseMessage(source)));
    return formatter.format(message, values);
  };

  const speak = (key: MessageKey, values?: MessageValues): string => {
    const said = maybe(key, values);
    if (said === null) throw new Error(`no message '${key}' in the catalogues of '${locale}'`);
    return said;
  };

  return Object.assign(speak, {
    locale,
    dir: directionOf(locale),
    maybe,
    number: (value: number) => numbers.format(value),
    date: dates({ day: 'numeric', month: 'long', year: 'numeric' }),
    time: dates({ hour: '2-digit', minute: '2-digit' }),
    instant: dates({ day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' }),
    ago: (iso: string, now: number) => {
      const passed = Math.max(0, now - Date.parse(iso));
      const [unit, ms] = STEPS.find(([, length]) => passed >= length) ?? (['second', 1000] as const);
      return relative.format(-Math.floor(passed / ms), unit);
    },
    list: (items: readonly string[]) => lists.format(items),
    country: (code: string) => regions.of(code) ?? code,
    language: (code: string) => languages.of(code) ?? code,
  });
}

const Speech = createContext<Translator | null>(null);

/** Everything below it speaks this language. It sets no attributes: whoever draws the root sets `lang` and `dir`. */
export function TranslatorProvider({ locale, children }: { locale: Locale; children?: ComponentChildren }): JSX.Element {
  return createElement(Speech.Provider, { value: translatorOf(locale) }, children);
}

/** The translator of the screen. Outside of a provider it speaks English, so that a fault screen can always be drawn. */
export function useTranslator(): Translator {
  return useContext(Speech) ?? translatorOf('en');
}

/** `lang` and `dir` for a text that is not in the screen's language. */
export function languageOf(t: Translator, lang: string): { lang?: string; dir?: Direction } {
  if (lang === t.locale) return {};
  const dir = directionOf(lang);
  return dir === t.dir ? { lang } : { lang, dir };
}

/** A name or an address inside a sentence that may run the other way (Unicode UAX 9, first strong isolate). For text only, never for what is kept. */
export const isolate = (text: string): string => `\u2068${text}\u2069`;
