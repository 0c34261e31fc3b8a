import { type JSX } from 'preact';
import { usePage, type Children } from './page.js';

export interface FieldError {
  /** Name of the form field at fault, as in the API: `email`, `consent.petition`. */
  field: string;
  /** Already in the page's language. */
  message: string;
  /** The field's label, where the message alone does not say which field it means. */
  label?: string;
  /** Id of what to look at instead, where the field itself is not to be seen. */
  at?: string;
}

/** An id that a link can point to and a selector can find. */
export const fieldId = (name: string): string => `f-${name.replace(/[^A-Za-z0-9_-]/g, '-')}`;

type ButtonLook = 'primary' | 'quiet' | 'danger';

export interface ButtonProps {
  children: Children;
  look?: ButtonLook;
  type?: 'submit' | 'button';
  name?: string;
  value?: string;
  wide?: boolean;
  hidden?: boolean;
  /** `data-…` attributes for islands. */
  data?: Readonly<Record<`data-${string}`, string>>;
}

export function Button({ children, look = 'primary', type = 'submit', wide, data, ...rest }: ButtonProps): JSX.Element {
  return <button type={type} class={`button ${look}${wide ? ' wide' : ''}`} {...rest} {...data}>{children}</button>;
}

export function ButtonLink({ children, href, look = 'primary', wide }: { children: Children; href: string; look?: ButtonLook; wide?: boolean }): JSX.Element {
  return <a class={`button ${look}${wide ? ' wide' : ''}`} href={href}>{children}</a>;
}

interface FieldBase {
  name: string;
  label: string;
  /** Where the label is not in the page's language. */
  labelLang?: string;
  hint?: string;
  error?: string;
  /** Says "optional" beside the label. */
  optional?: boolean;
  required?: boolean;
}

export interface FieldProps extends FieldBase {
  type?: 'text' | 'email' | 'password' | 'number' | 'date' | 'time' | 'url' | 'search' | 'datetime-local';
  value?: string;
  autocomplete?: string;
  inputmode?: 'text' | 'email' | 'numeric' | 'decimal' | 'tel' | 'url';
  maxLength?: number;
  min?: string | number;
  max?: string | number;
  /** Addresses and codes are written left to right in every language. */
  ltr?: boolean;
  data?: Readonly<Record<`data-${string}`, string>>;
}

const describedBy = (id: string, { hint, error }: FieldBase): string | undefined =>
  [error && `${id}-error`, hint && `${id}-hint`].filter(Boolean).join(' ') || undefined;

function FieldFrame({ field, id, children }: { field: FieldBase; id: string; children: Children }): JSX.Element {
  const { t } = usePage();
  return (
    <div class={`field${field.error ? ' faulty' : ''}`}>
      <label for={id}>{field.labelLang ? <span lang={field.labelLang}>{field.label}</span> : field.label}{field.optional && <span class="optional">{t('ui.field.optional')}</span>}</label>
      {field.hint && <p class="hint" id={`${id}-hint`}>{field.hint}</p>}
      {children}
      <ErrorLine id={id} error={field.error} />
    </div>
  );
}

function ErrorLine({ id, error }: { id: string; error?: string }): JSX.Element | null {
  const { t } = usePage();
  if (!error) return null;
  return <p class="fault" id={`${id}-error`}><span class="visually-hidden">{t('ui.error.prefix')} </span>{error}</p>;
}

export function Field(props: FieldProps): JSX.Element {
  const { name, type = 'text', value, autocomplete, inputmode, maxLength, min, max, required, ltr, data } = props;
  const id = fieldId(name);
  // Preact types each input by its kind; one component for many kinds has to say it is one of them.
  const kind = { type } as { type: 'text' };
  return (
    <FieldFrame field={props} id={id}>
      <input id={id} name={name} {...kind} value={value ?? ''} autocomplete={autocomplete} inputMode={inputmode} maxLength={maxLength} min={min} max={max}
        dir={ltr ? 'ltr' : type === 'text' ? 'auto' : undefined} autocapitalize={type === 'email' ? 'none' : undefined} spellcheck={type === 'email' ? false : undefined}
        required={required} aria-invalid={props.error ? 'true' : undefined} aria-describedby={describedBy(id, props)} {...data} />
    </FieldFrame>
  );
}

export interface TextAreaProps extends FieldBase {
  value?: string;
  rows?: number;
  maxLength?: number;
}

export function TextArea(props: TextAreaProps): JSX.Element {
  const { name, value, rows = 4, maxLength, required } = props;
  const id = fieldId(name);
  return (
    <FieldFrame field={props} id={id}>
      <textarea id={id} name={name} rows={rows} maxLength={maxLength} dir="auto" required={required}
        aria-invalid={props.error ? 'true' : undefined} aria-describedby={describedBy(id, props)}>{value ?? ''}</textarea>
    </FieldFrame>
  );
}

export interface SelectProps extends FieldBase {
  options: readonly { value: string; label: string; lang?: string }[];
  value?: string;
  autocomplete?: string;
}

export function Select(props: SelectProps): JSX.Element {
  const { name, options, value, autocomplete } = props;
  const id = fieldId(name);
  // A list that begins with a value always has one, and HTML wants no `required` there.
  const required = props.required && options[0]?.value === '';
  return (
    <FieldFrame field={props} id={id}>
      <select id={id} name={name} autocomplete={autocomplete} required={required}
        aria-invalid={props.error ? 'true' : undefined} aria-describedby={describedBy(id, props)}>
        {options.map((option) => <option key={option.value} value={option.value} lang={option.lang} selected={option.value === value}>{option.label}</option>)}
      </select>
    </FieldFrame>
  );
}

export interface CheckboxProps {
  name: string;
  value?: string;
  checked?: boolean;
  required?: boolean;
  error?: string;
  children: Children;
}

/** The whole label is the target, so that a thumb finds it. */
export function Checkbox({ name, value = 'true', checked, required, error, children }: CheckboxProps): JSX.Element {
  const id = fieldId(value === 'true' ? name : `${name}-${value}`);
  return (
    <div class={`field tick${error ? ' faulty' : ''}`}>
      <label for={id}>
        <input id={id} name={name} type="checkbox" value={value} checked={checked} required={required}
          aria-invalid={error ? 'true' : undefined} aria-describedby={error ? `${id}-error` : undefined} />
        <span>{children}</span>
      </label>
      <ErrorLine id={id} error={error} />
    </div>
  );
}

export function Hidden({ name, value }: { name: string; value: string | null | undefined }): JSX.Element | null {
  return value == null || value === '' ? null : <input type="hidden" name={name} value={value} />;
}

/** All faults in one place, first on the page and focusable; each leads to its field. */
export function ErrorSummary({ errors }: { errors: readonly FieldError[] }): JSX.Element | null {
  const { t } = usePage();
  if (errors.length === 0) return null;
  return (
    <div class="notice bad error-summary" role="alert" tabIndex={-1} id="errors" data-autofocus="">
      <h2>{t('ui.errors.title', { n: errors.length })}</h2>
      <ul>{errors.map(({ field, message, label, at }) => <li key={field}><a href={`#${at ?? fieldId(field)}`}><span>{label && <strong>{label} · </strong>}{message}</span></a></li>)}</ul>
    </div>
  );
}
