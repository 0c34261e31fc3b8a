import { Injectable } from '@nestjs/common';
import { Database } from '#libs/database';
import { HandoversReader, HandoverSummaries } from '#libs/handovers';
import { type AttestedRow, type BundleRow, type CampaignSummary, type PetitionRow, PublishedTallies, summarise } from '#libs/tallies';

/** A campaign's figures as anybody may see them, computed anew from its rows: for the API, the pages and the command line alike. */
@Injectable()
export class CampaignSummaries {
  constructor(private readonly db: Database, private readonly handovers: HandoverSummaries, private readonly reader: HandoversReader, private readonly tallies: PublishedTallies) {}

  async of(campaign: { id: number; slug: string }): Promise<CampaignSummary> {
    const [petitions, attested, handovers, commitments, answeredCalls, bundles] = await Promise.all([
      this.petitions(campaign.id), this.attested(campaign.id), this.handovers.handoverRows(campaign.id), this.handovers.commitmentRows(campaign.id),
      this.handovers.answeredCallRows(campaign.id), this.bundles(campaign),
    ]);
    return summarise({ petitions, attested, handovers, commitments, answeredCalls, bundles });
  }

  /** Every jurisdiction; what was counted as it is published, so that the sum gives away no more than its parts. */
  private async petitions(campaignId: number): Promise<PetitionRow[]> {
    const rows = await this.db.rows<Omit<PetitionRow, 'counted'> & { petitionId: number | null }>(
      `select j.id as jurisdiction, j.kind, j.petition_state = 'petition' and j.kind <> 'world' and coalesce(p.status, 'closed') <> 'draft' as "hasPetition",
              (select count(*)::int from calls_to_action k where k.campaign_id = j.campaign_id and k.jurisdiction_id = j.id) as "ownCalls",
              case when p.takes_signatures and c.kind = 'live' and p.status <> 'draft' then p.id end as "petitionId"
         from jurisdictions j join campaigns c on c.id = j.campaign_id left join petitions p on p.campaign_id = j.campaign_id and p.jurisdiction_id = j.id
        where j.campaign_id = $1 and (j.petition_state <> 'petition' or p.status <> 'draft') order by j.position, j.id`,
      [campaignId],
    );
    return Promise.all(rows.map(async ({ petitionId, ...row }) => ({ ...row, counted: petitionId === null ? null : ((await this.tallies.forPublic(petitionId))?.counted ?? null) })));
  }

  private attested(campaignId: number): Promise<AttestedRow[]> {
    return this.db.rows(
      `select p.jurisdiction_id as jurisdiction, a.count, a.qualifier = 'more-than' as "lowerBound", null as handover
         from attested_counts a join petitions p on p.id = a.petition_id where p.campaign_id = $1 and a.revoked_at is null and p.status <> 'draft' order by a.id`,
      [campaignId],
    );
  }

  private async bundles(campaign: { id: number; slug: string }): Promise<BundleRow[]> {
    const { items } = await this.reader.list({ audience: 'public', campaign: campaign.slug, pageSize: 200 });
    const members = new Map((await this.db.rows<{ region: string; members: string[] }>(
      `select region_id as region, array_agg(member_id order by member_id) as members from jurisdiction_members where campaign_id = $1 group by region_id`, [campaign.id])).map((row) => [row.region, row.members]));
    return items.filter((item) => item.level !== 'national').map((item) => ({ jurisdiction: item.jurisdiction.id, members: members.get(item.jurisdiction.id) ?? [], stated: item.stated }));
  }
}
