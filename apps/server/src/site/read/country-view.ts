import { Injectable } from '@nestjs/common';
import { CampaignReader, type JurisdictionView, petitionSlug, type WholeCampaign, type Words } from '#libs/petitions';
import { type Card, CardsReader, type CountryFinding, InstrumentsReader, type KnownInstrumentDate, type Standing, StatisticsReader, TimelineReader } from '#libs/progress';
import { LastShown } from '../../reading/last-shown.js';
import { type Locale } from '../../i18n/index.js';
import { type CardSummaryView, type CountryView, type FindingView, type RatificationView } from '../face/view-models.js';
import { sourceView } from '../progress/words.js';
import { CampaignSectionsReader } from './campaign-sections.js';
import { placeOf } from './campaign-view.js';
import { every } from './every.js';
import { SiteReader } from './site-reader.js';
import { plainIn, textIn } from './words.js';

/** Kept for when the database is away: what may be told changes by the instant, so each look asks anew. */
const MOST_KEPT = 300;

/** One country, region or the world, with everything that is told of it. */
@Injectable()
export class CountryViews {
  private readonly last = new LastShown<CountryView | null>(MOST_KEPT);

  constructor(
    private readonly campaigns: CampaignReader, private readonly site: SiteReader, private readonly cards: CardsReader, private readonly instruments: InstrumentsReader,
    private readonly found: TimelineReader, private readonly statistics: StatisticsReader, private readonly sections: CampaignSectionsReader,
  ) {}

  /** Null: the campaign or the place is not there, or its petition is only drafted. */
  of(slug: string, id: string, locale: Locale): Promise<CountryView | null> {
    return this.last.of(`${locale} ${slug} ${id}`, () => this.read(slug, id, locale));
  }

  private async read(slug: string, id: string, locale: Locale): Promise<CountryView | null> {
    const campaign = await this.campaigns.bySlug(slug);
    const places = campaign ? (await this.campaigns.jurisdictions(campaign.id)).filter(({ petition }) => petition?.status !== 'draft') : [];
    const place = places.find((one) => one.id === id);
    if (!campaign || !place) return null;
    const [petition, card, { items: standings }, findings, frame] = await Promise.all([
      this.site.petition(place.petition?.slug ?? petitionSlug(slug, id), locale), this.card(campaign, place, locale),
      this.instruments.standings({ audience: 'public', campaignId: campaign.id, jurisdiction: id, pageSize: 200 }), this.findings(campaign, id, places, locale), this.sections.frame(campaign, locale, `/campaigns/${slug}/countries/${id}`),
    ]);
    const told = petition ?? (await this.site.handed(campaign, place, places, locale));
    const linked = (ids: readonly string[]): CountryView['members'] =>
      places.filter((one) => ids.includes(one.id)).map((one) => ({ place: placeOf(one, locale), href: `/campaigns/${slug}/countries/${one.id}` }));
    return {
      campaign: frame, place: placeOf(place, locale), kind: place.kind, petition, handovers: told.handovers, commitments: told.commitments,
      regions: linked([...place.regions, ...places.filter(({ kind }) => kind === 'world' && place.kind !== 'world').map((world) => world.id)]), members: linked(place.members),
      card, findings, ratifications: standings.map((one) => ratificationView(one, locale, campaign.defaultLanguage)),
      reportHref: place.kind !== 'world' && (place.ownCalls > 0 || place.state === 'petition') ? `/campaigns/${slug}/reports/${id}` : null,
    };
  }

  private async findings(campaign: WholeCampaign, id: string, places: readonly JurisdictionView[], locale: Locale): Promise<FindingView[]> {
    const found = await every((page, pageSize) => this.found.findings({ audience: 'public', campaignId: campaign.id, jurisdiction: id, page, pageSize }));
    const indicators = found.some(({ indicator }) => indicator !== null) ? await this.statistics.indicators(campaign.id) : [];
    return found.map((one) => findingView(one, {
      campaign, locale, about: indicators.find(({ key }) => key === one.indicator)?.title ?? null, others: places.filter((place) => place.id !== id && one.jurisdictions.includes(place.id)),
    }));
  }

  /** The newest card of the place that the public may read. */
  private async card(campaign: WholeCampaign, { id }: JurisdictionView, locale: Locale): Promise<CardSummaryView | null> {
    const view = { campaignId: campaign.id, audience: 'public' as const };
    const rounds = await this.cards.roundsOf(view, id);
    return rounds.length > 0 ? cardSummary(await this.cards.card({ ...view, jurisdiction: id }), `/campaigns/${campaign.slug}/progress/${id}`, locale, campaign.defaultLanguage) : null;
  }
}

export function cardSummary({ round, entries }: Pick<Card, 'round' | 'entries'>, href: string, locale: Locale, own: string): CardSummaryView {
  const of = (rating: Card['entries'][number]['rating']): number => entries.filter((entry) => entry.rating === rating).length;
  return {
    href, round: textIn(round.title, locale, own), period: round.period?.edtf ?? null,
    green: of('green'), yellow: of('yellow'), red: of('red'), notAssessed: of('not-assessed'), notKnown: of(null), stars: entries.filter(({ star }) => star).length,
  };
}

function findingView({ key, direction, date, statement, language, source }: CountryFinding, { campaign, locale, about, others }: { campaign: WholeCampaign; locale: Locale; about: Words | null; others: readonly JurisdictionView[] }): FindingView {
  return {
    key, direction, date, statement: { text: statement, lang: language ?? campaign.defaultLanguage }, about: textIn(about, locale, campaign.defaultLanguage),
    others: others.map((place) => placeOf(place, locale)), source: source && sourceView(source, campaign),
  };
}

/** Where it stands with one treaty, law or plan, and since when as far as that is known. */
function ratificationView({ instrument, state, events }: Standing, locale: Locale, own: string): RatificationView {
  const by = events.find(({ id }) => id === state.by);
  return {
    instrument: plainIn(instrument.name, instrument.names, locale, own) ?? { text: instrument.key, lang: 'en' }, state: state.kind, reserved: state.reserved,
    date: edtfOf(state.date), note: by?.note ? { text: by.note, lang: by.language ?? own } : null,
  };
}

/** Between two dates, after one or before one: as EDTF says it. */
function edtfOf({ edtf, since, until }: KnownInstrumentDate): string | null {
  return edtf ?? (since || until ? `${since ?? '..'}/${until ?? '..'}` : null);
}
