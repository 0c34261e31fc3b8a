import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { IntlMessageFormat } from 'intl-messageformat';
import { directionOf } from '#libs/markup';
import { type Foreign, type Words } from './letter.js';

/** Languages in which organisers are written to; complete. */
export const ORGANISER_LANGUAGES = ['en', 'fr', 'ar'] as const;
/** Languages in which signers are written to. */
export const SIGNER_LANGUAGES = ['en', 'fr', 'ar', 'nl', 'sv', 'es', 'de'] as const;
export type SignerLanguage = (typeof SIGNER_LANGUAGES)[number];

export type Catalogue = Readonly<Record<string, string>>;
export type Values = Readonly<Record<string, string | number | Foreign>>;

/** The first of the wished languages that there is, else English. `fr-CA` is served by `fr`. */
export function languageFor<Language extends string>(wished: readonly (string | null)[], there: readonly Language[]): Language | 'en' {
  for (const tag of wished) {
    const base = tag?.toLowerCase().split('-')[0];
    const found = there.find((language) => language === base);
    if (found) return found;
  }
  return 'en';
}

/** The catalogue's sentences in one language. Numbers, dates and plurals follow that language. */
export class Phrasebook {
  private static readonly books = new Map<string, Phrasebook>();
  private readonly formats = new Map<string, IntlMessageFormat>();

  private constructor(readonly language: string, private readonly catalogue: Catalogue) {}

  static of(language: SignerLanguage): Phrasebook {
    let book = this.books.get(language);
    if (!book) this.books.set(language, (book = new Phrasebook(language, readCatalogue(language))));
    return book;
  }

  /** @throws when the catalogue has no such sentence, or a value is missing */
  say(key: string, values: Values = {}): Words {
    const parts = this.format(key).formatToParts<Foreign>(values);
    return parts.map((part) => (typeof part.value === 'string' ? part.value : foreign(part.value)));
  }

  /** The same as one line of text, for subjects. */
  plain(key: string, values: Values = {}): string {
    return plainOf(this.say(key, values), this.language).replace(/\s+/gu, ' ').trim();
  }

  /** A day in words, `Friday 4 December 2026`; an instant is told in the given zone. */
  day(date: Date, timeZone = 'UTC'): string {
    return new Intl.DateTimeFormat(dateLocale(this.language), { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric', timeZone }).format(date);
  }

  /** `Friday 4 December 2026 at 17:05 GMT+1`: an instant where the given zone is, with the zone. */
  moment(at: Date, timeZone: string): string {
    const format: Intl.DateTimeFormatOptions = { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric', hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZoneName: 'short', timeZone };
    return new Intl.DateTimeFormat(dateLocale(this.language), format).format(at);
  }

  /** `3–9 December 2026`. */
  span(from: Date, to: Date, timeZone = 'UTC'): string {
    return new Intl.DateTimeFormat(dateLocale(this.language), { day: 'numeric', month: 'long', year: 'numeric', timeZone }).formatRange(from, to);
  }

  list(items: readonly string[]): string {
    return new Intl.ListFormat(this.language, { type: 'conjunction' }).format(items);
  }

  number(value: number): string {
    return new Intl.NumberFormat(this.language, { maximumFractionDigits: value < 10 ? 1 : 0 }).format(value);
  }

  private format(key: string): IntlMessageFormat {
    let format = this.formats.get(key);
    if (!format) {
      const message = this.catalogue[key];
      if (message === undefined) throw new Error(`no sentence '${key}' in '${this.language}'`);
      this.formats.set(key, (format = new IntlMessageFormat(message, this.language)));
    }
    return format;
  }
}

/** Plain `en` writes dates the American way, which most readers of an international campaign do not. */
const dateLocale = (language: string): string => (language === 'en' ? 'en-GB' : language);

/** In right-to-left mails a foreign title would drag the punctuation beside it along: isolate it (UAX #9, FSI and PDI). */
export function plainOf(words: Words, language: string): string {
  const isolate = directionOf(language) === 'rtl' ? (text: string): string => `\u2068${text}\u2069` : (text: string): string => text;
  return words.map((part) => (typeof part === 'string' ? part : isolate(part.text))).join('');
}

const foreign = (value: unknown): Foreign => (isForeign(value) ? value : { text: String(value), language: null });
const isForeign = (value: unknown): value is Foreign => typeof value === 'object' && value !== null && 'text' in value;

/** Catalogues are read from the source tree by both the source and the build in dist/, which holds compiled code only. */
export function readCatalogue(language: string): Catalogue {
  return JSON.parse(readFileSync(path.join(packageRoot(), CATALOGUES, `${language}.json`), 'utf8')) as Catalogue;
}

const CATALOGUES = 'libs/notifications/src/templates/catalogues';

function packageRoot(): string {
  let folder = import.meta.dirname;
  while (!existsSync(path.join(folder, CATALOGUES))) {
    const parent = path.dirname(folder);
    if (parent === folder) throw new Error('the catalogues of mails were not found');
    folder = parent;
  }
  return folder;
}
