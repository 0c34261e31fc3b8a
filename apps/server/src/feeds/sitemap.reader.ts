import { Injectable } from '@nestjs/common';
import { type JurisdictionView, type WholeCampaign } from '#libs/petitions';
import { ReportEditions } from '#libs/publications';
import { DataSources, everyPage } from '../open-data/sources.js';
import { LastShown } from '../reading/last-shown.js';
import { CampaignSectionsReader } from '../site/read/campaign-sections.js';
import { NewsReader } from './news.reader.js';
import { PAGES_A_PART, type SitemapPage } from './sitemap.js';

const FRESH_MS = 800;

interface Part { name: string; pages: SitemapPage[]; changed: Date | null }

const newest = (dates: readonly (Date | null)[]): Date | null => dates.reduce((a, b) => (b && (!a || b > a) ? b : a), null);

/** The pages that are to be found. Campaigns that ask to be left out, and the demonstration, are. */
@Injectable()
export class SitemapReader {
  private readonly parts = new LastShown<Part[]>(1, FRESH_MS);

  constructor(private readonly sources: DataSources, private readonly news: NewsReader, private readonly sections: CampaignSectionsReader, private readonly editions: ReportEditions) {}

  all(): Promise<Part[]> {
    return this.parts.of('parts', () => this.read());
  }

  private async read(): Promise<Part[]> {
    const campaigns = (await everyPage((page) => this.sources.campaigns.list({ page, pageSize: 100 }))).filter(({ noindex, demonstration }) => !noindex && !demonstration);
    const parts: Part[] = [];
    for (const { slug } of campaigns) {
      const campaign = await this.sources.campaigns.bySlug(slug);
      if (!campaign) continue;
      const pages = await this.pagesOf(campaign);
      for (let from = 0; from < pages.length; from += PAGES_A_PART) {
        const some = pages.slice(from, from + PAGES_A_PART);
        parts.push({ name: `${slug}-${from / PAGES_A_PART + 1}.xml`, pages: some, changed: newest(some.map(({ changed }) => changed)) });
      }
    }
    const home: SitemapPage[] = [{ path: '', changed: newest(parts.map(({ changed }) => changed)), neutral: false }];
    return [{ name: 'home.xml', pages: home, changed: home[0]?.changed ?? null }, ...parts];
  }

  /** Of a page that shows many things no day is told where we don't know it of all. */
  private async pagesOf(campaign: WholeCampaign): Promise<SitemapPage[]> {
    const [news, edits, places] = [await this.news.of(campaign, 'en'), await this.edits(campaign.id), await this.sources.campaigns.jurisdictions(campaign.id)];
    const told = (id: string): Date | null => newest(news.filter(({ jurisdiction, inCountryOnly }) => jurisdiction === id && !inCountryOnly).map(({ at }) => at));
    const base = `/campaigns/${campaign.slug}`;
    const withPetition = places.filter(({ petition }) => petition && petition.status !== 'draft');
    const petitions = withPetition.map(({ id, petition }): SitemapPage => ({ path: `/petitions/${petition?.slug}`, changed: newest([edits.get(petition?.slug ?? '') ?? null, told(id)]), neutral: true }));
    const whole = newest([...petitions.map(({ changed }) => changed), ...news.map(({ at }) => at)]);
    return [
      { path: base, changed: whole, neutral: true },
      ...(await this.sections.of(campaign)).map((section): SitemapPage => ({ path: `${base}/${section}`, changed: null, neutral: section === 'data' })),
      ...petitions,
      ...places.filter(({ kind, state, petition }) => kind === 'country' && state !== 'none' && petition?.status !== 'draft').map(({ id }): SitemapPage => ({ path: `${base}/countries/${id}`, changed: null, neutral: false })),
      ...(await this.cards(campaign, base)), ...(await this.reports(campaign, places, base)),
    ];
  }

  /** Of each place that a round covers, and beside its earlier one where two do. */
  private async cards({ id: campaignId }: WholeCampaign, base: string): Promise<SitemapPage[]> {
    const rounds = await this.sources.cards.rounds({ campaignId, audience: 'public' });
    const [once, twice] = [new Set<string>(), new Set<string>()];
    for (const place of rounds.flatMap(({ jurisdictions }) => jurisdictions)) (once.has(place) ? twice : once).add(place);
    return [...[...once].map((id) => `/progress/${id}`), ...[...twice].map((id) => `/progress/${id}/compare`)].map((path) => ({ path: `${base}${path}`, changed: null, neutral: true }));
  }

  /** As of now, and as they were published. */
  private async reports({ id: campaignId }: WholeCampaign, places: readonly JurisdictionView[], base: string): Promise<SitemapPage[]> {
    const reported = places.filter(({ kind, state, ownCalls, petition }) => kind !== 'world' && (ownCalls > 0 || state === 'petition') && petition?.status !== 'draft');
    const editions = await everyPage((page) => this.editions.list({ campaignId, audience: 'public', page, pageSize: 200 }));
    return [
      ...['appendix', 'final', ...reported.map(({ id }) => id)].map((name): SitemapPage => ({ path: `${base}/reports/${name}`, changed: null, neutral: true })),
      ...editions.map(({ id, publicAt }): SitemapPage => ({ path: `${base}/reports/${id}`, changed: publicAt, neutral: true })),
    ];
  }

  /** When petition and texts were last changed, not counting signatures. */
  private async edits(campaignId: number): Promise<Map<string, Date>> {
    const rows = await this.sources.db.rows<{ slug: string; at: Date }>(
      `select p.slug, greatest(p.created_at, p.opened_at, p.closed_at, (select max(t.created_at) from petition_texts t where t.petition_id = coalesce(p.shared_from, p.id)),
         (select max(h.at) from history h where h.entity = 'petitions' and h.entity_key = p.slug)) as at from petitions p where p.campaign_id = $1 and p.status <> 'draft'`, [campaignId]);
    return new Map(rows.map(({ slug, at }) => [slug, at]));
  }
}
