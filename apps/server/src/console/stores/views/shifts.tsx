import { type JSX } from 'preact';
import { type ShiftFigures, type ShiftReconciliation, type Store } from '#libs/stores';
import { Button, EmptyState, Ledger, Notice, Pagination, Table, Tag, TextArea, usePage, type FieldError, type LedgerRow } from '../../../ui/index.js';
import { type Desk } from '../../desk.js';
import { Faults, messageFor, Part, PostForm } from '../../views/frame.js';
import { dayOf } from '../../words.js';
import { momentOf, timeOf } from '../words.js';
import { StoreFrame, storePath } from './store-frame.js';

export interface ShiftsView {
  store: Store;
  items: readonly ShiftReconciliation[];
  page: number;
  pages: number;
}

export function ShiftsPage({ desk, view }: { desk: Desk; view: ShiftsView }): JSX.Element {
  const { t, link } = desk.page;
  const { store, items } = view;
  return (
    <StoreFrame desk={desk} store={store} tab="shifts">
      <Part id="shifts" title={t('stores.tab.shifts')} note={t('stores.shifts.note')}>
        {items.length === 0 ? <EmptyState title={t('stores.shifts.none')} /> : (
          <Table caption={t('stores.tab.shifts')} captionHidden columns={[{ label: t('stores.shifts.shift') }, { label: t('stores.shifts.captured'), figure: true }, { label: t('stores.shifts.arrived'), figure: true }, { label: t('stores.col.waiting'), figure: true }]}
            rows={items.map((shift) => ({
              key: shift.id,
              cells: [
                <><a class="row-link" href={link(shiftPath(store.id, shift.id))}>{spanOfShift(t, shift, store)}</a><ShiftTag shift={shift} /><span class="row-note"><bdi>{shift.deviceName}</bdi></span></>,
                t.number(shift.captured), t.number(shift.received), t.number(shift.waiting),
              ],
            }))} />
        )}
        <Pagination page={view.page} pages={view.pages} href={(page) => link(`${storePath(store.id, 'shifts')}?page=${page}`)} />
      </Part>
    </StoreFrame>
  );
}

export const shiftPath = (storeId: string, shiftId: string): string => `${storePath(storeId, 'shifts')}/${shiftId}`;

const spanOfShift = (t: Desk['page']['t'], shift: ShiftReconciliation, store: Store): string =>
  shift.endedAt ? t('stores.shifts.span', { from: momentOf(t, shift.startedAt, store.timeZone), to: timeOf(t, shift.endedAt, store.timeZone) }) : t('stores.shifts.since', { from: momentOf(t, shift.startedAt, store.timeZone) });

/** Signed off, running, or what still has to be looked at. */
function ShiftTag({ shift }: { shift: ShiftReconciliation }): JSX.Element {
  const { t } = usePage();
  if (shift.signedOff) return <Tag shape="check" tone="good">{t('stores.shifts.signed-off')}</Tag>;
  if (!shift.endedAt) return <Tag shape="half" tone="pen">{t('stores.shifts.running')}</Tag>;
  return <Tag shape="triangle" tone="warn">{t('stores.shifts.to-sign')}</Tag>;
}

export interface ShiftView {
  store: Store;
  shift: ShiftReconciliation;
  failed: { values: Readonly<Record<string, string>>; errors: readonly FieldError[] } | null;
}

export function ShiftPage({ desk, view }: { desk: Desk; view: ShiftView }): JSX.Element {
  const { t } = desk.page;
  const { store, shift } = view;
  const title = spanOfShift(t, shift, store);
  return (
    <StoreFrame desk={desk} store={store} tab="shifts" title={title} faulty={view.failed !== null}>
      <div class="columns even shift-paper">
        <div>
          <Part id="reconciliation" title={title} note={<><bdi>{shift.deviceName}</bdi> · {dayOf(t, shift.startedAt, store.timeZone)}</>}>
            <Reconciliation figures={shift} caption={t('stores.shifts.reconciliation')} />
            {shift.typed > 0 && <p class="soft small">{t('stores.shifts.typed', { n: shift.typed })}</p>}
            {shift.unexplained > 0 && <Notice look="warn"><p>{t('stores.shifts.unexplained.hint', { n: shift.unexplained })}</p></Notice>}
            {shift.waiting > 0 && <p class="soft">{t('stores.shifts.waiting.hint', { n: shift.waiting })}</p>}
          </Part>
          <Part id="meanings" title={t('stores.shifts.words')}>
            <dl class="definitions">{(['stored', 'repeated', 'conflict', 'quarantined', 'waiting'] as const).map((word) => <div key={word}><dt>{t(`stores.shifts.${word}`)}</dt><dd class="small">{t(`stores.shifts.${word}.means`)}</dd></div>)}</dl>
          </Part>
        </div>
        <div>
          <Results shift={shift} />
          <SignOff view={view} />
        </div>
      </div>
    </StoreFrame>
  );
}

/** captured = stored + repeated + conflict + quarantined + waiting, as a sum one can check with a finger. */
function Reconciliation({ figures, caption }: { figures: ShiftFigures; caption: string }): JSX.Element {
  const { t } = usePage();
  const rows: LedgerRow[] = (['stored', 'repeated', 'conflict', 'quarantined', 'waiting'] as const).map((word) => ({ label: t(`stores.shifts.${word}`), value: t.number(figures[word]) }));
  if (figures.unexplained > 0) rows.push({ label: t('stores.shifts.unexplained'), value: t.number(-figures.unexplained) });
  return <Ledger caption={caption} rows={rows} total={{ label: t('stores.shifts.captured'), value: t.number(figures.captured) }} />;
}

function Results({ shift }: { shift: ShiftReconciliation }): JSX.Element {
  const { t } = usePage();
  return (
    <Part id="results" title={t('stores.results.title')} note={t('stores.results.note')}>
      {shift.results === null ? <p class="soft">{t('stores.results.too-few')}</p> : (
        <Ledger caption={t('stores.results.caption')} rows={(['counted', 'duplicate', 'pending', 'other'] as const).map((word) => ({ label: t(`stores.results.${word}`), value: t.number(shift.results?.[word] ?? 0) }))} />
      )}
    </Part>
  );
}

function SignOff({ view }: { view: ShiftView }): JSX.Element {
  const { t } = usePage();
  const { shift, store, failed } = view;
  const errors = failed?.errors ?? [];
  const zone = store.timeZone;
  return (
    <Part id="sign-off" title={t('stores.sign-off.title')}>
      {(shift.signedOff || !shift.endedAt) && <Faults errors={errors} />}
      {shift.signedOff && (
        <>
          <p>{t('stores.sign-off.by', { name: shift.signedOff.by, when: momentOf(t, shift.signedOff.at, zone) })}</p>
          {shift.signedOff.note && <blockquote class="said"><p><bdi>{shift.signedOff.note}</bdi></p></blockquote>}
          {changedSince(shift) && <><p class="soft">{t('stores.sign-off.changed')}</p><Reconciliation figures={shift.signedOff.figures} caption={t('stores.sign-off.then')} /></>}
        </>
      )}
      {!shift.signedOff && !shift.endedAt && <p class="soft">{t('stores.sign-off.running')}</p>}
      {!shift.signedOff && shift.endedAt && (
        <PostForm action={`${shiftPath(store.id, shift.id)}/sign-off`} errors={errors}>
          <p>{t('stores.sign-off.consequence')}</p>
          <TextArea name="note" label={t('console.commitment.note')} hint={t('stores.sign-off.note.hint')} optional rows={3} maxLength={1000} value={failed?.values['note']} error={messageFor(errors, 'note')} />
          <Button>{t('stores.sign-off.submit')}</Button>
        </PostForm>
      )}
    </Part>
  );
}

const changedSince = ({ signedOff, ...now }: ShiftReconciliation): boolean =>
  signedOff !== null && (['captured', 'stored', 'repeated', 'conflict', 'quarantined', 'waiting'] as const).some((word) => signedOff.figures[word] !== now[word]);
