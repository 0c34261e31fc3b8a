import { type JSX } from 'preact';
import { formatEdtf, type Translator } from '../../i18n/index.js';
import { Document, Notice, Text, usePage, type Children, type PageContext } from '../../ui/index.js';
import { PublicationNotices } from '../publication-notices.js';
import { CampaignSections, type Section } from '../sections.js';
import { type FactsFrame, type SourceLine } from './view-models.js';

export interface FactsDocumentProps {
  page: PageContext;
  campaign: FactsFrame;
  title: string;
  here: Section;
  lede: string;
  children: Children;
}

/** What the pages of ratifications, rankings and figures share: where one is, what was made up, the ways to the other sections. */
export function FactsDocument({ page, campaign, title, here, lede, children }: FactsDocumentProps): JSX.Element {
  const { t, link } = page;
  return (
    <Document page={page} title={title} description={lede} demonstration={campaign.demonstration} noindex={campaign.noindex} canonical={campaign.canonicalUrl} styles={['facts.css']}>
      <div class="wrap">
        <div class="page-head">
          <p class="kicker">
            <a href={link(`/campaigns/${campaign.slug}`)}><Text value={campaign.title} /></a>
            {campaign.kind === 'record' && campaign.recordAsOf && <span>{t('site.campaign.record', { when: formatEdtf(t.locale, campaign.recordAsOf) })}</span>}
          </p>
          <h1>{title}</h1>
          <p class="lede">{lede}</p>
          {campaign.demonstration && <Notice look="warn"><p><strong>{t('facts.fictional')}</strong> {t('facts.fictional.text')}</p></Notice>}
          <PublicationNotices notices={campaign.notices} stands="facts.corrected.stands" />
        </div>
        <CampaignSections campaign={campaign.slug} here={here} shown={campaign.sections} />
        {children}
      </div>
    </Document>
  );
}

/** Where something is from. */
export function Source({ source }: { source: SourceLine | null }): JSX.Element {
  const { t } = usePage();
  if (!source) return <span class="soft">{t('facts.source.none')}</span>;
  return source.href ? <a href={source.href} rel="noopener nofollow"><Text value={source.text} /></a> : <cite><Text value={source.text} /></cite>;
}

/** A date as it fits into a sentence; of what somebody found open, when they looked. */
export function whenSaid(t: Translator, event: string, when: string | null): string {
  if (when === null) return t('ui.date.unknown');
  if (event !== 'not-ratified') return formatEdtf(t.locale, when, 'phrase');
  const looked = when.startsWith('../') ? when.slice(3) : when.endsWith('/..') ? when.slice(0, -3) : when;
  return t('facts.when.looked', { date: formatEdtf(t.locale, looked) });
}
