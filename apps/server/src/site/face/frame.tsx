import { type JSX } from 'preact';
import { formatEdtf } from '../../i18n/index.js';
import { Document, Text, usePage, type Children, type PageContext } from '../../ui/index.js';
import { newsFeed, PublicHead } from '../../feeds/public-head.js';
import { CampaignSections, type Section } from '../sections.js';
import { type FaceFrame } from './view-models.js';

export interface FaceDocumentProps {
  page: PageContext;
  campaign: FaceFrame;
  title: string;
  description?: string;
  /** The section that is open; left out on a page that belongs to none. */
  here?: Section;
  lede?: Children;
  /** The page in the words of schema.org. */
  jsonLd?: object;
  children: Children;
}

/** What the pages around a campaign's petitions share: where one is, the heading, the ways to the other sections. */
export function FaceDocument({ page, campaign, title, description, here, lede, jsonLd, children }: FaceDocumentProps): JSX.Element {
  const { t, link } = page;
  return (
    <Document page={page} title={title} description={description} demonstration={campaign.demonstration} noindex={campaign.noindex} canonical={campaign.canonicalUrl} styles={['face.css']}
      head={<PublicHead jsonLd={jsonLd} feeds={[newsFeed(page, { slug: campaign.slug, title: campaign.title.text })]} />}>
      <div class="wrap">
        <div class="page-head">
          <p class="kicker">
            <a href={link(`/campaigns/${campaign.slug}`)}><Text value={campaign.title} /></a>
            {campaign.kind === 'record' && campaign.recordAsOf && <span>{t('site.campaign.record', { when: formatEdtf(t.locale, campaign.recordAsOf) })}</span>}
          </p>
          <h1>{title}</h1>
          {lede && <p class="lede">{lede}</p>}
        </div>
        <CampaignSections campaign={campaign.slug} here={here} shown={campaign.sections} />
        {children}
      </div>
    </Document>
  );
}

export interface FilterChoice {
  key: string;
  label: string;
  href: string;
  current: boolean;
  /** How many there are of it, with the other filters as they are. */
  count?: number;
}

/** One question about a list with its answers as links: works without a script, can be bookmarked, and says what is chosen. */
export function Filter({ label, choices, folded }: { label: string; choices: readonly FilterChoice[]; folded?: boolean }): JSX.Element | null {
  const { t } = usePage();
  if (choices.length < 2) return null;
  const links = (
    <ul>
      {choices.map(({ key, label: name, href, current, count }) => (
        <li key={key}><a href={href} aria-current={current ? 'true' : undefined}>{name}{count !== undefined && <span class="soft"> {t.number(count)}</span>}</a></li>
      ))}
    </ul>
  );
  const chosen = choices.find(({ current }) => current)?.label;
  if (!folded) return <nav class="filter" aria-label={label}><p class="filter-name" aria-hidden="true">{label}</p>{links}</nav>;
  return (
    <details class="disclosure filter-folded">
      <summary>{label}{chosen && <span class="soft"> {chosen}</span>}</summary>
      <nav class="filter" aria-label={label}>{links}</nav>
    </details>
  );
}

/** An address with the questions that have an answer; the page number is left out whenever another answer changes. */
export function withQuery(path: string, query: Readonly<Record<string, string | number | null | undefined>>): string {
  const asked = Object.entries(query).filter(([, value]) => value != null && value !== '').map(([name, value]) => `${name}=${encodeURIComponent(String(value))}`);
  return asked.length > 0 ? `${path}?${asked.join('&')}` : path;
}
