import { type WholeCampaign } from '#libs/petitions';
import { entered, instant, joined, reckoned, said, SOURCE, sourceOf, type Table, type WordyRow } from '../dataset.js';
import { type DataSources } from '../sources.js';

const METHOD = [entered('method'), entered('method_version', 'integer')] as const;

export const METHODS: Table = {
  name: 'ranking-methods', key: ['method', 'method_version'],
  columns: [
    ...METHOD, said('title'), said('description'), entered('points_green', 'integer'), entered('points_yellow', 'integer'), entered('points_red', 'integer'), entered('if_not_known'), entered('if_not_assessed'),
    { ...entered('minimum_known', 'integer'), unit: 'percent' }, reckoned('published_at', 'datetime'),
  ],
};

/** Every version: none of them ever changes. */
export async function methodRows(sources: DataSources, campaign: WholeCampaign): Promise<WordyRow[]> {
  return (await sources.rankings.methods(campaign.id)).map(({ key, version, title, description, rules, publishedAt }) => ({
    method: key, method_version: version, title, description, points_green: rules.points.green, points_yellow: rules.points.yellow, points_red: rules.points.red, if_not_known: rules.notKnown, if_not_assessed: rules.notAssessed,
    minimum_known: rules.minimumKnown, published_at: instant(publishedAt),
  }));
}

export const WEIGHTS: Table = { name: 'ranking-weights', key: ['method', 'method_version', 'weighed_kind', 'weighed'], columns: [...METHOD, entered('weighed_kind'), entered('weighed'), entered('weight', 'integer')] };

/** An indicator weighs its own weight times its goal's; what is not here weighs 1. */
export async function weightRows(sources: DataSources, campaign: WholeCampaign): Promise<WordyRow[]> {
  return (await sources.rankings.methods(campaign.id)).flatMap(({ key, version, rules }) => ([['goal', rules.goals], ['indicator', rules.indicators]] as const).flatMap(([kind, weights]) =>
    Object.entries(weights).sort(([a], [b]) => (a < b ? -1 : 1)).map(([weighed, weight]) => ({ method: key, method_version: version, weighed_kind: kind, weighed, weight }))));
}

export const RANKINGS: Table = {
  name: 'rankings', key: ['ranking'],
  columns: [
    entered('ranking'), said('title'), entered('year_from', 'year'), entered('year_to', 'year'), { ...entered('states_assessed', 'integer'), unit: 'countries' }, ...METHOD, reckoned('input_hash'), entered('language'), entered('note'),
    entered('publication'), reckoned('published_at', 'datetime'), ...SOURCE,
  ],
};

/** A ranking without a method is one whose table no source gives: that it was made is known, and nothing else. */
export async function rankingRows(sources: DataSources, campaign: WholeCampaign): Promise<WordyRow[]> {
  return (await sources.allRankings(campaign)).map((one) => ({
    ranking: one.key, title: one.title, year_from: one.period.from, year_to: one.period.to, states_assessed: one.statesAssessed, method: one.method?.key ?? null, method_version: one.method?.version ?? null, input_hash: one.inputSha256,
    language: one.language, note: one.note, publication: one.publicationId, published_at: instant(one.publicAt), ...sourceOf(one.source),
  }));
}

export const RANKS: Table = {
  name: 'ranks', key: ['ranking', 'jurisdiction'],
  columns: [
    entered('ranking'), entered('jurisdiction'), reckoned('rank', 'integer'), reckoned('tied', 'boolean'), reckoned('points', 'integer'), reckoned('points_of', 'integer'), { ...reckoned('known_percent', 'integer'), unit: 'percent' },
    reckoned('not_known'), reckoned('not_assessed'),
  ],
};

export async function rankRows(sources: DataSources, campaign: WholeCampaign): Promise<WordyRow[]> {
  return (await sources.allRankings(campaign)).flatMap(({ key, rows }) => (rows ?? []).map((row) => ({
    ranking: key, jurisdiction: row.jurisdiction, rank: row.rank, tied: row.tied, points: row.score?.points ?? null, points_of: row.score?.of ?? null, known_percent: row.known, not_known: joined(row.notKnown), not_assessed: joined(row.notAssessed),
  })));
}
