import { type JSX } from 'preact';
import { type Store } from '#libs/stores';
import { type Children, Tag, usePage } from '../../../ui/index.js';
import { type Desk } from '../../desk.js';
import { Frame, Head } from '../../views/frame.js';

export const STORE_TABS = ['tablets', 'shifts', 'sheets', 'figures', 'settings'] as const;
export type StoreTab = (typeof STORE_TABS)[number];

export const storePath = (id: string, tab: StoreTab = 'tablets'): string => `/console/stores/${id}${tab === 'tablets' ? '' : `/${tab}`}`;
export const sheetPath = (storeId: string, sheetId: string): string => `${storePath(storeId, 'sheets')}/${sheetId}`;

/** The head that all pages of one store share. `title`: of a page within a tab, such as one sheet. */
export function StoreFrame({ desk, store, tab, title, faulty, refreshS, island, children }: {
  desk: Desk; store: Store; tab: StoreTab; title?: string; faulty?: boolean; refreshS?: number; island?: string; children: Children;
}): JSX.Element {
  const { t, link } = desk.page;
  const place = [t.place(store.jurisdictionId), store.area, store.town].filter(Boolean);
  return (
    <Frame desk={desk} title={`${store.name} · ${title ?? t(`stores.tab.${tab}`)}`} section="stores" faulty={faulty} refreshS={refreshS} island={island}>
      <Head title={<bdi>{store.name}</bdi>} back={{ href: link('/console/stores'), label: t('console.nav.stores') }}
        lede={<span class="head-facts"><span>{place.map((part, n) => <span key={n}>{n > 0 && ' · '}<bdi>{part}</bdi></span>)}</span><span class="soft" dir="ltr">{store.code}</span><StoreTags agreed={store.agreement !== null} store={store} /></span>} />
      <nav class="tabs" aria-label={t('stores.tabs')}>
        <ul>{STORE_TABS.map((one) => <li key={one}><a href={link(storePath(store.id, one))} aria-current={one === tab ? 'page' : undefined}>{t(`stores.tab.${one}`)}</a></li>)}</ul>
      </nav>
      {children}
    </Frame>
  );
}

/** What one has to know of a store before anything else. */
export function StoreTags({ store, agreed }: { store: Pick<Store, 'kind' | 'closedAt'>; agreed: boolean }): JSX.Element {
  const { t } = usePage();
  return (
    <>
      {store.closedAt && <Tag shape="square">{t('stores.closed')}</Tag>}
      {!store.closedAt && !agreed && <Tag shape="triangle" tone="warn">{t('stores.no-agreement')}</Tag>}
      {store.kind === 'partner' && <Tag shape="diamond">{t('stores.kind.partner')}</Tag>}
    </>
  );
}
