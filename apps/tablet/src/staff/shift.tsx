import { type JSX } from 'preact';
import { useState } from 'preact/hooks';
import { useTabletState } from '../app/use-tablet.js';
import { type Tablet } from '../core/tablet.js';
import { useTranslator } from '../i18n.js';
import { Banner, Button } from '../ui/index.js';
import { StaffScreen } from './frame.js';

export interface ShiftFigures {
  captured: number;
  typed: number;
  /** Of whatever shift. */
  waiting: number;
}

/** Begins and ends a shift; while one runs, what this tablet captured in it. */
export function ShiftPanel({ tablet, onEnded }: { tablet: Tablet; onEnded: (figures: ShiftFigures) => void }): JSX.Element {
  const t = useTranslator();
  const { shift, kit } = useTabletState(tablet);
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState(false);
  const change = async (work: () => Promise<void>): Promise<void> => {
    setBusy(true);
    setFailed(false);
    await work().catch(() => setFailed(true));
    setBusy(false);
  };
  return (
    <section class="panel" aria-labelledby="shift-title">
      <h2 id="shift-title">{t('staff.shift.title')}</h2>
      {shift
        ? <>
            <p class="soft">{t('staff.shift.since', { time: t.instant(shift.startedAt, kit?.store.timeZone) })}</p>
            <Figures figures={[[t('staff.shift.captured'), shift.captured], [t('staff.shift.typed'), shift.typed]]} />
            <Button look="quiet" wide busy={busy} onPress={() => void change(async () => onEnded(await tablet.endShift()))}>{t('staff.shift.end')}</Button>
          </>
        : <>
            <p class="soft small">{t('staff.shift.none')}</p>
            <Button look="quiet" wide busy={busy} onPress={() => void change(() => tablet.startShift())}>{t('staff.shift.start')}</Button>
          </>}
      {failed && <p class="fault" role="alert">{t('staff.shift.failed')}</p>}
    </section>
  );
}

export function ShiftEnded({ figures: { captured, typed, waiting }, onDone }: { figures: ShiftFigures; onDone: () => void }): JSX.Element {
  const t = useTranslator();
  return (
    <StaffScreen title={t('staff.shift.ended')} actions={<Button onPress={onDone}>{t('staff.done')}</Button>}>
      <div class="stack">
        <Figures large figures={[[t('staff.shift.captured'), captured], [t('staff.shift.typed'), typed], [t('staff.shift.waiting'), waiting]]} />
        <p class="measure">{t('staff.shift.ended.text')}</p>
        {waiting > 0 && <Banner><p>{t('staff.shift.ended.waiting')}</p></Banner>}
      </div>
    </StaffScreen>
  );
}

function Figures({ figures, large }: { figures: readonly (readonly [label: string, value: number])[]; large?: boolean }): JSX.Element {
  const t = useTranslator();
  return <dl class={large ? 'figures large' : 'figures'}>{figures.map(([label, value]) => <div key={label}><dt>{label}</dt><dd>{t.number(value)}</dd></div>)}</dl>;
}
