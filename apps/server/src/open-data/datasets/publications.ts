import { type SourceReference, type WholeCampaign } from '#libs/petitions';
import { entered, instant, reckoned, said, SOURCE, sourceOf, type Table, type WordyRow } from '../dataset.js';
import { type DataSources, everyPage } from '../sources.js';

const PAGE_SIZE = 200;

export const PUBLICATIONS: Table = {
  name: 'publications', key: ['publication'],
  columns: [
    entered('publication'), entered('publication_kind'), said('title'), reckoned('published_at', 'datetime'), entered('time_zone'), entered('withdrawn_at', 'datetime'), said('withdrawn_why'), entered('corrects'), reckoned('corrected_by'), ...SOURCE,
  ],
};

/** What went public together; what was public and is withdrawn stays here with its notice. */
export async function publicationRows(sources: DataSources, campaign: WholeCampaign): Promise<WordyRow[]> {
  const publications = await everyPage((page) => sources.publications.list({ audience: 'public', campaignId: campaign.id, page, pageSize: PAGE_SIZE }));
  return publications.map((one) => ({
    publication: one.id, publication_kind: one.kind, title: one.title, published_at: instant(one.publicAt), time_zone: one.timeZone, withdrawn_at: instant(one.withdrawn?.at ?? null), withdrawn_why: one.withdrawn?.why ?? null,
    corrects: one.corrects, corrected_by: one.correctedBy, ...sourceOf(one.source as Partial<SourceReference> | null),
  }));
}

export const EDITIONS: Table = {
  name: 'report-editions', key: ['edition'],
  columns: [entered('edition'), entered('publication'), entered('report_kind'), entered('jurisdiction'), entered('language'), reckoned('as_of', 'datetime'), reckoned('content_hash'), reckoned('published_at', 'datetime'), reckoned('url')],
};

/** Reports as they were frozen: their data lies at the address. */
export async function editionRows(sources: DataSources, campaign: WholeCampaign): Promise<WordyRow[]> {
  const editions = await everyPage((page) => sources.editions.list({ audience: 'public', campaignId: campaign.id, page, pageSize: PAGE_SIZE }));
  return editions.map((one) => ({
    edition: one.id, publication: one.publicationId, report_kind: one.kind, jurisdiction: one.jurisdiction, language: one.language, as_of: instant(one.asOf), content_hash: one.sha256, published_at: instant(one.publicAt),
    url: `${sources.config.publicUrl}/api/v1/campaigns/${campaign.slug}/reports/${one.id}`,
  }));
}
