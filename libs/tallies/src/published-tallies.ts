import { Injectable } from '@nestjs/common';
import { type Forecast, forecast, FORECAST_HISTORY_DAYS, type FORECAST_METHOD } from './forecast-rules.js';
import { nextMilestone } from './milestone-rules.js';
import { CHANNELS, publishTally } from './publish-rules.js';
import { thresholdsOf } from './tally-book.js';
import { TallyFigures, type TallyView } from './tally-figures.js';

const DAY = 86_400_000;
/** A forecast takes milliseconds of the whole process and moves by the hour: whoever looks shares one for so long. */
const FORECAST_FRESH_MS = 60_000;

/** A petition's figures as anybody may see them, or (with `pending`) as its organisers do. */
export interface PublishedTally {
  petition: string;
  /** ISO 8601. Of a petition of high privacy: the day whose figure is shown. */
  asOf: string;
  counted: number;
  attested: { count: number; lowerBound: boolean } | null;
  /** Counted and attested. */
  total: number;
  /** Counted signatures by country of residence; cells under ten are in `other`. */
  byCountry: Record<string, number>;
  /** Counted and attested signatures; channels with fewer than ten, and attested counts that name none, are in `unspecified`. */
  byChannel: Record<string, number>;
  milestones: { threshold: number; approachingAt: string | null; reachedAt: string | null }[];
  nextMilestone: { threshold: number; remaining: number; forecast: { from: string; to: string | null; method: typeof FORECAST_METHOD } | null } | null;
  /** Organisers only. */
  pending?: number;
}

const iso = (at: Date | null): string | null => at?.toISOString() ?? null;

/** The one place that turns a tally into what is shown: pages, feeds, API and streams all take it from here. */
@Injectable()
export class PublishedTallies {
  /** By petition. */
  private readonly forecasts = new Map<number, { threshold: number; until: number; range: Promise<Forecast | null> }>();

  constructor(private readonly figures: TallyFigures) {}

  /** For everybody: small cells merged, petitions of high privacy once a day, nothing pending. Null if there is no such petition. */
  async forPublic(petitionId: number, now: number = Date.now()): Promise<PublishedTally | null> {
    const view = await this.figures.view(petitionId);
    if (!view) return null;
    return view.privacy === 'high' ? this.daily(view) : this.live(view, publishTally(exactOf(view), 'standard'), now);
  }

  /** For the petition's organisers: exact cells, and what waits for its confirmation. */
  async forOrganisers(petitionId: number, now: number = Date.now()): Promise<PublishedTally | null> {
    const view = await this.figures.view(petitionId);
    if (!view) return null;
    const exact = exactOf(view);
    const channels = Object.fromEntries(CHANNELS.map((channel) => [channel, exact.byChannel[channel] ?? 0]));
    return { ...(await this.live(view, { counted: view.counted, byCountry: exact.byCountry, byChannel: { ...channels, unspecified: 0 } }, now)), pending: view.pending };
  }

  private async live(view: TallyView, shown: { counted: number; byCountry: Record<string, number>; byChannel: Record<string, number | null> }, now: number): Promise<PublishedTally> {
    return {
      petition: view.slug, asOf: view.asOf.toISOString(), counted: shown.counted, attested: view.attested, total: shown.counted + (view.attested?.count ?? 0),
      byCountry: shown.byCountry, byChannel: withAttested(shown.byChannel, view),
      // What was passed before anybody watched has no time of its own.
      milestones: view.milestones.filter(({ silent }) => !silent).map((m) => ({ threshold: m.threshold, approachingAt: iso(m.approachingAt), reachedAt: iso(m.reachedAt) })),
      nextMilestone: await this.next(view, now),
    };
  }

  private async daily(view: TallyView): Promise<PublishedTally> {
    const published = await this.figures.lastPublished(view.petitionId);
    const counted = published?.counted ?? 0;
    const total = counted + (view.attested?.count ?? 0);
    const next = view.open ? nextMilestone(total, milestonesOf(view)) : null;
    return {
      petition: view.slug, asOf: published ? `${published.day}T00:00:00.000Z` : view.asOf.toISOString(), counted, attested: view.attested, total,
      byCountry: { other: counted }, byChannel: withAttested({ unspecified: counted }, view), milestones: [], nextMilestone: next && { ...next, forecast: null },
    };
  }

  private async next(view: TallyView, now: number): Promise<PublishedTally['nextMilestone']> {
    const next = view.open ? nextMilestone(view.total, milestonesOf(view)) : null;
    if (!next) return null;
    const range = await this.sharedForecast(view, next.threshold, now);
    return { ...next, forecast: range && { from: new Date(range.from).toISOString(), to: range.to === null ? null : new Date(range.to).toISOString(), method: range.method } };
  }

  private sharedForecast(view: TallyView, threshold: number, now: number): Promise<Forecast | null> {
    const known = this.forecasts.get(view.petitionId);
    if (known && known.threshold === threshold && now < known.until) return known.range;
    const range = this.forecast(view, threshold, now);
    this.forecasts.set(view.petitionId, { threshold, until: now + FORECAST_FRESH_MS, range });
    range.catch(() => this.forecasts.delete(view.petitionId));
    return range;
  }

  /** When the threshold will be reached, from the last weeks of counted signatures; null if too little is known. */
  async forecast(view: TallyView, threshold: number, now: number = Date.now()): Promise<Forecast | null> {
    if (!view.openedAt) return null;
    const hourly = await this.figures.hourly(view.petitionId, new Date(now - FORECAST_HISTORY_DAYS * DAY));
    return forecast({ now, since: view.openedAt.getTime(), hourly: hourly.map(({ hour, n }) => ({ hour: hour.getTime(), count: n })), total: view.total, threshold });
  }
}

export const milestonesOf = (view: TallyView): { threshold: number }[] =>
  thresholdsOf(view, view.milestones.map((m) => ({ threshold: m.threshold, origin: m.origin, approached: m.approachingAt !== null, reached: m.reachedAt !== null })));

function exactOf(view: TallyView): Parameters<typeof publishTally>[0] & { byCountry: Record<string, number> } {
  const sum = (key: 'country' | 'channel'): Record<string, number> => {
    const sums: Record<string, number> = {};
    for (const cell of view.cells) sums[cell[key]] = (sums[cell[key]] ?? 0) + cell.n;
    return sums;
  };
  return { counted: view.counted, byCountry: sum('country'), byChannel: sum('channel') };
}

function withAttested(shown: Record<string, number | null>, view: TallyView): Record<string, number> {
  const sums: Record<string, number> = {};
  for (const channel of [...CHANNELS, 'unspecified']) sums[channel] = shown[channel] ?? 0;
  for (const { channel, n } of view.attestedByChannel) sums[channel] = (sums[channel] ?? 0) + n;
  return sums;
}
