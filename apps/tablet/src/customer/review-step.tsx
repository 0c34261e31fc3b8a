import { type ComponentChildren, type JSX } from 'preact';
import { useRef, useState } from 'preact/hooks';
import { type KitPetition, type KitText } from '#libs/stores';
import { isolate, languageOf, useTranslator, type MessageKey } from '../i18n.js';
import { Banner, Button, CheckLine } from '../ui/index.js';
import { personOf, placeField, type Draft, type DraftField } from './form-rules.js';
import { Seal } from './petition-step.js';
import { Step } from './step.js';

/** Why it could not be kept, as staff have to know it. */
export type Failure = 'storage-full' | 'storage-broken' | 'no-key' | 'not-paired' | 'unknown';

interface ReviewStepProps {
  petition: KitPetition;
  text: KitText;
  /** Who keeps the signature. */
  controller: string;
  draft: Draft;
  consent: boolean;
  onConsent: (given: boolean) => void;
  signing: boolean;
  failure: Failure | null;
  onSign: () => void;
  onChange: (field: DraftField) => void;
  onBack: () => void;
}

/** Exactly what will be kept, and the consent to keep it: its box is unticked, and signing is the last press. */
export function ReviewStep({ petition, text, controller, draft, consent, onConsent, signing, failure, onSign, onChange, onBack }: ReviewStepProps): JSX.Element {
  const t = useTranslator();
  const box = useRef<HTMLInputElement>(null);
  const [asked, setAsked] = useState(false);
  const person = personOf(draft);
  const place = placeField(draft.country);
  const sign = (): void => {
    if (consent) return onSign();
    setAsked(true);
    requestAnimationFrame(() => box.current?.focus());
  };

  return (
    <Step number={3} width="wide" title={t('customer.review.title')} actions={<>
      <Button look="quiet" onPress={onBack}>{t('common.back')}</Button>
      <Button onPress={sign} busy={signing}>{t(signing ? 'customer.review.signing' : 'customer.review.sign')}</Button>
    </>}>
      <div class="review">
        {failure && <Banner look="bad" live title={t('customer.failed.title')}><p>{t('customer.failed.text')}</p><p class="small">{t(FAILURES[failure])}</p></Banner>}
        <dl class="ledger">
          <Line label={t('customer.review.petition')}><strong {...languageOf(t, text.language)}>{text.title}</strong></Line>
          <Line label={t('customer.review.name')} onChange={() => onChange('givenName')}><bdi>{[person.givenName, person.familyName].filter(Boolean).join(' ')}</bdi></Line>
          <Line label={t('customer.review.country')} onChange={petition.eligibility === 'residents' ? undefined : () => onChange('country')}>{t.country(person.country)}</Line>
          <Line label={t(place === 'postcode' ? 'customer.form.postcode' : 'customer.form.town')} onChange={() => onChange(place)}>{person[place] ? <bdi>{person[place]}</bdi> : <span class="soft">{t('customer.review.place.none')}</span>}</Line>
          <Line label={t('customer.form.email')} onChange={() => onChange('email')}>{person.email ? <bdi dir="ltr">{person.email}</bdi> : <span class="soft">{t('customer.review.email.none')}</span>}</Line>
          <Line label={t('customer.review.said')}>{t('customer.review.age', { age: petition.minimumAge })}</Line>
        </dl>
        <div class="consent">
          <div class="ticks">
            <CheckLine inputRef={box} field="consent" checked={consent} onChange={onConsent} error={asked && !consent ? t('customer.fault.consent-required') : null}>
              {t('customer.review.consent', { controller: isolate(controller) })}
            </CheckLine>
          </div>
          <p class="sealed"><Seal />{t('customer.petition.sealed')}</p>
        </div>
      </div>
    </Step>
  );
}

const FAILURES: Readonly<Record<Failure, MessageKey>> = {
  'storage-full': 'customer.failed.storage-full', 'storage-broken': 'customer.failed.storage-broken', 'no-key': 'customer.failed.no-key',
  'not-paired': 'customer.failed.not-paired', unknown: 'customer.failed.unknown',
};

function Line({ label, children, onChange }: { label: string; children: ComponentChildren; onChange?: () => void }): JSX.Element {
  const t = useTranslator();
  return (
    <div class={onChange ? 'ledger-line' : 'ledger-line fixed'}>
      <dt>{label}</dt>
      <dd>{children}</dd>
      {onChange && <dd class="ledger-change"><Button look="link" label={t('customer.review.change.label', { what: label })} onPress={onChange}>{t('customer.review.change')}</Button></dd>}
    </div>
  );
}
