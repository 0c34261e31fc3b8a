import { type JSX } from 'preact';
import { type CsvResult, type Store } from '#libs/stores';
import { Button, Field, Notice, Select, TextArea, usePage, type FieldError } from '../../../ui/index.js';
import { type CollectingCampaign } from '../../../api/stores/store-lists.js';
import { type Desk } from '../../desk.js';
import { textLanguages } from '../../petition-forms.js';
import { timeZoneOptions } from '../../time-zones.js';
import { Frame, Head, messageFor, Part, PostForm } from '../../views/frame.js';
import { Folded } from '../../views/handover-forms.js';
import { labelOf } from '../../views/petitions.js';
import { StoreFrame, storePath } from './store-frame.js';
import { Deed } from './store-parts.js';

type Values = Readonly<Record<string, string>>;

export interface NewStoreView {
  campaign: CollectingCampaign;
  countries: readonly { id: string; name: string }[];
  values: Values;
  errors: readonly FieldError[];
}

export function NewStorePage({ desk, view }: { desk: Desk; view: NewStoreView }): JSX.Element {
  const { t, link } = desk.page;
  const { values, errors, campaign } = view;
  const countries = view.countries.map(({ id, name }) => ({ value: id, label: t.place(id, name) })).sort((a, b) => a.label.localeCompare(b.label, t.locale));
  return (
    <Frame desk={desk} title={t('stores.add')} section="stores" faulty={errors.length > 0}>
      <Head title={t('stores.add')} back={{ href: link('/console/stores'), label: t('console.nav.stores') }} lede={t('stores.add.lede')} />
      <div class="sheet form-sheet">
        <PostForm action={`/console/stores/new?campaign=${campaign.slug}`} errors={errors}>
          <Select name="jurisdictionId" label={t('stores.country')} value={values['jurisdictionId'] ?? ''} options={[{ value: '', label: t('console.choose') }, ...countries]} error={messageFor(errors, 'jurisdictionId')} />
          <StoreFields values={values} errors={errors} />
          <Field name="code" label={t('stores.code')} hint={t('stores.code.hint')} ltr optional maxLength={40} value={values['code']} error={messageFor(errors, 'code')} />
          <Button>{t('stores.add.submit')}</Button>
        </PostForm>
      </div>
    </Frame>
  );
}

function StoreFields({ values, errors }: { values: Values; errors: readonly FieldError[] }): JSX.Element {
  const { t } = usePage();
  return (
    <>
      <Field name="name" label={t('stores.name')} required maxLength={120} value={values['name']} error={messageFor(errors, 'name')} />
      <div class="pair">
        <Field name="area" label={t('stores.area')} optional maxLength={80} value={values['area']} error={messageFor(errors, 'area')} />
        <Field name="town" label={t('stores.town')} optional maxLength={80} value={values['town']} error={messageFor(errors, 'town')} />
      </div>
      <div class="pair">
        <Select name="language" label={t('stores.language')} value={values['language'] ?? t.locale} options={textLanguages(t)} error={messageFor(errors, 'language')} />
        <Select name="timeZone" label={t('console.book.zone')} value={values['timeZone'] ?? 'UTC'} options={timeZoneOptions(values['timeZone'])} error={messageFor(errors, 'timeZone')} />
      </div>
      <Select name="kind" label={t('stores.kind')} value={values['kind'] ?? 'store'} options={(['store', 'partner'] as const).map((kind) => ({ value: kind, label: t(`stores.kind.${kind}.long`) }))} error={messageFor(errors, 'kind')} />
    </>
  );
}

export interface StoreSettingsView {
  store: Store;
  values: Values | null;
  errors: readonly FieldError[];
}

export function StoreSettingsPage({ desk, view }: { desk: Desk; view: StoreSettingsView }): JSX.Element {
  const { t } = desk.page;
  const { store, errors } = view;
  const values = view.values ?? { name: store.name, area: store.area ?? '', town: store.town ?? '', language: store.language, timeZone: store.timeZone, kind: store.kind };
  return (
    <StoreFrame desk={desk} store={store} tab="settings" faulty={errors.length > 0}>
      <Part id="settings" title={t('stores.tab.settings')} note={t('stores.settings.note', { code: store.code })}>
        <div class="sheet form-sheet">
          <PostForm action={storePath(store.id, 'settings')} errors={errors}><StoreFields values={values} errors={errors} /><Button>{t('console.settings.submit')}</Button></PostForm>
        </div>
      </Part>
      {!store.closedAt && <Part id="close" title={t('stores.close')}><Deed action={`${storePath(store.id)}/close`} title={t('console.close.open-form')} consequence={t('stores.close.consequence')} submit={t('stores.close.submit')} /></Part>}
    </StoreFrame>
  );
}

export interface ImportView {
  campaign: CollectingCampaign;
  campaigns: readonly CollectingCampaign[];
  csv: string;
  result: CsvResult | null;
  errors: readonly FieldError[];
}

/** Lines at fault that are named on the page; a file with more is mended and tried again. */
export const FAULTS_NAMED = 200;

export function ImportPage({ desk, view }: { desk: Desk; view: ImportView }): JSX.Element {
  const { t, link } = desk.page;
  const { campaign, result, errors } = view;
  return (
    <Frame desk={desk} title={t('stores.import')} section="stores" faulty={errors.length > 0} island="csv-file.js">
      <Head title={t('stores.import')} back={{ href: link('/console/stores'), label: t('console.nav.stores') }} lede={t('stores.import.lede')} />
      {result && <Notice look="good" live title={t('stores.import.done')}><p>{t('stores.import.result', { created: result.created, changed: result.changed, unchanged: result.unchanged })}</p></Notice>}
      {errors.length > 0 && <p class="soft">{t('stores.import.nothing-written')}</p>}
      <div class="sheet form-sheet">
        <PostForm action={`/console/stores/import?campaign=${campaign.slug}`} errors={errors.slice(0, FAULTS_NAMED)}>
          {errors.length > FAULTS_NAMED && <p class="fault">{t('stores.import.more-faults', { n: errors.length - FAULTS_NAMED })}</p>}
          {view.campaigns.length > 1 && <p>{t('stores.import.into', { campaign: labelOf(campaign, t).label })}</p>}
          {/* Shown by the island, which reads the chosen file into the field below; nothing is uploaded but its text. */}
          <div class="field" data-csv-file="" hidden><label for="csv-file">{t('stores.import.file')}</label><input id="csv-file" type="file" accept=".csv,text/csv" /></div>
          <TextArea name="csv" label={t('stores.import.text')} hint={t('stores.import.hint')} required rows={12} value={view.csv} error={errors.length > 0 ? t('stores.import.faulty', { n: errors.length }) : undefined} />
          <Button>{t('stores.import.submit')}</Button>
        </PostForm>
      </div>
      <Part id="template" title={t('stores.import.template')} note={t('stores.import.template.note')}>
        <p><a class="line-link" href={link('/console/stores/template.csv')}>{t('stores.import.template.get')}</a></p>
        <Folded title={t('stores.import.columns')} open={false}>
          <dl class="definitions">{(['code', 'name', 'country', 'area', 'town', 'language', 'time_zone', 'kind'] as const).map((column) => <div key={column}><dt><code dir="ltr">{column}</code></dt><dd>{t(`stores.import.column.${column}`)}</dd></div>)}</dl>
        </Folded>
      </Part>
    </Frame>
  );
}
