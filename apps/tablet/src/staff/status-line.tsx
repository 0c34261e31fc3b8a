import { type JSX } from 'preact';
import { useMinute, useTabletState } from '../app/use-tablet.js';
import { type Tablet } from '../core/tablet.js';
import { useTranslator, type Translator } from '../i18n.js';
import { Button } from '../ui/index.js';

/** "12 waiting · oldest 3 hours ago · last synced 2 minutes ago · storage protected", and the button to send. */
export function StatusLine({ tablet }: { tablet: Tablet }): JSX.Element {
  const t = useTranslator();
  useMinute();
  const state = useTabletState(tablet);
  const now = tablet.now();
  const said = [
    t('staff.status.waiting', { n: state.waiting }),
    state.oldestWaiting !== null && state.waiting > 0 ? t('staff.status.oldest', { ago: passed(t, state.oldestWaiting, now) }) : null,
    state.lastSynced === null ? t('staff.status.never') : t('staff.status.synced', { ago: passed(t, state.lastSynced, now) }),
    t(state.storageProtected ? 'staff.status.protected' : 'staff.status.unprotected'),
  ].filter((part) => part !== null);
  return (
    <section class="status-line" aria-label={t('staff.status')}>
      <div>
        <ul class="status-parts">{said.map((part) => <li key={part}>{part}</li>)}</ul>
        {state.trouble === 'offline' && <p class="small soft">{t('staff.status.offline')}</p>}
      </div>
      <Button look="quiet" busy={state.uploading} onPress={() => tablet.sync()}>{t(state.uploading ? 'staff.status.sending' : 'staff.status.send')}</Button>
    </section>
  );
}

/** Seconds would only flicker. */
export const passed = (t: Translator, iso: string, now: number): string => (now - Date.parse(iso) < 60_000 ? t('staff.status.now') : t.ago(iso, now));
