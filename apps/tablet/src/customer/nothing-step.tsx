import { type JSX } from 'preact';
import { useTranslator } from '../i18n.js';
import { Button } from '../ui/index.js';
import { Step } from './step.js';

/** The last petition closed while the tablet was handed over. */
export function NothingStep({ onDone }: { onDone: () => void }): JSX.Element {
  const t = useTranslator();
  return (
    <Step title={t('customer.none.title')} middle ended actions={<Button onPress={onDone}>{t('customer.thanks.done')}</Button>}>
      <p class="lede">{t('customer.none.text')}</p>
    </Step>
  );
}
