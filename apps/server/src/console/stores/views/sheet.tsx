import { type JSX } from 'preact';
import { actsOf, type Sheet, type SheetAct, type Store } from '#libs/stores';
import { Button, Checkbox, DefinitionList, Field, Hidden, Notice, TextArea, usePage, type Definition, type FieldError } from '../../../ui/index.js';
import { type Desk } from '../../desk.js';
import { Faults, messageFor, Part, PostForm } from '../../views/frame.js';
import { Folded } from '../../views/handover-forms.js';
import { momentOf } from '../words.js';
import { sheetPath, StoreFrame, storePath } from './store-frame.js';
import { SheetTag } from './store-parts.js';

export interface SheetView {
  store: Store;
  sheet: Sheet;
  petition: { title: string; language: string } | null;
  failed: { act: SheetAct; values: Readonly<Record<string, string>>; errors: readonly FieldError[]; linesDiffer: boolean } | null;
}

type Values = Readonly<Record<string, string>>;

export function SheetPage({ desk, view }: { desk: Desk; view: SheetView }): JSX.Element {
  const { t } = desk.page;
  const title = t('stores.sheet.title', { number: view.sheet.number });
  return (
    <StoreFrame desk={desk} store={view.store} tab="sheets" title={title} faulty={view.failed !== null}>
      <div class="columns even">
        <Part id="facts" title={title}><Facts view={view} /></Part>
        <Part id="next" title={t('stores.sheet.next')}>
          {view.failed && !actsOf(view.sheet.state).includes(view.failed.act) && <Faults errors={view.failed.errors} />}
          {actsOf(view.sheet.state).map((act) => <ActForm key={act} act={act} view={view} />)}
          {actsOf(view.sheet.state).length === 0 && <p class="soft">{t('stores.sheet.finished')}</p>}
        </Part>
      </div>
    </StoreFrame>
  );
}

function Facts({ view }: { view: SheetView }): JSX.Element {
  const { t, link } = usePage();
  const { sheet, store, petition } = view;
  const moment = (at: Date): string => momentOf(t, at, store.timeZone);
  const items: Definition[] = [
    { term: t('stores.col.state'), detail: <SheetTag state={sheet.state} /> },
    ...(petition ? [{ term: t('console.col.petition'), detail: <span lang={petition.language === t.locale ? undefined : petition.language} dir="auto">{petition.title}</span> }] : []),
    { term: t('stores.language'), detail: t('stores.sheet.text', { language: t.language(sheet.language), version: sheet.textVersion }) },
    { term: t('stores.sheet.lines'), detail: t.number(sheet.lines) },
    { term: t('stores.sheet.filled'), detail: sheet.filled === null ? t('stores.sheet.not-counted') : t.number(sheet.filled) },
    { term: t('stores.sheet.typed'), detail: <>{t.number(sheet.typed)}{sheet.secondKeying && <span class="row-note">{t('stores.second.this')}</span>}</> },
    { term: t('stores.sheet.state.printed'), detail: moment(sheet.printedAt) },
    ...(sheet.outAt ? [{ term: t('stores.sheet.state.out'), detail: moment(sheet.outAt) }] : []),
    ...(sheet.returnedAt ? [{ term: t('stores.sheet.state.returned'), detail: moment(sheet.returnedAt) }] : []),
    ...(sheet.finishedAt ? [{ term: t('stores.sheet.finished-at'), detail: moment(sheet.finishedAt) }] : []),
    ...(sheet.note ? [{ term: t('console.commitment.note'), detail: <bdi>{sheet.note}</bdi> }] : []),
    ...(sheet.destroyed ? [{ term: t('stores.sheet.state.destroyed'), detail: <>{moment(new Date(sheet.destroyed.at))}<span class="row-note">{t('stores.sheet.destroyed.how', { method: sheet.destroyed.method, witness: sheet.destroyed.witness })}</span><span class="row-note">{t('console.recorded-by', { name: sheet.destroyed.by })}</span></> }] : []),
  ];
  return <><DefinitionList items={items} /><p><a class="line-link" href={link(`${storePath(store.id)}/sheets.pdf?ids=${sheet.id}`)}>{t('stores.sheet.print-again')}</a></p></>;
}

function ActForm({ act, view }: { act: SheetAct; view: SheetView }): JSX.Element {
  const { t } = usePage();
  const failed = view.failed?.act === act ? view.failed : null;
  const values = failed?.values ?? {};
  const errors = failed?.errors ?? [];
  const first = actsOf(view.sheet.state)[0] === act;
  return (
    <Folded title={t(`stores.sheet.${act}`)} open={first || errors.length > 0}>
      <PostForm action={`${sheetPath(view.store.id, view.sheet.id)}/${act}`} errors={errors}>
        <Hidden name="sheet" value={view.sheet.id} />
        <p>{t(`stores.sheet.${act}.consequence`)}</p>
        <Fields act={act} view={view} values={values} errors={errors} />
        <Button look={act === 'destroy' ? 'danger' : 'primary'}>{t(`stores.sheet.${act}.submit`)}</Button>
      </PostForm>
    </Folded>
  );
}

function Fields({ act, view, values, errors }: { act: SheetAct; view: SheetView; values: Values; errors: readonly FieldError[] }): JSX.Element | null {
  const { t } = usePage();
  switch (act) {
    case 'give-out': return null;
    case 'return': return <Field name="filled" label={t('stores.sheet.filled')} hint={t('stores.sheet.filled.hint', { n: view.sheet.lines })} inputmode="numeric" ltr required value={values['filled'] ?? (view.sheet.filled === null ? undefined : String(view.sheet.filled))} error={messageFor(errors, 'filled')} />;
    case 'type': return (
      <>
        <p>{t('stores.sheet.type.lines', { typed: view.sheet.typed, filled: view.sheet.filled ?? 0 })}</p>
        {view.failed?.linesDiffer && <><Notice look="warn"><p>{t('stores.sheet.type.differ')}</p></Notice><Checkbox name="force" checked={values['force'] === 'true'}>{t('stores.sheet.type.force')}</Checkbox></>}
        {view.failed?.linesDiffer && <TextArea name="note" label={t('stores.sheet.type.why')} rows={2} maxLength={1000} value={values['note']} error={messageFor(errors, 'note')} />}
      </>
    );
    case 'attest': return <AttestFields values={values} errors={errors} />;
    case 'destroy': return <DestroyFields values={values} errors={errors} />;
  }
}

export function AttestFields({ values, errors }: { values: Values; errors: readonly FieldError[] }): JSX.Element {
  const { t } = usePage();
  return (
    <>
      <Field name="attestedBy" label={t('console.attested.by')} hint={t('console.attested.by.hint')} required maxLength={200} value={values['attestedBy']} error={messageFor(errors, 'attestedBy')} />
      <Field name="document" label={t('console.response.document')} hint={t('console.attested.document.hint')} required maxLength={500} value={values['document']} error={messageFor(errors, 'document')} />
      <TextArea name="note" label={t('console.commitment.note')} optional rows={2} maxLength={1000} value={values['note']} error={messageFor(errors, 'note')} />
    </>
  );
}

export function DestroyFields({ values, errors }: { values: Values; errors: readonly FieldError[] }): JSX.Element {
  const { t } = usePage();
  return (
    <>
      <Field name="witness" label={t('stores.sheet.witness')} hint={t('stores.sheet.witness.hint')} required maxLength={200} value={values['witness']} error={messageFor(errors, 'witness')} />
      <Field name="method" label={t('stores.sheet.method')} hint={t('stores.sheet.method.hint')} required maxLength={200} value={values['method']} error={messageFor(errors, 'method')} />
    </>
  );
}
