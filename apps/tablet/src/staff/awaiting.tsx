import { type JSX } from 'preact';
import { useState } from 'preact/hooks';
import { useTabletState } from '../app/use-tablet.js';
import { type Tablet } from '../core/tablet.js';
import { useTranslator } from '../i18n.js';
import { Button } from '../ui/index.js';
import { StaffScreen } from './frame.js';
import { TroubleBanner } from './trouble.js';

/** The spelling alphabet of ICAO annex 10, the same in every language: for managers who compare by telephone. */
const SPOKEN: Readonly<Record<string, string>> = Object.fromEntries(
  'Alfa Bravo Charlie Delta Echo Foxtrot Golf Hotel India Juliett Kilo Lima Mike November Oscar Papa Quebec Romeo Sierra Tango Uniform Victor Whiskey X-ray Yankee Zulu'
    .split(' ').map((word) => [word.charAt(0), word]));

/** Paired, not yet admitted: the fingerprint, as large as it goes. Asking is the core's; this only shows. */
export function Awaiting({ tablet, onPairAnew }: { tablet: Tablet; onPairAnew: () => void }): JSX.Element {
  const t = useTranslator();
  const { device, trouble } = useTabletState(tablet);
  const [asking, setAsking] = useState(false);
  const groups = (device?.fingerprint ?? '').split('-');
  const ask = async (): Promise<void> => {
    setAsking(true);
    await tablet.checkAdmission().catch(() => undefined);
    setAsking(false);
  };
  return (
    <StaffScreen title={t('staff.await.title')} actions={<>
      <Button look="link" onPress={onPairAnew}>{t('staff.await.other')}</Button>
      <Button look="quiet" busy={asking} onPress={() => void ask()}>{t('staff.await.ask')}</Button>
    </>}>
      <div class="stack">
        <p class="measure">{t('staff.await.how')}</p>
        <div class="fingerprint" role="img" aria-label={`${t('staff.await.fingerprint')}: ${groups.map((group) => [...group].join(' ')).join(', ')}`} dir="ltr">
          {groups.map((group, index) => <span key={index} class="fingerprint-group">{[...group].map((sign, at) => <span key={at}>{sign}</span>)}</span>)}
        </div>
        <p class="aloud"><span class="soft">{t('staff.await.aloud')}: </span><span dir="ltr" lang="en">{groups.flatMap((group) => [...group]).map((sign) => SPOKEN[sign] ?? sign).join(' · ')}</span></p>
        <TroubleBanner trouble={trouble} />
        <p class="pulse" role="status">{t(trouble === 'offline' ? 'staff.await.offline' : 'staff.await.waiting')}</p>
      </div>
    </StaffScreen>
  );
}
