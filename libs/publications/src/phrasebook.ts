import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { IntlMessageFormat } from 'intl-messageformat';
import { directionOf } from '#libs/markup';

/** Languages that the printed papers speak. Texts of petitions may be in any. */
export const PAPER_LANGUAGES = ['en', 'fr', 'ar', 'de', 'es', 'nl', 'sv'] as const;
export type PaperLanguage = (typeof PAPER_LANGUAGES)[number];

/** Languages that reports speak: those of the pages. */
export const REPORT_LANGUAGES = ['en', 'fr', 'ar'] as const satisfies readonly PaperLanguage[];
export type ReportLanguage = (typeof REPORT_LANGUAGES)[number];

export type Values = Readonly<Record<string, string | number>>;
export type Phrases = Readonly<Record<string, string>>;

/** The paper language of a tag, as `fr` of `fr-CH`; null if papers do not speak it. */
export function paperLanguage(tag: string): PaperLanguage | null {
  const base = tag.toLowerCase().split('-')[0];
  return PAPER_LANGUAGES.find((one) => one === base) ?? null;
}

/** The sentences of printed papers in one language; in English where the wished one has none. */
export class PaperPhrases {
  private static readonly books = new Map<string, PaperPhrases>();
  private readonly formats = new Map<string, IntlMessageFormat>();

  private constructor(readonly language: PaperLanguage, private readonly phrases: Phrases) {}

  static for(language: string): PaperPhrases {
    const found = paperLanguage(language) ?? 'en';
    return PaperPhrases.book(found, found);
  }

  /** The sentences of reports. */
  static forReports(language: string): PaperPhrases {
    const found = paperLanguage(language);
    const spoken = REPORT_LANGUAGES.find((one) => one === found) ?? 'en';
    return PaperPhrases.book(`reports/${spoken}`, spoken);
  }

  private static book(file: string, language: PaperLanguage): PaperPhrases {
    let book = PaperPhrases.books.get(file);
    if (!book) PaperPhrases.books.set(file, (book = new PaperPhrases(language, readPhrases(file))));
    return book;
  }

  /** @throws when there is no such sentence, or a value is missing */
  say(key: string, values: Values = {}): string {
    let format = this.formats.get(key);
    if (!format) {
      const message = this.phrases[key];
      if (message === undefined) throw new Error(`no sentence '${key}' for papers in '${this.language}'`);
      this.formats.set(key, (format = new IntlMessageFormat(message, this.language)));
    }
    return String(format.format(Object.fromEntries(Object.entries(values).map(([name, value]) => [name, typeof value === 'string' ? this.isolated(value) : value]))));
  }

  /** A language's name in this one. */
  languageName(tag: string): string {
    return new Intl.DisplayNames([this.language], { type: 'language' }).of(tag) ?? tag;
  }

  place(id: string): string {
    return /^[A-Z]{2}$/.test(id) ? (new Intl.DisplayNames([this.language], { type: 'region' }).of(id) ?? id) : id;
  }

  /** A place as it is said: name and town, each keeping its own direction. */
  storeName(store: { name: string; town: string | null }): string {
    if (!store.town || store.name.includes(store.town)) return store.name;
    return directionOf(this.language) === 'rtl' ? `\u2067\u2068${store.name}\u2069، \u2068${store.town}\u2069\u2069` : `${store.name}, ${store.town}`;
  }

  /** A foreign name would drag the stops beside it along in a right-to-left sentence (UAX #9, FSI and PDI). */
  private isolated(value: string): string {
    return directionOf(this.language) === 'rtl' ? `\u2068${value}\u2069` : value;
  }
}

const FOLDER = 'libs/publications/src/messages';

/** A catalogue by its name: `fr`, `reports/fr`. Read from the source tree by both the source and the build in dist/, which holds compiled code only. */
export function readPhrases(file: string): Phrases {
  let folder = import.meta.dirname;
  while (!existsSync(path.join(folder, FOLDER))) {
    const parent = path.dirname(folder);
    if (parent === folder) throw new Error('the sentences of printed papers were not found');
    folder = parent;
  }
  return JSON.parse(readFileSync(path.join(folder, FOLDER, `${file}.json`), 'utf8')) as Phrases;
}
