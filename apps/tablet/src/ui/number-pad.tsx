import { type JSX } from 'preact';
import { useId, useLayoutEffect } from 'preact/hooks';
import { useTranslator } from '../i18n.js';

interface NumberPadProps {
  label: string;
  /** The digits so far, as ASCII. Shown as dots only. */
  value: string;
  length: number;
  onChange: (value: string) => void;
  error?: string | null;
  disabled?: boolean;
}

const DIGITS = ['1', '2', '3', '4', '5', '6', '7', '8', '9'];

/** For a PIN: large keys that stand alike in every language, and the keys of a keyboard too. No input element, so nothing to fill in or remember. */
export function NumberPad({ label, value, length, onChange, error, disabled }: NumberPadProps): JSX.Element {
  const t = useTranslator();
  const id = useId();
  const add = (digit: string): void => { if (!disabled && value.length < length) onChange(value + digit); };
  const remove = (): void => { if (!disabled) onChange(value.slice(0, -1)); };

  // Before the screen is painted: who types fast presses the next key before a later effect would know of this one.
  useLayoutEffect(() => {
    const press = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.altKey || event.metaKey) return;
      const digit = asciiDigit(event.key);
      if (digit !== null) add(digit);
      else if (event.key === 'Backspace') remove();
    };
    document.addEventListener('keydown', press);
    return () => document.removeEventListener('keydown', press);
  });

  const key = (digit: string): JSX.Element => <button type="button" class="pad-key" disabled={disabled} onClick={() => add(digit)}>{t.number(Number(digit))}</button>;
  return (
    <div class={error ? 'pad faulty' : 'pad'} role="group" aria-label={label} aria-describedby={error ? `${id}-fault` : undefined}>
      <p class="visually-hidden" role="status">{t('common.pad.entered', { n: value.length, of: length })}</p>
      <div class="pad-dots" dir="ltr" aria-hidden="true">{Array.from({ length }, (_, index) => <span key={index} class={index < value.length ? 'filled' : undefined} />)}</div>
      {error && <p class="fault" role="alert" id={`${id}-fault`}>{error}</p>}
      <div class="pad-keys" dir="ltr" role="group" aria-label={t('common.pad')}>
        {DIGITS.map(key)}
        <span />
        {key('0')}
        <button type="button" class="pad-key quiet" disabled={disabled || value === ''} aria-label={t('common.pad.delete')} onClick={remove}>
          <svg width="32" height="24" viewBox="0 0 32 24" fill="none" stroke="currentColor" stroke-width="2" aria-hidden="true" focusable="false"><path d="M10 2h20v20H10L2 12z" stroke-linejoin="round" /><path d="m15 8 8 8m0-8-8 8" stroke-linecap="round" /></svg>
        </button>
      </div>
    </div>
  );
}

/** A keyboard set to Arabic sends ٤ for 4. */
function asciiDigit(key: string): string | null {
  if (/^\d$/.test(key)) return key;
  const code = key.length === 1 ? key.charCodeAt(0) : 0;
  for (const zero of [0x0660, 0x06f0]) if (code >= zero && code < zero + 10) return String(code - zero);
  return null;
}
