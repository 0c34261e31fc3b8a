import { type JSX } from 'preact';
import { type ReportKind } from '#libs/publications';
import { PublicHead, reportJsonLd } from '../../feeds/public-head.js';
import { Document, EmptyState, Notice, Pagination, Table, Text, usePage, type LocalText, type PageContext } from '../../ui/index.js';
import { CampaignSections } from '../sections.js';

export interface ReportsFrame { slug: string; title: LocalText; demonstration: boolean; noindex: boolean; canonicalUrl: string }

export interface ReportLine { href: string; kind: ReportKind; place: { id: string; name: string } | null }
export interface EditionLine extends ReportLine { id: string; title: LocalText; publicAt: string; correctedBy: boolean }
export interface WithdrawnLine { title: LocalText; at: string; why: LocalText }

export interface ReportsView {
  campaign: ReportsFrame;
  live: readonly ReportLine[];
  editions: readonly EditionLine[];
  withdrawn: readonly WithdrawnLine[];
  page: number;
  pages: number;
}

export interface ReportView {
  campaign: ReportsFrame;
  kind: ReportKind;
  place: { id: string; name: string } | null;
  href: string;
  /** From the lib of reports: a heading of the first level and what is below it. */
  html: string;
  sha256: string;
  /** Null: live. */
  edition: { title: LocalText; publicAt: string | null; correctedBy: boolean } | null;
}

/** What is published, and what can be had as of now. */
export function ReportsPage({ page, view }: { page: PageContext; view: ReportsView }): JSX.Element {
  const { t, link } = page;
  const { campaign } = view;
  const [whole, places] = [view.live.filter(({ place }) => place === null), view.live.filter(({ place }) => place !== null)];
  return (
    <Document page={page} title={t('reports.title')} description={t('reports.lede')} demonstration={campaign.demonstration} noindex={campaign.noindex} canonical={campaign.canonicalUrl} styles={['reports.css']}>
      <div class="wrap">
        <div class="page-head">
          <p class="kicker"><a href={link(`/campaigns/${campaign.slug}`)}><Text value={campaign.title} /></a></p>
          <h1>{t('reports.title')}</h1>
          <p class="lede">{t('reports.lede')}</p>
        </div>
        <CampaignSections campaign={campaign.slug} here="reports" />
        <section class="section" aria-labelledby="live">
          <h2 id="live">{t('reports.live')}</h2>
          <p>{t('reports.live.note')}</p>
          <ul class="report-links">{whole.map((one) => <li key={one.href}><ReportLink one={one} /> <Files href={one.href} /></li>)}</ul>
          <h3>{t('reports.places')}</h3>
          {places.length === 0 ? <p>{t('reports.places.none')}</p> : <ul class="report-places">{places.map((one) => <li key={one.href}><ReportLink one={one} /></li>)}</ul>}
        </section>
        <section class="section" aria-labelledby="editions">
          <h2 id="editions">{t('reports.editions')}</h2>
          <p>{t('reports.editions.note')}</p>
          {view.editions.length === 0 ? <EmptyState title={t('reports.editions.none')} /> : <Editions editions={view.editions} />}
          {view.withdrawn.map((one) => <Notice key={one.at} look="bad" title={t('reports.withdrawn', { when: t.instant(one.at) })}><p><strong><Text value={one.title} /></strong> <Text value={one.why} /></p></Notice>)}
          <Pagination page={view.page} pages={view.pages} href={(at) => link(`/campaigns/${campaign.slug}/reports?page=${at}`)} />
        </section>
      </div>
    </Document>
  );
}

function ReportLink({ one }: { one: ReportLine }): JSX.Element {
  const { t, link } = usePage();
  return <a href={link(one.href)}>{one.place ? <bdi>{one.place.name}</bdi> : t(`reports.kind.${one.kind}`)}</a>;
}

function Files({ href }: { href: string }): JSX.Element {
  const { t, link } = usePage();
  return (
    <span class="report-files">
      {(['pdf', 'json', 'csv'] as const).map((file) => <a key={file} href={link(`${href}.${file}`)} aria-label={t('reports.file', { file: file.toUpperCase() })}>{file.toUpperCase()}</a>)}
    </span>
  );
}

function Editions({ editions }: { editions: readonly EditionLine[] }): JSX.Element {
  const { t, link } = usePage();
  return (
    <Table stacked caption={t('reports.editions')} captionHidden columns={[{ label: t('reports.edition') }, { label: t('reports.about') }, { label: t('reports.public-since') }]}
      rows={editions.map((one) => ({
        key: one.id,
        cells: [
          <><a class="row-link" href={link(one.href)}><Text value={one.title} /></a>{one.correctedBy && <span class="row-note">{t('reports.corrected')}</span>}</>,
          <>{t(`reports.kind.${one.kind}`)}{one.place && <> · <bdi>{one.place.name}</bdi></>}</>, t.instant(one.publicAt),
        ],
      }))} />
  );
}

const FILES = [['pdf', 'application/pdf'], ['json', 'application/json'], ['csv', 'text/csv']] as const;

/** One report, whole. */
export function ReportPage({ page, view }: { page: PageContext; view: ReportView }): JSX.Element {
  const { t, link } = page;
  const { campaign, edition } = view;
  const title = view.place ? `${t(`reports.kind.${view.kind}`)}: ${view.place.name}` : t(`reports.kind.${view.kind}`);
  return (
    <Document page={page} title={title} description={t('reports.lede')} demonstration={campaign.demonstration} noindex={campaign.noindex || edition?.publicAt === null} canonical={campaign.canonicalUrl} styles={['reports.css']}
      head={<PublicHead jsonLd={reportJsonLd({ url: campaign.canonicalUrl, title: edition?.title.text ?? title, language: t.locale, publishedAt: edition?.publicAt ?? null, publisher: null, files: FILES.map(([ending, type]) => ({ url: `${campaign.canonicalUrl}.${ending}`, type })) })} />}>
      <div class="wrap">
        <div class="page-head no-print">
          <p class="kicker"><a href={link(`/campaigns/${campaign.slug}`)}><Text value={campaign.title} /></a> <a href={link(`/campaigns/${campaign.slug}/reports`)}>{t('reports.title')}</a></p>
        </div>
        <div class="no-print"><CampaignSections campaign={campaign.slug} here="reports" /></div>
        {edition?.correctedBy && <Notice look="warn"><p>{t('reports.corrected.text')} <a href={link(`/campaigns/${campaign.slug}/reports`)}>{t('reports.title')}</a></p></Notice>}
        <div class="report-bar-top no-print">
          <p>{edition ? <>{t('reports.frozen')} <strong><Text value={edition.title} /></strong></> : t('reports.as-of-now')}</p>
          <Files href={view.href} />
        </div>
        <div dangerouslySetInnerHTML={{ __html: view.html }} />
        <p class="soft small">{t('reports.sha256')} <code class="report-hash" dir="ltr">{view.sha256}</code></p>
      </div>
    </Document>
  );
}
