import { type JSX } from 'preact';
import { type DeviceLine, type SequenceGap, type Store } from '#libs/stores';
import { Button, DefinitionList, Field, Notice, usePage, type Definition, type FieldError } from '../../../ui/index.js';
import { type Desk } from '../../desk.js';
import { messageFor, Part, PostForm, useDesk } from '../../views/frame.js';
import { Folded } from '../../views/handover-forms.js';
import { agoOf, momentOf, spanOf } from '../words.js';
import { StoreFrame, storePath } from './store-frame.js';
import { Deed, DeviceTag } from './store-parts.js';

export interface TabletView {
  store: Store;
  device: DeviceLine;
  gaps: readonly SequenceGap[];
  /** Whether the reader may say that what a thief sent is no signature. */
  mayDisown: boolean;
  failed: { values: Readonly<Record<string, string>>; errors: readonly FieldError[] } | null;
}

/** A clock that is off by less is not worth a word. */
const CLOCK_WORTH_TELLING_MS = 60_000;
/** How many gaps are named before the rest is only counted. */
const GAPS_NAMED = 20;

export const tabletPath = (device: Pick<DeviceLine, 'id' | 'storeId'>): string => `${storePath(device.storeId)}/tablets/${device.id}`;

export function TabletPage({ desk, view }: { desk: Desk; view: TabletView }): JSX.Element {
  const { device, store } = view;
  return (
    <StoreFrame desk={desk} store={store} tab="tablets" title={device.name} faulty={view.failed !== null}>
      <div class="columns even">
        <div>
          <Part id="tablet" title={device.name}>
            {device.state === 'awaiting' && <Compare device={device} />}
            <Facts view={view} />
          </Part>
          <Gaps view={view} />
        </div>
        <Deeds view={view} />
      </div>
    </StoreFrame>
  );
}

/** The one moment at which a person looks: the fingerprint is what keeps another's tablet out. */
export function Compare({ device }: { device: Pick<DeviceLine, 'id' | 'storeId' | 'fingerprint'> }): JSX.Element {
  const { t } = usePage();
  return (
    <Notice title={t('stores.compare.title')}>
      <p class="big-code" dir="ltr">{device.fingerprint}</p>
      <p>{t('stores.compare.hint')}</p>
      <div class="actions">
        <PostForm action={`${tabletPath(device)}/admit`} compact><Button>{t('stores.compare.same')}</Button></PostForm>
        <PostForm action={`${tabletPath(device)}/refuse`} compact><Button look="danger">{t('stores.compare.different')}</Button></PostForm>
      </div>
    </Notice>
  );
}

function Facts({ view }: { view: TabletView }): JSX.Element {
  const { t } = usePage();
  const { now } = useDesk();
  const { device, store } = view;
  const moment = (at: Date): string => momentOf(t, at, store.timeZone);
  const clock = device.clockOffsetMs;
  const items: Definition[] = [
    { term: t('stores.col.state'), detail: <><DeviceTag device={device} /><span class="row-note">{t('stores.since', { when: moment(device.stateChangedAt) })}</span></> },
    { term: t('stores.fingerprint'), detail: <span class="fingerprint" dir="ltr">{device.fingerprint}</span> },
    { term: t('stores.col.seen'), detail: device.lastSeenAt ? <>{agoOf(t, device.lastSeenAt, now)}<span class="row-note">{moment(device.lastSeenAt)}</span></> : t('stores.never') },
    { term: t('stores.col.waiting'), detail: <>{t('stores.signatures', { n: device.waiting })}{device.waiting > 0 && device.oldestWaitingAt && <span class="row-note">{t('stores.oldest', { ago: agoOf(t, device.oldestWaitingAt, now) })}</span>}</> },
    { term: t('stores.captured-ever'), detail: t.number(device.highestSeq) },
    { term: t('stores.storage'), detail: device.storageProtected === null ? t('stores.not-known') : device.storageProtected ? t('stores.storage.protected') : <>{t('stores.storage.open')}<span class="row-note">{t('stores.storage.open.hint')}</span></> },
    { term: t('stores.clock'), detail: clock === null ? t('stores.not-known') : Math.abs(clock) < CLOCK_WORTH_TELLING_MS ? t('stores.clock.right') : <>{t(clock > 0 ? 'stores.clock.slow' : 'stores.clock.fast', { span: spanOf(t, clock) })}<span class="row-note">{t('stores.clock.hint')}</span></> },
    { term: t('stores.app-version'), detail: device.appVersion ? <bdi>{device.appVersion}</bdi> : t('stores.not-known') },
    ...(device.drainsUntil ? [{ term: t('stores.drains-until'), detail: moment(device.drainsUntil) }] : []),
  ];
  return <DefinitionList items={items} />;
}

/** A tablet numbers what it captures without holes; what is missing here is either on it still or lost with it. */
function Gaps({ view }: { view: TabletView }): JSX.Element {
  const { t } = usePage();
  const { gaps, device } = view;
  const named = gaps.slice(0, GAPS_NAMED);
  return (
    <Part id="gaps" title={t('stores.gaps.title')}>
      {gaps.length === 0 ? <p class="soft">{t('stores.gaps.none')}</p> : (
        <>
          <p>{t('stores.gaps.missing', { n: device.missing })} <span class="gap-list" dir="ltr">{named.map(({ from, to }) => (from === to ? t.number(from) : `${t.number(from)}–${t.number(to)}`)).join(', ')}{gaps.length > named.length ? ' …' : ''}</span></p>
          <p class="soft">{device.unaccounted > 0 ? t('stores.gaps.unaccounted', { n: device.unaccounted }) : t('stores.gaps.waiting')}</p>
        </>
      )}
    </Part>
  );
}

function Deeds({ view }: { view: TabletView }): JSX.Element | null {
  const { t } = usePage();
  const { device, failed } = view;
  const path = tabletPath(device);
  const lives = device.state === 'active' || device.state === 'awaiting';
  const errors = failed?.errors ?? [];
  return (
    <Part id="deeds" title={t('stores.deeds')}>
      {device.state !== 'active' && <p class="soft">{t(`stores.device.state.${device.state}.means`)}</p>}
      <Folded title={t('stores.rename')} open={errors.some(({ field }) => field === 'deviceName')}>
        <PostForm action={`${path}/rename`} errors={errors}>
          <Field name="deviceName" label={t('stores.tablets.name')} required maxLength={60} value={failed?.values['deviceName'] ?? device.name} error={messageFor(errors, 'deviceName')} />
          <Button>{t('stores.rename.submit')}</Button>
        </PostForm>
      </Folded>
      {device.state === 'active' && <Deed action={`${path}/forget-pin`} danger={false} title={t('stores.forget-pin')} consequence={t('stores.forget-pin.consequence')} submit={t('stores.forget-pin.submit')} />}
      {lives && <Deed action={`${path}/retire`} title={t('stores.retire')} consequence={t('stores.retire.consequence')} submit={t('stores.retire.submit')} />}
      {(lives || device.state === 'retired') && <Deed action={`${path}/stolen`} title={t('stores.stolen')} consequence={t('stores.stolen.consequence', { n: device.waiting })} submit={t('stores.stolen.submit')} />}
      {device.state === 'stolen' && view.mayDisown && <Disown view={view} />}
    </Part>
  );
}

/** After a theft: since when it spoke for nobody. */
function Disown({ view: { device, failed } }: { view: TabletView }): JSX.Element {
  const { t } = usePage();
  const errors = failed?.errors ?? [];
  return (
    <Folded title={t('stores.disown')} open={errors.some(({ field }) => field === 'sinceDate')}>
      <PostForm action={`${tabletPath(device)}/disown`} errors={errors}>
        <p>{t('stores.disown.consequence')}</p>
        <Field name="sinceDate" type="date" ltr required label={t('stores.disown.date')} hint={t('stores.disown.hint')} value={failed?.values['sinceDate']} error={messageFor(errors, 'sinceDate')} />
        <Field name="sinceTime" type="time" ltr required label={t('stores.disown.time')} value={failed?.values['sinceTime']} />
        <Button look="danger">{t('stores.disown.submit')}</Button>
      </PostForm>
    </Folded>
  );
}
