import { type JSX } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { type KitPetition } from '#libs/stores';
import { useTranslator, type Translator } from '../i18n.js';
import { Button, Field } from '../ui/index.js';
import { CountryDialog } from './country-dialog.js';
import { faultsOf, LONGEST, placeField, type Draft, type DraftFault, type DraftField } from './form-rules.js';
import { digitsOnly } from './postcode-rules.js';
import { Step } from './step.js';

interface FormStepProps {
  petition: KitPetition;
  draft: Draft;
  onChange: (change: Partial<Draft>) => void;
  /** Only with nothing at fault. */
  onGo: () => void;
  onBack: () => void;
  /** Came back from the check to change this. */
  begin: DraftField | null;
}

/** The sentence for a fault: the one made for the field, else the one for names. */
function faultWords(t: Translator, { field, code }: DraftFault, country: string): string | null {
  const values = { country: t.country(country) };
  return t.maybe(`customer.fault.${field}-${code}`, values) ?? t.maybe(`customer.fault.name-${code}`, values);
}

/** Name, country, place and, for who wants to give it, an e-mail address. Enter goes on to the next line and, at the end, to the check. */
export function FormStep({ petition, draft, onChange, onGo, onBack, begin }: FormStepProps): JSX.Element {
  const t = useTranslator();
  const root = useRef<HTMLDivElement>(null);
  const [asked, setAsked] = useState(false);
  const [choosing, setChoosing] = useState(false);
  const place = placeField(draft.country);
  const residents = petition.eligibility === 'residents';
  const faults = asked ? faultsOf(draft, petition) : [];
  const error = (field: DraftField): string | null => {
    const fault = faults.find((one) => one.field === field);
    return fault ? faultWords(t, fault, residents && field === 'country' ? petition.jurisdiction : draft.country) : null;
  };

  const focus = (field: DraftField): void => root.current?.querySelector<HTMLElement>(`[data-field="${field}"]`)?.focus();
  useLayoutEffect(() => { if (begin) focus(begin); }, []);

  const go = (): void => {
    const [first] = faultsOf(draft, petition);
    if (!first) return onGo();
    setAsked(true);
    // After the faults are drawn, so that the field is described by its fault when it is read out.
    requestAnimationFrame(() => focus(first.field));
  };

  /** In the order they are filled in; country stands between and is seldom changed. */
  const line: readonly DraftField[] = ['givenName', 'familyName', place, 'email'];
  const field = (name: DraftField): { field: string; value: string; onInput: (value: string) => void; error: string | null; maxLength: number; enterKey: 'next' | 'go'; onEnter: () => void } => {
    const next = line[line.indexOf(name) + 1];
    return {
      field: name, value: draft[name], onInput: (value) => onChange({ [name]: value }), error: error(name), maxLength: LONGEST[name],
      enterKey: next ? 'next' : 'go', onEnter: () => (next ? focus(next) : go()),
    };
  };

  return (
    <Step number={2} title={t('customer.form.title')} actions={<>
      <Button look="quiet" onPress={onBack}>{t('common.back')}</Button>
      <Button onPress={go}>{t('common.continue')}</Button>
    </>}>
      <div class="form" ref={root}>
        <div>
          <div class="pair">
            <Field label={t('customer.form.given')} capitals="words" {...field('givenName')} />
            <Field label={t('customer.form.family')} capitals="words" {...field('familyName')} />
          </div>
          {!error('givenName') && <p class="hint after">{t('customer.form.name.hint')}</p>}
        </div>
        <div>
          <div class="pair">
            <div class={error('country') ? 'field faulty' : 'field'}>
              <span class="label">{t('customer.form.country')}</span>
              <div class="country-now">
                <span>{draft.country && t.country(draft.country)}</span>
                {!residents && <CountryButton error={error('country')} onPress={() => setChoosing(true)} />}
              </div>
              {error('country') && <p class="fault" id="country-fault">{error('country')}</p>}
            </div>
            {place === 'postcode'
              ? <Field label={t('customer.form.postcode')} ltr capitals="characters" inputMode={digitsOnly(draft.country) ? 'numeric' : 'text'} {...field('postcode')} />
              : <Field label={t('customer.form.town')} capitals="words" {...field('town')} />}
          </div>
          <p class="hint after">{residents && <>{t('customer.petition.residents', { country: t.country(petition.jurisdiction) })} </>}{t('customer.form.place.hint')}</p>
        </div>
        <Field label={t('customer.form.email')} hint={t('customer.form.email.hint')} optional ltr inputMode="email" {...field('email')} />
      </div>
      {choosing && <CountryDialog country={draft.country} onClose={() => setChoosing(false)} onChoose={(country) => { onChange({ country }); setChoosing(false); }} />}
    </Step>
  );
}

function CountryButton({ error, onPress }: { error: string | null; onPress: () => void }): JSX.Element {
  const t = useTranslator();
  return <button type="button" class="button link" data-field="country" aria-label={t('customer.form.country.change.label')} aria-describedby={error ? 'country-fault' : undefined} onClick={onPress}>{t('customer.form.country.change')}</button>;
}
