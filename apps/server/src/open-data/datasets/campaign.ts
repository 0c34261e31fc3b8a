import { type WholeCampaign } from '#libs/petitions';
import { entered, said, type Table, withOthers, type WordyRow } from '../dataset.js';
import { type DataSources } from '../sources.js';

export const DOCUMENTS: Table = { name: 'documents', key: ['document'], columns: [entered('document'), entered('title'), entered('author'), entered('date'), entered('url')] };

/** What `source_document` names in every table. */
export async function documentRows(_sources: DataSources, campaign: WholeCampaign): Promise<WordyRow[]> {
  const documents = (campaign.details['documents'] ?? []) as { id: string; title: string; author?: string; date?: string | null; url?: string }[];
  return documents.map(({ id, title, author, date, url }) => ({ document: id, title, author: author ?? null, date: date ?? null, url: url ?? null }));
}

export const PARTNERS: Table = { name: 'partners', key: ['partner'], columns: [entered('partner'), entered('partner_name'), said('role')] };

export async function partnerRows(_sources: DataSources, campaign: WholeCampaign): Promise<WordyRow[]> {
  return campaign.partners.map(({ key, name, role, roles }) => ({ partner: key, partner_name: name, role: withOthers(role, campaign.defaultLanguage, roles) }));
}

export const INSTRUMENTS: Table = { name: 'instruments', key: ['instrument'], columns: [entered('instrument'), said('instrument_name'), entered('instrument_type'), entered('jurisdiction'), entered('note')] };

export async function instrumentRows(_sources: DataSources, campaign: WholeCampaign): Promise<WordyRow[]> {
  return campaign.instruments.map(({ key, name, names, type, jurisdiction, note }) => ({ instrument: key, instrument_name: withOthers(name, campaign.defaultLanguage, names), instrument_type: type, jurisdiction, note }));
}

export const GOALS: Table = { name: 'goals', key: ['goal'], columns: [entered('goal'), entered('position', 'integer'), said('title'), said('description')] };

/** As the campaign names them now. */
export async function goalRows(_sources: DataSources, campaign: WholeCampaign): Promise<WordyRow[]> {
  return campaign.goals.map(({ key, number, title, description }) => ({ goal: key, position: number, title, description }));
}

export const INDICATORS: Table = { name: 'indicators', key: ['indicator'], columns: [entered('indicator'), entered('goal'), entered('position', 'integer'), said('title')] };

/** As the campaign names them now; cards are read by those of their round. */
export async function indicatorRows(sources: DataSources, campaign: WholeCampaign): Promise<WordyRow[]> {
  return (await sources.statistics.indicators(campaign.id)).map(({ key, goal, title }, n) => ({ indicator: key, goal, position: n + 1, title }));
}

export const FRAMEWORK_GOALS: Table = {
  name: 'framework-goals', key: ['framework_version', 'goal'], columns: [entered('framework_version', 'integer'), entered('goal'), entered('position', 'integer'), said('title'), said('heading')],
};

export async function frameworkGoalRows(sources: DataSources, campaign: WholeCampaign): Promise<WordyRow[]> {
  return (await sources.allCards(campaign)).frameworks.flatMap(({ version, goals }) => goals.map(({ key, number, title, heading }) => ({ framework_version: version, goal: key, position: number, title, heading })));
}

export const FRAMEWORK_INDICATORS: Table = {
  name: 'framework-indicators', key: ['framework_version', 'indicator'],
  columns: [entered('framework_version', 'integer'), entered('indicator'), entered('goal'), entered('position', 'integer'), said('title'), said('description')],
};

/** What the cards of a round are read by, reworded by nobody afterwards. */
export async function frameworkIndicatorRows(sources: DataSources, campaign: WholeCampaign): Promise<WordyRow[]> {
  return (await sources.allCards(campaign)).frameworks.flatMap(({ version, goals }) => goals.flatMap(({ indicators }) => indicators)
    .map(({ key, goal, number, title, description }) => ({ framework_version: version, indicator: key, goal, position: number, title, description })));
}

export const FRAMEWORK_MARKS: Table = { name: 'framework-marks', key: ['framework_version', 'mark'], columns: [entered('framework_version', 'integer'), entered('mark'), said('meaning')] };

/** What a colour or the star says; nothing, where nobody wrote it. */
export async function frameworkMarkRows(sources: DataSources, campaign: WholeCampaign): Promise<WordyRow[]> {
  return (await sources.allCards(campaign)).frameworks.flatMap(({ version, meanings }) => Object.entries(meanings).map(([mark, meaning]) => ({ framework_version: version, mark, meaning })));
}
