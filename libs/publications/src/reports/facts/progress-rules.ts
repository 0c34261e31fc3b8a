import { newestTelling, overviewOf, type OverviewPlace, type RoundCards } from '#libs/progress';
import { inOrder } from './in-order.js';
import { type GoalRatings, type RatingCounts, type ReportCardRound, type ReportData, type ReportStanding } from './report-data.js';

/** How countries are rated on the cards that they are shown by, and what became of that since the card before. */
export interface ReportProgress {
  /** Of a region's report. */
  goals: GoalRatings | null;
  /** Of the final report all countries first, then each region; of a region's that one alone. Regions overlap: they never add up to all. */
  places: {
    /** Null: all countries with a card. */
    region: string | null;
    countries: number;
    counts: RatingCounts;
    /** Of those with an earlier card; null: none has one. */
    change: { countries: number; better: number; same: number; worse: number; notComparable: number } | null;
  }[];
  /** Of a region's report: where its members stand with treaties, laws and plans. */
  standings: ReportStanding[];
}

type PlacedCard = ReportCardRound['cards'][number] & { round: ReportCardRound };

const cardsOf = ({ cards: rounds }: ReportData, place: string): PlacedCard[] => rounds.flatMap((round) => round.cards.filter(({ jurisdiction }) => jurisdiction === place).map((card) => ({ ...card, round })));

/** The card that a place is shown by, as the pages choose it. */
export const cardOf = (data: ReportData, place: string): PlacedCard | undefined => newestTelling(cardsOf(data, place));

/** Shares of all countries with a card and of each region, by goal and together; null: there are no cards. */
function overview(data: ReportData): OverviewPlace[] {
  const covered = [...new Set(data.cards.flatMap(({ cards }) => cards.map(({ jurisdiction }) => jurisdiction)))].sort(inOrder);
  const now = covered.map((place) => cardOf(data, place)).filter((card) => card !== undefined);
  if (now.length === 0) return [];
  // Of what has no period nobody can say that it was before.
  const before = now.map(({ jurisdiction, round }) => {
    const all = cardsOf(data, jurisdiction);
    return newestTelling(all.slice(all.findIndex((one) => one.round === round) + 1).filter((one) => one.round.period !== null));
  }).filter((card) => card !== undefined);
  return overviewOf({
    now: together(now), before: before.length === 0 ? null : together(before), groups: [],
    jurisdictions: data.places.map(({ id, kind, names, members }) => ({ id, kind, names, members, groups: [] })),
  });
}

/** Cards of several rounds looked at as one: an indicator that a card did not have is not known there. */
function together(cards: readonly PlacedCard[]): RoundCards {
  const goals = new Map<string, Set<string>>();
  for (const { round } of cards) for (const { key, indicators } of round.goals) goals.set(key, new Set([...(goals.get(key) ?? []), ...indicators.map((one) => one.key)]));
  return {
    covered: cards.map(({ jurisdiction }) => jurisdiction),
    framework: { goals: [...goals].map(([key, indicators]) => ({ key, indicators: [...indicators].map((one) => ({ key: one })) })) },
    ratings: cards.flatMap(({ jurisdiction, ratings, stars }) => Object.entries(ratings).map(([indicator, rating]) => ({ jurisdiction, indicator, rating, star: stars.includes(indicator) }))),
  };
}

/** Ratings by goal of all countries; null: there are no cards. */
export const goalRatings = (data: ReportData): GoalRatings | null => byGoal(data, overview(data).find(({ kind }) => kind === 'all'));

export function finalProgress(data: ReportData): ReportProgress {
  return { goals: null, places: overview(data).map(placeOf), standings: [] };
}

export function regionProgress(data: ReportData, region: { id: string; members: readonly string[] }): ReportProgress {
  const place = overview(data).find(({ kind, id }) => kind === 'region' && id === region.id);
  return {
    goals: byGoal(data, place), places: place ? [placeOf(place)] : [],
    standings: data.standings.filter(({ jurisdiction }) => region.members.includes(jurisdiction)).sort((a, b) => inOrder(a.instrument, b.instrument) || inOrder(a.jurisdiction, b.jurisdiction)),
  };
}

function byGoal(data: ReportData, place: OverviewPlace | undefined): GoalRatings | null {
  if (!place) return null;
  const order = data.goals.map(({ key }) => key);
  const goals = Object.entries(place.goals).map(([goal, { share }]) => ({ goal, ...countsOf(share.counts) }));
  return { countries: place.members.length, goals: goals.sort((a, b) => order.indexOf(a.goal) - order.indexOf(b.goal) || inOrder(a.goal, b.goal)) };
}

function placeOf({ kind, id, members, inBoth, overall: { share, change } }: OverviewPlace): ReportProgress['places'][number] {
  return {
    region: kind === 'all' ? null : id, countries: members.length, counts: countsOf(share.counts),
    change: change === null || change.base === 0 ? null : { countries: inBoth?.length ?? 0, better: change.better, same: change.same, worse: change.worse, notComparable: change.base - change.comparable },
  };
}

const countsOf = ({ green, yellow, red, 'not-assessed': notAssessed, 'not-known': unknown }: OverviewPlace['overall']['share']['counts']): RatingCounts => ({ green, yellow, red, notAssessed, unknown });
