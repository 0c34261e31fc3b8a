import { Injectable } from '@nestjs/common';
import { AppConfig } from '#libs/config';
import { Database } from '#libs/database';
import { type PublicationKind } from '#libs/embargo';
import { HandoverSummaries } from '#libs/handovers';
import { type WholeCampaign } from '#libs/petitions';
import { CardsReader } from '#libs/progress';
import { LastShown } from '../../reading/last-shown.js';
import { type Locale } from '../../i18n/index.js';
import { type FaceFrame } from '../face/view-models.js';
import { SECTIONS, type Section } from '../sections.js';
import { textIn } from './words.js';

/** Kept for when the database is away: what may be told changes by the instant, so each look asks anew. */
const MOST_KEPT = 200;

/** Which sections of a campaign have something to show, so that no link leads to an empty page; the notice of what was withdrawn is something. */
@Injectable()
export class CampaignSectionsReader {
  private readonly last = new LastShown<Section[]>(MOST_KEPT);

  constructor(private readonly db: Database, private readonly handovers: HandoverSummaries, private readonly cards: CardsReader, private readonly config: AppConfig) {}

  of(campaign: { id: number }): Promise<Section[]> {
    return this.last.of(campaign.id, () => this.read(campaign.id));
  }

  /** What the pages around a campaign's petitions share. `path`: the page's address without its language. */
  async frame(campaign: WholeCampaign, locale: Locale, path: string): Promise<FaceFrame> {
    return {
      slug: campaign.slug, title: textIn(campaign.title, locale, campaign.defaultLanguage) ?? { text: campaign.slug, lang: 'en' }, kind: campaign.kind, recordAsOf: campaign.asOf,
      demonstration: campaign.demonstration, noindex: campaign.noindex, sections: await this.of(campaign), canonicalUrl: `${this.config.publicUrl}/${locale}${path}`,
    };
  }

  private async read(campaignId: number): Promise<Section[]> {
    const [commitments, rounds, [facts]] = await Promise.all([
      this.handovers.commitmentRows(campaignId), this.cards.rounds({ campaignId, audience: 'public' }),
      this.db.rows<{ ratifications: boolean; rankings: boolean; statistics: boolean; withdrawn: PublicationKind[] }>(
        `select exists (select 1 from instrument_events where campaign_id = $1 and retracted_at is null) as ratifications,
           exists (select 1 from rankings r where campaign_id = $1 and ranking_is_public(r, '{}')) as rankings,
           exists (select 1 from published_statistics s where campaign_id = $1 and (s.publication_id is null or publication_is_public(s.publication_id, 'public'))) as statistics,
           array(select distinct p.kind from publications p where p.campaign_id = $1 and p.withdrawn_at is not null and publication_is_told(p, 'public')) as withdrawn`, [campaignId]),
    ]);
    const told = (kind: PublicationKind): boolean => facts?.withdrawn.includes(kind) ?? false;
    const something: Record<Section, boolean> = {
      map: true, timeline: true, reports: true, data: true, promises: commitments.length > 0, progress: rounds.length > 0 || told('cards'),
      ratifications: facts?.ratifications ?? false, rankings: (facts?.rankings ?? false) || told('ranking'), statistics: (facts?.statistics ?? false) || told('statistics'),
    };
    return SECTIONS.filter((section) => something[section]);
  }
}
