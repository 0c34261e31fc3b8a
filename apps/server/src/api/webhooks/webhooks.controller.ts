import { Body, Controller, Delete, Get, HttpCode, Param, ParseUUIDPipe, Patch, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { type Actor, notFound } from '#libs/access';
import { type Webhook, type WebhookDelivery, Webhooks } from '#libs/notifications';
import type { Page } from '#libs/petitions';
import { AllowRoles, CurrentActor, Limit } from '../../edge/decorators.js';
import { WebhookRights } from './webhook-rights.js';
import { ChangeWebhookDto, DeliveryQueryDto, NewWebhookDto, ReplayDto, RotateSecretDto, WebhookPageDto } from './webhooks.dto.js';

/** The secret is told in this answer and never again. */
type WithSecret = Webhook & { secret: string };

@ApiTags('Webhooks')
@AllowRoles('owner', 'organiser')
@Limit('organising')
@Controller('api/v1/campaigns/:campaign/webhooks')
export class WebhooksController {
  constructor(private readonly webhooks: Webhooks, private readonly rights: WebhookRights) {}

  @Get()
  @ApiOperation({ summary: 'Webhooks of a campaign, as far as one organises there' })
  async list(@Param('campaign') slug: string, @Query() page: WebhookPageDto, @CurrentActor() actor: Actor): Promise<Page<Webhook>> {
    const { campaign, within } = await this.rights.within(actor, slug);
    return this.webhooks.list({ campaignId: campaign.id, within, ...page });
  }

  @Post()
  @ApiOperation({ summary: 'Make a webhook', description: 'Of the campaign, or of one country. The secret to check signatures with (Standard Webhooks) is told in this answer and never again.' })
  async create(@Param('campaign') slug: string, @Body() { jurisdiction = null, ...input }: NewWebhookDto, @CurrentActor() actor: Actor): Promise<WithSecret> {
    const campaign = await this.rights.requireAt(actor, slug, jurisdiction);
    const { webhook, secret } = await this.webhooks.create({ ...input, campaignId: campaign.id, jurisdictionId: jurisdiction }, actor.userId);
    return { ...webhook, secret };
  }

  @Get(':id')
  @ApiOperation({ summary: 'One webhook' })
  get(@Param('campaign') slug: string, @Param('id') id: string, @CurrentActor() actor: Actor): Promise<Webhook> {
    return this.rights.webhook(id, actor, slug);
  }

  @Patch(':id')
  @ApiOperation({ summary: 'Change name, address and events', description: 'What waits goes to the new address.' })
  async change(@Param('campaign') slug: string, @Param('id') id: string, @Body() body: ChangeWebhookDto, @CurrentActor() actor: Actor): Promise<Webhook> {
    await this.rights.webhook(id, actor, slug);
    return this.webhooks.change(id, body, actor.userId);
  }

  @Delete(':id')
  @HttpCode(204)
  @ApiOperation({ summary: 'Remove a webhook, with all that was and is to be sent' })
  async remove(@Param('campaign') slug: string, @Param('id') id: string, @CurrentActor() actor: Actor): Promise<void> {
    await this.rights.webhook(id, actor, slug);
    await this.webhooks.remove(id, actor.userId);
  }

  @Post(':id/secret')
  @HttpCode(200)
  @ApiOperation({ summary: 'Replace the secret', description: 'Messages bear signatures by both until the overlap ends. The new one is told in this answer and never again.' })
  async rotateSecret(@Param('campaign') slug: string, @Param('id') id: string, @Body() { overlapHours }: RotateSecretDto, @CurrentActor() actor: Actor): Promise<WithSecret> {
    await this.rights.webhook(id, actor, slug);
    const { webhook, secret } = await this.webhooks.rotateSecret(id, actor.userId, overlapHours);
    return { ...webhook, secret };
  }

  @Post(':id/ping')
  @HttpCode(202)
  @ApiOperation({ summary: 'Send a test message, after all that waits' })
  async ping(@Param('campaign') slug: string, @Param('id') id: string, @CurrentActor() actor: Actor): Promise<void> {
    await this.rights.webhook(id, actor, slug);
    await this.webhooks.ping(id, actor.userId);
  }

  @Post(':id/pause')
  @HttpCode(200)
  @ApiOperation({ summary: 'Send nothing for now; what happens waits' })
  async pause(@Param('campaign') slug: string, @Param('id') id: string, @CurrentActor() actor: Actor): Promise<Webhook> {
    await this.rights.webhook(id, actor, slug);
    return this.webhooks.pause(id, actor.userId);
  }

  @Post(':id/resume')
  @HttpCode(200)
  @ApiOperation({ summary: 'Send again, what waited first' })
  async resume(@Param('campaign') slug: string, @Param('id') id: string, @CurrentActor() actor: Actor): Promise<Webhook> {
    await this.rights.webhook(id, actor, slug);
    return this.webhooks.resume(id, actor.userId);
  }

  @Get(':id/deliveries')
  @ApiOperation({ summary: 'What was and is to be sent, newest first', description: 'Kept for 90 days. What the receiver answers is not kept, but for its status.' })
  async deliveries(@Param('campaign') slug: string, @Param('id') id: string, @Query() query: DeliveryQueryDto, @CurrentActor() actor: Actor): Promise<Page<WebhookDelivery>> {
    await this.rights.webhook(id, actor, slug);
    return this.webhooks.deliveries({ webhookId: id, ...query });
  }

  @Post(':id/deliveries/:delivery/replay')
  @HttpCode(202)
  @ApiOperation({ summary: 'Send one once more, under its own id and number' })
  async replay(@Param('campaign') slug: string, @Param('id') id: string, @Param('delivery', new ParseUUIDPipe({ exceptionFactory: notFound })) delivery: string, @CurrentActor() actor: Actor): Promise<void> {
    await this.rights.webhook(id, actor, slug);
    await this.webhooks.replay(id, delivery, actor.userId);
  }

  @Post(':id/replay')
  @HttpCode(202)
  @ApiOperation({ summary: 'Send everything since an instant once more, in order' })
  async replaySince(@Param('campaign') slug: string, @Param('id') id: string, @Body() { since }: ReplayDto, @CurrentActor() actor: Actor): Promise<{ deliveries: number }> {
    await this.rights.webhook(id, actor, slug);
    return { deliveries: await this.webhooks.replaySince(id, new Date(since), actor.userId) };
  }
}
