import { type JSX } from 'preact';
import { useId, useRef } from 'preact/hooks';
import { type KitPetition } from '#libs/stores';
import { countriesIn } from '../../customer/country-rules.js';
import { LONGEST, placeField, type Draft, type DraftFault, type DraftField } from '../../customer/form-rules.js';
import { useTranslator, type Translator } from '../../i18n.js';
import { Field } from '../../ui/index.js';

interface LineFormProps {
  draft: Draft;
  petition: Pick<KitPetition, 'eligibility' | 'jurisdiction'>;
  faults: readonly DraftFault[];
  onChange: (change: Partial<Draft>) => void;
  /** Enter in the last field. */
  onEnd: () => void;
}

export const focusOn = (root: ParentNode | null | undefined, field: DraftField): void => root?.querySelector<HTMLElement>(`[data-field="${field}"]`)?.focus();

/** One line as it stands on the paper. Enter leads from field to field and at the end keeps the line. */
export function LineForm({ draft, petition, faults, onChange, onEnd }: LineFormProps): JSX.Element {
  const t = useTranslator();
  const root = useRef<HTMLDivElement>(null);
  const place = placeField(draft.country);
  const order: readonly DraftField[] = ['givenName', 'familyName', place, 'email'];
  const errorOf = (field: DraftField): string | null => {
    const fault = faults.find((one) => one.field === field);
    return fault ? faultText(t, fault, petition) : null;
  };
  const input = (field: DraftField): { field: string; value: string; error: string | null; maxLength: number; enterKey: 'next' | 'done'; onInput: (value: string) => void; onEnter: () => void } => {
    const next = order[order.indexOf(field) + 1];
    return {
      field, value: draft[field], error: errorOf(field), maxLength: LONGEST[field], enterKey: next ? 'next' : 'done',
      onInput: (value) => onChange({ [field]: value }), onEnter: () => (next ? focusOn(root.current, next) : onEnd()),
    };
  };
  return (
    <div class="line-form" ref={root}>
      <Field label={t('staff.type.given')} capitals="words" {...input('givenName')} />
      <Field label={t('staff.type.family')} capitals="words" optional {...input('familyName')} />
      {place === 'postcode'
        ? <Field label={t('staff.type.postcode')} capitals="characters" ltr {...input('postcode')} />
        : <Field label={t('staff.type.town')} capitals="words" {...input('town')} />}
      <Field label={t('staff.type.email')} inputMode="email" ltr optional {...input('email')} />
      <CountryField value={draft.country} error={errorOf('country')} onChange={(country) => onChange({ country })} />
    </div>
  );
}

/** A plain list: whoever types many lines jumps in it by the first letters. */
function CountryField({ value, error, onChange }: { value: string; error: string | null; onChange: (country: string) => void }): JSX.Element {
  const t = useTranslator();
  const id = useId();
  return (
    <div class={error ? 'field faulty' : 'field'}>
      <label for={id}>{t('staff.type.country')}</label>
      <select id={id} data-field="country" value={value} autocomplete="off" aria-invalid={error ? 'true' : undefined} aria-describedby={error ? `${id}-fault` : undefined} onChange={(event) => onChange(event.currentTarget.value)}>
        {countriesIn(t.locale).map(({ code, name }) => <option key={code} value={code} selected={code === value}>{name}</option>)}
      </select>
      {error && <p class="fault" id={`${id}-fault`}>{error}</p>}
    </div>
  );
}

function faultText(t: Translator, { field, code }: DraftFault, petition: LineFormProps['petition']): string {
  switch (code) {
    case 'required': return t(field === 'postcode' || field === 'town' ? 'staff.type.fault.place' : 'staff.type.fault.required');
    case 'malformed': return t('staff.type.fault.malformed');
    case 'not_allowed': return t('staff.type.fault.not_allowed', { country: t.country(petition.jurisdiction) });
  }
}
