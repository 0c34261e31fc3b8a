import { type JSX } from 'preact';
import { Document, Notice, Text, usePage, type Children, type PageContext } from '../../ui/index.js';
import { PublicationNotices } from '../publication-notices.js';
import { CampaignSections } from '../sections.js';
import { type ProgressFrame } from './view-models.js';

export interface ProgressDocumentProps {
  page: PageContext;
  campaign: ProgressFrame;
  title: string;
  description: string;
  /** Where one comes from, beside the campaign. */
  up?: { href: string; label: string };
  lede?: Children;
  /** The cards were made up for the demonstration. */
  fictional: boolean;
  children: Children;
}

/** What all pages of progress share: the campaign, the way between its sections, the heading. */
export function ProgressDocument({ page, campaign, title, description, up, lede, fictional, children }: ProgressDocumentProps): JSX.Element {
  return (
    <Document page={page} title={title} description={description} demonstration={campaign.demonstration} noindex={campaign.noindex} canonical={campaign.canonicalUrl} styles={['progress.css']}>
      <div class="wrap">
        <div class="page-head">
          <p class="kicker no-print"><Way campaign={campaign} up={up} /></p>
          <h1>{title}</h1>
          {lede && <div class="lede">{lede}</div>}
          {fictional && <Fictional />}
          <PublicationNotices notices={campaign.notices} stands="progress.corrected.cards" />
        </div>
        <div class="no-print"><CampaignSections campaign={campaign.slug} here="progress" shown={campaign.sections} /></div>
        {children}
      </div>
    </Document>
  );
}

function Way({ campaign, up }: Pick<ProgressDocumentProps, 'campaign' | 'up'>): JSX.Element {
  const { link } = usePage();
  return (
    <>
      <a href={link(`/campaigns/${campaign.slug}`)}><Text value={campaign.title} /></a>
      {up && <a href={link(up.href)}>{up.label}</a>}
    </>
  );
}

function Fictional(): JSX.Element {
  const { t } = usePage();
  return <Notice look="warn"><p><strong>{t('progress.fictional')}</strong> {t('progress.fictional.text')}</p></Notice>;
}
