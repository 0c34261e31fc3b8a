import { Body, Controller, Get, Param, Post, Query, Req, Res, UseFilters } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Actor, notFound } from '#libs/access';
import { Database } from '#libs/database';
import { DELIVERY_STATES, type Webhook, type WebhookInput, Webhooks } from '#libs/notifications';
import { WebhookRights } from '../../api/webhooks/webhook-rights.js';
import { AllowRoles, CurrentActor } from '../../edge/decorators.js';
import { type FieldError } from '../../ui/index.js';
import { ConsoleProblems } from '../console-problems.filter.js';
import { type Desk, Desks, faultsOf } from '../desk.js';
import { type FormBody, listOf, textOf, textOrNull } from '../form-body.js';
import { pageOf } from '../petitions.controller.js';
import { ConsoleScopes } from '../read/scopes.js';
import { SecretPage, webhookPath, type WebhookFormValues, WebhooksPage } from './views/webhooks.js';
import { WebhookPage } from './views/webhook.js';

const PAGE_SIZE = 25;
const NEW: WebhookFormValues = { name: '', url: '', events: [], jurisdiction: '' };

/** Programs of others that are told what happens: for those who organise there. */
@ApiExcludeController()
@UseFilters(ConsoleProblems)
@AllowRoles('owner', 'organiser')
@Controller('console/webhooks')
export class WebhooksPagesController {
  constructor(
    private readonly desks: Desks, private readonly scopes: ConsoleScopes, private readonly rights: WebhookRights, private readonly webhooks: Webhooks, private readonly db: Database,
  ) {}

  @Get()
  list(@Query() query: FormBody, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    return this.sendList(reply, this.desks.open(request), query, actor, NEW, []);
  }

  /** The secret stands in the answer itself, which no cache keeps: there is no page to come back to for it. */
  @Post()
  async create(@Query() query: FormBody, @Body() body: FormBody, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const desk = this.desks.open(request);
    const jurisdictionId = textOrNull(body, 'jurisdiction');
    const campaign = await this.rights.requireAt(actor, textOf(body, 'campaign'), jurisdictionId);
    try {
      const { webhook, secret } = await this.webhooks.create({ ...inputOf(body), campaignId: campaign.id, jurisdictionId }, actor.userId);
      this.desks.send(reply, SecretPage({ desk, webhook, secret, isNew: true }));
    } catch (thrown) {
      await this.sendList(reply, desk, { ...query, campaign: campaign.slug }, actor, { ...inputOf(body), jurisdiction: jurisdictionId ?? '' }, faultsOf(thrown, desk.page.t));
    }
  }

  @Get(':id')
  async show(@Param('id') id: string, @Query() query: FormBody, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await this.sendOne(reply, this.desks.open(request), await this.rights.webhook(id, actor), query);
  }

  @Post(':id/change')
  async change(@Param('id') id: string, @Body() body: FormBody, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const desk = this.desks.open(request);
    const webhook = await this.rights.webhook(id, actor);
    try {
      await this.webhooks.change(id, inputOf(body), actor.userId);
    } catch (thrown) {
      return this.sendOne(reply, desk, webhook, {}, { values: { ...inputOf(body), jurisdiction: '' }, errors: faultsOf(thrown, desk.page.t) });
    }
    this.desks.leave(reply, desk, webhookPath(id), 'webhook-changed');
  }

  @Post(':id/secret')
  async rotateSecret(@Param('id') id: string, @Body() body: FormBody, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await this.rights.webhook(id, actor);
    const { webhook, secret } = await this.webhooks.rotateSecret(id, actor.userId, textOf(body, 'overlap') === 'none' ? 0 : undefined);
    this.desks.send(reply, SecretPage({ desk: this.desks.open(request), webhook, secret, isNew: false }));
  }

  @Post(':id/ping')
  ping(@Param('id') id: string, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    return this.act(id, actor, request, reply, 'webhook-pinged', () => this.webhooks.ping(id, actor.userId));
  }

  @Post(':id/pause')
  pause(@Param('id') id: string, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    return this.act(id, actor, request, reply, 'webhook-paused', () => this.webhooks.pause(id, actor.userId));
  }

  @Post(':id/resume')
  resume(@Param('id') id: string, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    return this.act(id, actor, request, reply, 'webhook-resumed', () => this.webhooks.resume(id, actor.userId));
  }

  @Post(':id/replay')
  async replaySince(@Param('id') id: string, @Body() body: FormBody, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const day = textOf(body, 'since');
    const since = /^\d{4}-\d{2}-\d{2}$/.test(day) ? new Date(`${day}T00:00:00Z`) : new Date(Number.NaN);
    if (Number.isNaN(since.getTime())) {
      const desk = this.desks.open(request);
      return this.sendOne(reply, desk, await this.rights.webhook(id, actor), {}, { values: null, errors: [{ field: 'since', message: desk.page.t('webhooks.replay.which-day') }] });
    }
    return this.act(id, actor, request, reply, 'webhook-replayed', () => this.webhooks.replaySince(id, since, actor.userId));
  }

  @Post(':id/deliveries/:delivery/replay')
  replay(@Param('id') id: string, @Param('delivery') delivery: string, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    if (!/^[0-9a-f-]{36}$/.test(delivery)) throw notFound();
    return this.act(id, actor, request, reply, 'webhook-replayed', () => this.webhooks.replay(id, delivery, actor.userId));
  }

  @Post(':id/remove')
  async remove(@Param('id') id: string, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { campaign } = await this.rights.webhook(id, actor);
    await this.webhooks.remove(id, actor.userId);
    this.desks.leave(reply, this.desks.open(request), `/console/webhooks?campaign=${campaign}`, 'webhook-removed');
  }

  private async act(id: string, actor: Actor, request: FastifyRequest, reply: FastifyReply, done: string, deed: () => Promise<unknown>): Promise<void> {
    const desk = this.desks.open(request);
    const webhook = await this.rights.webhook(id, actor);
    try {
      await deed();
    } catch (thrown) {
      return this.sendOne(reply, desk, webhook, {}, { values: null, errors: faultsOf(thrown, desk.page.t) });
    }
    this.desks.leave(reply, desk, webhookPath(id), done);
  }

  private async sendList(reply: FastifyReply, desk: Desk, query: FormBody, actor: Actor, values: WebhookFormValues, errors: FieldError[]): Promise<void> {
    const campaigns = (await this.scopes.campaigns(await this.scopes.of(actor, 'organise'))).filter(({ live }) => live);
    const asked = textOf(query, 'campaign');
    const campaign = asked === '' ? campaigns[0] : campaigns.find(({ slug }) => slug === asked);
    if (!campaign) throw notFound();
    const { within } = await this.rights.within(actor, campaign.slug);
    const page = pageOf(query);
    const { items, total } = await this.webhooks.list({ campaignId: campaign.id, within, page, pageSize: PAGE_SIZE });
    const places = await this.db.rows<{ id: string; name: string }>(`select id, name from jurisdictions where campaign_id = $1 and ($2::text[] is null or id = any($2)) order by kind, name`, [campaign.id, within]);
    this.desks.send(reply, WebhooksPage({ desk, view: { campaigns, campaign, items, page, pages: Math.max(1, Math.ceil(total / PAGE_SIZE)), places, whole: within === null, values, errors } }), errors.length > 0 ? 422 : 200);
  }

  private async sendOne(reply: FastifyReply, desk: Desk, webhook: Webhook, query: FormBody, failed: { values: WebhookFormValues | null; errors: FieldError[] } | null = null): Promise<void> {
    const state = DELIVERY_STATES.find((one) => one === textOf(query, 'state'));
    const page = pageOf(query);
    const { items, total } = await this.webhooks.deliveries({ webhookId: webhook.id, page, pageSize: PAGE_SIZE, ...(state ? { state } : {}) });
    this.desks.send(reply, WebhookPage({ desk, view: { webhook, items, state: state ?? '', page, pages: Math.max(1, Math.ceil(total / PAGE_SIZE)), values: failed?.values ?? null, errors: failed?.errors ?? [] } }), failed ? 422 : 200);
  }
}

const inputOf = (body: FormBody): WebhookInput => ({ name: textOf(body, 'name').slice(0, 100), url: textOf(body, 'url'), events: listOf(body, 'events') });
