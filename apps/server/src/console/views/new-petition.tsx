import { type JSX } from 'preact';
import { MOST_CALLS } from '#libs/petitions';
import { countryOptions } from '../../i18n/index.js';
import { Button, EmptyState, Field, Select, TextArea, type FieldError } from '../../ui/index.js';
import { type Desk } from '../desk.js';
import { textLanguages } from '../petition-forms.js';
import { type VisibleCampaign } from '../read/scopes.js';
import { timeZoneOptions } from '../time-zones.js';
import { Frame, Head, messageFor, Part, PostForm } from './frame.js';
import { PolicyFields } from './petition-settings.js';
import { labelOf } from './petitions.js';

export interface NewCampaignView { values: Readonly<Record<string, string>>; errors: readonly FieldError[] }

export function NewCampaignPage({ desk, view }: { desk: Desk; view: NewCampaignView }): JSX.Element {
  const { t, link } = desk.page;
  const { values, errors } = view;
  const fault = (field: string): string | undefined => messageFor(errors, field);
  return (
    <Frame desk={desk} title={t('console.campaign.new')} section="petitions" faulty={errors.length > 0}>
      <Head title={t('console.campaign.new')} back={{ href: link('/console/petitions'), label: t('console.nav.petitions') }} lede={t('console.campaign.lede')} />
      <div class="sheet form-sheet">
        <PostForm action="/console/campaigns/new" errors={errors}>
          <Field name="title" label={t('console.campaign.title')} required maxLength={200} value={values['title']} error={fault('title')} />
          <div class="pair">
            <Select name="language" label={t('console.campaign.language')} value={values['language'] ?? t.locale} options={textLanguages(t)} error={fault('language')} />
            <Field name="slug" label={t('console.campaign.slug')} optional ltr maxLength={60} value={values['slug']} error={fault('slug')} />
          </div>
          <p class="hint">{t('console.campaign.slug.hint')}</p>
          <Field name="controllerName" label={t('console.campaign.controller')} hint={t('console.campaign.controller.hint')} required maxLength={200} value={values['controllerName']} error={fault('controllerName')} />
          <Field name="controllerEmail" type="email" label={t('console.campaign.contact')} required ltr maxLength={254} value={values['controllerEmail']} error={fault('controllerEmail')} />
          <Field name="retentionMonths" label={t('console.campaign.retention')} hint={t('console.campaign.retention.hint')} inputmode="numeric" ltr required value={values['retentionMonths'] ?? '24'} error={fault('retentionMonths')} />
          <Field name="retentionText" label={t('console.campaign.retention-text')} optional maxLength={500} value={values['retentionText']} error={fault('retentionText')} />
          <Button>{t('console.campaign.submit')}</Button>
        </PostForm>
      </div>
    </Frame>
  );
}

export interface NewPetitionView {
  campaigns: readonly VisibleCampaign[];
  campaign: VisibleCampaign | null;
  mayCreateCampaign: boolean;
  /** Jurisdictions that may be chosen: null leaves every country of the world. */
  places: readonly { id: string; name: string }[] | null;
  values: Readonly<Record<string, string>>;
  calls: readonly string[];
  notice: string;
  errors: readonly FieldError[];
}

/** Rows for calls: as many as were typed and a few more, so that fifteen fit without script. */
const rowsFor = (calls: readonly string[]): number => Math.min(MOST_CALLS, Math.max(5, calls.length + 3));

export function NewPetitionPage({ desk, view }: { desk: Desk; view: NewPetitionView }): JSX.Element {
  const { t, link } = desk.page;
  return (
    <Frame desk={desk} title={t('console.new-petition')} section="petitions" faulty={view.errors.length > 0}>
      <Head title={t('console.new-petition')} back={{ href: link('/console/petitions'), label: t('console.nav.petitions') }} lede={t('console.new.lede')} />
      {view.mayCreateCampaign && <p><a class="line-link" href={link('/console/campaigns/new')}>{t('console.campaign.new')}</a></p>}
      {view.campaign === null ? <EmptyState title={t('console.new.no-campaign')} /> : <Form desk={desk} view={view} />}
    </Frame>
  );
}

function Form({ desk, view }: { desk: Desk; view: NewPetitionView }): JSX.Element {
  const { t } = desk.page;
  const { values, errors } = view;
  const fault = (field: string): string | undefined => messageFor(errors, field);
  const places = view.places ?? countryOptions(t.locale).map(({ code, name }) => ({ id: code, name }));
  const zones = timeZoneOptions(values['timeZone'] ?? desk.person?.timeZone);
  return (
    <PostForm action="/console/petitions/new" errors={errors}>
      <div class="columns even">
        <div>
          <Part id="what" title={t('console.new.what')}>
            <div class="form">
              <Select name="campaign" label={t('console.filter.campaign')} value={values['campaign'] ?? view.campaign?.slug} options={view.campaigns.map((one) => ({ value: one.slug, ...labelOf(one, t) }))} error={fault('campaign')} />
              <div class="pair">
                <Select name="jurisdiction" label={t('console.filter.country')} required value={values['jurisdiction']} options={[{ value: '', label: t('console.choose') }, ...places.map(({ id, name }) => ({ value: id, label: t.place(id, name) }))]} error={fault('jurisdiction')} />
                <Select name="language" label={t('console.texts.language')} value={values['language'] ?? view.campaign?.language} options={textLanguages(t)} error={fault('language')} />
              </div>
              <Field name="addressee" label={t('console.new.addressee')} hint={t('console.new.addressee.hint')} optional maxLength={200} value={values['addressee']} error={fault('addressee')} />
              <Field name="title" label={t('console.new.title')} required maxLength={200} value={values['title']} error={fault('title')} />
              <TextArea name="demand" label={t('console.new.demand')} hint={t('console.new.demand.hint')} required rows={7} value={values['demand']} error={fault('demand')} />
            </div>
          </Part>
          <Part id="calls-heading" title={t('console.calls.title')} note={t('console.new.calls.note', { max: MOST_CALLS })}><CallFields desk={desk} view={view} /></Part>
        </div>
        <div>
          <Part id="how" title={t('console.new.how')}>
            <div class="form">
              <PolicyFields values={values} errors={errors} choose />
              <Field name="target" label={t('console.new.target')} inputmode="numeric" ltr optional value={values['target']} error={fault('target')} />
              <div class="pair">
                <Field name="opensAt" label={t('console.new.opens')} optional value={values['opensAt']} error={fault('opensAt')} />
                <Field name="closesAt" label={t('console.new.closes')} optional value={values['closesAt']} error={fault('closesAt')} />
              </div>
              <p class="hint">{t('console.new.days.hint')}</p>
              <Select name="timeZone" label={t('console.book.zone')} options={zones} value={values['timeZone'] ?? desk.person?.timeZone ?? 'UTC'} error={fault('timeZone')} />
            </div>
          </Part>
          <Part id="data" title={t('console.new.data')}>
            <TextArea name="notice" label={t('console.new.notice')} hint={t('console.new.notice.hint')} required rows={12} value={values['notice'] ?? view.notice} error={fault('notice')} />
          </Part>
        </div>
      </div>
      <div class="form-end"><Button>{t('console.new.submit')}</Button><p class="soft small">{t('console.new.submit.note')}</p></div>
    </PostForm>
  );
}

function CallFields({ desk, view }: { desk: Desk; view: NewPetitionView }): JSX.Element {
  const { t } = desk.page;
  const error = messageFor(view.errors, 'call');
  return (
    <div class={error ? 'field faulty' : 'field'}>
      <ol class="call-fields">
        {Array.from({ length: rowsFor(view.calls) }, (_, n) => {
          const id = n === 0 ? 'f-call' : `f-call-${n + 1}`;
          return <li key={n}><label for={id}>{t('console.new.call', { number: n + 1 })}</label><textarea id={id} name="call" rows={2} maxLength={2000} dir="auto" aria-invalid={n === 0 && error ? 'true' : undefined} aria-describedby={n === 0 && error ? 'f-call-error' : undefined}>{view.calls[n] ?? ''}</textarea></li>;
        })}
      </ol>
      {error && <p class="fault" id="f-call-error"><span class="visually-hidden">{t('ui.error.prefix')} </span>{error}</p>}
    </div>
  );
}
