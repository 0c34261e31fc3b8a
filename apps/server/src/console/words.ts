import { DateTime } from 'luxon';
import { formatEdtf, formatLocale, type Translator } from '../i18n/index.js';
import { type LocalText } from '../ui/index.js';

/** The words in the page's language if there are any, else in their own. */
export function inLanguage(words: Readonly<Record<string, string>>, own: string, t: Translator): LocalText {
  const lang = [t.locale, own, 'en', ...Object.keys(words)].find((tag) => words[tag] !== undefined) ?? own;
  return { text: words[lang] ?? '', lang };
}

/** A day of the calendar, short: "12 May". */
export function shortDay(t: Translator, day: string): string {
  return new Intl.DateTimeFormat(formatLocale(t.locale), { day: 'numeric', month: 'short', timeZone: 'UTC' }).format(new Date(`${day}T00:00:00Z`));
}

/** An instant as a day of somebody's calendar, in words. */
export function dayOf(t: Translator, at: Date, timeZone: string): string {
  return formatEdtf(t.locale, DateTime.fromJSDate(at, { zone: timeZone }).toISODate());
}

/** "between 3 December 2026 and 9 December 2026", in the words of the language; null where nothing can be said. */
export function forecastInWords(t: Translator, forecast: { from: string; to: string | null } | null, timeZone: string): string | null {
  if (!forecast) return null;
  const from = DateTime.fromISO(forecast.from, { zone: timeZone }).toISODate();
  const to = forecast.to === null ? null : DateTime.fromISO(forecast.to, { zone: timeZone }).toISODate();
  if (to === null) return t('console.forecast.open', { date: formatEdtf(t.locale, from) });
  return from === to ? t('console.forecast.day', { date: formatEdtf(t.locale, from, 'phrase') }) : t('console.forecast.range', { dates: formatEdtf(t.locale, `${from}/${to}`, 'phrase') });
}
