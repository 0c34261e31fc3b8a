import { type JSX } from 'preact';
import { type ClashWarning, type HandoverListItem, type MonthView } from '#libs/handovers';
import { formatEdtf, formatLocale, type Translator } from '../../i18n/index.js';
import { Tag, usePage } from '../../ui/index.js';
import { Part, useDesk } from '../views/frame.js';
import { HandoverStatusTag } from '../views/handover-lines.js';
import { firstWeekday, onReadersClock, zoneCity } from './clock-words.js';

export type WarningsById = ReadonlyMap<string, readonly ClashWarning[]>;

const monthAfter = (month: string, by: number): string => new Date(Date.UTC(Number(month.slice(0, 4)), Number(month.slice(5)) - 1 + by, 1)).toISOString().slice(0, 7);

/** Approximate dates stand above as bands as long as they may be; certain days stand in the calendar, each in its own zone. */
export function Month({ month, today, warnings, href }: { month: MonthView; today: string; warnings: WarningsById; href: (month: string) => string }): JSX.Element {
  const { t, link } = usePage();
  const near = (by: number): string => monthAfter(month.month, by);
  return (
    <>
      <div class="month-head">
        <a href={link(href(near(-1)))} rel="prev">{formatEdtf(t.locale, near(-1))}</a>
        <h2>{formatEdtf(t.locale, month.month)}</h2>
        <a href={link(href(near(1)))} rel="next">{formatEdtf(t.locale, near(1))}</a>
      </div>
      {month.sometime.length > 0 && <Part id="sometime" title={t('console.month.sometime')} note={t('console.month.sometime.note')}><Bands month={month} /></Part>}
      <Part id="days" title={t('console.month.days')} note={t('calendar.zones.note')}>
        {month.days.length === 0 && <p class="soft">{t('console.month.none')}</p>}
        <Calendar month={month} today={today} warnings={warnings} />
      </Part>
    </>
  );
}

const daysIn = (month: string): number => new Date(Date.UTC(Number(month.slice(0, 4)), Number(month.slice(5)), 0)).getUTCDate();

function Bands({ month }: { month: MonthView }): JSX.Element {
  const { t, link } = usePage();
  const last = daysIn(month.month);
  const dayWithin = (day: string | null, otherwise: number): number => (day?.startsWith(month.month) ? Number(day.slice(8)) : otherwise);
  return (
    <ul class="bands">
      {month.sometime.map((item) => {
        const from = dayWithin(item.date.from, 1);
        const to = dayWithin(item.date.to, last);
        return (
          <li key={item.id}>
            <a class="line-link" href={link(`/console/handovers/${item.id}`)}>{t.place(item.jurisdiction.id, item.jurisdiction.name)}</a> <span class="soft">{formatEdtf(t.locale, item.date.edtf)}</span>
            <svg class="band" viewBox={`0 0 ${last} 1`} preserveAspectRatio="none" aria-hidden="true" focusable="false">
              <rect class="band-way" width={last} height="1" /><rect class="band-span" x={from - 1} width={to - from + 1} height="1" />
            </svg>
          </li>
        );
      })}
    </ul>
  );
}

function Calendar({ month, today, warnings }: { month: MonthView; today: string; warnings: WarningsById }): JSX.Element {
  const { t } = usePage();
  const byDay = new Map(month.days.map(({ day, handovers }) => [day, handovers]));
  const start = firstWeekday(t.locale);
  const blanks = (new Date(`${month.month}-01T00:00:00Z`).getUTCDay() - start + 7) % 7;
  const days = Array.from({ length: daysIn(month.month) }, (_, n) => `${month.month}-${String(n + 1).padStart(2, '0')}`);
  return (
    <div class="calendar">
      <ol class="weekdays" aria-hidden="true">{Array.from({ length: 7 }, (_, n) => <li key={n}>{weekday(t, start + n)}</li>)}</ol>
      <ol class="days">
        {Array.from({ length: blanks }, (_, n) => <li key={`blank-${n}`} class="blank" aria-hidden="true" />)}
        {days.map((day) => {
          const handovers = byDay.get(day) ?? [];
          return (
            <li key={day} class={[handovers.length > 0 ? 'busy' : 'free', day === today ? 'is-today' : ''].join(' ').trim()} aria-current={day === today ? 'date' : undefined}>
              <span class="day-number"><span class="visually-hidden">{formatEdtf(t.locale, day)}</span><span aria-hidden="true">{t.number(Number(day.slice(8)))}<span class="day-name"> {dayName(t, day)}</span></span></span>
              {handovers.map((item) => <DayEntry key={item.id} item={item} warnings={warnings.get(item.id)?.length ?? 0} />)}
            </li>
          );
        })}
      </ol>
    </div>
  );
}

function DayEntry({ item, warnings }: { item: HandoverListItem; warnings: number }): JSX.Element {
  const { t, link } = usePage();
  const { person } = useDesk();
  const yours = person ? onReadersClock(t, item, person.timeZone) : null;
  return (
    <div class="day-entry">
      <a class="line-link" href={link(`/console/handovers/${item.id}`)}>{item.date.startTime && <span>{item.date.startTime}</span>} {t.place(item.jurisdiction.id, item.jurisdiction.name)}</a>
      {yours && <span class="row-note"><bdi>{zoneCity(item.date.timeZone)}</bdi> · {yours}</span>}
      <HandoverStatusTag status={item.status} />
      {warnings > 0 && <Tag shape="cross" tone="warn">{t('calendar.warnings', { n: warnings })}</Tag>}
    </div>
  );
}

/** Sunday, 4 January 2026, is day 0 and 7. */
const weekday = (t: Translator, n: number): string => new Intl.DateTimeFormat(formatLocale(t.locale), { weekday: 'short', timeZone: 'UTC' }).format(new Date(Date.UTC(2026, 0, 4 + n)));
const dayName = (t: Translator, day: string): string => new Intl.DateTimeFormat(formatLocale(t.locale), { weekday: 'long', timeZone: 'UTC' }).format(new Date(`${day}T00:00:00Z`));
