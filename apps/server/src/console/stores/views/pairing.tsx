import { type JSX } from 'preact';
import { type PairingState, type Store } from '#libs/stores';
import { ButtonLink, Notice, usePage } from '../../../ui/index.js';
import { type Desk } from '../../desk.js';
import { Part, useDesk } from '../../views/frame.js';
import { Qr } from '../qr.js';
import { spanOf } from '../words.js';
import { StoreFrame, storePath } from './store-frame.js';
import { Compare, tabletPath } from './tablet.js';

export interface PairingView {
  store: Store;
  pairing: PairingState;
  /** `ABC-DEFGH`, as long as this browser remembers it: the server keeps only a hash. */
  code: string | null;
  /** What the QR code leads to. */
  address: string | null;
  /** Where the app is opened by hand. */
  appAddress: string;
}

/** How often the page looks whether the tablet has answered. */
export const LOOK_EVERY_S = 3;

export function PairingPage({ desk, view }: { desk: Desk; view: PairingView }): JSX.Element {
  const { t } = desk.page;
  const { store, pairing } = view;
  const waits = pairing.state === 'waiting' && pairing.device === undefined;
  return (
    <StoreFrame desk={desk} store={store} tab="tablets" title={t('stores.pairing.title')} refreshS={waits ? LOOK_EVERY_S : undefined} island={waits ? 'pairing.js' : undefined}>
      <Part id="pairing" title={t('stores.pairing.title')}>
        {/* What the island compares: as long as it stays the same, nothing is loaded anew under the reader's hands. */}
        <div class="pairing" data-pairing={`${pairing.state} ${pairing.device?.state ?? ''}`}>{waits ? <Code view={view} /> : <Outcome view={view} />}</div>
      </Part>
    </StoreFrame>
  );
}

function Code({ view }: { view: PairingView }): JSX.Element {
  const { t, link } = usePage();
  const { now } = useDesk();
  const left = view.pairing.expiresAt.getTime() - now.getTime();
  if (view.code === null || view.address === null) {
    return <Notice look="warn"><p>{t('stores.pairing.not-here')}</p><ButtonLink look="quiet" href={link(storePath(view.store.id))}>{t('stores.pairing.again')}</ButtonLink></Notice>;
  }
  return (
    <div class="pairing-code">
      <ol class="steps">
        <li><span>{t('stores.pairing.step.open')} <bdi dir="ltr" class="address">{view.appAddress}</bdi></span></li>
        <li><span>{t('stores.pairing.step.code')}</span></li>
        <li><span>{t('stores.pairing.step.compare')}</span></li>
      </ol>
      <div class="pairing-show">
        <p class="big-code" dir="ltr">{view.code}</p>
        <Qr content={view.address} label={t('stores.pairing.qr', { code: view.code })} />
        <p class="soft" data-left="">{t('stores.pairing.left', { span: spanOf(t, Math.max(60_000, left)) })}</p>
        <p class="soft small" role="status">{t('stores.pairing.waits')}</p>
      </div>
    </div>
  );
}

function Outcome({ view }: { view: PairingView }): JSX.Element {
  const { t, link } = usePage();
  const { device, storeId } = view.pairing;
  if (!device) {
    return (
      <Notice look="warn" title={t(view.pairing.state === 'used-up' ? 'stores.pairing.used-up' : 'stores.pairing.expired')}>
        <p>{t('stores.pairing.expired.hint')}</p>
        <ButtonLink href={link(storePath(storeId))}>{t('stores.pairing.again')}</ButtonLink>
      </Notice>
    );
  }
  if (device.state === 'awaiting') return <Compare device={{ ...device, storeId }} />;
  return (
    <Notice look={device.state === 'active' ? 'good' : 'bad'} title={t(device.state === 'active' ? 'stores.pairing.done' : 'stores.pairing.refused', { name: device.name })}>
      <p>{t(device.state === 'active' ? 'stores.pairing.done.hint' : 'stores.pairing.refused.hint')}</p>
      <ButtonLink look="quiet" href={link(tabletPath({ id: device.id, storeId }))}>{t('stores.pairing.to-tablet')}</ButtonLink>
    </Notice>
  );
}
