import { type JSX } from 'preact';
import { type SilentDevice } from '#libs/stores';
import { Button, ButtonLink, Checkbox, EmptyState, Field, Hidden, Notice, Pagination, Select, Table, usePage } from '../../../ui/index.js';
import { type CollectingCampaign, type ListedStore } from '../../../api/stores/store-lists.js';
import { type Desk } from '../../desk.js';
import { Frame, Head } from '../../views/frame.js';
import { labelOf } from '../../views/petitions.js';
import { agoOf } from '../words.js';
import { storePath, StoreTags } from './store-frame.js';

export interface StoresFilter {
  campaign: string;
  country: string;
  area: string;
  search: string;
  closed: boolean;
}

export interface StoresView {
  campaigns: readonly CollectingCampaign[];
  filter: StoresFilter;
  countries: readonly string[];
  areas: readonly string[];
  items: readonly ListedStore[];
  page: number;
  pages: number;
  total: number;
  silent: readonly SilentDevice[];
  /** A sheet that was looked for and is not there. */
  sheetMissing: string | null;
  mayAdd: boolean;
  mayJudge: boolean;
}

/** How many silent tablets are named before the rest is only counted. */
const SILENT_NAMED = 8;

export type StoresTab = 'list' | 'figures' | 'quarantine';
const TAB_PATHS: Record<StoresTab, string> = { list: '/console/stores', figures: '/console/stores/figures', quarantine: '/console/stores/quarantine' };

export function StoresTabs({ tab, mayJudge }: { tab: StoresTab; mayJudge: boolean }): JSX.Element {
  const { t, link } = usePage();
  const tabs: StoresTab[] = mayJudge ? ['list', 'figures', 'quarantine'] : ['list', 'figures'];
  return (
    <nav class="tabs" aria-label={t('stores.parts')}>
      <ul>{tabs.map((one) => <li key={one}><a href={link(TAB_PATHS[one])} aria-current={one === tab ? 'page' : undefined}>{t(`stores.part.${one}`)}</a></li>)}</ul>
    </nav>
  );
}

export function StoresPage({ desk, view }: { desk: Desk; view: StoresView }): JSX.Element {
  const { t, link } = desk.page;
  const query = (more: Record<string, string> = {}): string => new URLSearchParams({ ...asQuery(view.filter), ...more }).toString();
  const filtered = view.filter.country !== '' || view.filter.area !== '' || view.filter.search !== '';
  return (
    <Frame desk={desk} title={t('console.nav.stores')} section="stores">
      <Head title={t('console.nav.stores')}>
        {view.mayAdd && <ButtonLink href={link(`/console/stores/new?campaign=${view.filter.campaign}`)}>{t('stores.add')}</ButtonLink>}
        {view.mayAdd && <ButtonLink look="quiet" href={link(`/console/stores/import?campaign=${view.filter.campaign}`)}>{t('stores.import')}</ButtonLink>}
      </Head>
      <StoresTabs tab="list" mayJudge={view.mayJudge} />
      <Silent desk={desk} view={view} />
      <Filter view={view} />
      {view.items.length === 0 ? <EmptyState title={t(filtered ? 'stores.none-found' : 'stores.none')}>{!filtered && view.mayAdd && <p>{t('stores.none.hint')}</p>}</EmptyState> : <Groups view={view} />}
      <Pagination page={view.page} pages={view.pages} href={(page) => link(`/console/stores?${query({ page: String(page) })}`)} />
      <div class="columns even">
        <FindSheet view={view} />
        {view.total > 0 && (
          <section class="section" aria-labelledby="take-along">
            <h2 id="take-along">{t('stores.take-along')}</h2>
            <p><a class="line-link" href={link(`/console/stores/export.csv?${query()}`)}>{t('stores.export', { n: view.total })}</a></p>
          </section>
        )}
      </div>
    </Frame>
  );
}

const asQuery = ({ closed, ...filter }: StoresFilter): Record<string, string> => ({ ...filter, ...(closed ? { closed: 'true' } : {}) });

/** Tablets that hold something and were not heard of for a day: what one has to act on first. */
function Silent({ desk, view }: { desk: Desk; view: StoresView }): JSX.Element | null {
  const { t, link } = desk.page;
  if (view.silent.length === 0) return null;
  const named = view.silent.slice(0, SILENT_NAMED);
  return (
    <Notice look="warn" title={t('stores.silent.title', { n: view.silent.length })}>
      <ul class="bullets linked">
        {named.map((one) => (
          <li key={one.deviceId}>
            <a href={link(`${storePath(one.storeId)}/tablets/${one.deviceId}`)}><span><bdi>{one.storeName}</bdi>, <bdi>{one.deviceName}</bdi></span></a>
            {' '}<span class="soft small">{t('stores.silent.line', { n: one.waiting, ago: agoOf(t, one.lastSeenAt, desk.now) })}</span>
          </li>
        ))}
      </ul>
      {view.silent.length > named.length && <p>{t('stores.silent.more', { n: view.silent.length - named.length })}</p>}
      <p class="soft small">{t('stores.silent.hint')}</p>
    </Notice>
  );
}

function Filter({ view }: { view: StoresView }): JSX.Element {
  const { t, link } = usePage();
  const any = { value: '', label: t('console.filter.any') };
  const places = view.countries.map((id) => ({ value: id, label: t.place(id) })).sort((a, b) => a.label.localeCompare(b.label, t.locale));
  return (
    <form class="filter" method="get" action={link('/console/stores')} aria-label={t('console.filter.title')}>
      {view.campaigns.length > 1
        ? <Select name="campaign" label={t('console.filter.campaign')} value={view.filter.campaign} options={view.campaigns.map((campaign) => ({ value: campaign.slug, ...labelOf(campaign, t) }))} />
        : <Hidden name="campaign" value={view.filter.campaign} />}
      {places.length > 1 && <Select name="country" label={t('stores.country')} value={view.filter.country} options={[any, ...places]} />}
      {view.areas.length > 1 && <Select name="area" label={t('stores.area')} value={view.filter.area} options={[any, ...view.areas.map((area) => ({ value: area, label: area }))]} />}
      <Field name="search" type="search" label={t('stores.search')} value={view.filter.search} maxLength={100} />
      <Checkbox name="closed" checked={view.filter.closed}>{t('stores.with-closed')}</Checkbox>
      <Button look="quiet">{t('console.filter.apply')}</Button>
    </form>
  );
}

/** A heading for each country and area, as long as more than one is on the page. */
function Groups({ view }: { view: StoresView }): JSX.Element {
  const { t } = usePage();
  const groups: { key: string; country: string; area: string | null; items: ListedStore[] }[] = [];
  for (const item of view.items) {
    const key = `${item.jurisdictionId}/${item.area ?? ''}`;
    const last = groups.at(-1);
    if (last?.key === key) last.items.push(item);
    else groups.push({ key, country: item.jurisdictionId, area: item.area, items: [item] });
  }
  return (
    <>
      <p class="soft">{t('stores.count', { n: view.total })}</p>
      {groups.map(({ key, country, area, items }, n) => (
        <section class="section store-group" key={key} aria-labelledby={`group-${n}`}>
          <h2 id={`group-${n}`}>{t.place(country)}{area && <> · <bdi>{area}</bdi></>}</h2>
          <Lines items={items} caption={area ? `${t.place(country)}, ${area}` : t.place(country)} />
        </section>
      ))}
      <p class="soft small">{t('stores.counted.note')}</p>
    </>
  );
}

function Lines({ items, caption }: { items: readonly ListedStore[]; caption: string }): JSX.Element {
  const { t, link } = usePage();
  return (
    <Table caption={caption} captionHidden
      columns={[{ label: t('stores.col.store') }, { label: t('stores.col.tablets'), figure: true }, { label: t('stores.col.waiting'), figure: true }, { label: t('console.col.counted'), figure: true }]}
      rows={items.map((store) => ({
        key: store.id,
        cells: [
          <>
            <a class="row-link" href={link(storePath(store.id))}><bdi>{store.name}</bdi></a>
            <span class="row-note"><span dir="ltr">{store.code}</span>{store.town && <> · <bdi>{store.town}</bdi></>}</span>
            <span class="tag-line"><StoreTags store={store} agreed={store.agreed} /></span>
          </>,
          <>{t.number(store.devices)}{store.silent > 0 && <span class="row-note warn">{t('stores.silent.n', { n: store.silent })}</span>}{store.awaiting > 0 && <span class="row-note">{t('stores.awaiting.n', { n: store.awaiting })}</span>}</>,
          t.number(store.waiting), t.number(store.counted),
        ],
      }))} />
  );
}

function FindSheet({ view }: { view: StoresView }): JSX.Element {
  const { t, link } = usePage();
  return (
    <section class="section" aria-labelledby="find-sheet">
      <h2 id="find-sheet">{t('stores.find-sheet')}</h2>
      <form class="form compact" method="get" action={link('/console/stores/sheets')}>
        <Field name="number" label={t('stores.sheet.number')} hint={t('stores.find-sheet.hint')} ltr inputmode="numeric" maxLength={20} value={view.sheetMissing ?? ''} error={view.sheetMissing === null ? undefined : t('stores.find-sheet.none')} />
        <Button look="quiet">{t('stores.find')}</Button>
      </form>
    </section>
  );
}
