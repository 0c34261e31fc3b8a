import { type Words } from '#libs/petitions';
import { newestTelling } from '#libs/progress';
import { inOrder } from './in-order.js';
import { type GoalRatings, type ReportCardRound, type ReportData, type ReportEvent, type ReportRating, type ReportStanding } from './report-data.js';

/** What followed in one place: its newest card that says anything, where it stands with treaties and laws, and what happened when. */
export interface ReportStory {
  card: { round: string; title: Words; period: string | null; goals: { title: Words; indicators: { key: string; title: Words; rating: ReportRating | null; star: boolean }[] }[] } | null;
  standings: ReportStanding[];
  timeline: ReportEvent[];
}

/** A rating that is null is not known: the source is silent. */
export function storyOf(data: ReportData, place: string): ReportStory {
  const chosen = cardOf(data, place);
  return {
    card: chosen === undefined ? null : {
      round: chosen.round.key, title: chosen.round.title, period: chosen.round.period,
      goals: chosen.round.goals.map(({ title, indicators }) => ({ title, indicators: indicators.map((one) => ({ ...one, rating: chosen.ratings[one.key] ?? null, star: chosen.stars.includes(one.key) })) })),
    },
    standings: data.standings.filter(({ jurisdiction }) => jurisdiction === place).sort((a, b) => inOrder(a.instrument, b.instrument)),
    timeline: data.timeline.filter(({ jurisdictions }) => jurisdictions.includes(place)).sort((a, b) => inOrder(a.from, b.from) || inOrder(a.date, b.date) || inOrder(a.key, b.key)),
  };
}

/** The card that a place is shown by, as the pages choose it. */
function cardOf({ cards: rounds }: ReportData, place: string): (ReportCardRound['cards'][number] & { round: ReportCardRound }) | undefined {
  return newestTelling(rounds.flatMap((round) => round.cards.filter(({ jurisdiction }) => jurisdiction === place).map((card) => ({ ...card, round }))));
}

/** Ratings by goal, of each country by the card that it is shown by; null: there are no cards. */
export function goalRatings(data: ReportData): GoalRatings | null {
  const covered = new Set(data.cards.flatMap(({ cards }) => cards.map(({ jurisdiction }) => jurisdiction)));
  const cards = [...covered].map((place) => cardOf(data, place)).filter((card) => card !== undefined);
  if (cards.length === 0) return null;
  const goals = new Map<string, GoalRatings['goals'][number]>();
  for (const { round, ratings } of cards) {
    for (const { key, indicators } of round.goals) {
      const goal = goals.get(key) ?? { goal: key, green: 0, yellow: 0, red: 0, notAssessed: 0, unknown: 0 };
      for (const indicator of indicators) goal[COUNTED_AS[ratings[indicator.key] ?? 'not-known']] += 1;
      goals.set(key, goal);
    }
  }
  const order = data.goals.map(({ key }) => key);
  return { countries: cards.length, goals: [...goals.values()].sort((a, b) => order.indexOf(a.goal) - order.indexOf(b.goal) || inOrder(a.goal, b.goal)) };
}

const COUNTED_AS = { green: 'green', yellow: 'yellow', red: 'red', 'not-assessed': 'notAssessed', 'not-known': 'unknown' } as const;
