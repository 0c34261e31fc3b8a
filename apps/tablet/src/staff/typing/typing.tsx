import { type JSX } from 'preact';
import { useState } from 'preact/hooks';
import { type KitSheet } from '#libs/stores';
import { useTabletState } from '../../app/use-tablet.js';
import { type Tablet } from '../../core/tablet.js';
import { useTranslator } from '../../i18n.js';
import { Button, ChoiceList, Field } from '../../ui/index.js';
import { StaffScreen } from '../frame.js';
import { EXAMPLE_NUMBER, readSheetNumber } from '../sheet-number.js';
import { isAgain, linesAsked } from './line-rules.js';
import { SheetKeying } from './sheet-keying.js';

interface TypingProps {
  tablet: Tablet;
  /** From the QR of a sheet. */
  scanned?: string | null;
  onBack: () => void;
}

/** Typing mode: first the sheet, by number or from the list of those that came back; then its lines. */
export function Typing({ tablet, scanned, onBack }: TypingProps): JSX.Element {
  const { kit } = useTabletState(tablet);
  const [number, setNumber] = useState<string | null>(() => {
    const read = scanned ? readSheetNumber(scanned) : null;
    return read?.ok && kit?.sheets.some((sheet) => sheet.number === read.number) ? read.number : null;
  });
  const sheet = kit?.sheets.find((one) => one.number === number);
  return sheet
    ? <SheetKeying key={sheet.id} tablet={tablet} sheet={sheet} onBack={() => setNumber(null)} />
    : <ChooseSheet tablet={tablet} begin={scanned ?? ''} onChoose={setNumber} onBack={onBack} />;
}

function ChooseSheet({ tablet, begin, onChoose, onBack }: { tablet: Tablet; begin: string; onChoose: (number: string) => void; onBack: () => void }): JSX.Element {
  const t = useTranslator();
  const { kit } = useTabletState(tablet);
  const [typed, setTyped] = useState(begin);
  const [asked, setAsked] = useState(begin !== '');
  const [looking, setLooking] = useState(false);
  const sheets = kit?.sheets ?? [];

  const fault = (): string | null => {
    const read = readSheetNumber(typed);
    if (!read.ok) return t(`staff.type.number.${read.fault}`, { example: EXAMPLE_NUMBER });
    return sheets.some((sheet) => sheet.number === read.number) ? null : t('staff.type.number.unknown', { number: read.number });
  };
  const go = (): void => {
    const read = readSheetNumber(typed);
    if (fault() === null && read.ok) onChoose(read.number);
    else setAsked(true);
  };
  const look = async (): Promise<void> => {
    setLooking(true);
    await tablet.refreshKit().catch(() => undefined);
    setLooking(false);
  };

  return (
    <StaffScreen title={t('staff.type.title')} actions={<>
      <Button look="quiet" onPress={onBack}>{t('common.back')}</Button>
      <Button onPress={go}>{t('staff.type.go')}</Button>
    </>}>
      <div class="stack">
        <div class="code-field">
          <Field field="sheet" label={t('staff.type.number')} hint={t('staff.type.number.hint', { example: EXAMPLE_NUMBER })} value={typed} error={asked ? fault() : null} ltr inputMode="numeric" maxLength={20} enterKey="go"
            onInput={(value) => { setTyped(value); setAsked(false); }} onEnter={go} />
        </div>
        <section>
          <div class="list-head">
            <h2>{t('staff.type.list')}</h2>
            <Button look="quiet" busy={looking} onPress={() => void look()}>{t('staff.type.refresh')}</Button>
          </div>
          {sheets.length === 0
            ? <p class="soft">{t('staff.type.list.none')}</p>
            : <ChoiceList look="list" label={t('staff.type.list')} onChoose={onChoose} choices={sheets.map((sheet) => ({ value: sheet.number, label: <span class="mono" dir="ltr">{sheet.number}</span>, note: noteOf(sheet) }))} />}
        </section>
      </div>
    </StaffScreen>
  );

  function noteOf(sheet: KitSheet): string {
    const asks = linesAsked(sheet);
    const again = asks.some((line) => isAgain(sheet, line));
    return [
      t.language(sheet.language),
      again ? t('staff.type.retype', { n: asks.length }) : t('staff.type.list.note', { n: sheet.lines }),
      ...(sheet.secondKeying ? [t('staff.type.second')] : []),
    ].join(' · ');
  }
}
