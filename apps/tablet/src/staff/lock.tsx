import { type JSX } from 'preact';
import { useState } from 'preact/hooks';
import { type Tablet } from '../core/tablet.js';
import { useTranslator } from '../i18n.js';
import { Button, Dialog } from '../ui/index.js';
import { StaffScreen } from './frame.js';
import { AskPin } from './pin.js';

/** The staff's screens are shut; whoever stands before the tablet may still sign. */
export function Lock({ tablet, maySign, onSign, onUnlock }: { tablet: Tablet; maySign: boolean; onSign: () => void; onUnlock: () => void }): JSX.Element {
  const t = useTranslator();
  const [asking, setAsking] = useState(false);
  return (
    <StaffScreen middle title={t('staff.lock.title')} actions={<Button look="link" onPress={() => setAsking(true)}>{t('staff.lock.staff')}</Button>}>
      <div class="stack invitation">
        <p class="measure">{t(maySign ? 'staff.lock.text' : 'staff.lock.none')}</p>
        {maySign && <Button onPress={onSign}>{t('staff.lock.sign')}</Button>}
      </div>
      {asking && (
        <Dialog title={t('staff.pin.enter')} onClose={() => setAsking(false)} actions={<Button look="quiet" onPress={() => setAsking(false)}>{t('common.cancel')}</Button>}>
          <AskPin tablet={tablet} onRight={onUnlock} />
        </Dialog>
      )}
    </StaffScreen>
  );
}
