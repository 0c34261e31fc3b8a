import { Body, Controller, Get, Param, Post, Query, Req, Res, UseFilters } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { AccessService, type Actor, forbidden, notFound, SecondFactors } from '#libs/access';
import type { FieldFault } from '#libs/config';
import { CampaignReader, CampaignsService, NoticeSettings, petitionInvalid, type CampaignPatch, type PartnerInput, type WholeCampaign } from '#libs/petitions';
import { by } from '../../api/handovers/handovers.controller.js';
import { AllowRoles, AllowSignedIn, CurrentActor } from '../../edge/decorators.js';
import { type FieldError } from '../../ui/index.js';
import { ConsoleProblems } from '../console-problems.filter.js';
import { type Desk, Desks, faultsOf } from '../desk.js';
import { figureOf, type FormBody, textOf, textOrNull, typed } from '../form-body.js';
import { campaignField, isTextLanguage, slugFrom } from '../petition-forms.js';
import { CampaignPage, type CampaignView, QuietHoursPage } from './settings.js';

const MOST_PARTNERS = 50;

/** A campaign's own settings. */
@ApiExcludeController()
@UseFilters(ConsoleProblems)
@AllowRoles('owner', 'organiser')
@Controller('console/campaigns/:campaign')
export class CampaignSettingsController {
  constructor(private readonly desks: Desks, private readonly access: AccessService, private readonly reader: CampaignReader, private readonly campaigns: CampaignsService, private readonly factors: SecondFactors) {}

  @Get()
  async show(@Param('campaign') slug: string, @Query() query: FormBody, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const campaign = await this.mine(slug, actor);
    await this.send(reply, this.desks.open(request), campaign, await this.owns(campaign, actor), query, null, []);
  }

  @Post()
  async save(@Param('campaign') slug: string, @Body() body: FormBody, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const desk = this.desks.open(request);
    const campaign = await this.mine(slug, actor);
    const owned = await this.owns(campaign, actor);
    try {
      const { patch, faults } = patchFrom(body, campaign);
      if (faults.length > 0) throw petitionInvalid(faults);
      if (patch.reviewBeforeOpening === 'off' && campaign.reviewBeforeOpening !== 'off' && !owned) throw forbidden();
      await this.campaigns.update(slug, patch, figureOf(body, 'version') ?? 0, by(actor));
    } catch (thrown) {
      return this.send(reply, desk, campaign, owned, body, typed(body), faultsOf(thrown, desk.page.t, campaignField));
    }
    this.desks.leave(reply, desk, `/console/campaigns/${slug}`, 'campaign-saved');
  }

  /** Of this campaign's owners and organisers; that of the whole installation is switched where its people are. */
  @AllowRoles('owner')
  @Post('second-factor')
  async demand(@Param('campaign') slug: string, @Body() body: FormBody, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const campaign = await this.mine(slug, actor);
    await this.access.require(actor, 'administer', { campaignId: campaign.id });
    await this.factors.demand(campaign.id, textOf(body, 'demanded') === 'yes', actor.userId);
    this.desks.leave(reply, this.desks.open(request), `/console/campaigns/${slug}`, 'second-factor-demand');
  }

  private async mine(slug: string, actor: Actor): Promise<WholeCampaign> {
    const campaign = await this.reader.bySlug(slug);
    if (!campaign || campaign.kind === 'record') throw notFound();
    await this.access.require(actor, 'organise', { campaignId: campaign.id });
    return campaign;
  }

  /** Whether the actor may switch the second look off and the second factor on. */
  private owns(campaign: WholeCampaign, actor: Actor): Promise<boolean> {
    return this.access.may(actor, 'administer', { campaignId: campaign.id });
  }

  private async demanded(campaignId: number): Promise<CampaignView['demanded']> {
    const demands = await this.factors.demands();
    if (demands.some((one) => one.campaignId === null)) return 'everywhere';
    return demands.some((one) => one.campaignId === campaignId) ? 'campaign' : 'no';
  }

  private async send(reply: FastifyReply, desk: Desk, campaign: WholeCampaign, owned: boolean, asked: FormBody, values: Record<string, string> | null, errors: FieldError[]): Promise<void> {
    const language = isTextLanguage(textOf(asked, 'in')) ? textOf(asked, 'in') : campaign.defaultLanguage;
    this.desks.send(reply, CampaignPage({ desk, view: { campaign, owned, demanded: owned ? await this.demanded(campaign.id) : null, language, values, errors } }), errors.length > 0 ? 422 : 200);
  }
}

function patchFrom(body: FormBody, campaign: WholeCampaign): { patch: CampaignPatch; faults: FieldFault[] } {
  const [name, email, months] = [textOf(body, 'controllerName'), textOf(body, 'controllerEmail'), figureOf(body, 'retentionMonths')];
  const own = campaign.defaultLanguage;
  const language = isTextLanguage(textOf(body, 'in')) ? textOf(body, 'in') : own;
  const partners = Array.from({ length: MOST_PARTNERS }, (_, n): PartnerInput | null => {
    const partner = textOf(body, `partner.${n}.name`);
    const wording = textOf(body, `partner.${n}.wording`);
    if (partner === '') return null;
    return {
      key: textOf(body, `partner.${n}.key`) || slugFrom(partner), name: partner.slice(0, 200), role: textOrNull(body, `partner.${n}.role`), sendsUpdates: textOf(body, `partner.${n}.updates`) === 'true',
      ...(wording === '' ? {} : { wording: { [language]: wording.slice(0, 500) } }),
    };
  }).filter((one) => one !== null);
  const former = campaign.details['controller'] as { address?: Record<string, string> } | undefined;
  return {
    faults: [
      ...['controllerName', 'controllerEmail', 'retentionMonths'].filter((field) => textOf(body, field) === '').map((field) => ({ field, code: 'required' })),
      ...(email && !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email) ? [{ field: 'controllerEmail', code: 'malformed' }] : []),
    ],
    patch: {
      controller: { ...(former?.address ? { address: former.address } : {}), name, email }, reviewBeforeOpening: textOf(body, 'review') === 'off' ? 'off' : 'required', partners,
      retention: { months: months === undefined || Number.isNaN(months) ? 0 : months, text: { ...campaign.retention?.text, [own]: textOf(body, 'retentionText') } },
    },
  };
}

/** When nobody wants to be told: each for themselves. */
@ApiExcludeController()
@UseFilters(ConsoleProblems)
@AllowSignedIn()
@Controller('console/quiet-hours')
export class QuietHoursPageController {
  constructor(private readonly desks: Desks, private readonly notices: NoticeSettings) {}

  @Get()
  async show(@CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    this.desks.send(reply, QuietHoursPage({ desk: this.desks.open(request), hours: await this.notices.quietHoursOf(actor.userId), errors: [] }));
  }

  @Post()
  async save(@Body() body: FormBody, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const desk = this.desks.open(request);
    const hours = { from: textOf(body, 'quietFrom'), to: textOf(body, 'quietTo') };
    try {
      await this.notices.setQuietHours(actor.userId, hours.from === '' && hours.to === '' ? null : hours);
    } catch (thrown) {
      this.desks.send(reply, QuietHoursPage({ desk, hours, errors: faultsOf(thrown, desk.page.t) }), 422);
      return;
    }
    this.desks.leave(reply, desk, '/console/quiet-hours', 'quiet-saved');
  }
}
