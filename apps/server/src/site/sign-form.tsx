import { type JSX } from 'preact';
import { countryOptions, type MessageKey, type MessageValues, type Translator } from '../i18n/index.js';
import { Button, Checkbox, DefinitionList, ErrorSummary, Field, Hidden, Notice, Select, Text, usePage, type FieldError } from '../ui/index.js';
import { type FieldFault, type SignFormView, type SignValues } from './view-models.js';

/** The sentence for a field at fault: the one made for this field and code, else the one for the code, else "please check". */
export function faultMessage(t: Translator, fault: FieldFault): string {
  const values: MessageValues = { max: LONGEST[fault.field] ?? 0 };
  return ownMessage(t, fault) ?? t.maybe(`site.error.${fault.code}`, values) ?? t('site.error.invalid');
}

/** Characters that fit; the same as the door's (`SignatureDto`). */
const LONGEST: Readonly<Record<string, number>> = { givenName: 100, familyName: 100, email: 254, postcode: 20, town: 100 };

const MESSAGE_NAMES: Readonly<Record<string, string>> = { givenName: 'name', familyName: 'name', 'consent.petition': 'consent', 'consent.names': 'names', 'consent.updates': 'updates', ageConfirmed: 'age', textVersion: 'text' };

const ownMessage = (t: Translator, { field, code }: FieldFault): string | null => t.maybe(`site.error.${MESSAGE_NAMES[field] ?? field}-${code}`);

const LABELS: Readonly<Record<string, MessageKey>> = {
  givenName: 'site.form.given', familyName: 'site.form.family', email: 'site.form.email', country: 'site.form.country', postcode: 'site.form.postcode', town: 'site.form.town', petition: 'site.withdraw-request.petition',
};

/** As they stand on the page, from top to bottom. */
const ORDER = ['textVersion', 'petition', 'givenName', 'familyName', 'email', 'country', 'postcode', 'town', 'ageConfirmed', 'consent', 'consent.petition', 'consent.names', 'consent.updates'];

/** Fields that nobody sees lead to the part of the page that they are about. */
const UNSEEN: Readonly<Record<string, string>> = { textVersion: 'calls', 'consent.names': 'names', 'consent.updates': 'sign-title' };

/** Faults in words; a general sentence gets its field's label, so that the summary says which field it means. */
export function fieldErrors(t: Translator, faults: readonly FieldFault[]): FieldError[] {
  return [...faults].sort((a, b) => ORDER.indexOf(a.field) - ORDER.indexOf(b.field)).map((fault) => {
    const label = ownMessage(t, fault) === null ? LABELS[fault.field] : undefined;
    const at = UNSEEN[fault.field];
    return { field: fault.field, message: faultMessage(t, fault), ...(label && { label: t(label) }), ...(at && { at }) };
  });
}

const minutes = (seconds: number): number => Math.max(1, Math.ceil(seconds / 60));

/**
 * The signature sheet. Six taps at most: name, address, age, consent, sign, and the button in the mail.
 * What was typed is set again whenever the form comes back.
 */
export function SignForm({ form }: { form: SignFormView }): JSX.Element {
  return form.disabled ? <fieldset class="form-preview" disabled><SheetToSign form={form} /></fieldset> : <SheetToSign form={form} />;
}

function SheetToSign({ form }: { form: SignFormView }): JSX.Element {
  const { t, link } = usePage();
  const errors = fieldErrors(t, form.faults);
  const fault = (field: string) => errors.find((error) => error.field === field)?.message;
  const { values } = form;
  return (
    // The fragment brings a form that comes back into view without any script; the page after it has no such place.
    <form class="form" method="post" action={`${link(form.action)}#sign`} noValidate data-sign-form="" data-offline={t('site.form.offline')} data-returned={errors.length > 0 || form.problem ? '' : undefined}>
      <FormProblem problem={form.problem} />
      <ErrorSummary errors={errors} />
      <div>
        <div class="pair">
          <Field name="givenName" label={t('site.form.given')} value={values.givenName} autocomplete="given-name" maxLength={LONGEST['givenName']} error={fault('givenName')} />
          <Field name="familyName" label={t('site.form.family')} value={values.familyName} autocomplete="family-name" maxLength={LONGEST['familyName']} error={fault('familyName')} />
        </div>
        <p class="hint">{t('site.form.name.hint')}</p>
      </div>
      <Field name="email" type="email" label={t('site.form.email')} hint={t(form.confirmation === 'required' ? 'site.form.email.hint' : 'site.form.email.hint.none')} value={values.email}
        autocomplete="email" inputmode="email" maxLength={LONGEST['email']} ltr required error={fault('email')}
        data={{ 'data-mail-hint': t('site.form.didyoumean', { address: '%s' }), 'data-mail-use': t('site.form.didyoumean.use') }} />
      <CountryField form={form} error={fault('country')} />
      <div>
        <div class="pair">
          <Field name="postcode" label={t('site.form.postcode')} {...needed(form, 'postcode')} value={values.postcode} autocomplete="postal-code" maxLength={LONGEST['postcode']} error={fault('postcode')} />
          <Field name="town" label={t('site.form.town')} {...needed(form, 'town')} value={values.town} autocomplete="address-level2" maxLength={LONGEST['town']} error={fault('town')} />
        </div>
        {!form.names && <p class="hint">{t('site.form.place.hint')}</p>}
      </div>
      <div class="ticks">
        <Checkbox name="ageConfirmed" checked={values.ageConfirmed} required error={fault('ageConfirmed')}>{t('site.form.age', { age: form.minimumAge })}</Checkbox>
        <Checkbox name="consent.petition" checked={values.consentPetition} required error={fault('consent.petition')}>{form.names ? <NamesConsent form={form} names={form.names} /> : t('site.form.consent', { controller: form.controller })}</Checkbox>
      </div>
      <Updates form={form} />
      {form.names && <NamesDemanded names={form.names} fault={fault('consent.names')} />}
      <Hidden name="textVersion" value={form.textVersion} />
      <Hidden name="via" value={form.via} />
      <Hidden name="locale" value={t.locale} />
      <Button wide>{t('site.form.submit')}</Button>
      <p class="small">{t(form.confirmation === 'required' ? 'site.form.after' : 'site.form.after.none')}</p>
      <p class="sealed"><Seal />{t('site.form.sealed')}</p>
    </form>
  );
}

/** What a law demands must be given; the rest is as free as ever. */
const needed = ({ names }: SignFormView, field: 'postcode' | 'town'): { required: true } | { optional: true } => (names?.fields.includes(field) ? { required: true } : { optional: true });

type Names = NonNullable<SignFormView['names']>;

/** Which law sends what to whom, the last thing before the button. */
function NamesDemanded({ names: { law, office, fields, demand }, fault }: { names: Names; fault?: string }): JSX.Element {
  const { t } = usePage();
  return (
    <div id="names">
      <Notice look="warn" title={t('site.form.names.title')}>
        {fault && <p class="fault">{fault}</p>}
        <DefinitionList items={[
          { term: t('site.form.names.what'), detail: t.list(fields.map((field) => t(`site.form.names.${field}`))) },
          { term: t('site.form.names.office'), detail: <Text value={office} /> },
          { term: t('site.form.names.law'), detail: <Text value={law} /> },
        ]} />
        <p>{t('site.form.names.how')}</p>
      </Notice>
      <Hidden name="consent.names" value={demand} />
    </div>
  );
}

function NamesConsent({ form, names }: { form: SignFormView; names: Names }): JSX.Element {
  const { t } = usePage();
  return <>{t('site.form.consent', { controller: form.controller })} {t('site.form.names.consent', { fields: t.list(names.fields.map((field) => t(`site.form.names.${field}`))), office: names.office.text })}</>;
}

function FormProblem({ problem }: { problem: SignFormView['problem'] }): JSX.Element | null {
  const { t } = usePage();
  if (!problem) return null;
  return problem.kind === 'unavailable'
    ? <Notice look="bad" live title={t('site.form.unavailable.title')}><p>{t('site.form.unavailable.text')}</p></Notice>
    : <Notice look="bad" live title={t('site.form.too-many.title')}><p>{t('site.form.too-many.text', { minutes: minutes(problem.retryAfterSeconds) })}</p></Notice>;
}

function CountryField({ form, error }: { form: SignFormView; error?: string }): JSX.Element {
  const { t } = usePage();
  const options = [{ value: '', label: t('site.form.country.choose') }, ...countryOptions(t.locale).map(({ code, name }) => ({ value: code, label: name }))];
  const hint = form.eligibility === 'residents' && form.defaultCountry ? t('site.form.country.residents', { country: t.place(form.defaultCountry) }) : undefined;
  return <Select name="country" label={t('site.form.country')} hint={hint} options={options} value={form.values.country ?? form.defaultCountry ?? ''} autocomplete="country" required error={error} />;
}

function Updates({ form }: { form: SignFormView }): JSX.Element | null {
  const { t } = usePage();
  if (form.partners.length === 0) return null;
  return (
    <fieldset>
      <legend>{t('site.form.updates')}</legend>
      {form.partners.map(({ id, name, wording }) => (
        <Checkbox key={id} name="consent.updates" value={id} checked={form.values.consentUpdates?.includes(id)}>
          {wording ? <Text value={wording} /> : id === 'campaign' ? t('supporters.box') : t('site.form.updates.partner', { partner: name })}
        </Checkbox>
      ))}
    </fieldset>
  );
}

/** What was typed, carried along unseen, so that an address can be corrected without typing the rest again. */
export function CarriedValues({ values }: { values: SignValues }): JSX.Element {
  return (
    <>
      <Hidden name="givenName" value={values.givenName} />
      <Hidden name="familyName" value={values.familyName} />
      <Hidden name="country" value={values.country} />
      <Hidden name="postcode" value={values.postcode} />
      <Hidden name="town" value={values.town} />
      <Hidden name="ageConfirmed" value={values.ageConfirmed ? 'true' : null} />
      <Hidden name="consent.petition" value={values.consentPetition ? 'true' : null} />
      <Hidden name="consent.names" value={values.consentNames} />
      {values.consentUpdates?.map((partner) => <Hidden key={partner} name="consent.updates" value={partner} />)}
    </>
  );
}

function Seal(): JSX.Element {
  return (
    <svg width="18" height="20" viewBox="0 0 18 20" fill="none" stroke="currentColor" stroke-width="1.800" aria-hidden="true" focusable="false">
      <rect x="2" y="8.500" width="14" height="10" /><path d="M5 8.500V5.500a4 4 0 0 1 8 0v3" />
    </svg>
  );
}
