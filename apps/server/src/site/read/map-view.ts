import { Injectable } from '@nestjs/common';
import { type Commitment, type HandoverListItem, HandoversReader } from '#libs/handovers';
import { CampaignReader, type WholeCampaign } from '#libs/petitions';
import { CardsReader } from '#libs/progress';
import { LastShown } from '../../reading/last-shown.js';
import { type Locale } from '../../i18n/index.js';
import { MEASURES, type CardShare, type Handed, type MapCountryView, type MapView, type Measure, type PromiseCounts } from '../face/view-models.js';
import { areasFor, seenIn, WHOLE_WORLD } from '../face/world.js';
import { CampaignSectionsReader } from './campaign-sections.js';
import { CampaignViews, placeOf } from './campaign-view.js';
import { everyCommitment, everyHandover } from './every.js';

/** Kept for when the database is away: what may be told changes by the instant, so each look asks anew. */
const MOST_KEPT = 100;

type Whole = Pick<MapView, 'campaign' | 'countries' | 'regions'>;

/** A campaign's countries by what was signed, handed over, promised and kept. The figures are those of the campaign's own page. */
@Injectable()
export class MapViews {
  private readonly last = new LastShown<Whole | null>(MOST_KEPT);

  constructor(
    private readonly campaigns: CampaignReader, private readonly views: CampaignViews, private readonly handovers: HandoversReader, private readonly cards: CardsReader,
    private readonly sections: CampaignSectionsReader,
  ) {}

  /** Null: there is no such campaign. A measure or a part of the world that says nothing of it gives way to the first. */
  async of(slug: string, locale: Locale, asked: { measure: string | null; area: string | null }): Promise<MapView | null> {
    const whole = await this.last.of(`${locale} ${slug}`, () => this.read(slug, locale));
    if (!whole) return null;
    const ids = whole.countries.map(({ place }) => place.id);
    const measures = MEASURES.filter((measure) => says(measure, whole.countries));
    const areas = areasFor(ids);
    const area = areas.find((one) => one === asked.area) ?? WHOLE_WORLD;
    const seen = new Set(seenIn(area, ids));
    return {
      ...whole, measures, measure: measures.find((one) => one === asked.measure) ?? 'signatures', areas, area,
      countries: whole.countries.filter(({ place }) => seen.has(place.id)), allCountries: ids.length,
    };
  }

  private async read(slug: string, locale: Locale): Promise<Whole | null> {
    const campaign = await this.campaigns.bySlug(slug);
    if (!campaign) return null;
    const [view, places, handovers, commitments, shares, frame] = await Promise.all([
      this.views.of(campaign, locale), this.campaigns.jurisdictions(campaign.id), everyHandover(this.handovers, slug), everyCommitment(this.handovers, slug),
      this.shares(campaign), this.sections.frame(campaign, locale, `/campaigns/${slug}/map`),
    ]);
    const href = (id: string): string => `/campaigns/${slug}/countries/${id}`;
    return {
      campaign: frame,
      countries: view.countries.map(({ place, state, figure }): MapCountryView => ({
        place, href: href(place.id), state, figure, ...handedOver(handovers.filter((one) => one.jurisdiction.id === place.id)),
        promises: promiseCounts(commitments.filter((one) => one.jurisdiction.id === place.id)), card: shares.get(place.id) ?? null,
      })),
      regions: places.filter(({ kind, petition }) => kind !== 'country' && petition?.status !== 'draft').map((place) => ({ place: placeOf(place, locale), href: href(place.id) })),
    };
  }

  /** Each country by the card that its own page shows. */
  private async shares(campaign: WholeCampaign): Promise<Map<string, CardShare>> {
    const items = await this.cards.newest({ campaignId: campaign.id, audience: 'public' });
    return new Map(items.map(({ jurisdiction, ratings }) => {
      const rated = Object.values(ratings).filter((rating) => rating === 'green' || rating === 'yellow' || rating === 'red');
      return [jurisdiction.id, { green: rated.filter((rating) => rating === 'green').length, rated: rated.length }];
    }));
  }
}

/** Whether a measure tells any two countries apart, or at least something of one. */
function says(measure: Measure, countries: readonly MapCountryView[]): boolean {
  switch (measure) {
    case 'signatures': return true;
    case 'handed': return countries.some(({ handed }) => handed !== 'none');
    case 'kept': return countries.some(({ promises }) => promises.made > 0);
    case 'progress': return countries.some(({ card }) => card !== null && card.rated > 0);
  }
}

const HANDED: readonly [HandoverListItem['status'], Handed][] = [['held', 'held'], ['refused', 'not-received'], ['absent', 'not-received'], ['listed', 'listed'], ['planned', 'planned']];

/** The furthest that the country's own handovers came; those of a region stand with the region. */
export function handedOver(handovers: readonly HandoverListItem[]): Pick<MapCountryView, 'handed' | 'handedOn'> {
  for (const [status, handed] of HANDED) {
    const found = handovers.find((one) => one.status === status);
    if (found) return { handed, handedOn: found.date.edtf };
  }
  return { handed: 'none', handedOn: null };
}

export function promiseCounts(commitments: readonly Pick<Commitment, 'status' | 'overdue'>[]): PromiseCounts {
  const of = (status: Commitment['status']): number => commitments.filter((one) => one.status === status).length;
  return { made: commitments.length, fulfilled: of('fulfilled'), inProgress: of('in-progress'), broken: of('broken'), overdue: commitments.filter(({ overdue }) => overdue).length };
}
