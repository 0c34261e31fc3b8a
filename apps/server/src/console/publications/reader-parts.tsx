import { type JSX } from 'preact';
import { DateTime } from 'luxon';
import { type AccreditedReader, type Publication } from '#libs/embargo';
import { titleOf } from '../../embargo/instant-words.js';
import { Button, ButtonLink, EmptyState, Field, Notice, Table, usePage } from '../../ui/index.js';
import { type Desk } from '../desk.js';
import { momentOf } from '../stores/words.js';
import { Sideways } from '../stores/views/store-parts.js';
import { Folded } from '../views/handover-forms.js';
import { Frame, Head, messageFor, Part, PostForm, useDesk } from '../views/frame.js';
import { refused } from './forms.js';
import { type PublicationView } from './publication-page.js';
import { publicationPath } from './publications-page.js';

/** Days beyond the instant for which a new link is offered to be valid. */
const OFFERED_DAYS = 2;

/** Who may read ahead, and a link for one more. */
export function ReadersPart({ view }: { view: PublicationView }): JSX.Element | null {
  const { t } = usePage();
  const { person } = useDesk();
  const { publication, readers } = view;
  const { values, errors } = refused(view.failed, 'reader');
  const zone = person?.timeZone ?? 'UTC';
  const open = publication.state === 'draft' || publication.state === 'scheduled';
  if (!open && readers.length === 0) return null;
  const offered = DateTime.fromJSDate(publication.publicAt ?? publication.readAt, { zone: publication.timeZone ?? zone }).plus({ days: OFFERED_DAYS }).toFormat('yyyy-MM-dd');
  return (
    <Part id="readers" title={t('publications.readers')} note={t('publications.readers.note')}>
      {readers.length === 0 ? <EmptyState title={t('publications.readers.none')} /> : (
        <Sideways label={t('publications.readers.table')}>
          <Table stacked caption={t('publications.readers')} captionHidden
            columns={[{ label: t('publications.reader.name') }, { label: t('publications.reader.organisation') }, { label: t('publications.reader.until') }, { label: t('publications.reader.reads'), figure: true }, { label: t('publications.reader.last') }, { label: t('publications.reader.deed') }]}
            rows={readers.map((reader) => ({ key: reader.id, cells: [
              <bdi>{reader.name}</bdi>, <bdi>{reader.organisation}</bdi>, momentOf(t, reader.validUntil, zone), t.number(reader.reads), reader.lastReadAt ? momentOf(t, reader.lastReadAt, zone) : t('publications.reader.never'),
              <Revoke publication={publication} reader={reader} />,
            ] }))} />
        </Sideways>
      )}
      {open && (
        <Folded title={t('publications.reader.add')} open={errors.length > 0}>
          <PostForm action={`${publicationPath(publication)}/readers`} errors={errors}>
            <Field name="readerName" label={t('publications.reader.name')} required maxLength={200} value={values['readerName']} error={messageFor(errors, 'readerName')} />
            <Field name="readerOrganisation" label={t('publications.reader.organisation')} required maxLength={200} value={values['readerOrganisation']} error={messageFor(errors, 'readerOrganisation')} />
            <Field name="readerUntil" type="date" ltr label={t('publications.reader.until')} hint={t('publications.reader.until.hint')} required value={values['readerUntil'] ?? offered} error={messageFor(errors, 'readerUntil')} />
            <Button>{t('publications.reader.submit')}</Button>
          </PostForm>
        </Folded>
      )}
    </Part>
  );
}

function Revoke({ publication, reader }: { publication: Publication; reader: AccreditedReader }): JSX.Element {
  const { t } = usePage();
  if (reader.revokedAt) return <>{t('publications.reader.revoked')}</>;
  return <PostForm action={`${publicationPath(publication)}/readers/${reader.id}/revoke`} compact><Button look="quiet">{t('publications.reader.revoke')}<span class="visually-hidden"> {reader.name}</span></Button></PostForm>;
}

/** Who read what ahead, when. */
export function ReadsPart({ view: { reads } }: { view: PublicationView }): JSX.Element | null {
  const { t } = usePage();
  const { person } = useDesk();
  if (reads.length === 0) return null;
  return (
    <Part id="reads" title={t('publications.reads')}>
      <Sideways label={t('publications.reads.table')}>
        <Table stacked caption={t('publications.reads')} captionHidden columns={[{ label: t('publications.reads.when') }, { label: t('publications.reader.name') }, { label: t('publications.reads.what') }]}
          rows={reads.map((read, index) => ({ key: String(index), cells: [momentOf(t, read.at, person?.timeZone ?? 'UTC'), <><bdi>{read.name}</bdi><span class="row-note"><bdi>{read.organisation}</bdi></span></>, <What path={read.what} />] }))} />
      </Sideways>
    </Part>
  );
}

/** The pages of the link itself by their name, others by their path. */
function What({ path }: { path: string }): JSX.Element {
  const { t } = usePage();
  if (path === '/embargo') return <>{t('publications.reads.link')}</>;
  return path === '/embargo/open' ? <>{t('publications.reads.opened')}</> : <code class="breakable" dir="ltr">{path}</code>;
}

/** The one time that a personal link can be read. */
export function ReaderLinkPage({ desk, publication, reader, url }: { desk: Desk; publication: Publication; reader: AccreditedReader; url: string }): JSX.Element {
  const { t, link } = desk.page;
  return (
    <Frame desk={desk} title={t('publications.link.title')} section="publications">
      <Head title={t('publications.link.title')} back={{ href: link(publicationPath(publication)), label: titleOf(publication, t).text }} lede={<><bdi>{reader.name}</bdi> · <bdi>{reader.organisation}</bdi></>} />
      <Notice title={t('publications.link.once')} look="warn" live>
        <p><code class="breakable" dir="ltr">{url}</code></p>
        <p>{t('publications.link.hint')}</p>
      </Notice>
      <ButtonLink href={link(publicationPath(publication))}>{t('publications.link.kept')}</ButtonLink>
    </Frame>
  );
}
