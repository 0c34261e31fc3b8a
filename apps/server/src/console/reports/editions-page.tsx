import { type JSX } from 'preact';
import { type Publication } from '#libs/embargo';
import { REPORT_KINDS, type ReportEdition } from '#libs/publications';
import { titleOf } from '../../embargo/instant-words.js';
import { Button, EmptyState, type FieldError, Pagination, Select, Table, usePage } from '../../ui/index.js';
import { type Desk } from '../desk.js';
import { publicationPath } from '../publications/publications-page.js';
import { Frame, Head, messageFor, Part, PostForm } from '../views/frame.js';

export interface EditionsView {
  publication: Publication;
  editions: readonly ReportEdition[];
  /** Countries and regions that a report can be about. */
  places: readonly { id: string; name: string }[];
  values: Readonly<Record<string, string>>;
  errors: readonly FieldError[];
  page: number;
  pages: number;
}

export const editionsPath = (publication: Pick<Publication, 'campaign' | 'id'>): string => `${publicationPath(publication)}/reports`;

/** Reports of one publication: what is frozen in it, and freezing another as long as it is not public. */
export function EditionsPage({ desk, view }: { desk: Desk; view: EditionsView }): JSX.Element {
  const { t, link } = desk.page;
  const { publication } = view;
  const open = !publication.record && (publication.state === 'draft' || publication.state === 'scheduled');
  return (
    <Frame desk={desk} title={t('reports.freeze.list')} section="publications" faulty={view.errors.length > 0}>
      <Head title={t('reports.freeze.list')} back={{ href: link(publicationPath(publication)), label: titleOf(publication, t).text }} />
      {view.editions.length === 0 ? <EmptyState title={t('reports.freeze.none')} /> : <Frozen view={view} />}
      <Pagination page={view.page} pages={view.pages} href={(page) => link(`${editionsPath(publication)}?page=${page}`)} />
      {open && <Freeze view={view} />}
    </Frame>
  );
}

function Frozen({ view }: { view: EditionsView }): JSX.Element {
  const { t } = usePage();
  const name = (id: string): string => view.places.find((place) => place.id === id)?.name ?? id;
  return (
    <Table stacked caption={t('reports.freeze.list')} captionHidden columns={[{ label: t('reports.about') }, { label: t('reports.freeze.hash') }]}
      rows={view.editions.map((one) => ({
        key: one.id,
        cells: [
          <a key="a" class="row-link" href={`/${t.locale}/campaigns/${view.publication.campaign}/reports/${one.id}`}><span>{t(`reports.kind.${one.kind}`)}{one.jurisdiction !== null && <> · {name(one.jurisdiction)}</>}</span></a>,
          <code key="h" dir="ltr">{one.sha256.slice(0, 16)}…</code>,
        ],
      }))} />
  );
}

function Freeze({ view }: { view: EditionsView }): JSX.Element {
  const { t } = usePage();
  const { values, errors } = view;
  return (
    <Part id="freeze" title={t('reports.freeze')} note={t('reports.freeze.note')}>
      <div class="sheet form-sheet">
        <PostForm action={editionsPath(view.publication)} errors={errors}>
          <Select name="kind" label={t('reports.freeze.kind')} value={values['kind'] ?? 'appendix'} options={REPORT_KINDS.map((kind) => ({ value: kind, label: t(`reports.kind.${kind}`) }))} error={messageFor(errors, 'kind')} />
          <Select name="jurisdiction" label={t('reports.freeze.jurisdiction')} value={values['jurisdiction'] ?? ''} options={[{ value: '', label: t('reports.freeze.whole') }, ...view.places.map(({ id, name }) => ({ value: id, label: name }))]} error={messageFor(errors, 'jurisdiction')} />
          <Button>{t('reports.freeze.submit')}</Button>
        </PostForm>
      </div>
    </Part>
  );
}
