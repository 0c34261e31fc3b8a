import { type JSX } from 'preact';
import { type HandoverListItem, type MonthView } from '#libs/handovers';
import { formatEdtf, formatLocale, type Translator } from '../../i18n/index.js';
import { ButtonLink, EmptyState, Pagination, usePage } from '../../ui/index.js';
import { type Desk } from '../desk.js';
import { Frame, Head, Part } from './frame.js';
import { HandoverLines, HandoverStatusTag } from './handover-lines.js';

export const HANDOVER_SHOWS = ['ahead', 'past', 'called-off'] as const;
export type HandoverShow = (typeof HANDOVER_SHOWS)[number];

export interface HandoversView {
  mode: { list: { show: HandoverShow; items: readonly HandoverListItem[]; page: number; pages: number; total: number } } | { month: MonthView };
  thisMonth: string;
  today: string;
  mayOrganise: boolean;
}

export function HandoversPage({ desk, view }: { desk: Desk; view: HandoversView }): JSX.Element {
  const { t, link } = desk.page;
  return (
    <Frame desk={desk} title={t('console.nav.handovers')} section="handovers">
      <Head title={t('console.nav.handovers')}>{view.mayOrganise && <ButtonLink href={link('/console/handovers/new')}>{t('console.book')}</ButtonLink>}</Head>
      <Tabs view={view} />
      {'list' in view.mode ? <List list={view.mode.list} /> : <Month month={view.mode.month} today={view.today} />}
    </Frame>
  );
}

function Tabs({ view }: { view: HandoversView }): JSX.Element {
  const { t, link } = usePage();
  const show = 'list' in view.mode ? view.mode.list.show : null;
  return (
    <nav class="tabs" aria-label={t('console.handovers.views')}>
      <ul>
        {HANDOVER_SHOWS.map((one) => <li key={one}><a href={link(`/console/handovers?show=${one}`)} aria-current={one === show ? 'page' : undefined}>{t(`console.handovers.show.${one}`)}</a></li>)}
        <li><a href={link(`/console/handovers?month=${view.thisMonth}`)} aria-current={show === null ? 'page' : undefined}>{t('console.handovers.show.month')}</a></li>
      </ul>
    </nav>
  );
}

function List({ list }: { list: { show: HandoverShow; items: readonly HandoverListItem[]; page: number; pages: number; total: number } }): JSX.Element {
  const { t, link } = usePage();
  if (list.items.length === 0) return <EmptyState title={t(`console.handovers.none.${list.show}`)} />;
  return (
    <>
      <p class="soft">{t('console.handovers.count', { n: list.total })}</p>
      <HandoverLines items={list.items} />
      <Pagination page={list.page} pages={list.pages} href={(page) => link(`/console/handovers?show=${list.show}&page=${page}`)} />
    </>
  );
}

const monthAfter = (month: string, by: number): string => new Date(Date.UTC(Number(month.slice(0, 4)), Number(month.slice(5)) - 1 + by, 1)).toISOString().slice(0, 7);

/** Approximate dates stand above as bands as long as they may be; certain days stand in the calendar. */
function Month({ month, today }: { month: MonthView; today: string }): JSX.Element {
  const { t, link } = usePage();
  const near = (by: number): string => monthAfter(month.month, by);
  return (
    <>
      <div class="month-head">
        <a href={link(`/console/handovers?month=${near(-1)}`)} rel="prev">{formatEdtf(t.locale, near(-1))}</a>
        <h2>{formatEdtf(t.locale, month.month)}</h2>
        <a href={link(`/console/handovers?month=${near(1)}`)} rel="next">{formatEdtf(t.locale, near(1))}</a>
      </div>
      {month.sometime.length > 0 && <Part id="sometime" title={t('console.month.sometime')} note={t('console.month.sometime.note')}><Bands month={month} /></Part>}
      <Part id="days" title={t('console.month.days')}>
        {month.days.length === 0 && <p class="soft">{t('console.month.none')}</p>}
        <Calendar month={month} today={today} />
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

function Calendar({ month, today }: { month: MonthView; today: string }): JSX.Element {
  const { t } = usePage();
  const byDay = new Map(month.days.map(({ day, handovers }) => [day, handovers]));
  const first = new Date(`${month.month}-01T00:00:00Z`);
  const blanks = (first.getUTCDay() + 6) % 7;
  const days = Array.from({ length: daysIn(month.month) }, (_, n) => `${month.month}-${String(n + 1).padStart(2, '0')}`);
  return (
    <div class="calendar">
      <ol class="weekdays" aria-hidden="true">{Array.from({ length: 7 }, (_, n) => <li key={n}>{weekday(t, n)}</li>)}</ol>
      <ol class="days">
        {Array.from({ length: blanks }, (_, n) => <li key={`blank-${n}`} class="blank" aria-hidden="true" />)}
        {days.map((day) => {
          const handovers = byDay.get(day) ?? [];
          return (
            <li key={day} class={[handovers.length > 0 ? 'busy' : 'free', day === today ? 'is-today' : ''].join(' ').trim()} aria-current={day === today ? 'date' : undefined}>
              <span class="day-number"><span class="visually-hidden">{formatEdtf(t.locale, day)}</span><span aria-hidden="true">{t.number(Number(day.slice(8)))}<span class="day-name"> {dayName(t, day)}</span></span></span>
              {handovers.map((item) => <DayEntry key={item.id} item={item} />)}
            </li>
          );
        })}
      </ol>
    </div>
  );
}

function DayEntry({ item }: { item: HandoverListItem }): JSX.Element {
  const { t, link } = usePage();
  return (
    <div class="day-entry">
      <a class="line-link" href={link(`/console/handovers/${item.id}`)}>{item.date.startTime && <span>{item.date.startTime}</span>} {t.place(item.jurisdiction.id, item.jurisdiction.name)}</a>
      <HandoverStatusTag status={item.status} />
    </div>
  );
}

/** 5 January 2026 was a Monday. */
const weekday = (t: Translator, n: number): string => new Intl.DateTimeFormat(formatLocale(t.locale), { weekday: 'short', timeZone: 'UTC' }).format(new Date(Date.UTC(2026, 0, 5 + n)));
const dayName = (t: Translator, day: string): string => new Intl.DateTimeFormat(formatLocale(t.locale), { weekday: 'long', timeZone: 'UTC' }).format(new Date(`${day}T00:00:00Z`));
