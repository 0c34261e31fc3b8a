import { Injectable } from '@nestjs/common';
import { AccessService, type Actor, forbidden, notFound } from '#libs/access';
import { type Publication, type PublicationAudience, PublicationsReader } from '#libs/embargo';
import { CampaignReader, campaignUnknown, type WholeCampaign } from '#libs/petitions';

/** Publications are the whole campaign's: who reads or organises all of it sees them before the public. Asked by JSON and pages alike. */
@Injectable()
export class PublicationRights {
  constructor(private readonly access: AccessService, private readonly campaigns: CampaignReader, private readonly publications: PublicationsReader) {}

  /** @throws DomainError `campaigns.unknown` */
  async campaign(slug: string): Promise<WholeCampaign> {
    const campaign = await this.campaigns.bySlug(slug);
    if (!campaign) throw campaignUnknown();
    return campaign;
  }

  async audienceOf(actor: Actor | null, campaignId: number): Promise<PublicationAudience> {
    return actor && (await this.access.may(actor, 'read', { campaignId })) ? 'organisers' : 'public';
  }

  mayOrganise(actor: Actor, campaignId: number): Promise<boolean> {
    return this.access.may(actor, 'organise', { campaignId });
  }

  /** @throws DomainError `access.not_found` to who reads nothing of the whole campaign, `access.forbidden` to who only reads it */
  async requireCampaign(slug: string, actor: Actor, action: 'read' | 'organise' = 'organise'): Promise<WholeCampaign> {
    const campaign = await this.campaigns.bySlug(slug);
    if (!campaign || !(await this.access.may(actor, 'read', { campaignId: campaign.id }))) throw notFound();
    if (action === 'organise' && !(await this.mayOrganise(actor, campaign.id))) throw forbidden();
    return campaign;
  }

  /** One of theirs. @throws DomainError as `requireCampaign`, `publications.not_found` */
  async require(slug: string, id: string, actor: Actor, action: 'read' | 'organise' = 'organise'): Promise<{ campaign: WholeCampaign; publication: Publication }> {
    const campaign = await this.requireCampaign(slug, actor, action);
    return { campaign, publication: await this.publications.get(id, 'organisers', campaign.id) };
  }
}
