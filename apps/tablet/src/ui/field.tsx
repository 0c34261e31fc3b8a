import { type JSX, type Ref } from 'preact';
import { useId } from 'preact/hooks';
import { useTranslator } from '../i18n.js';

export interface FieldProps {
  label: string;
  value: string;
  onInput: (value: string) => void;
  hint?: string;
  error?: string | null;
  /** Says "optional" beside the label. */
  optional?: boolean;
  inputMode?: 'text' | 'email' | 'numeric' | 'search';
  /** Capitals as the keyboard sets them; `none` for addresses and codes. */
  capitals?: 'words' | 'characters' | 'none';
  /** For what is written from left to right in every language (addresses, codes). */
  ltr?: boolean;
  maxLength?: number;
  enterKey?: 'next' | 'go' | 'done' | 'search';
  /** Enter, but not while an input method is putting a character together. */
  onEnter?: () => void;
  inputRef?: Ref<HTMLInputElement>;
  /** Names the field for tests and for finding the first fault; never part of an address. */
  field?: string;
}

/** A name that no browser has seen: what it has not seen it cannot offer to the next customer. New with every document. */
const SALT = Array.from(crypto.getRandomValues(new Uint8Array(6)), (byte) => byte.toString(36)).join('');

/** One line of text. Nothing it holds is offered, corrected, checked or remembered by the browser. */
export function Field({ label, value, onInput, hint, error, optional, inputMode = 'text', capitals = 'none', ltr, maxLength, enterKey, onEnter, inputRef, field }: FieldProps): JSX.Element {
  const t = useTranslator();
  const id = useId();
  const described = [hint && `${id}-hint`, error && `${id}-fault`].filter(Boolean).join(' ');
  return (
    <div class={error ? 'field faulty' : 'field'}>
      <label for={id}>{label}{optional && <span class="optional">{t('common.optional')}</span>}</label>
      {hint && <p class="hint" id={`${id}-hint`}>{hint}</p>}
      <input id={id} ref={inputRef} type="text" name={`f${SALT}-${id}`} data-field={field} value={value} inputMode={inputMode} dir={ltr ? 'ltr' : value ? 'auto' : undefined} maxLength={maxLength} enterKeyHint={enterKey}
        autocomplete="off" autocapitalize={capitals} spellcheck={false} {...UNASSISTED}
        aria-describedby={described || undefined} aria-invalid={error ? 'true' : undefined}
        onInput={(event) => onInput(event.currentTarget.value)}
        onKeyDown={(event) => { if (event.key === 'Enter' && !event.isComposing && onEnter) { event.preventDefault(); onEnter(); } }} />
      {error && <p class="fault" id={`${id}-fault`}>{error}</p>}
    </div>
  );
}

/** Attributes that stop helpers which `autocomplete` does not: correction, writing suggestions, password managers. */
const UNASSISTED = { autocorrect: 'off', writingsuggestions: 'false', 'data-1p-ignore': '', 'data-lpignore': 'true', 'data-form-type': 'other' } as const;
