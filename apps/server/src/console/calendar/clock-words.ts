import { DateTime } from 'luxon';
import { type HandoverListItem } from '#libs/handovers';
import { formatEdtf, formatLocale, type Locale, type Translator } from '../../i18n/index.js';

/** First day of the week as a language has it: 1 Monday … 7 Sunday (CLDR). */
export function firstWeekday(locale: Locale): number {
  const known = new Intl.Locale(formatLocale(locale)) as Intl.Locale & { getWeekInfo?: () => { firstDay: number }; weekInfo?: { firstDay: number } };
  return (known.getWeekInfo?.() ?? known.weekInfo)?.firstDay ?? 1;
}

/** "Stockholm", of an IANA zone. */
export const zoneCity = (zone: string): string => (zone.split('/').at(-1) ?? zone).replace(/_/g, ' ');

/** The same instant on the reader's clock, with the day where that is another one; null where the clocks agree. */
export function onReadersClock(t: Translator, { date }: Pick<HandoverListItem, 'date'>, zone: string): string | null {
  if (!date.startsAt) return null;
  const here = DateTime.fromJSDate(date.startsAt, { zone });
  const [day, time] = [here.toFormat('yyyy-MM-dd'), here.toFormat('HH:mm')];
  if (day === date.from && time === date.startTime) return null;
  return day === date.from ? t('calendar.your-time', { time }) : t('calendar.your-time.day', { time, day: formatEdtf(t.locale, day) });
}
