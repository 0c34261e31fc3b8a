import { type JSX } from 'preact';
import { type ErrorRate, type LineConflict, type Sheet, SHEET_STATES, type SheetState, type Store } from '#libs/stores';
import { Button, Checkbox, EmptyState, Field, Notice, Pagination, Select, Table, usePage, type FieldError } from '../../../ui/index.js';
import { type Desk } from '../../desk.js';
import { Faults, messageFor, Part, PostForm } from '../../views/frame.js';
import { Folded } from '../../views/handover-forms.js';
import { type PrintablePetition } from '../read/printable.js';
import { momentOf } from '../words.js';
import { AttestFields, DestroyFields } from './sheet.js';
import { sheetPath, StoreFrame, storePath } from './store-frame.js';
import { SheetTag } from './store-parts.js';

export type SheetsForm = 'print' | 'second-keying' | 'bulk';

export interface SheetsView {
  store: Store;
  state: SheetState | null;
  items: readonly Sheet[];
  page: number;
  pages: number;
  total: number;
  petitions: readonly PrintablePetition[];
  conflicts: readonly LineConflict[];
  moreConflicts: number;
  rate: ErrorRate;
  drawn: number;
  failed: { form: SheetsForm; values: Readonly<Record<string, string>>; errors: readonly FieldError[] } | null;
}

const failedIn = (view: SheetsView, form: SheetsForm) => (view.failed?.form === form ? view.failed : { values: {} as Readonly<Record<string, string>>, errors: [] as readonly FieldError[] });

export function SheetsPage({ desk, view }: { desk: Desk; view: SheetsView }): JSX.Element {
  const { t, link } = desk.page;
  const { store } = view;
  const path = storePath(store.id, 'sheets');
  const query = (page: number): string => new URLSearchParams({ ...(view.state ? { state: view.state } : {}), page: String(page) }).toString();
  const act = view.state ? BULK[view.state] : undefined;
  return (
    <StoreFrame desk={desk} store={store} tab="sheets" faulty={view.failed !== null}>
      {!act && <Faults errors={failedIn(view, 'bulk').errors} />}
      <Conflicts view={view} />
      <div class="columns">
        <Part id="sheets" title={t('stores.tab.sheets')}>
          <form class="filter" method="get" action={link(path)} aria-label={t('console.filter.title')}>
            <Select name="state" label={t('stores.col.state')} value={view.state ?? ''} options={[{ value: '', label: t('console.filter.any') }, ...SHEET_STATES.map((state) => ({ value: state, label: t(`stores.sheet.state.${state}`) }))]} />
            <Field name="number" label={t('stores.sheet.number')} ltr inputmode="numeric" maxLength={20} />
            <Button look="quiet">{t('console.filter.apply')}</Button>
          </form>
          {view.items.length === 0 ? <EmptyState title={t('stores.sheets.none')} /> : <List view={view} />}
          <Pagination page={view.page} pages={view.pages} href={(page) => link(`${path}?${query(page)}`)} />
        </Part>
        <div>
          <PrintForm view={view} />
          <SecondKeying view={view} />
        </div>
      </div>
    </StoreFrame>
  );
}

/** What can be done with many sheets of one state at once. */
type BulkAct = 'give-out' | 'attest' | 'destroy';
const BULK: Partial<Record<SheetState, BulkAct>> = { printed: 'give-out', returned: 'attest', typed: 'destroy', attested: 'destroy' };

function List({ view }: { view: SheetsView }): JSX.Element {
  const { t } = usePage();
  const act = view.state ? BULK[view.state] : undefined;
  const errors = failedIn(view, 'bulk').errors;
  if (!act) return <SheetTable view={view} />;
  return (
    <PostForm action={`${storePath(view.store.id, 'sheets')}/${act}`} errors={errors}>
      <SheetTable view={view} choose />
      <Folded title={t(`stores.sheets.bulk.${act}`)} open={errors.length > 0}>
        <BulkFields act={act} view={view} />
      </Folded>
    </PostForm>
  );
}

function BulkFields({ act, view }: { act: BulkAct; view: SheetsView }): JSX.Element {
  const { t } = usePage();
  const { values, errors } = failedIn(view, 'bulk');
  return (
    <div class="form">
      <p>{t(`stores.sheet.${act}.consequence`)}</p>
      {act === 'attest' && <AttestFields values={values} errors={errors} />}
      {act === 'destroy' && <DestroyFields values={values} errors={errors} />}
      <Button look={act === 'destroy' ? 'danger' : 'primary'}>{t(`stores.sheet.${act}.submit`)}</Button>
    </div>
  );
}

function SheetTable({ view, choose }: { view: SheetsView; choose?: boolean }): JSX.Element {
  const { t, link } = usePage();
  const { store } = view;
  return (
    <Table caption={t('stores.sheets.count', { n: view.total })}
      columns={[{ label: t('stores.sheet.sheet') }, { label: t('stores.sheet.filled'), figure: true }, { label: t('stores.sheet.typed'), figure: true }]}
      rows={view.items.map((sheet) => ({
        key: sheet.id,
        cells: [
          <>
            <span class="choose-line">
              {choose && <Checkbox name="sheet" value={sheet.id}><span class="visually-hidden">{t('stores.sheet.choose', { number: sheet.number })}</span></Checkbox>}
              <a class="row-link" href={link(sheetPath(store.id, sheet.id))}><bdi dir="ltr">{sheet.number}</bdi></a>
            </span>
            <SheetTag state={sheet.state} /><span class="row-note">{t.language(sheet.language)} · {momentOf(t, sheet.printedAt, store.timeZone)}</span>
          </>,
          sheet.filled === null ? <span class="soft">{t('stores.sheet.of', { n: sheet.lines })}</span> : t.number(sheet.filled),
          <>{t.number(sheet.typed)}{sheet.filled !== null && sheet.state === 'returned' && sheet.typed < sheet.filled && <span class="row-note warn">{t('stores.sheet.to-type', { n: sheet.filled - sheet.typed })}</span>}</>,
        ],
      }))} />
  );
}

/** Lines whose two keyings differ: what was typed is shown nowhere, the paper decides. */
function Conflicts({ view }: { view: SheetsView }): JSX.Element | null {
  const { t, link } = usePage();
  if (view.conflicts.length === 0) return null;
  return (
    <Part id="conflicts" title={t('stores.conflicts.title', { n: view.conflicts.length + view.moreConflicts })} note={t('stores.conflicts.note')}>
      <ul class="lines">
        {view.conflicts.map((one) => (
          <li key={one.keyingId}>
            <p class="line-title">{t('stores.conflicts.line', { line: one.line, number: one.number })}</p>
            <p class="soft small"><a class="line-link" href={link(sheetPath(view.store.id, one.sheetId))}>{t('stores.conflicts.to-sheet')}</a> · <bdi>{one.deviceName}</bdi>, {momentOf(t, one.keyedAt, view.store.timeZone)}</p>
            <div class="actions">
              <PostForm action={`${storePath(view.store.id, 'sheets')}/lines/${one.keyingId}/keep`} compact><Button look="quiet">{t('stores.conflicts.keep')}</Button></PostForm>
              <PostForm action={`${storePath(view.store.id, 'sheets')}/lines/${one.keyingId}/retype`} compact><Button look="quiet">{t('stores.conflicts.retype')}</Button></PostForm>
            </div>
          </li>
        ))}
      </ul>
      {view.moreConflicts > 0 && <p class="soft">{t('stores.conflicts.more', { n: view.moreConflicts })}</p>}
    </Part>
  );
}

function PrintForm({ view }: { view: SheetsView }): JSX.Element {
  const { t } = usePage();
  const { values, errors } = failedIn(view, 'print');
  const languages = [...new Set(view.petitions.flatMap((petition) => petition.languages))];
  return (
    <Part id="print-sheets" title={t('stores.sheets.print')} note={t('stores.sheets.print.note')}>
      {view.store.closedAt ? <p class="soft">{t('stores.closed.nothing')}</p> : view.petitions.length === 0 ? <EmptyState title={t('stores.sheets.no-petition')} /> : (
        <div class="sheet form-sheet">
          <PostForm action={`${storePath(view.store.id, 'sheets')}/print`} errors={errors}>
            <Select name="petitionId" label={t('console.col.petition')} value={values['petitionId']} options={view.petitions.map(({ id, title, language }) => ({ value: String(id), label: title, ...(language === t.locale ? {} : { lang: language }) }))} error={messageFor(errors, 'petitionId')} />
            <Select name="language" label={t('stores.language')} value={values['language'] ?? (languages.includes(view.store.language) ? view.store.language : languages[0])} options={languages.map((language) => ({ value: language, label: t.language(language) }))} error={messageFor(errors, 'language')} />
            <div class="pair">
              <Field name="count" label={t('stores.sheets.how-many')} inputmode="numeric" ltr required value={values['count'] ?? '10'} error={messageFor(errors, 'count')} />
              <Field name="lines" label={t('stores.sheets.lines')} inputmode="numeric" ltr required value={values['lines'] ?? '10'} error={messageFor(errors, 'lines')} />
            </div>
            <Button>{t('stores.sheets.print.submit')}</Button>
          </PostForm>
        </div>
      )}
    </Part>
  );
}

/** A sample is typed once more by somebody else; what differs tells how well the rest was typed. */
function SecondKeying({ view }: { view: SheetsView }): JSX.Element {
  const { t } = usePage();
  const { values, errors } = failedIn(view, 'second-keying');
  const { compared, different } = view.rate;
  return (
    <Part id="second-keying" title={t('stores.second.title')} note={t('stores.second.note')}>
      <p>{compared === 0 ? t('stores.second.none') : t('stores.second.rate', { compared, different, percent: percentOf(t, different / compared) })}</p>
      {view.drawn > 0 && <Notice><p>{t('stores.second.drawn', { n: view.drawn })}</p></Notice>}
      <Folded title={t('stores.second.draw')} open={errors.length > 0}>
        <PostForm action={`${storePath(view.store.id, 'sheets')}/second-keying`} errors={errors}>
          <Field name="percent" label={t('stores.second.percent')} hint={t('stores.second.percent.hint')} inputmode="numeric" ltr required value={values['percent'] ?? '5'} error={messageFor(errors, 'percent')} />
          <Button>{t('stores.second.submit')}</Button>
        </PostForm>
      </Folded>
    </Part>
  );
}

const percentOf = (t: Desk['page']['t'], share: number): string => new Intl.NumberFormat(t.locale, { style: 'percent', maximumFractionDigits: 1 }).format(share);
