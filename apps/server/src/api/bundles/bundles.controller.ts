import { Body, Controller, Get, HttpCode, Param, Patch, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { AccessService, type Actor } from '#libs/access';
import { Bundles, type Handover, HandoversReader, HandoversService } from '#libs/handovers';
import { AllowRoles, CurrentActor, Limit } from '../../edge/decorators.js';
import { by } from '../handovers/handovers.controller.js';
import { BundleDto } from './bundles.dto.js';

/** What a regional or world handover is made of. Its figures stand in the handover itself. */
@ApiTags('Handovers')
@Controller('api/v1/handovers/:id')
export class BundlesController {
  constructor(
    private readonly bundles: Bundles, private readonly handovers: HandoversService, private readonly reader: HandoversReader,
    private readonly access: AccessService,
  ) {}

  @AllowRoles('owner', 'organiser', 'reader')
  @Get('candidates')
  @ApiOperation({ summary: 'National handovers that this bundle may be made of' })
  async candidates(@Param('id') id: string, @CurrentActor() actor: Actor): Promise<Awaited<ReturnType<Bundles['candidates']>>> {
    const { campaignId, jurisdictions } = await this.handovers.subject(id);
    await this.access.require(actor, 'read', { campaignId, jurisdictionId: jurisdictions[0] });
    return this.bundles.candidates(id);
  }

  @AllowRoles('owner', 'organiser')
  @Limit('organising')
  @Patch('bundle')
  @ApiOperation({ summary: 'Choose its national handovers, or the earlier bundle whose place it takes' })
  async compose(@Param('id') id: string, @Body() body: BundleDto, @CurrentActor() actor: Actor): Promise<Handover> {
    await this.requireOwn(id, actor);
    await this.bundles.compose(id, body, by(actor));
    return this.reader.get(id, 'organiser');
  }

  @AllowRoles('owner', 'organiser')
  @Limit('organising')
  @HttpCode(202)
  @Post('overlap')
  @ApiOperation({ summary: 'Reckon how many people its signatures are from, at least', description: 'The answer stands in the handover as `overlap` once the worker has it.' })
  async overlap(@Param('id') id: string, @CurrentActor() actor: Actor): Promise<{ state: 'asked' }> {
    await this.requireOwn(id, actor);
    await this.bundles.askOverlap(id, by(actor));
    return { state: 'asked' };
  }

  /** A bundle is its region's to compose; its countries are only read. */
  private async requireOwn(id: string, actor: Actor): Promise<void> {
    const { campaignId, jurisdictions } = await this.handovers.subject(id);
    await this.access.require(actor, 'organise', { campaignId, jurisdictionId: jurisdictions[0] });
  }
}
