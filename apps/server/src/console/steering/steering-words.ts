import { DateTime } from 'luxon';
import { changeOf, type Outlook, type Spans } from '#libs/tallies';
import { formatEdtf, formatLocale, type Translator } from '../../i18n/index.js';

/** "+12%", "−3%" in the figures of the language. */
export const signedPercent = (t: Translator, share: number): string =>
  new Intl.NumberFormat(formatLocale(t.locale), { style: 'percent', maximumFractionDigits: 0, signDisplay: 'exceptZero' }).format(share);

/** A share with one place after the point below ten percent, where a whole percent says too little. */
export const sharePercent = (t: Translator, share: number | null): string =>
  (share === null ? '–' : new Intl.NumberFormat(formatLocale(t.locale), { style: 'percent', maximumFractionDigits: share < 0.1 ? 1 : 0 }).format(share));

/** What the week did, against the same part of the week before. */
export function changeInWords(t: Translator, pace: Spans): string {
  const change = changeOf(pace);
  if (change === null) return t(pace.week > 0 ? 'steering.change.first' : 'steering.change.none');
  if (Math.abs(change) < 0.005) return t('steering.change.same', { before: pace.weekBeforeSoFar });
  return t(change > 0 ? 'steering.change.more' : 'steering.change.less', { change: signedPercent(t, change), before: pace.weekBeforeSoFar });
}

/** When a milestone is likely to be reached, or why that can't be said. */
export function outlookInWords(t: Translator, outlook: Outlook, timeZone: string): string {
  const { range, silence } = outlook;
  if (!range) return t(`steering.silence.${silence ?? 'too-early'}`);
  const day = (at: number): string => DateTime.fromMillis(at, { zone: timeZone }).toISODate() ?? '';
  const [from, to] = [day(range.from), range.to === null ? null : day(range.to)];
  if (to === null) return t('console.forecast.open', { date: formatEdtf(t.locale, from) });
  return from === to ? t('console.forecast.day', { date: formatEdtf(t.locale, from, 'phrase') }) : t('console.forecast.range', { dates: formatEdtf(t.locale, `${from}/${to}`, 'phrase') });
}

/** An hour of the axis, short: "14:00"; with its day for the table. */
export function hourLabels(t: Translator, iso: string, timeZone: string): { short: string; full: string } {
  const at = new Date(iso);
  const of = (options: Intl.DateTimeFormatOptions): string => new Intl.DateTimeFormat(formatLocale(t.locale), { ...options, timeZone }).format(at);
  return { short: of({ weekday: 'short', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }), full: of({ day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }) };
}
