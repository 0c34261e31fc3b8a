import { type JSX } from 'preact';
import { FIGURE_CHANNELS, type ToldSpan } from '#libs/signatures';
import { type Store } from '#libs/stores';
import { formatEdtf } from '../../../i18n/index.js';
import { Button, Chart, EmptyState, Hidden, Select, Table, usePage } from '../../../ui/index.js';
import { type CollectingCampaign } from '../../../api/stores/store-lists.js';
import { type Desk } from '../../desk.js';
import { Frame, Head, Part } from '../../views/frame.js';
import { labelOf } from '../../views/petitions.js';
import { shortDay } from '../../words.js';
import { StoreFrame, storePath } from './store-frame.js';
import { Sideways } from './store-parts.js';
import { StoresTabs } from './stores.js';

export interface StoreFiguresView {
  store: Store;
  /** Newest first. */
  spans: readonly ToldSpan[];
  /** How far back they go. */
  days: number;
}

export function StoreFiguresPage({ desk, view }: { desk: Desk; view: StoreFiguresView }): JSX.Element {
  const { t, link } = desk.page;
  const { store, spans, days } = view;
  const channels = FIGURE_CHANNELS.filter((channel) => channel !== 'partner' || spans.some((span) => span.partner !== null));
  return (
    <StoreFrame desk={desk} store={store} tab="figures">
      <Part id="daily" title={t('stores.daily.title', { n: days })} note={t('stores.daily.note')}>
        {spans.length === 0 ? <EmptyState title={t('stores.daily.none')} /> : (
          <>
            <Chart title={t('console.chart.title', { n: days })} kind="bar" labelHeading={t('console.col.day')} valueHeading={t('console.col.counted')}
              points={[...spans].reverse().map(({ from, to, total }) => ({ label: from === to ? shortDay(t, to) : `${shortDay(t, from)}–${shortDay(t, to)}`, value: total }))} />
            <Sideways label={t('stores.daily.table')}>
              <Table caption={t('stores.daily.table')} captionHidden
                columns={[{ label: t('console.col.day') }, ...channels.map((channel) => ({ label: t(`console.channel.${channel}`), figure: true })), { label: t('console.col.total'), figure: true }]}
                rows={spans.map((span) => ({
                  key: span.from,
                  cells: [formatEdtf(t.locale, span.from === span.to ? span.to : `${span.from}/${span.to}`), ...channels.map((channel) => (span[channel] === null ? '·' : t.number(span[channel]))), t.number(span.total)],
                }))}
                foot={[t('stores.daily.sum'), ...channels.map(() => ''), t.number(spans.reduce((sum, { total }) => sum + total, 0))]} />
            </Sideways>
          </>
        )}
        <p><a class="line-link" href={link(`${storePath(store.id)}/figures.csv`)}>{t('stores.daily.csv')}</a></p>
      </Part>
    </StoreFrame>
  );
}

/** A line of the sum: a country, a store, or what came by no store's link. */
export interface FigureLine {
  key: string;
  kind: 'country' | 'store' | 'link' | 'none';
  /** Id of the country, name of the store, or the code of the link. */
  name: string;
  area: string | null;
  href: string | null;
  counted: number;
}

export interface AllFiguresView {
  campaigns: readonly CollectingCampaign[];
  campaign: string;
  /** Empty: all of the campaign. */
  country: string;
  countries: readonly string[];
  wholeCampaign: boolean;
  lines: readonly FigureLine[];
  total: number;
  mayJudge: boolean;
}

export function AllFiguresPage({ desk, view }: { desk: Desk; view: AllFiguresView }): JSX.Element {
  const { t, link } = desk.page;
  const title = view.country ? t('stores.figures.of', { place: t.place(view.country) }) : t('stores.part.figures');
  const query = new URLSearchParams({ campaign: view.campaign, country: view.country }).toString();
  return (
    <Frame desk={desk} title={title} section="stores">
      <Head title={t('console.nav.stores')} />
      <StoresTabs tab="figures" mayJudge={view.mayJudge} />
      <FigureFilter view={view} />
      <Part id="sums" title={title} note={t('stores.figures.note')}>
        {view.countries.length === 0 ? <EmptyState title={t('stores.figures.own-only')}><p>{t('stores.figures.own-only.hint')}</p></EmptyState> : (
          <>
            <Table caption={title} captionHidden columns={[{ label: t(view.country ? 'stores.col.store' : 'stores.country') }, { label: t('console.col.counted'), figure: true }]}
              rows={view.lines.map((line) => ({ key: line.key, cells: [<LineName line={line} />, t.number(line.counted)] }))}
              foot={[t('stores.figures.sum'), t.number(view.total)]} />
            <p><a class="line-link" href={link(`/console/stores/figures.csv?${query}`)}>{t('stores.daily.csv')}</a></p>
          </>
        )}
      </Part>
    </Frame>
  );
}

function LineName({ line }: { line: FigureLine }): JSX.Element {
  const { t, link } = usePage();
  switch (line.kind) {
    case 'country': return line.href ? <a class="row-link" href={link(line.href)}>{t.place(line.name)}</a> : <>{t.place(line.name)}</>;
    case 'store': return <>{line.href ? <a class="row-link" href={link(line.href)}><bdi>{line.name}</bdi></a> : <bdi>{line.name}</bdi>}{line.area && <span class="row-note"><bdi>{line.area}</bdi></span>}</>;
    case 'link': return <><bdi dir="ltr">{line.name}</bdi><span class="row-note">{t('stores.figures.link')}</span></>;
    case 'none': return <>{t('stores.figures.none')}</>;
  }
}

function FigureFilter({ view }: { view: AllFiguresView }): JSX.Element | null {
  const { t, link } = usePage();
  const places = view.countries.map((id) => ({ value: id, label: t.place(id) })).sort((a, b) => a.label.localeCompare(b.label, t.locale));
  if (view.campaigns.length < 2 && places.length < 2) return null;
  return (
    <form class="filter" method="get" action={link('/console/stores/figures')} aria-label={t('console.filter.title')}>
      {view.campaigns.length > 1
        ? <Select name="campaign" label={t('console.filter.campaign')} value={view.campaign} options={view.campaigns.map((campaign) => ({ value: campaign.slug, ...labelOf(campaign, t) }))} />
        : <Hidden name="campaign" value={view.campaign} />}
      {places.length > 1 && <Select name="country" label={t('stores.country')} value={view.country} options={[...(view.wholeCampaign ? [{ value: '', label: t('console.filter.any') }] : []), ...places]} />}
      <Button look="quiet">{t('console.filter.apply')}</Button>
    </form>
  );
}
