import { type JSX } from 'preact';
import { useTranslator } from '../i18n.js';
import { Banner, Button } from '../ui/index.js';
import { type Missing } from '../app/capabilities.js';
import { StaffScreen } from './frame.js';

/** Nothing can be collected here: why, and whom to ask. */
export function Unsupported({ missing }: { missing: Exclude<Missing, 'none'> }): JSX.Element {
  const t = useTranslator();
  return (
    <StaffScreen middle title={t(`staff.unsupported.${missing}.title`)}>
      <div class="stack">
        <p>{t(`staff.unsupported.${missing}.why`)}</p>
        <Banner look="warn"><p>{t(`staff.unsupported.${missing}.do`)}</p></Banner>
        {missing === 'https' && <p class="soft small">{t('staff.unsupported.https.admin')}</p>}
      </div>
    </StaffScreen>
  );
}

/** The browser has all that is needed, and yet the database does not open. What lies in it may be signatures. */
export function StorageClosed(): JSX.Element {
  const t = useTranslator();
  return (
    <StaffScreen middle title={t('staff.broken.title')} actions={<Button onPress={() => location.reload()}>{t('staff.again')}</Button>}>
      <Banner look="bad"><p>{t('staff.broken.do')}</p></Banner>
    </StaffScreen>
  );
}
