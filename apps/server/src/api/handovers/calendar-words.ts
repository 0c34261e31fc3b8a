import { type CalendarWords, type HandoverListItem } from '#libs/handovers';
import { formatEdtf, translator, type Locale } from '../../i18n/index.js';

/** The sentences of a calendar file in one language. */
export function calendarWords(locale: Locale): CalendarWords {
  const speak = translator(locale);
  const say = (key: string, values: Record<string, string | number> = {}): string => speak.maybe(`handovers.calendar.${key}`, values) ?? '';
  const place = ({ jurisdiction }: HandoverListItem): string => speak.place(jurisdiction.id, jurisdiction.name);
  return {
    name: say('name'),
    summary: (handover) => handover.title ?? say('summary', { place: place(handover) }),
    description: (handover) => [
      ...(handover.demonstration ? [say('demonstration')] : []),
      ...(handover.date.exact ? [] : [say('rough', { date: formatEdtf(locale, handover.date.edtf) })]),
      ...handover.recipients.filter((one) => !one.metOnly).map((one) => [one.name, one.office, one.body].filter(Boolean).join(', ')),
    ].join('\n'),
  };
}
