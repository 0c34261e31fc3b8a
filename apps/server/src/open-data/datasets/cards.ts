import { type WholeCampaign } from '#libs/petitions';
import { entered, instant, reckoned, type Row, type Table } from '../dataset.js';
import { type DataSources, everyPage } from '../sources.js';

export const CARDS: Table = {
  name: 'cards', key: ['round', 'jurisdiction', 'indicator'],
  columns: [entered('round'), entered('period'), entered('framework_version', 'integer'), entered('jurisdiction'), entered('indicator'), entered('rating'), entered('star', 'boolean'), reckoned('published_at', 'datetime')],
};

/** Every rating that is public now; where nobody rated, there is no row, and where nobody knows, an empty cell. */
export async function cardRows(sources: DataSources, campaign: WholeCampaign): Promise<Row[]> {
  const view = { campaignId: campaign.id, audience: 'public' } as const;
  const rows: Row[] = [];
  for (const round of await sources.cards.rounds(view)) {
    const lines = await everyPage((page) => sources.cards.cards({ ...view, round: round.key, page, pageSize: 200 }));
    for (const { jurisdiction, ratings, stars } of lines) {
      for (const [indicator, rating] of Object.entries(ratings)) {
        rows.push({
          round: round.key, period: round.period?.edtf ?? null, framework_version: round.frameworkVersion, jurisdiction: jurisdiction.id, indicator, rating, star: stars.includes(indicator), published_at: instant(round.publishedAt),
        });
      }
    }
  }
  return rows;
}
