import { Injectable } from '@nestjs/common';
import { CallsReader } from '#libs/calls-to-action';
import { AppConfig } from '#libs/config';
import { Database } from '#libs/database';
import { PublicationsReader } from '#libs/embargo';
import { type Commitment, type Handover, type HandoverListItem, HandoversReader } from '#libs/handovers';
import { CampaignReader, type DoorPetition, type JurisdictionView, PetitionDirectory, type PetitionListItem, PetitionReader, type WholeCampaign } from '#libs/petitions';
import { type AllCards, CardsReader, type CountryFinding, InstrumentsReader, type Ranking, RankingsReader, StatisticsReader, type TimelineEvent, TimelineReader } from '#libs/progress';
import { ReportEditions } from '#libs/publications';
import { TallyFigures } from '#libs/tallies';
import { LastShown } from '../reading/last-shown.js';
import { PublicCounts } from '../reading/public-counts.js';

/** Shared by all who ask within it: short enough that what goes public at an instant is there a second later, also where it is kept once more. */
const FRESH_MS = 400;
const PAGE = 200;
const AT_ONCE = 3;

/** What the tables are read from. Everything in it is read as the public reads it. */
@Injectable()
export class DataSources {
  private readonly wholeHandovers = new LastShown<Handover[]>(20, FRESH_MS);
  private readonly wholeCards = new LastShown<AllCards>(20, FRESH_MS);

  constructor(
    readonly db: Database, readonly campaigns: CampaignReader, readonly petitionReader: PetitionReader, readonly directory: PetitionDirectory, readonly counts: PublicCounts, readonly figures: TallyFigures,
    readonly calls: CallsReader, readonly cards: CardsReader, readonly instruments: InstrumentsReader, readonly rankings: RankingsReader, readonly statistics: StatisticsReader,
    private readonly timeline: TimelineReader, readonly publications: PublicationsReader, readonly editions: ReportEditions, private readonly reader: HandoversReader, readonly config: AppConfig,
  ) {}

  /** Without drafts. */
  petitions(campaign: WholeCampaign): Promise<PetitionListItem[]> {
    return everyPage((page) => this.petitionReader.list({ campaign: campaign.slug, page, pageSize: PAGE }));
  }

  async doorPetitions(campaign: WholeCampaign): Promise<{ item: PetitionListItem; petition: DoorPetition }[]> {
    const items = await this.petitions(campaign);
    const found = await Promise.all(items.map(async (item) => ({ item, petition: await this.directory.bySlug(item.slug) })));
    return found.flatMap(({ item, petition }) => (petition ? [{ item, petition }] : []));
  }

  handoverList(campaign: WholeCampaign): Promise<HandoverListItem[]> {
    return everyPage((page) => this.reader.list({ audience: 'public', campaign: campaign.slug, page, pageSize: PAGE }));
  }

  handovers(campaign: WholeCampaign): Promise<Handover[]> {
    return this.wholeHandovers.of(campaign.id, async () => {
      const found: Handover[] = [];
      const list = await this.handoverList(campaign);
      // A few at a time: a visitor's file must not take all of the database's connections.
      for (let from = 0; from < list.length; from += AT_ONCE) found.push(...(await Promise.all(list.slice(from, from + AT_ONCE).map(({ id }) => this.reader.get(id, 'public')))));
      return found;
    });
  }

  allCards(campaign: WholeCampaign): Promise<AllCards> {
    return this.wholeCards.of(campaign.id, () => this.cards.all({ campaignId: campaign.id, audience: 'public' }));
  }

  /** Without those whose petition is still being written, but for those in the base of a round that is public. */
  async places(campaign: WholeCampaign): Promise<JurisdictionView[]> {
    const assessed = new Set((await this.allCards(campaign)).base.map(({ jurisdiction }) => jurisdiction));
    return (await this.campaigns.jurisdictions(campaign.id)).filter(({ id, petition }) => petition?.status !== 'draft' || assessed.has(id));
  }

  allRankings(campaign: WholeCampaign): Promise<Ranking[]> {
    return everyPage((page) => this.rankings.list({ audience: 'public', campaignId: campaign.id, page, pageSize: PAGE }));
  }

  findings(campaign: WholeCampaign): Promise<CountryFinding[]> {
    return everyPage((page) => this.timeline.findings({ audience: 'public', campaignId: campaign.id, page, pageSize: PAGE }));
  }

  happenings(campaign: WholeCampaign): Promise<TimelineEvent[]> {
    return everyPage((page) => this.timeline.events({ campaignId: campaign.id, page, pageSize: PAGE }));
  }

  commitments(campaign: WholeCampaign): Promise<Commitment[]> {
    return everyPage((page) => this.reader.commitments({ audience: 'public', campaign: campaign.slug, page, pageSize: PAGE }));
  }
}

export async function everyPage<Item>(read: (page: number) => Promise<{ items: Item[]; total: number }>): Promise<Item[]> {
  const all: Item[] = [];
  for (let page = 1; ; page++) {
    const { items, total } = await read(page);
    all.push(...items);
    if (all.length >= total || items.length === 0) return all;
  }
}
