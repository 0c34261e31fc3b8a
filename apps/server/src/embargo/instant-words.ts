import { type Publication } from '#libs/embargo';
import { formatLocale, type Translator } from '../i18n/index.js';
import { type LocalText } from '../ui/index.js';

/** "29 March 2012 at 14:00" by the clocks of a zone. */
export function inWords(t: Translator, at: Date, timeZone: string): string {
  // The half of the day stays with its hour.
  return new Intl.DateTimeFormat(formatLocale(t.locale), { dateStyle: 'long', timeStyle: 'short', timeZone }).format(at).replace(/(?<=\d) (?=[صم]$)/u, '\u00a0');
}

const UNITS = [['day', 86_400_000], ['hour', 3_600_000], ['minute', 60_000], ['second', 1_000]] as const;

/** "2 days and 3 hours": the time from one instant to another, in its two largest units, never too long. */
export function spanUntil(t: Translator, until: Date, from: Date): string {
  const locale = formatLocale(t.locale);
  let rest = Math.max(0, until.getTime() - from.getTime());
  const first = UNITS.findIndex(([unit, length]) => rest >= length || unit === 'second');
  const parts = UNITS.slice(first, first + 2).map(([unit, length]) => {
    const n = Math.floor(rest / length);
    rest -= n * length;
    return { unit, n };
  });
  const said = parts.filter(({ n }, index) => n > 0 || (index === 0 && parts.every((part) => part.n === 0)))
    .map(({ unit, n }) => new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'long' }).format(n));
  return new Intl.ListFormat(locale, { type: 'conjunction' }).format(said);
}

/** The title in the page's language if there is one, else in the first there is. */
export function titleOf({ title }: Pick<Publication, 'title'>, t: Translator): LocalText {
  return wordsIn(title, t);
}

export function wordsIn(words: Readonly<Record<string, string>>, t: Translator): LocalText {
  const lang = [t.locale, 'en', ...Object.keys(words)].find((tag) => words[tag] !== undefined) ?? t.locale;
  return { text: words[lang] ?? '', lang };
}
