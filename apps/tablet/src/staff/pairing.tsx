import { type JSX } from 'preact';
import { useRef, useState } from 'preact/hooks';
import { type PairingOutcome, type Tablet } from '../core/tablet.js';
import { useTranslator, type Translator } from '../i18n.js';
import { Banner, Button, Field } from '../ui/index.js';
import { StaffScreen } from './frame.js';
import { readCode, shownCode, type ReadCode } from './pairing-code.js';

type Refusal = Exclude<PairingOutcome, 'awaiting'> | 'failed';

interface PairingProps {
  tablet: Tablet;
  /** From a scanned QR: the code, and the campaign's root that it was made for. */
  scanned?: { code: string; root: string | null } | null;
  onCancel?: () => void;
  onPaired?: () => void;
  /** Something stands in the form that would be lost. */
  onTyped?: () => void;
}

export function Pairing({ tablet, scanned, onCancel, onPaired, onTyped }: PairingProps): JSX.Element {
  const t = useTranslator();
  const [code, setCode] = useState(scanned?.code ?? '');
  const [name, setName] = useState('');
  const [fault, setFault] = useState<ReadCode | null>(null);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [busy, setBusy] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const nameInput = useRef<HTMLInputElement>(null);

  const pair = async (): Promise<void> => {
    if (busy) return;
    const read = readCode(code);
    setFault(read);
    setRefusal(null);
    if (!read.ok) {
      input.current?.focus();
      return;
    }
    setCode(shownCode(read.code));
    setBusy(true);
    // A code typed by hand brings no fingerprint to compare: the manager's eyes do that on the next screen.
    const root = scanned && readCode(scanned.code).ok && shownCode(read.code) === normal(scanned.code) ? scanned.root : null;
    const outcome = await tablet.pair(read.code, name.trim(), root ?? undefined).catch((): Refusal => 'failed');
    setBusy(false);
    if (outcome === 'awaiting') onPaired?.();
    else setRefusal(outcome);
  };

  return (
    <StaffScreen title={t('staff.pair.title')} actions={<>
      {onCancel && <Button look="quiet" onPress={onCancel}>{t('common.cancel')}</Button>}
      <Button busy={busy} onPress={() => void pair()}>{t('staff.pair.send')}</Button>
    </>}>
      <div class="stack">
        <p class="measure">{t('staff.pair.how')}</p>
        {refusal && <Banner look={refusal === 'offline' ? 'warn' : 'bad'} live><p>{t(`staff.pair.${refusal}`)}</p></Banner>}
        {scanned && !refusal && <Banner look="good"><p>{t('staff.pair.code.scanned')}</p></Banner>}
        <div class="code-field">
          <Field field="code" label={t('staff.pair.code')} hint={t('staff.pair.code.hint')} value={code} error={fault && faultText(t, fault)} capitals="characters" ltr maxLength={20} enterKey="next"
            inputRef={input} onInput={(value) => { setCode(value); setFault(null); onTyped?.(); }} onEnter={() => nameInput.current?.focus()} />
        </div>
        <Field field="name" label={t('staff.pair.name')} hint={t('staff.pair.name.hint')} optional value={name} maxLength={60} capitals="words" enterKey="go" inputRef={nameInput} onInput={setName} onEnter={() => void pair()} />
      </div>
    </StaffScreen>
  );
}

const normal = (typed: string): string | null => {
  const read = readCode(typed);
  return read.ok ? shownCode(read.code) : null;
};

function faultText(t: Translator, read: ReadCode): string | null {
  if (read.ok) return null;
  switch (read.fault) {
    case 'missing': return t('staff.pair.code.missing');
    case 'sign': return t('staff.pair.code.sign', { sign: read.sign });
    case 'length': return t('staff.pair.code.length', { n: read.n });
  }
}
