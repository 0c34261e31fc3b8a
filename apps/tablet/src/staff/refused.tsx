import { type JSX } from 'preact';
import { useTabletState } from '../app/use-tablet.js';
import { type Tablet } from '../core/tablet.js';
import { useTranslator } from '../i18n.js';
import { Banner, Button } from '../ui/index.js';
import { StaffScreen } from './frame.js';
import { StatusLine } from './status-line.js';

/** Nothing new is collected. What waits stays; a retired tablet still hands it over. */
export function Refused({ tablet, onPairAnew }: { tablet: Tablet; onPairAnew: () => void }): JSX.Element {
  const t = useTranslator();
  const { trouble, waiting } = useTabletState(tablet);
  const kind = trouble === 'retired' ? 'retired' : 'refused';
  return (
    <StaffScreen title={t(`staff.${kind}.title`)} actions={<Button look="quiet" onPress={onPairAnew}>{t('staff.refused.pair')}</Button>}>
      <div class="stack">
        <p class="measure">{t(`staff.${kind}.text`)}</p>
        <Banner look={waiting > 0 ? 'warn' : 'plain'}><p>{t('staff.refused.kept', { n: waiting })}</p></Banner>
        {kind === 'retired' && <StatusLine tablet={tablet} />}
      </div>
    </StaffScreen>
  );
}
