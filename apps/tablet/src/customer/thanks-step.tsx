import { type JSX } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { isolate, useTranslator, type Translator } from '../i18n.js';
import { Button, Mark } from '../ui/index.js';
import { Step } from './step.js';

const CLOSES_AFTER_S = 5;
/** Whoever is still reading has the time anybody has who does not touch the tablet. */
const READING_S = 60;

interface ThanksStepProps {
  /** Whether an address was given; the address itself is gone by now. */
  withEmail: boolean;
  contact: string | null;
  onDone: () => void;
}

/** Said only when the signature is on the disk. Shows nothing of who signed, and goes by itself. */
export function ThanksStep({ withEmail, contact, onDone }: ThanksStepProps): JSX.Element {
  const t = useTranslator();
  const [reading, setReading] = useState(false);
  const [secondsLeft, setSecondsLeft] = useState(CLOSES_AFTER_S);
  const done = useRef(onDone);
  done.current = onDone;

  // In the same frame as the press, or the old countdown could still run out.
  useLayoutEffect(() => {
    const end = Date.now() + (reading ? READING_S : CLOSES_AFTER_S) * 1000;
    const timer = setInterval(() => {
      const left = Math.ceil((end - Date.now()) / 1000);
      setSecondsLeft(Math.max(0, left));
      if (left <= 0) {
        clearInterval(timer);
        done.current();
      }
    }, 200);
    return () => clearInterval(timer);
  }, [reading]);

  return (
    <Step title={t('customer.thanks.title')} middle ended kicker={<Mark size={80} />} actions={<>
      {!reading && <Button look="quiet" onPress={() => setReading(true)}>{t('customer.thanks.reading')}</Button>}
      <Button onPress={onDone}>{t('customer.thanks.done')}</Button>
    </>}>
      <div class="thanks">
        <p class="lede">{t('customer.thanks.text')}</p>
        <h2>{t('customer.thanks.back')}</h2>
        <p>{takeBack(t, withEmail, contact)}</p>
        <p class="hand"><strong>{t('customer.thanks.hand')}</strong> {!reading && <span class="soft countdown">{t('customer.thanks.closes', { seconds: Math.max(1, secondsLeft) })}</span>}</p>
        {!reading && <div class="countdown-marks" aria-hidden="true">{Array.from({ length: CLOSES_AFTER_S }, (_, index) => <span key={index} class={index < secondsLeft ? 'left' : undefined} />)}</div>}
      </div>
    </Step>
  );
}

function takeBack(t: Translator, withEmail: boolean, contact: string | null): string {
  if (withEmail) return contact ? t('customer.thanks.back.email', { contact: isolate(contact) }) : t('customer.thanks.back.email.only');
  return contact ? t('customer.thanks.back.contact', { contact: isolate(contact) }) : t('customer.thanks.back.staff');
}
