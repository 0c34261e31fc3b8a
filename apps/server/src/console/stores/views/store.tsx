import { type JSX } from 'preact';
import { PAPER_LANGUAGES } from '#libs/publications';
import { type DeviceLine, type Store } from '#libs/stores';
import { formatEdtf } from '../../../i18n/index.js';
import { Button, DefinitionList, EmptyState, Field, Notice, Table, usePage, type FieldError } from '../../../ui/index.js';
import { type Desk } from '../../desk.js';
import { Faults, messageFor, Part, PostForm, useDesk } from '../../views/frame.js';
import { Folded } from '../../views/handover-forms.js';
import { agoOf } from '../words.js';
import { StoreFrame, storePath } from './store-frame.js';
import { DeviceTag } from './store-parts.js';

export type StoreForm = 'agreement' | 'tablet';

export interface StoreView {
  store: Store;
  devices: readonly DeviceLine[];
  /** In which the petition that the poster leads to has a text. */
  posterLanguages: readonly string[];
  /** The form that was refused, as it was typed. */
  failed: { form: StoreForm; values: Readonly<Record<string, string>>; errors: readonly FieldError[] } | null;
}

const failedIn = (view: StoreView, form: StoreForm) => (view.failed?.form === form ? view.failed : { values: {} as Readonly<Record<string, string>>, errors: [] as readonly FieldError[] });

export function StorePage({ desk, view }: { desk: Desk; view: StoreView }): JSX.Element {
  const { t } = desk.page;
  return (
    <StoreFrame desk={desk} store={view.store} tab="tablets" faulty={view.failed !== null}>
      <div class="columns">
        <div>
          <Part id="tablets" title={t('stores.tab.tablets')}>
            {view.devices.length === 0 ? <EmptyState title={t('stores.tablets.none')}><p>{t('stores.tablets.none.hint')}</p></EmptyState> : <Tablets view={view} />}
            <AddTablet view={view} />
          </Part>
        </div>
        <div>
          <Agreement view={view} />
          <Print {...view} />
        </div>
      </div>
    </StoreFrame>
  );
}

function Tablets({ view }: { view: StoreView }): JSX.Element {
  const { t, link } = usePage();
  const { now } = useDesk();
  return (
    <Table caption={t('stores.tablets.caption')} captionHidden
      columns={[{ label: t('stores.col.tablet') }, { label: t('stores.col.waiting'), figure: true }, { label: t('stores.col.seen'), figure: true }]}
      rows={view.devices.map((device) => ({
        key: device.id,
        cells: [
          <><a class="row-link" href={link(`${storePath(view.store.id)}/tablets/${device.id}`)}><bdi>{device.name}</bdi></a><DeviceTag device={device} /><span class="row-note fingerprint" dir="ltr">{device.fingerprint}</span></>,
          <>{t.number(device.waiting)}{device.waiting > 0 && device.oldestWaitingAt && <span class="row-note">{t('stores.oldest', { ago: agoOf(t, device.oldestWaitingAt, now) })}</span>}</>,
          <>{device.lastSeenAt ? agoOf(t, device.lastSeenAt, now) : t('stores.never')}{device.appVersion && <span class="row-note"><bdi>{device.appVersion}</bdi></span>}{device.storageProtected === false && device.state === 'active' && <span class="row-note warn">{t('stores.storage.open')}</span>}</>,
        ],
      }))} />
  );
}

function AddTablet({ view }: { view: StoreView }): JSX.Element {
  const { t } = usePage();
  const { store } = view;
  const { values, errors } = failedIn(view, 'tablet');
  if (store.closedAt) return <Faults errors={errors} />;
  if (!store.agreement) return <><Faults errors={errors} /><Notice title={t('stores.tablets.add')}><p>{t('stores.tablets.needs-agreement')}</p></Notice></>;
  return (
    <Folded title={t('stores.tablets.add')} open={errors.length > 0 || view.devices.length === 0}>
      <PostForm action={`${storePath(store.id)}/tablets`} errors={errors}>
        <Field name="deviceName" label={t('stores.tablets.name')} hint={t('stores.tablets.name.hint')} required maxLength={60} value={values['deviceName']} error={messageFor(errors, 'deviceName')} />
        <Button>{t('stores.tablets.code')}</Button>
      </PostForm>
    </Folded>
  );
}

function Agreement({ view }: { view: StoreView }): JSX.Element {
  const { t } = usePage();
  const { store } = view;
  const { values, errors } = failedIn(view, 'agreement');
  const form = (
    <PostForm action={`${storePath(store.id)}/agreement`} errors={errors}>
      <Field name="signedOn" label={t('stores.agreement.on')} hint={t('stores.agreement.on.hint')} required value={values['signedOn']} error={messageFor(errors, 'signedOn')} />
      <Field name="signedBy" label={t('stores.agreement.by')} hint={t('stores.agreement.by.hint')} required maxLength={200} value={values['signedBy']} error={messageFor(errors, 'signedBy')} />
      <Field name="document" label={t('console.response.document')} hint={t('console.response.document.hint')} required maxLength={500} value={values['document']} error={messageFor(errors, 'document')} />
      <Button>{t('stores.agreement.submit')}</Button>
    </PostForm>
  );
  return (
    <Part id="agreement" title={t('stores.agreement.title')} note={t('stores.agreement.note')}>
      {store.agreement && (
        <DefinitionList items={[
          { term: t('stores.agreement.on'), detail: formatEdtf(t.locale, store.agreement.signedOn) }, { term: t('stores.agreement.by'), detail: <bdi>{store.agreement.signedBy}</bdi> },
          { term: t('console.response.document'), detail: <><bdi>{store.agreement.document}</bdi><span class="row-note">{t('console.recorded-by', { name: store.agreement.recordedBy })}</span></> },
        ]} />
      )}
      {store.agreement ? <Folded title={t('stores.agreement.again')} open={errors.length > 0}>{form}</Folded> : <div class="sheet form-sheet">{form}</div>}
    </Part>
  );
}

/** What is hung up and laid out, in the store's language first. */
function Print({ store, posterLanguages }: StoreView): JSX.Element {
  const { t, link } = usePage();
  const first = (languages: readonly string[]): string[] => [...languages].sort((a, b) => Number(b === store.language) - Number(a === store.language) || t.language(a).localeCompare(t.language(b), t.locale));
  const languages = { poster: first(posterLanguages.length > 0 ? posterLanguages : [store.language]), 'staff-card': first(PAPER_LANGUAGES) };
  return (
    <Part id="print" title={t('stores.print.title')} note={t('stores.print.note')}>
      <DefinitionList items={(['poster', 'staff-card'] as const).map((paper) => ({
        term: t(`stores.print.${paper}`),
        detail: (
          <span class="language-links">
            {languages[paper].map((language) => <a key={language} class="line-link" href={link(`${storePath(store.id)}/${paper}.pdf?language=${language}`)} aria-label={t(`stores.print.${paper}.in`, { language: t.language(language) })}>{t.language(language)}</a>)}
          </span>
        ),
      }))} />
      <p class="soft small">{t('stores.print.sheets')} <a class="line-link" href={link(storePath(store.id, 'sheets'))}>{t('stores.tab.sheets')}</a></p>
    </Part>
  );
}
