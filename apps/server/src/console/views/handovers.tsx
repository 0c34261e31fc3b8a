import { type JSX } from 'preact';
import { type HandoverListItem, type MonthView } from '#libs/handovers';
import { ButtonLink, EmptyState, Pagination, usePage } from '../../ui/index.js';
import { Filters, type HandoverNarrowing, narrowed, type PlaceChoice } from '../calendar/filters.js';
import { Month, type WarningsById } from '../calendar/month.js';
import { type Desk } from '../desk.js';
import { Frame, Head } from './frame.js';
import { HandoverLines } from './handover-lines.js';

export const HANDOVER_SHOWS = ['ahead', 'past', 'called-off'] as const;
export type HandoverShow = (typeof HANDOVER_SHOWS)[number];

interface ListMode { show: HandoverShow; items: readonly HandoverListItem[]; page: number; pages: number; total: number }

export interface HandoversView {
  mode: { list: ListMode } | { month: MonthView };
  thisMonth: string;
  today: string;
  mayOrganise: boolean;
  narrowing: HandoverNarrowing;
  places: readonly PlaceChoice[];
  /** Of what is shown. */
  warnings: WarningsById;
}

export function HandoversPage({ desk, view }: { desk: Desk; view: HandoversView }): JSX.Element {
  const { t, link } = desk.page;
  const { mode, narrowing } = view;
  const keep: Record<string, string> = 'list' in mode ? { show: mode.list.show } : { month: mode.month.month };
  return (
    <Frame desk={desk} title={t('console.nav.handovers')} section="handovers">
      <Head title={t('console.nav.handovers')}>
        <ButtonLink look="quiet" href={link('/console/calendar-feed')}>{t('calendar.feed.open')}</ButtonLink>
        <ButtonLink look="quiet" href={link('/console/offices')}>{t('calendar.offices.title')}</ButtonLink>
        {view.mayOrganise && <ButtonLink href={link('/console/handovers/new')}>{t('console.book')}</ButtonLink>}
      </Head>
      <Tabs view={view} />
      <Filters keep={keep} narrowing={narrowing} places={view.places} />
      {'list' in mode
        ? <List list={mode.list} view={view} />
        : <Month month={mode.month} today={view.today} warnings={view.warnings} href={(month) => narrowed(`/console/handovers?month=${month}`, narrowing)} />}
    </Frame>
  );
}

function Tabs({ view }: { view: HandoversView }): JSX.Element {
  const { t, link } = usePage();
  const show = 'list' in view.mode ? view.mode.list.show : null;
  const to = (query: string): string => link(narrowed(`/console/handovers?${query}`, view.narrowing));
  return (
    <nav class="tabs" aria-label={t('console.handovers.views')}>
      <ul>
        {HANDOVER_SHOWS.map((one) => <li key={one}><a href={to(`show=${one}`)} aria-current={one === show ? 'page' : undefined}>{t(`console.handovers.show.${one}`)}</a></li>)}
        <li><a href={to(`month=${view.thisMonth}`)} aria-current={show === null ? 'page' : undefined}>{t('console.handovers.show.month')}</a></li>
      </ul>
    </nav>
  );
}

function List({ list, view }: { list: ListMode; view: HandoversView }): JSX.Element {
  const { t, link } = usePage();
  if (list.items.length === 0) return <EmptyState title={t(`console.handovers.none.${list.show}`)} />;
  return (
    <>
      <p class="soft">{t('console.handovers.count', { n: list.total })}</p>
      <HandoverLines items={list.items} warnings={view.warnings} />
      <Pagination page={list.page} pages={list.pages} href={(page) => link(narrowed(`/console/handovers?show=${list.show}&page=${page}`, view.narrowing))} />
    </>
  );
}
