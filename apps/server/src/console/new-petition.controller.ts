import { Body, Controller, Get, Post, Query, Req, Res, UseFilters } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { AccessService, type Actor, can, forbidden, notFound } from '#libs/access';
import { CallsService } from '#libs/calls-to-action';
import { DomainError } from '#libs/config';
import { CampaignReader, CampaignsService, petitionInvalid } from '#libs/petitions';
import { by } from '../api/handovers/handovers.controller.js';
import { AllowRoles, CurrentActor } from '../edge/decorators.js';
import { isLocale, translator } from '../i18n/index.js';
import { type FieldError } from '../ui/index.js';
import { ConsoleProblems } from './console-problems.filter.js';
import { type Desk, Desks, faultsOf } from './desk.js';
import { type FormBody, listOf, textOf, typed } from './form-body.js';
import { campaignFaults, campaignField, campaignFrom, isTextLanguage, petitionField, petitionFrom } from './petition-forms.js';
import { ConsoleScopes } from './read/scopes.js';
import { NewCampaignPage, NewPetitionPage } from './views/new-petition.js';
import { petitionPath } from './views/petition-frame.js';

/** From nothing to a petition that can open: the campaign, then the petition with its calls. */
@ApiExcludeController()
@UseFilters(ConsoleProblems)
@AllowRoles('owner', 'organiser')
@Controller('console')
export class NewPetitionController {
  constructor(
    private readonly desks: Desks, private readonly scopes: ConsoleScopes, private readonly access: AccessService, private readonly campaigns: CampaignsService,
    private readonly reader: CampaignReader, private readonly calls: CallsService,
  ) {}

  @Get('campaigns/new')
  campaignForm(@CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply): void {
    if (!can(actor, 'administer', {})) throw forbidden();
    this.desks.send(reply, NewCampaignPage({ desk: this.desks.open(request), view: { values: {}, errors: [] } }));
  }

  @Post('campaigns/new')
  async createCampaign(@Body() body: FormBody, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const desk = this.desks.open(request);
    await this.access.require(actor, 'administer', {});
    try {
      const faults = campaignFaults(body);
      if (faults.length > 0) throw petitionInvalid(faults);
      const made = await this.campaigns.create(campaignFrom(body, isTextLanguage(textOf(body, 'language')) ? textOf(body, 'language') : desk.page.t.locale), by(actor));
      this.desks.leave(reply, desk, `/console/petitions/new?campaign=${made.slug}`, 'campaign-created');
    } catch (thrown) {
      this.desks.send(reply, NewCampaignPage({ desk, view: { values: typed(body), errors: faultsOf(thrown, desk.page.t, campaignField) } }), 422);
    }
  }

  @Get('petitions/new')
  async form(@Query() query: FormBody, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const desk = this.desks.open(request);
    if (can(actor, 'administer', {}) && (await this.liveCampaigns(actor)).length === 0) return this.desks.leave(reply, desk, '/console/campaigns/new');
    await this.send(reply, desk, actor, textOf(query, 'campaign'), {}, [], []);
  }

  @Post('petitions/new')
  async create(@Body() body: FormBody, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const desk = this.desks.open(request);
    const campaign = (await this.liveCampaigns(actor)).find(({ slug }) => slug === textOf(body, 'campaign'));
    if (!campaign) throw notFound();
    const { petition, calls, faults } = petitionFrom(body, campaign.slug, desk.page.t);
    if (petition.jurisdiction) await this.access.require(actor, 'organise', { campaignId: campaign.id, jurisdictionId: petition.jurisdiction });
    try {
      if (faults.length > 0) throw petitionInvalid(faults);
      const made = await this.calls.createPetition({ ...petition, calls }, by(actor));
      this.desks.leave(reply, desk, petitionPath(made.slug), 'petition-created');
    } catch (thrown) {
      if (thrown instanceof DomainError && thrown.kind === 'not-found') throw thrown;
      await this.send(reply, desk, actor, campaign.slug, typed(body), listOf(body, 'call'), faultsOf(thrown, desk.page.t, petitionField), 422);
    }
  }

  private async liveCampaigns(actor: Actor) {
    return (await this.scopes.campaigns(await this.scopes.of(actor, 'organise'))).filter(({ live }) => live);
  }

  private async send(reply: FastifyReply, desk: Desk, actor: Actor, slug: string, values: Record<string, string>, calls: string[], errors: FieldError[], status = 200): Promise<void> {
    const campaigns = await this.liveCampaigns(actor);
    const campaign = campaigns.find((one) => one.slug === slug) ?? campaigns[0] ?? null;
    const whole = campaign && (await this.reader.bySlug(campaign.slug));
    const visible = campaign ? await this.access.visibleJurisdictions(actor, campaign.id, 'organise') : [];
    const names = campaign && visible !== 'all' ? await this.reader.jurisdictions(campaign.id) : [];
    const language = values['language'] ?? campaign?.language ?? desk.page.t.locale;
    this.desks.send(reply, NewPetitionPage({
      desk, view: {
        campaigns, campaign, values, calls, errors, mayCreateCampaign: can(actor, 'administer', {}),
        places: visible === 'all' ? null : names.filter(({ id }) => visible.includes(id)),
        // Only where we speak the language; a notice in another one would tell nobody anything.
        notice: isLocale(language) ? translator(language)('console.notice.template', { controller: whole?.controller ?? '…', contact: whole?.contact ?? '…', months: whole?.retention?.months ?? 24 }) : '',
      },
    }), status);
  }
}
