import { type ComponentChildren, type JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { type Tablet } from '../core/tablet.js';
import { useTranslator } from '../i18n.js';
import { Button, NumberPad } from '../ui/index.js';
import { StaffScreen } from './frame.js';

/** As long as a till's. It keeps customers out of the staff's screens, and protects no data. */
export const PIN_LENGTH = 4;

interface SetPinProps {
  tablet: Tablet;
  onDone: () => void;
  /** Leaves without a PIN, or with the one there is. */
  onSkip: () => void;
  skipLabel: string;
}

/** Typed twice; the second time decides. */
export function SetPin({ tablet, onDone, onSkip, skipLabel }: SetPinProps): JSX.Element {
  const t = useTranslator();
  const [first, setFirst] = useState<string | null>(null);
  const [digits, setDigits] = useState('');
  const [fault, setFault] = useState<'staff.pin.set.differ' | 'staff.pin.set.failed' | null>(null);

  const take = (value: string): void => {
    setDigits(value);
    setFault(null);
    if (value.length < PIN_LENGTH) return;
    setDigits('');
    if (first === null) return setFirst(value);
    setFirst(null);
    if (first !== value) return setFault('staff.pin.set.differ');
    tablet.setPin(value).then(onDone, () => setFault('staff.pin.set.failed'));
  };

  return (
    <StaffScreen title={t('staff.pin.set.title')} actions={<Button look="quiet" onPress={onSkip}>{skipLabel}</Button>}>
      <div class="stack">
        <p class="measure">{t('staff.pin.set.why')}</p>
        <div class="pin-place">
          <p class="pin-label" role="status">{t(first === null ? 'staff.pin.set.first' : 'staff.pin.set.second')}</p>
          <NumberPad label={t(first === null ? 'staff.pin.set.first' : 'staff.pin.set.second')} value={digits} length={PIN_LENGTH} error={fault && t(fault)} onChange={take} />
        </div>
        <p class="soft small">{t('staff.pin.set.forgotten')}</p>
      </div>
    </StaffScreen>
  );
}

/** The pad alone: asks, waits as long as it has to after wrong ones, and says so. */
export function AskPin({ tablet, onRight }: { tablet: Tablet; onRight: () => void }): JSX.Element {
  const t = useTranslator();
  const [digits, setDigits] = useState('');
  const [wrong, setWrong] = useState(false);
  const [waitS, setWaitS] = useState(0);
  const [busy, setBusy] = useState(false);

  useEffect(() => {
    if (waitS <= 0) return;
    const timer = setTimeout(() => setWaitS(waitS - 1), 1000);
    return () => clearTimeout(timer);
  }, [waitS]);

  const take = async (value: string): Promise<void> => {
    setDigits(value);
    setWrong(false);
    if (value.length < PIN_LENGTH) return;
    setBusy(true);
    const answer = await tablet.checkPin(value).catch(() => 'wrong' as const);
    setBusy(false);
    setDigits('');
    if (answer === 'ok') return onRight();
    if (answer === 'wrong') setWrong(true);
    else setWaitS(Math.ceil(answer.waitS));
  };

  return <NumberPad label={t('staff.pin.enter')} value={digits} length={PIN_LENGTH} disabled={busy || waitS > 0} error={waitS > 0 ? t('staff.pin.wait', { s: waitS }) : wrong ? t('staff.pin.wrong') : null} onChange={(value) => void take(value)} />;
}

/** A screen of its own for what lies behind the PIN. */
export function PinGate({ tablet, title, onRight, onCancel, children }: { tablet: Tablet; title: string; onRight: () => void; onCancel: () => void; children?: ComponentChildren }): JSX.Element {
  const t = useTranslator();
  return (
    <StaffScreen title={title} actions={<Button look="quiet" onPress={onCancel}>{t('common.cancel')}</Button>}>
      <div class="pin-place">
        <p class="pin-label">{t('staff.pin.enter')}</p>
        <AskPin tablet={tablet} onRight={onRight} />
        {children}
      </div>
    </StaffScreen>
  );
}
