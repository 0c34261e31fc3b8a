import { type JSX } from 'preact';
import { Document, Table, Text, usePage, type LocalText, type PageContext } from '../ui/index.js';
import { CampaignSections, type Section } from '../site/sections.js';
import { type ColumnWords, LICENCE, type DataSourceName } from './data-package.js';

export interface DataView {
  campaign: { slug: string; title: LocalText; demonstration: boolean; noindex: boolean };
  /** Those of the campaign that have something to show. */
  sections: readonly Section[];
  /** Of the API; the files lie below it. */
  base: string;
  tables: readonly { name: string; columns: readonly ColumnWords[] }[];
  sources: readonly DataSourceName[];
}

/** Everything public as files, with what each column means. */
export function DataPage({ page, view, head }: { page: PageContext; view: DataView; head?: JSX.Element | null }): JSX.Element {
  const { t, link } = page;
  const { campaign } = view;
  return (
    <Document page={page} title={`${t('data.title')} · ${campaign.title.text}`} description={t('data.lede')} demonstration={campaign.demonstration} noindex={campaign.noindex} styles={['embed.css']} head={head}>
      <div class="wrap">
        <div class="page-head">
          <p class="kicker"><a href={link(`/campaigns/${campaign.slug}`)}><Text value={campaign.title} /></a></p>
          <h1>{t('data.title')}</h1>
          <p class="lede">{t('data.lede')}</p>
        </div>
        <CampaignSections campaign={campaign.slug} here="data" shown={view.sections} />
        <Rules view={view} />
        <Contents tables={view.tables} />
        {view.tables.map((table) => <TablePart key={table.name} table={table} base={view.base} />)}
      </div>
    </Document>
  );
}

function Rules({ view }: { view: DataView }): JSX.Element {
  const { t } = usePage();
  return (
    <section class="section" aria-labelledby="terms">
      <h2 id="terms">{t('data.terms')}</h2>
      <ul class="bullets prose">
        <li>{t('data.licence')} <a href={LICENCE.path} rel="license"><span lang="en" dir="ltr">{LICENCE.title}</span></a></li>
        <li>{t('data.unknown')}</li>
        <li>{t('data.published')}</li>
        <li>{t('data.kinds')}</li>
        <li>{t('data.csv')}</li>
        <li>{t('data.package')} <a href={`${view.base}/datapackage.json?lang=${t.locale}`}><span dir="ltr">datapackage.json</span></a></li>
      </ul>
      {view.sources.length > 0 && (
        <div class="stack data-sources">
          <h3>{t('data.sources')}</h3>
          <ul class="bullets prose">{view.sources.map(({ title, path }) => <li key={title}><cite lang="en" dir="ltr">{path ? <a href={path}>{title}</a> : title}</cite></li>)}</ul>
        </div>
      )}
    </section>
  );
}

function Contents({ tables }: Pick<DataView, 'tables'>): JSX.Element {
  const { t } = usePage();
  return (
    <nav class="section" aria-labelledby="contents">
      <h2 id="contents">{t('data.contents')}</h2>
      <ul class="bullets data-contents">{tables.map(({ name }) => <li key={name}><a href={`#${name}`}>{t.maybe(`data.table.${name}`) ?? name}</a></li>)}</ul>
    </nav>
  );
}

function TablePart({ table, base }: { table: DataView['tables'][number]; base: string }): JSX.Element {
  const { t } = usePage();
  const title = t.maybe(`data.table.${table.name}`) ?? table.name;
  return (
    <section class="section" aria-labelledby={table.name}>
      <h2 id={table.name}>{title}</h2>
      <p class="prose">{t.maybe(`data.about.${table.name}`)}</p>
      <p class="actions">
        <a class="button quiet" href={`${base}/${table.name}.csv`} download aria-label={t('data.file', { table: title, format: 'CSV' })}>CSV</a>
        <a class="button quiet" href={`${base}/${table.name}.json`} aria-label={t('data.file', { table: title, format: 'JSON' })}>JSON</a>
      </p>
      <details class="disclosure">
        <summary>{t('data.columns', { n: table.columns.length })}</summary>
        <Table caption={t('data.columns.of', { table: title })} captionHidden
          columns={[{ label: t('data.column') }, { label: t('data.meaning') }, { label: t('data.type') }, { label: t('data.from') }]}
          rows={table.columns.map(({ name, type, unit, source, translated, meaning }) => ({
            key: name, cells: [<code key="n" dir="ltr">{name}</code>, meaning, <>{t(`data.type.${type}`)}{unit && <span class="row-note">{t(`data.unit.${unit}`)}</span>}{translated && <span class="row-note">{t('data.translated')}</span>}</>, t(`data.source.${source}`)],
          }))} />
      </details>
    </section>
  );
}
