import { type Words } from '#libs/petitions';
import { inOrder } from './in-order.js';
import { cardOf } from './progress-rules.js';
import { type ReportData, type ReportEvent, type ReportRating, type ReportStanding } from './report-data.js';

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
