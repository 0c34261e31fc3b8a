import { Body, Controller, Get, Param, Put } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { type Actor } from '#libs/access';
import { CampaignReader, campaignUnknown, type WholeCampaign } from '#libs/petitions';
import { type CampaignFramework, Frameworks, NamedInstruments } from '#libs/progress';
import { AllowRoles, BodyLimit, CurrentActor, Limit } from '../../edge/decorators.js';
import { FactsRights } from '../facts/facts-rights.js';
import { by } from '../handovers/handovers.controller.js';
import { FRAMEWORK_BYTES, FrameworkDto, InstrumentDto } from './frameworks.dto.js';

/** What a campaign measures by, and of which treaties, laws and plans it speaks. */
@ApiTags('Campaigns')
@Controller('api/v1/campaigns/:campaign')
export class FrameworksController {
  constructor(private readonly campaigns: CampaignReader, private readonly frameworks: Frameworks, private readonly instruments: NamedInstruments, private readonly rights: FactsRights) {}

  @AllowRoles('owner', 'organiser', 'auditor', 'reader')
  @Get('framework')
  @ApiOperation({ summary: 'Goals and indicators as they are now', description: 'By them the next round is measured. `framework` is the newest version that was made, null if none was; a round says itself which is its own.' })
  async get(@Param('campaign') slug: string, @CurrentActor() actor: Actor): Promise<CampaignFramework> {
    const campaignId = await this.rights.campaignId(slug);
    await this.rights.places(actor, 'read', campaignId);
    return this.frameworks.now(campaignId);
  }

  @AllowRoles('owner', 'organiser')
  @Limit('organising')
  @Put('framework')
  @BodyLimit(FRAMEWORK_BYTES)
  @ApiOperation({ summary: 'Make goals and indicators these', description: 'What differs is a new version of the framework. Rounds that exist keep theirs; the same again makes none.' })
  async put(@Param('campaign') slug: string, @Body() { version, ...framework }: FrameworkDto, @CurrentActor() actor: Actor): Promise<CampaignFramework> {
    return this.frameworks.write(await this.organised(slug, actor), framework, version, by(actor));
  }

  @AllowRoles('owner', 'organiser')
  @Limit('organising')
  @Put('instruments/:instrument')
  @ApiOperation({ summary: 'Name a treaty, law or plan, or rename it', description: 'None is taken away, since promises and events rest on them.' })
  async name(@Param('campaign') slug: string, @Param('instrument') key: string, @Body() { version, ...instrument }: InstrumentDto, @CurrentActor() actor: Actor): Promise<WholeCampaign['instruments'][number] & { version: number }> {
    await this.instruments.put(await this.organised(slug, actor), key, instrument, version, by(actor));
    const campaign = await this.campaigns.bySlug(slug);
    const named = campaign?.instruments.find((one) => one.key === key);
    if (!campaign || !named) throw campaignUnknown();
    return { version: campaign.version, ...named };
  }

  /** It is the whole campaign's. @throws DomainError `campaigns.unknown`, `access.not_found`, `access.forbidden` */
  private async organised(slug: string, actor: Actor): Promise<number> {
    const campaignId = await this.rights.campaignId(slug);
    await this.rights.require(actor, 'organise', campaignId, null);
    return campaignId;
  }
}
