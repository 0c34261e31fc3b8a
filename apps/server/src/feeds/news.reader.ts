import { Injectable } from '@nestjs/common';
import { PublicationsReader } from '#libs/embargo';
import { type WholeCampaign } from '#libs/petitions';
import { type Locale, translator } from '../i18n/index.js';
import { DataSources, everyPage } from '../open-data/sources.js';
import { LastShown } from '../reading/last-shown.js';
import { commitmentNews, handoverNews, inOrder, type NewsItem, type NewsPlace, petitionNews, publicationNews } from './news.js';

/** With what the news are made from (`DataSources`) below the second after which an instant's news are there. */
const FRESH_MS = 400;

/** A campaign's news, as the public may read them this second. */
@Injectable()
export class NewsReader {
  private readonly news = new LastShown<NewsItem[]>(60, FRESH_MS);

  constructor(private readonly sources: DataSources, private readonly publications: PublicationsReader) {}

  of(campaign: WholeCampaign, locale: Locale): Promise<NewsItem[]> {
    return this.news.of(`${locale} ${campaign.slug}`, () => this.read(campaign, locale));
  }

  /** Since when the campaign is here. */
  async since(campaign: WholeCampaign): Promise<Date> {
    return (await this.sources.db.rows<{ at: Date }>(`select created_at as at from campaigns where id = $1`, [campaign.id]))[0]?.at ?? new Date(0);
  }

  private async read(campaign: WholeCampaign, locale: Locale): Promise<NewsItem[]> {
    const t = translator(locale);
    const [petitions, handovers, commitments, publications] = [
      campaign.kind === 'record' ? [] : await this.sources.doorPetitions(campaign), await this.sources.handovers(campaign), await this.sources.commitments(campaign),
      await everyPage((page) => this.publications.list({ audience: 'public', campaignId: campaign.id, page, pageSize: 200 })),
    ];
    const rated = await this.ratedIn(publications.flatMap(({ id, kind }) => (kind === 'cards' ? [id] : [])));
    const told = await this.toldAt(handovers.map(({ id }) => id));
    const since = (id: string): Date => told.get(id) ?? new Date(0);
    const ofPetitions = await Promise.all(petitions.map(async ({ petition, item }) => petitionNews(t, petition, item.takesSignatures ? ((await this.sources.counts.of(item.id))?.tally ?? null) : null)));
    return inOrder([
      ...ofPetitions.flat(), ...handovers.flatMap((handover) => handoverNews(t, campaign, handover, since(handover.id))),
      ...commitments.flatMap((commitment) => commitmentNews(t, campaign, commitment, since(commitment.handoverId))), ...publications.flatMap((publication) => publicationNews(t, campaign, publication, rated.get(publication.id))),
    ]);
  }

  /** The places whose cards a publication holds: of publications that the public is told of. */
  private async ratedIn(ids: readonly string[]): Promise<Map<string, NewsPlace[]>> {
    const rows = await this.sources.db.rows<{ publication: string; places: NewsPlace[] }>(
      `select r.publication_id as publication, json_agg(json_build_object('id', j.id, 'kind', j.kind, 'name', j.name, 'names', j.names) order by j.id) as places
       from (select distinct a.publication_id, a.campaign_id, a.jurisdiction_id from card_round_publications c
               join assessments a on a.round_id = c.round_id and a.publication_id = c.publication_id where c.publication_id = any($1::uuid[])) r
       join jurisdictions j on j.campaign_id = r.campaign_id and j.id = r.jurisdiction_id group by r.publication_id`, [ids]);
    return new Map(rows.map(({ publication, places }) => [publication, places]));
  }

  /** Of handovers that the public is told of: since when. */
  private async toldAt(ids: readonly string[]): Promise<Map<string, Date>> {
    const rows = await this.sources.db.rows<{ id: string; at: Date }>(
      `select h.id, greatest(coalesce(h.held_at, h.created_at), h.embargo_until) as at from handovers h where h.id = any($1::uuid[]) and is_told(h, 'public')`, [ids]);
    return new Map(rows.map(({ id, at }) => [id, at]));
  }
}
