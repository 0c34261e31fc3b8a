import { type JSX } from 'preact';
import { type OpenedLink } from '#libs/embargo';
import { type ReportEdition } from '#libs/publications';
import { ButtonLink, DefinitionList, Document, Notice, type PageContext, Text } from '../ui/index.js';
import { inWords, spanUntil, titleOf } from './instant-words.js';

/** What may be read ahead, until when nobody may tell of it, and that the reading is written down. */
export function EmbargoPage({ page, opened: { reader, publication }, reports, openHref }: { page: PageContext; opened: OpenedLink; reports: readonly Pick<ReportEdition, 'id' | 'kind' | 'jurisdiction'>[]; openHref: string }): JSX.Element {
  const { t, link } = page;
  const { publicAt, timeZone, readAt } = publication;
  const zone = timeZone ?? 'UTC';
  const ahead = publication.state === 'scheduled' && publicAt !== null;
  return (
    <Document page={page} title={t('embargo.page.title')} noindex demonstration={publication.demonstration}>
      <div class="wrap">
        <div class="single">
          <h1>{t('embargo.page.title')}</h1>
          {ahead
            ? <Notice look="warn" title={t('embargo.page.until', { when: inWords(t, publicAt, zone), zone })}><p>{t('embargo.page.rule', { span: spanUntil(t, publicAt, readAt) })}</p></Notice>
            : <Notice look="good"><p>{t('embargo.page.over')}</p></Notice>}
          <h2><Text value={titleOf(publication, t)} /></h2>
          <p>{t(`publications.kind.${publication.kind}`)}</p>
          {reports.length === 0 ? <p><ButtonLink href={link(openHref)}>{t('embargo.page.open')}</ButtonLink></p> : (
            <ul class="bullets">{reports.map(({ id, kind, jurisdiction }) => <li key={id}><a href={link(`${openHref}?report=${id}`)}>{t(`reports.kind.${kind}`)}{jurisdiction && <>: {t.place(jurisdiction)}</>}</a></li>)}</ul>
          )}
          <DefinitionList items={[
            { term: t('embargo.page.for'), detail: <><bdi>{reader.name}</bdi> · <bdi>{reader.organisation}</bdi></> },
            { term: t('embargo.page.link-until'), detail: <>{inWords(t, reader.validUntil, zone)} <span class="row-note"><bdi dir="ltr">{zone}</bdi></span></> },
          ]} />
          {ahead && <p class="soft">{t('embargo.page.logged')}</p>}
        </div>
      </div>
    </Document>
  );
}
