import { type WholeCampaign } from '#libs/petitions';
import { type RatingVersion } from '#libs/progress';
import { entered, instant, reckoned, said, SOURCE, sourceOf, type Table, type WordyRow } from '../dataset.js';
import { type DataSources } from '../sources.js';

const CELL = [entered('round'), entered('jurisdiction'), entered('indicator')] as const;
const cell = ({ round, jurisdiction, indicator }: RatingVersion): WordyRow => ({ round, jurisdiction, indicator });

export const ROUNDS: Table = {
  name: 'rounds', key: ['round'],
  columns: [
    entered('round'), said('title'), entered('period'), entered('date_from', 'date'), entered('date_to', 'date'), entered('framework_version', 'integer'), { ...reckoned('places', 'integer'), unit: 'countries' },
    said('note'), reckoned('published_at', 'datetime'), ...SOURCE,
  ],
};

/** Rounds of which anything is public, the newest period first; with the instant at which the first of it was. */
export async function roundRows(sources: DataSources, campaign: WholeCampaign): Promise<WordyRow[]> {
  return (await sources.allCards(campaign)).rounds.map((round) => ({
    round: round.key, title: round.title, period: round.period?.edtf ?? null, date_from: round.period?.from ?? null, date_to: round.period?.to ?? null, framework_version: round.frameworkVersion,
    places: round.jurisdictions.length, note: round.note, published_at: instant(round.publishedAt), ...sourceOf(round.source),
  }));
}

export const ROUND_PLACES: Table = { name: 'round-places', key: ['round', 'jurisdiction'], columns: [entered('round'), entered('jurisdiction'), reckoned('rated', 'integer'), entered('note'), ...SOURCE] };

/** The base of every share: who was looked at, whether anybody rated them or not. */
export async function roundPlaceRows(sources: DataSources, campaign: WholeCampaign): Promise<WordyRow[]> {
  const { base, ratings } = await sources.allCards(campaign);
  const rated = new Map<string, number>();
  for (const { round, jurisdiction, rating, stands } of ratings) {
    if (stands && rating !== null) rated.set(`${round}/${jurisdiction}`, (rated.get(`${round}/${jurisdiction}`) ?? 0) + 1);
  }
  return base.map(({ round, jurisdiction, note, source }) => ({ round, jurisdiction, rated: rated.get(`${round}/${jurisdiction}`) ?? 0, note, ...sourceOf(source) }));
}

export const CARDS: Table = {
  name: 'cards', key: ['round', 'jurisdiction', 'indicator'],
  columns: [entered('round'), entered('period'), entered('framework_version', 'integer'), entered('jurisdiction'), entered('indicator'), entered('rating'), entered('star', 'boolean'), reckoned('rating_version', 'integer'), reckoned('published_at', 'datetime')],
};

/** What every card says now; where nobody rated, there is no row, and where nobody knows, an empty cell. */
export async function cardRows(sources: DataSources, campaign: WholeCampaign): Promise<WordyRow[]> {
  const { rounds, ratings } = await sources.allCards(campaign);
  const byKey = new Map(rounds.map((round) => [round.key, round]));
  return ratings.filter(({ stands }) => stands).map((one) => ({
    ...cell(one), period: byKey.get(one.round)?.period?.edtf ?? null, framework_version: byKey.get(one.round)?.frameworkVersion ?? null, rating: one.rating, star: one.star, rating_version: one.version, published_at: instant(one.publicAt),
  }));
}

export const CARD_VERSIONS: Table = {
  name: 'card-versions', key: ['round', 'jurisdiction', 'indicator', 'rating_version'],
  columns: [...CELL, reckoned('rating_version', 'integer'), reckoned('stands', 'boolean'), entered('rating'), entered('star', 'boolean'), said('reasons'), entered('assessed_on', 'date'), entered('publication'), reckoned('published_at', 'datetime')],
};

/** Each wording of each rating that is public, the oldest first: from their instants follows what a card said on any day. */
export async function cardVersionRows(sources: DataSources, campaign: WholeCampaign): Promise<WordyRow[]> {
  return (await sources.allCards(campaign)).ratings.map((one) => ({
    ...cell(one), rating_version: one.version, stands: one.stands, rating: one.rating, star: one.star, reasons: one.reasons, assessed_on: one.assessedOn, publication: one.publicationId, published_at: instant(one.publicAt),
  }));
}

export const CARD_SOURCES: Table = {
  name: 'card-sources', key: ['round', 'jurisdiction', 'indicator', 'rating_version', 'position'],
  columns: [...CELL, reckoned('rating_version', 'integer'), entered('position', 'integer'), entered('source_title'), entered('source_url'), ...SOURCE],
};

export async function cardSourceRows(sources: DataSources, campaign: WholeCampaign): Promise<WordyRow[]> {
  return (await sources.allCards(campaign)).ratings.flatMap((one) => one.sources.map((source, n) => ({
    ...cell(one), rating_version: one.version, position: n + 1, source_title: source.title ?? null, source_url: source.url ?? null, ...sourceOf(source),
  })));
}

export const CARD_REPLIES: Table = {
  name: 'card-replies', key: ['card_reply'],
  columns: [entered('card_reply'), ...CELL, entered('by_whom'), entered('received_on', 'date'), entered('language'), said('text'), entered('replaces')],
};

/** What governments said to their cards, in the language in which it came; without an indicator it is of the whole card. */
export async function cardReplyRows(sources: DataSources, campaign: WholeCampaign): Promise<WordyRow[]> {
  return (await sources.allCards(campaign)).replies.map((one) => ({
    card_reply: one.id, round: one.round, jurisdiction: one.jurisdiction, indicator: one.indicator, by_whom: one.byWhom, received_on: one.receivedOn, language: one.language, text: one.texts, replaces: one.replaces,
  }));
}
