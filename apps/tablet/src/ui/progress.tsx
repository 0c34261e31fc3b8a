import { type JSX } from 'preact';
import { useTranslator } from '../i18n.js';

/** "Step 2 of 3" in words, and as marks for the eye. */
export function Progress({ step, of }: { step: number; of: number }): JSX.Element {
  const t = useTranslator();
  return (
    <p class="progress">
      <span>{t('common.progress', { step, of })}</span>
      <span class="progress-marks" aria-hidden="true">{Array.from({ length: of }, (_, index) => <span key={index} class={index < step ? 'done' : undefined} />)}</span>
    </p>
  );
}
