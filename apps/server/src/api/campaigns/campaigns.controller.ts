import { Body, Controller, Get, Header, Param, Patch, Post, Query, Req } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { AccessService, type Actor } from '#libs/access';
import { CampaignReader, CampaignsService, campaignUnknown, type CampaignIds, type CampaignView, type JurisdictionView, type Page, type WholeCampaign } from '#libs/petitions';
import { type CampaignSummary } from '#libs/tallies';
import { AllowAnyone, AllowRoles, CurrentActor, Limit } from '../../edge/decorators.js';
import { accessOf } from '../../edge/request-access.js';
import { CampaignSummaries } from '../../reading/campaign-summaries.js';
import { asPetitionActor } from '../petitions/petition-rights.js';
import { PageDto } from '../petitions/petitions.dto.js';
import { NewCampaignDto, PatchCampaignDto } from './campaigns.dto.js';

@ApiTags('Campaigns')
@Controller('api/v1/campaigns')
export class CampaignsController {
  constructor(private readonly campaigns: CampaignsService, private readonly reader: CampaignReader, private readonly summaries: CampaignSummaries, private readonly access: AccessService) {}

  @AllowAnyone()
  @Get()
  @Header('cache-control', 'public, max-age=30')
  @ApiOperation({ summary: 'Campaigns, living ones first' })
  list(@Query() query: PageDto): Promise<Page<CampaignView>> {
    return this.reader.list(query);
  }

  @AllowAnyone()
  @Get(':campaign')
  @ApiOperation({ summary: 'One campaign: goals, instruments, partners, stated figures, and its countries and regions' })
  async get(@Param('campaign') slug: string, @Req() request: FastifyRequest): Promise<WholeCampaign & { jurisdictions: JurisdictionView[] }> {
    const campaign = await this.known(slug);
    const jurisdictions = await this.reader.jurisdictions(campaign.id);
    const { actor } = accessOf(request);
    const mine = actor ? await this.access.visibleJurisdictions(actor, campaign.id) : [];
    const shown = jurisdictions.filter((one) => one.petition?.status !== 'draft' || mine === 'all' || mine.includes(one.id));
    return { ...campaign, jurisdictions: shown };
  }

  @AllowAnyone()
  @Get(':campaign/summary')
  @Header('cache-control', 'public, max-age=5')
  @ApiOperation({ summary: 'What was asked, signed, handed over and promised', description: 'Computed from the rows at this moment. Stated, summed and verified figures are never added to one another; unknown is null, never 0.' })
  async summary(@Param('campaign') slug: string): Promise<CampaignSummary> {
    return this.summaries.of(await this.known(slug));
  }

  @AllowRoles('owner', 'organiser', 'auditor', 'reader')
  @Get(':campaign/partner-wordings')
  @ApiOperation({ summary: 'Every wording there was beside a partner\'s box', description: 'At most a thousand. Which of them a signer saw follows from when they signed, and in which language.' })
  async wordings(@Param('campaign') slug: string, @CurrentActor() actor: Actor): Promise<{ items: Awaited<ReturnType<CampaignReader['wordings']>> }> {
    const campaign = await this.known(slug);
    await this.access.require(actor, 'read', { campaignId: campaign.id });
    return { items: await this.reader.wordings(campaign.id) };
  }

  @AllowRoles('owner')
  @Limit('organising')
  @Post()
  @ApiOperation({ summary: 'Make a campaign' })
  async create(@Body() body: NewCampaignDto, @CurrentActor() actor: Actor): Promise<CampaignIds> {
    await this.access.require(actor, 'administer', {});
    return this.campaigns.create(body, asPetitionActor(actor));
  }

  @AllowRoles('owner', 'organiser')
  @Limit('organising')
  @Patch(':campaign')
  @ApiOperation({ summary: 'Change a campaign', description: 'What is left out stays; only an owner switches review before opening off. Partners that are left out stay too, since signers may have agreed to hear from them.' })
  async patch(@Param('campaign') slug: string, @Body() { version, ...patch }: PatchCampaignDto, @CurrentActor() actor: Actor): Promise<CampaignIds> {
    const campaign = await this.known(slug);
    await this.access.require(actor, 'organise', { campaignId: campaign.id });
    if (patch.reviewBeforeOpening === 'off' && campaign.reviewBeforeOpening !== 'off') await this.access.require(actor, 'administer', { campaignId: campaign.id });
    return this.campaigns.update(slug, patch, version, asPetitionActor(actor));
  }

  private async known(slug: string): Promise<WholeCampaign> {
    const campaign = await this.reader.bySlug(slug);
    if (!campaign) throw campaignUnknown();
    return campaign;
  }
}
