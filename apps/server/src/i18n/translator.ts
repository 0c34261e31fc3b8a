import { IntlMessageFormat } from 'intl-messageformat';
import { directionOf, type Direction } from '#libs/markup';
import { CATALOGUES, type MessageKey } from './catalogue.js';
import { formatLocale, type Locale } from './locales.js';

export type MessageValues = Readonly<Record<string, string | number>>;

/** What a page needs to speak one language. All numbers and dates go through the page's locale. */
export interface Translator {
  readonly locale: Locale;
  readonly dir: Direction;
  (key: MessageKey, values?: MessageValues): string;
  /** For keys put together at run time (an error's code, a status): null if there is no such message. */
  maybe(key: string, values?: MessageValues): string | null;
  number(value: number): string;
  percent(share: number): string;
  /** An instant, in words, with the time zone named. */
  instant(iso: string, timeZone?: string): string;
  list(items: readonly string[]): string;
  /** Name of an ISO 3166-1 country, of a region or of the world by its id; the given name if it has none. */
  place(id: string, fallback?: string): string;
  /** Name of a language by its BCP 47 tag. */
  language(tag: string): string;
}

const translators = new Map<Locale, Translator>();

/** The translator of a locale; made once, as parsing messages is what costs. */
export function translator(locale: Locale): Translator {
  let found = translators.get(locale);
  if (!found) translators.set(locale, (found = makeTranslator(locale)));
  return found;
}

function makeTranslator(locale: Locale): Translator {
  const tag = formatLocale(locale);
  const catalogue = CATALOGUES[locale];
  const parsed = new Map<string, IntlMessageFormat>();
  const regions = new Intl.DisplayNames([tag], { type: 'region', fallback: 'none' });
  const languages = new Intl.DisplayNames([tag], { type: 'language' });
  const numbers = new Intl.NumberFormat(tag);
  const percents = new Intl.NumberFormat(tag, { style: 'percent', maximumFractionDigits: 0, roundingMode: 'floor' });
  const lists = new Intl.ListFormat(tag, { type: 'conjunction' });

  const maybe = (key: string, values?: MessageValues): string | null => {
    const source = catalogue[key];
    if (source === undefined) return null;
    let message = parsed.get(key);
    if (!message) parsed.set(key, (message = new IntlMessageFormat(source, tag)));
    return String(message.format(values));
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
    percent: (share: number) => percents.format(share),
    instant: (iso: string, timeZone = 'UTC') =>
      new Intl.DateTimeFormat(tag, { day: 'numeric', month: 'long', year: 'numeric', hour: '2-digit', minute: '2-digit', timeZone, timeZoneName: 'short' }).format(new Date(iso)),
    list: (items: readonly string[]) => lists.format(items),
    place: (id: string, fallback?: string) =>
      maybe(`ui.region.${id}`) ?? (/^[A-Z]{2}$/.test(id) ? regions.of(id) : undefined) ?? fallback ?? id,
    language: (tag_: string) => languages.of(tag_) ?? tag_,
  });
}
