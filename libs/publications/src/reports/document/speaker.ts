import { type Words } from '#libs/petitions';
import { PaperPhrases, type Values } from '../../phrasebook.js';
import { type ReportFigure } from '../facts/report-data.js';
import { type ReportFacts } from '../facts/report-facts.js';
import { dateWords } from './date-words.js';
import { type Said } from './report-document.js';

/** Speaks one language of reports: sentences from its catalogue, texts in their own language where this one has none. */
export class Speaker {
  private readonly phrases: PaperPhrases;
  readonly language: string;

  constructor(language: string, private readonly facts: ReportFacts) {
    this.phrases = PaperPhrases.forReports(language);
    this.language = this.phrases.language;
  }

  say(key: string, values: Values = {}): Said {
    return { text: this.phrases.say(key, values), lang: this.language };
  }

  /** In this language if there is such a text, else in the campaign's own, else in any. */
  words(words: Words | null | undefined): Said | null {
    if (!words) return null;
    const own = this.facts.campaign.language;
    const lang = [this.language, own, ...Object.keys(words).sort()].find((tag) => words[tag]?.trim());
    return lang === undefined ? null : { text: words[lang] ?? '', lang };
  }

  /** A plain string of the campaign. */
  plain(text: string): Said {
    return { text, lang: this.facts.campaign.language };
  }

  code(text: string): Said {
    return { text, lang: 'en' };
  }

  place(id: string): Said {
    const named = this.phrases.place(id);
    return named === id ? (this.words(this.facts.names[id]) ?? this.code(id)) : { text: named, lang: this.language };
  }

  /** Places by name, as the language joins them. */
  places(ids: readonly string[]): string {
    return this.list(ids.map((id) => this.place(id).text).sort(new Intl.Collator(this.locale).compare));
  }

  list(names: readonly string[]): string {
    return new Intl.ListFormat(this.locale, { type: 'conjunction' }).format(names);
  }

  /** A figure with its word; unknown is said, never 0. */
  figure(figure: ReportFigure | null): Said {
    return figure === null ? this.say('report.figure.none') : this.say(`report.figure.${figure.qualifier}`, { count: figure.count });
  }

  sum(sum: { count: number; lowerBound: boolean } | null): Said {
    return sum === null ? this.say('report.figure.none') : this.say(`report.figure.${sum.lowerBound ? 'at-least' : 'exact'}`, { count: sum.count });
  }

  number(value: number | null): Said {
    return value === null ? this.say('report.figure.unknown') : { text: new Intl.NumberFormat(this.locale).format(value), lang: this.language };
  }

  date(edtf: string | null): Said {
    return { text: dateWords(edtf, this.locale, (key, values) => this.phrases.say(key, values)), lang: this.language };
  }

  /** Of an event that lies somewhere between two dates, not over all the time between them. */
  knownDate(edtf: string | null): Said {
    const [from, to] = edtf?.split('/') ?? [];
    if (!from || !to || from === '..' || to === '..') return this.date(edtf);
    return this.say('report.date.between', { from: this.date(from).text, to: this.date(to).text });
  }

  instant(iso: string): string {
    return `${new Intl.DateTimeFormat(this.locale, { dateStyle: 'long', timeStyle: 'medium', timeZone: 'UTC' }).format(new Date(iso))} UTC`;
  }

  month(month: string): Said {
    return { text: new Intl.DateTimeFormat(this.locale, { month: 'short', year: 'numeric', timeZone: 'UTC' }).format(new Date(`${month}-15T12:00:00Z`)), lang: this.language };
  }

  goal(key: string | null): Said | null {
    return this.words(this.facts.goals.find((one) => one.key === key)?.title);
  }

  instrument(key: string | null): Said | null {
    return key === null ? null : (this.words(this.facts.instruments.find((one) => one.key === key)?.name) ?? this.code(key));
  }

  /** Several texts in a row, joined as clauses of one line if they are in one language. */
  joined(parts: readonly (Said | null)[], by = ', '): Said | null {
    const there = parts.filter((part) => part !== null);
    const [first] = there;
    return first ? { text: there.map(({ text }) => text).join(by), lang: there.every(({ lang }) => lang === first.lang) ? first.lang : this.facts.campaign.language } : null;
  }

  /** As the pages write dates: day before month in English too. */
  private get locale(): string {
    return this.language === 'en' ? 'en-GB' : this.language;
  }
}
