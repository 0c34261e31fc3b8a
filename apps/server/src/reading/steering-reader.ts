import { Injectable } from '@nestjs/common';
import { AccessService, type Actor, notFound } from '#libs/access';
import { Database } from '#libs/database';
import { type Steering, SteeringFigures } from '#libs/tallies';

/** What is looked at: one petition, a whole campaign, or a region of it with its members. */
export interface SteeredPlace {
  kind: 'campaign' | 'region' | 'petition';
  campaignId: number;
  campaign: string;
  campaignTitle: Record<string, string>;
  campaignLanguage: string;
  live: boolean;
  /** Of a region or petition. */
  jurisdictionId: string | null;
  jurisdictionName: string | null;
  /** Of a petition. */
  slug: string | null;
  /** Not all of the campaign or region, as the asker may read a part of it only. */
  partial: boolean;
  /** Regions of the campaign that the asker may read in part at least. */
  regions: { id: string; name: string }[];
}

interface CampaignRow { id: number; slug: string; title: Record<string, string>; language: string; live: boolean }

const CAMPAIGN = `select c.id, c.slug, c.title, c.default_language as language, c.kind = 'live' as live from campaigns c`;

/** Who may steer by which figures: the exact ones, also of high privacy, by the right to read that very petition. */
@Injectable()
export class SteeringReader {
  constructor(private readonly db: Database, private readonly access: AccessService, private readonly figures: SteeringFigures) {}

  /** @throws DomainError `access.not_found` for what is not there and for what the asker may not know of */
  async campaign(slug: string, region: string | null, actor: Actor, now: Date): Promise<{ place: SteeredPlace; steering: Steering }> {
    const [campaign] = await this.db.rows<CampaignRow>(`${CAMPAIGN} where c.slug = $1`, [slug]);
    if (!campaign) throw notFound();
    const seen = await this.access.visibleJurisdictions(actor, campaign.id);
    const regions = await this.regions(campaign.id);
    const chosen = region === null ? null : regions.find(({ id }) => id === region);
    if (chosen === undefined) throw notFound();
    const wanted = chosen ? [chosen.id, ...chosen.members] : null;
    const jurisdictions = seen === 'all' ? wanted : wanted ? seen.filter((id) => wanted.includes(id)) : seen;
    const steering = jurisdictions?.length === 0 ? null : await this.figures.read({ campaignId: campaign.id, jurisdictions }, now, actor.timeZone);
    if (!steering) throw notFound();
    return {
      place: {
        ...placeOf(campaign), kind: chosen ? 'region' : 'campaign', jurisdictionId: chosen?.id ?? null, jurisdictionName: chosen?.name ?? null, slug: null,
        partial: seen !== 'all' && (wanted === null || wanted.some((id) => !seen.includes(id))),
        regions: regions.filter(({ id, members }) => seen === 'all' || seen.includes(id) || members.some((member) => seen.includes(member))).map(({ id, name }) => ({ id, name })),
      },
      steering,
    };
  }

  /** @throws DomainError `access.not_found` */
  async petition(slug: string, actor: Actor, now: Date): Promise<{ place: SteeredPlace; steering: Steering }> {
    const [row] = await this.db.rows<CampaignRow & { jurisdictionId: string; jurisdictionName: string }>(
      `select c.id, c.slug, c.title, c.default_language as language, c.kind = 'live' as live, p.jurisdiction_id as "jurisdictionId", j.name as "jurisdictionName"
         from petitions p join campaigns c on c.id = p.campaign_id join jurisdictions j on j.campaign_id = p.campaign_id and j.id = p.jurisdiction_id where p.slug = $1`, [slug]);
    if (!row || !(await this.access.may(actor, 'read', { campaignId: row.id, jurisdictionId: row.jurisdictionId }))) throw notFound();
    const steering = await this.figures.read({ campaignId: row.id, jurisdictions: [row.jurisdictionId], slug }, now, actor.timeZone);
    if (!steering) throw notFound();
    return { place: { ...placeOf(row), kind: 'petition', jurisdictionId: row.jurisdictionId, jurisdictionName: row.jurisdictionName, slug, partial: false, regions: [] }, steering };
  }

  /** Campaigns of which the asker may read some, living ones first. */
  async campaigns(actor: Actor): Promise<CampaignRow[]> {
    const all = await this.db.rows<CampaignRow>(`${CAMPAIGN} order by c.kind = 'record', c.created_at, c.id`);
    const seen = await Promise.all(all.map(({ id }) => this.access.visibleJurisdictions(actor, id)));
    return all.filter((_, n) => seen[n] === 'all' || (seen[n]?.length ?? 0) > 0);
  }

  private regions(campaignId: number): Promise<{ id: string; name: string; members: string[] }[]> {
    return this.db.rows(
      `select j.id, j.name, array_agg(m.member_id order by m.member_id) as members from jurisdictions j join jurisdiction_members m on m.campaign_id = j.campaign_id and m.region_id = j.id
        where j.campaign_id = $1 and j.kind = 'region' group by j.id, j.name, j.position order by j.position, j.id`, [campaignId]);
  }
}

const placeOf = (row: CampaignRow): Pick<SteeredPlace, 'campaignId' | 'campaign' | 'campaignTitle' | 'campaignLanguage' | 'live'> =>
  ({ campaignId: row.id, campaign: row.slug, campaignTitle: row.title, campaignLanguage: row.language, live: row.live });
