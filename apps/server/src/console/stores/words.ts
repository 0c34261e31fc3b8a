import { formatLocale, type Translator } from '../../i18n/index.js';

/** "12 May, 14:30" by the clock of a place. */
export function momentOf(t: Translator, at: Date, timeZone: string): string {
  return new Intl.DateTimeFormat(formatLocale(t.locale), { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit', timeZone }).format(at);
}

/** "14:30" by the clock of a place. */
export function timeOf(t: Translator, at: Date, timeZone: string): string {
  return new Intl.DateTimeFormat(formatLocale(t.locale), { hour: '2-digit', minute: '2-digit', timeZone }).format(at);
}

const UNITS = [['day', 86_400_000], ['hour', 3_600_000], ['minute', 60_000]] as const;

/** "3 hours ago"; what is not a minute old is "now". */
export function agoOf(t: Translator, at: Date, now: Date): string {
  const words = new Intl.RelativeTimeFormat(formatLocale(t.locale), { numeric: 'auto' });
  const past = Math.max(0, now.getTime() - at.getTime());
  const [unit, size] = UNITS.find(([, length]) => past >= length) ?? ['second', 1000];
  return unit === 'second' ? words.format(0, 'second') : words.format(-Math.floor(past / size), unit);
}

/** A length of time as people say it: "2 minutes", "3 hours". */
export function spanOf(t: Translator, ms: number): string {
  const length = Math.abs(ms);
  const [unit, size] = UNITS.find(([, one]) => length >= one) ?? (['second', 1000] as const);
  return new Intl.NumberFormat(formatLocale(t.locale), { style: 'unit', unit, unitDisplay: 'long', maximumFractionDigits: 0 }).format(Math.round(length / size));
}
