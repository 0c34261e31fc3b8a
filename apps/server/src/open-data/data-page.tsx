import { type ComponentChildren, type JSX } from 'preact';
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

/** Everything public as files; what their columns mean stands on a page of each. */
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
        {view.tables.map((table) => <TablePart key={table.name} table={table} view={view} />)}
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

function TablePart({ table, view: { base, campaign } }: { table: DataView['tables'][number]; view: DataView }): JSX.Element {
  const { t, link } = usePage();
  const title = t.maybe(`data.table.${table.name}`) ?? table.name;
  return (
    <section class="section" aria-labelledby={table.name}>
      <h2 id={table.name}>{title}</h2>
      <p class="prose">{t.maybe(`data.about.${table.name}`)}</p>
      <Files base={base} name={table.name} title={title}>
        <a class="button quiet" href={link(`/campaigns/${campaign.slug}/data/${table.name}`)}>{t('data.columns', { n: table.columns.length })}<span class="visually-hidden"> ({title})</span></a>
      </Files>
    </section>
  );
}

function Files({ base, name, title, children }: { base: string; name: string; title: string; children?: ComponentChildren }): JSX.Element {
  const { t } = usePage();
  return (
    <p class="actions">
      <a class="button quiet" href={`${base}/${name}.csv`} download aria-label={t('data.file', { table: title, format: 'CSV' })}>CSV</a>
      <a class="button quiet" href={`${base}/${name}.json`} aria-label={t('data.file', { table: title, format: 'JSON' })}>JSON</a>
      {children}
    </p>
  );
}

/** One table: its files, and what each of its columns means. */
export function DataTablePage({ page, view, name }: { page: PageContext; view: DataView; name: string }): JSX.Element {
  const { t, link } = page;
  const { campaign } = view;
  const title = t.maybe(`data.table.${name}`) ?? name;
  const about = t.maybe(`data.about.${name}`) ?? '';
  const columns = view.tables.find((table) => table.name === name)?.columns ?? [];
  return (
    <Document page={page} title={`${title} · ${campaign.title.text}`} description={about} demonstration={campaign.demonstration} noindex={campaign.noindex} styles={['embed.css']}>
      <div class="wrap">
        <div class="page-head">
          <p class="kicker"><a href={link(`/campaigns/${campaign.slug}`)}><Text value={campaign.title} /></a> · <a href={link(`/campaigns/${campaign.slug}/data`)}>{t('data.title')}</a></p>
          <h1>{title}</h1>
          <p class="lede">{about}</p>
          <Files base={view.base} name={name} title={title} />
        </div>
        <CampaignSections campaign={campaign.slug} here="data" shown={view.sections} />
        <section class="section" aria-labelledby="columns">
          <h2 id="columns">{t('data.columns', { n: columns.length })}</h2>
          <Table stacked caption={t('data.columns.of', { table: title })} captionHidden
            columns={[{ label: t('data.column') }, { label: t('data.meaning') }, { label: t('data.type') }, { label: t('data.from') }]}
            rows={columns.map(({ name: column, type, unit, source, translated, meaning }) => ({
              key: column,
              cells: [
                <code key="n" dir="ltr">{column}</code>, meaning,
                <>{t(`data.type.${type}`)}{unit && <span class="row-note">{t(`data.unit.${unit}`)}</span>}{translated && <span class="row-note">{t('data.translated')}</span>}</>, t(`data.source.${source}`),
              ],
            }))} />
        </section>
      </div>
    </Document>
  );
}
