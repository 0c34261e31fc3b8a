import { type Words } from '#libs/petitions';
import { inOrder } from './in-order.js';
import { type ReportCardRound, type ReportData, type ReportEvent, type ReportRating, type ReportStanding } from './report-data.js';

/** What followed in one place: its newest card that says anything, where it stands with treaties and laws, and what happened when. */
export interface ReportStory {
  card: { round: string; title: Words; period: string | null; goals: { title: Words; indicators: { key: string; title: Words; rating: ReportRating | null; star: boolean }[] }[] } | null;
  standings: ReportStanding[];
  timeline: ReportEvent[];
}

/** A rating that is null is not known: the source is silent. */
export function storyOf(data: ReportData, place: string): ReportStory {
  const covering = data.cards.filter(({ cards }) => cards.some(({ jurisdiction }) => jurisdiction === place));
  const cardOf = (round: ReportCardRound): Pick<ReportCardRound['cards'][number], 'ratings' | 'stars'> => round.cards.find(({ jurisdiction }) => jurisdiction === place) ?? { ratings: {}, stars: [] };
  // As the pages choose it: a newer round in which nothing was said of the place yet hides no older one.
  const chosen = covering.find((round) => cardOf(round).stars.length > 0 || Object.values(cardOf(round).ratings).some((rating) => rating !== null)) ?? covering[0];
  return {
    card: chosen === undefined ? null : {
      round: chosen.key, title: chosen.title, period: chosen.period,
      goals: chosen.goals.map(({ title, indicators }) => ({ title, indicators: indicators.map((one) => ({ ...one, rating: cardOf(chosen).ratings[one.key] ?? null, star: cardOf(chosen).stars.includes(one.key) })) })),
    },
    standings: data.standings.filter(({ jurisdiction }) => jurisdiction === place).sort((a, b) => inOrder(a.instrument, b.instrument)),
    timeline: data.timeline.filter(({ jurisdictions }) => jurisdictions.includes(place)).sort((a, b) => inOrder(a.from, b.from) || inOrder(a.date, b.date) || inOrder(a.key, b.key)),
  };
}
