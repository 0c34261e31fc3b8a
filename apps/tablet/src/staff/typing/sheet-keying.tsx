import { type JSX } from 'preact';
import { useEffect, useId, useRef, useState } from 'preact/hooks';
import { type KitSheet } from '#libs/stores';
import { useTabletState } from '../../app/use-tablet.js';
import { type Tablet } from '../../core/tablet.js';
import { EMPTY_DRAFT, faultsOf, personOf, startingCountry, type Draft } from '../../customer/form-rules.js';
import { useTranslator } from '../../i18n.js';
import { Banner, Button } from '../../ui/index.js';
import { StaffScreen } from '../frame.js';
import { LineForm, focusOn } from './line-form.js';
import { attemptOf, dateFault, dayIn, isAgain, linesAsked, markDone, markSkipped, nextLine, type Keyed } from './line-rules.js';

/** By round: lines that were found empty since the app was opened. What was typed lies on the disk. */
const skippedHere = new Map<string, ReadonlySet<number>>();

interface SheetKeyingProps {
  tablet: Tablet;
  sheet: KitSheet;
  onBack: () => void;
}

/** One sheet, line after line, without leaving the keyboard. */
export function SheetKeying({ tablet, sheet, onBack }: SheetKeyingProps): JSX.Element {
  const t = useTranslator();
  const { kit } = useTabletState(tablet);
  const timeZone = kit?.store.timeZone ?? 'UTC';
  const petition = kit?.petitions.find(({ id }) => id === sheet.petitionId) ?? { eligibility: 'anyone' as const, jurisdiction: '' };
  const empty: Draft = { ...EMPTY_DRAFT, country: startingCountry(petition, kit?.store.country ?? '') };
  // Each round of typing (a second keying, a line wanted again) is a round of its own.
  const round = `${sheet.id} ${sheet.secondKeying} ${JSON.stringify(sheet.attempts)}`;
  const [keyed, setKeyed] = useState<Keyed | null>(null);
  const [line, setLine] = useState<number | null>(null);
  const [draft, setDraft] = useState<Draft>(empty);
  const [day, setDay] = useState('');
  const [asked, setAsked] = useState(false);
  const [busy, setBusy] = useState(false);
  const [said, setSaid] = useState<{ what: 'staff.type.kept' | 'staff.type.passed'; line: number } | null>(null);
  const [failed, setFailed] = useState(false);
  const form = useRef<HTMLDivElement>(null);
  const dayId = useId();

  useEffect(() => {
    let shown = true;
    void tablet.linesKept(sheet).catch(() => new Set<number>()).then((done) => {
      if (!shown) return;
      const now: Keyed = { done, skipped: skippedHere.get(round) ?? new Set() };
      setKeyed(now);
      // Whoever is in the middle of a line stays there.
      setLine((at) => at ?? nextLine(sheet, now, 0));
    });
    return () => {
      shown = false;
    };
  }, [round]);

  const dayFault = dateFault(day, dayIn(timeZone, Date.parse(sheet.printedAt)), dayIn(timeZone, tablet.now()));
  const faults = faultsOf(draft, petition);

  const goTo = (next: number | null): void => {
    setDraft(empty);
    setAsked(false);
    setFailed(false);
    setLine(next);
    if (next !== null) requestAnimationFrame(() => focusOn(form.current, 'givenName'));
  };
  const close = (now: Keyed, closed: number, what: 'staff.type.kept' | 'staff.type.passed'): void => {
    skippedHere.set(round, now.skipped);
    setKeyed(now);
    setSaid({ what, line: closed });
    goTo(nextLine(sheet, now, closed));
  };
  const skip = (): void => {
    if (line !== null && keyed && !busy) close(markSkipped(keyed, line), line, 'staff.type.passed');
  };
  const keep = async (): Promise<void> => {
    if (line === null || !keyed || busy) return;
    if (dayFault !== null || faults.length > 0) {
      setAsked(true);
      requestAnimationFrame(() => (dayFault !== null ? document.getElementById(dayId)?.focus() : focusOn(form.current, faults[0]?.field ?? 'givenName')));
      return;
    }
    setBusy(true);
    setFailed(false);
    try {
      await tablet.captureLine({
        sheetId: sheet.id, line, attempt: attemptOf(sheet, line), petitionId: sheet.petitionId, textVersion: sheet.textVersion, language: sheet.language,
        signedOn: day, person: personOf(draft), secondKeying: sheet.secondKeying,
      });
      close(markDone(keyed, line), line, 'staff.type.kept');
    } catch {
      // What was typed stays in the form; why is told on the till.
      setFailed(true);
    } finally {
      setBusy(false);
    }
  };

  const title = t('staff.type.sheet', { number: `\u2066${sheet.number}\u2069` });
  if (keyed === null) return <StaffScreen width="wide" title={title} />;
  const asks = linesAsked(sheet, keyed.done);
  const closed = asks.filter((one) => keyed.done.has(one) || keyed.skipped.has(one)).length;
  const dayText = asked && dayFault ? t(`staff.type.date.${dayFault}`, { date: t.date(sheet.printedAt, timeZone) }) : null;
  return (
    <StaffScreen width="wide" kicker={t('staff.type.progress', { done: closed, of: asks.length })} title={title} actions={line === null
      ? <Button onPress={onBack}>{t('staff.type.next')}</Button>
      : <>
          <Button look="quiet" onPress={onBack}>{t('common.back')}</Button>
          <Button look="quiet" onPress={skip}>{t('staff.type.skip')}</Button>
          <Button busy={busy} onPress={() => void keep()}>{t('staff.type.save')}</Button>
        </>}>
      <div class="keying">
        <div class="keying-side">
          <div class={dayText ? 'field faulty' : 'field'}>
            <label for={dayId}>{t('staff.type.date')}</label>
            <p class="hint" id={`${dayId}-hint`}>{t('staff.type.date.hint')}</p>
            <input id={dayId} type="date" value={day} autocomplete="off" data-field="day" aria-describedby={`${dayId}-hint ${dayId}-fault`} aria-invalid={dayText ? 'true' : undefined}
              min={dayIn(timeZone, Date.parse(sheet.printedAt))} max={dayIn(timeZone, tablet.now())} onInput={(event) => setDay(event.currentTarget.value)} />
            <p class="fault" id={`${dayId}-fault`} hidden={!dayText}>{dayText}</p>
          </div>
          <LineChooser sheet={sheet} keyed={keyed} current={line} onChoose={goTo} />
        </div>
        <div class="keying-form" ref={form}>
          {sheet.secondKeying && <Banner look="warn" title={t('staff.type.second.title')}><p>{t('staff.type.second.text')}</p></Banner>}
          <p class="said" role="status">{said && t(said.what, { line: said.line })}</p>
          {failed && <Banner look="bad" live><p>{t('staff.type.failed')}</p></Banner>}
          {line === null
            ? <Banner look="good" title={t('staff.type.finished.title')}><p>{t('staff.type.finished.text')}</p></Banner>
            : <>
                <h2>{t('staff.type.line', { line })}</h2>
                {isAgain(sheet, line) && <Banner look="warn"><p>{t('staff.type.again.text')}</p></Banner>}
                <LineForm draft={draft} petition={petition} faults={asked ? faults : []} onChange={(change) => setDraft((now) => ({ ...now, ...change }))} onEnd={() => void keep()} />
              </>}
        </div>
      </div>
    </StaffScreen>
  );
}

function LineChooser({ sheet, keyed, current, onChoose }: { sheet: KitSheet; keyed: Keyed; current: number | null; onChoose: (line: number) => void }): JSX.Element {
  const t = useTranslator();
  const stateOf = (line: number): 'done' | 'skipped' | 'again' | 'open' =>
    keyed.done.has(line) ? 'done' : keyed.skipped.has(line) ? 'skipped' : isAgain(sheet, line) ? 'again' : 'open';
  return (
    <nav aria-label={t('staff.type.lines')}>
      <ol class="lines">
        {Array.from({ length: sheet.lines }, (_, index) => index + 1).map((line) => {
          const state = stateOf(line);
          return (
            <li key={line}>
              <button type="button" class={`line ${state}`} aria-current={line === current ? 'step' : undefined} onClick={() => onChoose(line)}
                aria-label={state === 'open' ? t('staff.type.line', { line }) : t(`staff.type.line.${state}`, { line })}>
                {t.number(line)}
              </button>
            </li>
          );
        })}
      </ol>
    </nav>
  );
}
