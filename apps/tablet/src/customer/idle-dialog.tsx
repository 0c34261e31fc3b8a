import { type JSX } from 'preact';
import { useTranslator } from '../i18n.js';
import { Button, Dialog } from '../ui/index.js';

export function IdleDialog({ secondsLeft, onStay, onLeave }: { secondsLeft: number; onStay: () => void; onLeave: () => void }): JSX.Element {
  const t = useTranslator();
  return (
    <Dialog title={t('customer.idle.title')} urgent onClose={onStay} actions={<>
      <Button onPress={onStay}>{t('customer.idle.stay')}</Button>
      <Button look="quiet" onPress={onLeave}>{t('customer.idle.leave')}</Button>
    </>}>
      {/* Read out once when the dialog opens; a number called out every second would only be in the way. */}
      <p class="countdown">{t('customer.idle.text', { seconds: secondsLeft })}</p>
    </Dialog>
  );
}
