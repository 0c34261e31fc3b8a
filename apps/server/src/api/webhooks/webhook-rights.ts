import { Injectable } from '@nestjs/common';
import { AccessService, type Actor, notFound } from '#libs/access';
import { type Webhook, Webhooks } from '#libs/notifications';
import { CampaignReader, campaignUnknown, type WholeCampaign } from '#libs/petitions';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Finds a webhook for those who organise where it belongs; another's is told as what is not there. Asked by JSON and pages alike. */
@Injectable()
export class WebhookRights {
  constructor(private readonly access: AccessService, private readonly campaigns: CampaignReader, private readonly webhooks: Webhooks) {}

  /** @throws DomainError `access.not_found`, also for those who may read there but not organise: an address may hold a secret */
  async webhook(id: string, actor: Actor, campaign?: string): Promise<Webhook> {
    const webhook = UUID.test(id) ? await this.webhooks.get(id) : null;
    if (!webhook || (campaign !== undefined && webhook.campaign !== campaign)) throw notFound();
    if (!(await this.access.may(actor, 'organise', scopeOf(webhook.campaignId, webhook.jurisdiction)))) throw notFound();
    return webhook;
  }

  /** Whether one may be made there. @throws DomainError `access.not_found`, `access.forbidden`, `campaigns.unknown` */
  async requireAt(actor: Actor, slug: string, jurisdiction: string | null): Promise<WholeCampaign> {
    const campaign = await this.campaign(slug);
    await this.access.require(actor, 'organise', scopeOf(campaign.id, jurisdiction));
    return campaign;
  }

  /** Whose webhooks one may see: null for all; else only those of these countries. @throws DomainError `access.not_found` to those who organise nothing there */
  async within(actor: Actor, slug: string): Promise<{ campaign: WholeCampaign; within: string[] | null }> {
    const campaign = await this.campaign(slug);
    const seen = await this.access.visibleJurisdictions(actor, campaign.id, 'organise');
    if (seen !== 'all' && seen.length === 0) throw notFound();
    return { campaign, within: seen === 'all' ? null : seen };
  }

  private async campaign(slug: string): Promise<WholeCampaign> {
    const campaign = await this.campaigns.bySlug(slug);
    if (!campaign) throw campaignUnknown();
    return campaign;
  }
}

const scopeOf = (campaignId: number, jurisdiction: string | null) => ({ campaignId, ...(jurisdiction === null ? {} : { jurisdictionId: jurisdiction }) });
