import { Body, Controller, Get, Post, Query, Req, Res, UseFilters } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { AccessService, type Actor, can, canSomewhere, notFound } from '#libs/access';
import { QuarantineDesk } from '#libs/signatures';
import { type CollectingCampaign, StoreLists } from '../../api/stores/store-lists.js';
import { csvOf } from '../../edge/csv.js';
import { AllowRoles, CurrentActor } from '../../edge/decorators.js';
import { ConsoleProblems } from '../console-problems.filter.js';
import { type Desk, Desks, faultSentence } from '../desk.js';
import { type FormBody, listOf, textOf } from '../form-body.js';
import { pageOf } from '../petitions.controller.js';
import { SumsReader } from './read/sums.js';
import { sendCsv } from './send-csv.js';
import { AllFiguresPage, type FigureLine } from './views/figures.js';
import { QuarantinePage, type QuarantineView } from './views/quarantine.js';

const PAGE_SIZE = 50;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** What holds for many stores together: the sums, and what was laid aside. */
@ApiExcludeController()
@UseFilters(ConsoleProblems)
@AllowRoles('owner', 'organiser', 'manager')
@Controller('console/stores')
export class SumsController {
  constructor(private readonly desks: Desks, private readonly lists: StoreLists, private readonly sums: SumsReader, private readonly quarantine: QuarantineDesk, private readonly access: AccessService) {}

  @Get('figures')
  async figures(@Query() query: FormBody, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { campaigns, campaign, country, countries, lines } = await this.read(query, actor);
    const total = lines.reduce((sum, line) => sum + line.counted, 0);
    this.desks.send(reply, AllFiguresPage({
      desk: this.desks.open(request),
      view: { campaigns, campaign: campaign.slug, country, countries, wholeCampaign: campaign.whole, lines, total, mayJudge: canSomewhere(actor, 'organise') },
    }));
  }

  @Get('figures.csv')
  async figuresFile(@Query() query: FormBody, @CurrentActor() actor: Actor, @Res() reply: FastifyReply): Promise<void> {
    const { lines, campaign, country } = await this.read(query, actor);
    sendCsv(reply, `${campaign.slug}${country ? `-${country.toLowerCase()}` : ''}.csv`, csvOf([['kind', 'name', 'area', 'counted'], ...lines.map((line) => [line.kind, line.name, line.area, line.counted])]));
  }

  private async read(query: FormBody, actor: Actor): Promise<{ campaigns: CollectingCampaign[]; campaign: CollectingCampaign; country: string; countries: string[]; lines: FigureLine[] }> {
    const campaigns = await this.lists.campaigns(actor);
    const asked = textOf(query, 'campaign');
    const campaign = asked === '' ? campaigns[0] : campaigns.find(({ slug }) => slug === asked);
    if (!campaign) throw notFound();
    const countries = (await this.lists.countriesOf(campaign.id)).map(({ id }) => id).filter((id) => can(actor, 'collect', { campaignId: campaign.id, jurisdictionId: id }));
    const country = textOf(query, 'country') || (campaign.whole ? '' : (countries[0] ?? ''));
    if (countries.length === 0) return { campaigns, campaign, country: '', countries, lines: [] };
    await this.access.require(actor, 'collect', { campaignId: campaign.id, ...(country ? { jurisdictionId: country } : {}) });
    return { campaigns, campaign, country, countries, lines: country ? await this.sums.ofCountry(campaign.id, country) : await this.sums.ofCampaign(campaign, countries) };
  }

  @AllowRoles('owner', 'organiser')
  @Get('quarantine')
  async laidAside(@Query() query: FormBody, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await this.sendQuarantine(reply, this.desks.open(request), query, actor, null);
  }

  @AllowRoles('owner', 'organiser')
  @Post('quarantine')
  async judge(@Query() query: FormBody, @Body() body: FormBody, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const desk = this.desks.open(request);
    const { t } = desk.page;
    const chosen = [...new Set(listOf(body, 'record'))].filter((id) => UUID.test(id)).slice(0, PAGE_SIZE);
    const reason = textOf(body, 'reason').slice(0, 500);
    const discard = textOf(body, 'deed') === 'discard';
    for (const place of await this.quarantine.places(chosen)) await this.access.require(actor, 'organise', { campaignId: place.campaignId, jurisdictionId: place.jurisdictionId });
    const errors = [
      ...(chosen.length > 0 ? [] : [{ field: 'record', message: faultSentence(t, { field: 'record', code: 'required' }), at: 'quarantine' }]),
      ...(discard && reason === '' ? [{ field: 'reason', message: t('stores.quarantine.reason-required') }] : []),
    ];
    if (errors.length > 0) return this.sendQuarantine(reply, desk, { ...query, page: textOf(body, 'page') }, actor, { chosen, reason, errors });
    if (discard) await this.quarantine.discard(chosen, reason, actor.userId);
    else await this.quarantine.release(chosen, actor.userId);
    this.desks.leave(reply, desk, `/console/stores/quarantine?campaign=${encodeURIComponent(textOf(query, 'campaign'))}`, discard ? 'quarantine-discard' : 'quarantine-release');
  }

  private async sendQuarantine(reply: FastifyReply, desk: Desk, query: FormBody, actor: Actor, failed: QuarantineView['failed']): Promise<void> {
    const places = await Promise.all((await this.lists.campaigns(actor)).map(async (campaign) => ({ campaign, seen: await this.access.visibleJurisdictions(actor, campaign.id, 'organise') })));
    const mine = places.filter(({ campaign, seen }) => campaign.live && (seen === 'all' || seen.length > 0));
    const asked = textOf(query, 'campaign');
    const at = asked === '' ? mine[0] : mine.find(({ campaign }) => campaign.slug === asked);
    if (!at) throw notFound();
    const page = pageOf(query);
    const { records, total } = await this.quarantine.waiting({ campaignId: at.campaign.id, jurisdictionIds: at.seen === 'all' ? null : at.seen, page, pageSize: PAGE_SIZE });
    this.desks.send(reply, QuarantinePage({ desk, view: { campaigns: mine.map(({ campaign }) => campaign), campaign: at.campaign.slug, records, page, total, pages: Math.max(1, Math.ceil(total / PAGE_SIZE)), failed } }), failed ? 422 : 200);
  }
}
