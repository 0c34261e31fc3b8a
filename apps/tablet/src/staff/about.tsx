import { type JSX } from 'preact';
import { useContext } from 'preact/hooks';
import { useTabletState } from '../app/use-tablet.js';
import { openPetitions, type Tablet } from '../core/tablet.js';
import { titleIn } from '../customer/text-rules.js';
import { useTranslator } from '../i18n.js';
import { Banner, Button, ForeignText } from '../ui/index.js';
import { APP_VERSION } from '../version.js';
import { Staff, StaffScreen } from './frame.js';
import { StatusLine } from './status-line.js';

/** What a manager on the telephone asks for. */
export function About({ tablet, onPin, onBack }: { tablet: Tablet; onPin: () => void; onBack: () => void }): JSX.Element {
  const t = useTranslator();
  const { storeName } = useContext(Staff);
  const state = useTabletState(tablet);
  const { kit, device } = state;
  const campaign = kit && titleIn(kit.campaign.title, t.locale, kit.campaign.defaultLanguage);
  const rows: [string, JSX.Element | string][] = [
    [t('staff.about.store'), storeName ?? ''],
    ...(campaign ? [[t('staff.about.campaign'), <ForeignText text={campaign.text} lang={campaign.lang} />] as [string, JSX.Element]] : []),
    [t('staff.about.tablet'), device?.name ?? ''],
    [t('staff.await.fingerprint'), <span class="mono" dir="ltr">{device?.fingerprint}</span>],
    [t('staff.about.version'), <span class="mono" dir="ltr" data-field="version">{APP_VERSION}</span>],
    [t('staff.about.server'), state.lastSynced === null ? t('staff.status.never') : t.instant(state.lastSynced, kit?.store.timeZone)],
    [t('staff.about.petitions'), t.number(openPetitions(state, tablet.now()).length)],
    [t('staff.about.storage'), t(state.storageProtected ? 'staff.status.protected' : 'staff.status.unprotected')],
  ];
  return (
    <StaffScreen title={t('staff.about.open')} actions={<>
      <Button look="quiet" onPress={onBack}>{t('common.back')}</Button>
      <Button look="quiet" onPress={onPin}>{t(state.pinSet ? 'staff.about.pin' : 'staff.about.pin.new')}</Button>
    </>}>
      <div class="stack">
        <dl class="rows">{rows.map(([label, value]) => <div key={label}><dt>{label}</dt><dd>{value}</dd></div>)}</dl>
        {!state.storageProtected && <Banner look="warn"><p>{t('staff.about.unprotected')}</p></Banner>}
        <StatusLine tablet={tablet} />
      </div>
    </StaffScreen>
  );
}
