import { type WholeCampaign } from '#libs/petitions';
import { counted, type Row, entered, reckoned, type Table } from '../dataset.js';
import { type DataSources } from '../sources.js';
import { publishedDays } from '../published-days.js';

export const COUNTS: Table = {
  name: 'counts-by-country', key: ['petition', 'residence'],
  columns: [entered('petition'), entered('jurisdiction'), entered('residence'), counted('counted')],
};

/** As published: cells under ten are in `other`; of a petition of high privacy there is only the whole. */
export async function countRows(sources: DataSources, campaign: WholeCampaign): Promise<Row[]> {
  if (campaign.kind === 'record') return [];
  const items = (await sources.petitions(campaign)).filter(({ takesSignatures }) => takesSignatures);
  const rows = await Promise.all(items.map(async (item) => Object.entries((await sources.counts.of(item.id))?.tally.byCountry ?? {})
    .map(([residence, n]): Row => ({ petition: item.slug, jurisdiction: item.jurisdiction.id, residence, counted: n }))));
  return rows.flat();
}

export const DAYS: Table = {
  name: 'counts-by-day', key: ['petition', 'from_day'],
  columns: [entered('petition'), entered('jurisdiction'), reckoned('from_day', 'date'), reckoned('to_day', 'date'), counted('counted')],
};

/** Days that are over, small ones joined; nothing of a petition of high privacy, which has no history. */
export async function dayRows(sources: DataSources, campaign: WholeCampaign): Promise<Row[]> {
  if (campaign.kind === 'record') return [];
  const items = (await sources.petitions(campaign)).filter(({ takesSignatures, privacy }) => takesSignatures && privacy === 'standard');
  const daily = await sources.figures.daily(items.map(({ id }) => id), new Date(0), 'UTC');
  const today = new Date().toISOString().slice(0, 10);
  return items.flatMap((item) => publishedDays(daily.filter(({ petitionId }) => petitionId === item.id), today)
    .map(({ from, to, count }): Row => ({ petition: item.slug, jurisdiction: item.jurisdiction.id, from_day: from, to_day: to, counted: count })));
}

export const MILESTONES: Table = { name: 'milestones', key: ['petition', 'threshold'], columns: [entered('petition'), { ...entered('threshold', 'integer'), unit: 'signatures' }, reckoned('approaching_at', 'datetime'), reckoned('reached_at', 'datetime')] };

/** As published: of a petition of high privacy none, for its count would follow from them. */
export async function milestoneRows(sources: DataSources, campaign: WholeCampaign): Promise<Row[]> {
  if (campaign.kind === 'record') return [];
  const items = (await sources.petitions(campaign)).filter(({ takesSignatures }) => takesSignatures);
  const rows = await Promise.all(items.map(async (item) => ((await sources.counts.of(item.id))?.tally.milestones ?? [])
    .map(({ threshold, approachingAt, reachedAt }): Row => ({ petition: item.slug, threshold, approaching_at: approachingAt, reached_at: reachedAt }))));
  return rows.flat();
}
