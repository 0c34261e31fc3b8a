import { Body, Controller, Delete, Get, HttpCode, Param, Post, Put, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { type Action, type Actor } from '#libs/access';
import { type Blackout, Blackouts, type Office, Offices } from '#libs/handovers';
import { AllowRoles, AllowSignedIn, CurrentActor, Limit } from '../../edge/decorators.js';
import { by } from '../handovers/handovers.controller.js';
import { OfficeRights } from './office-rights.js';
import { BlackoutDto, NewOfficeDto, OfficeDto, OfficeQueryDto, TermDto } from './offices.dto.js';

@ApiTags('Offices')
@AllowSignedIn()
@Controller('api/v1')
export class OfficesController {
  constructor(private readonly offices: Offices, private readonly blackouts: Blackouts, private readonly rights: OfficeRights) {}

  @Get('offices')
  @ApiOperation({ summary: 'The offices of a jurisdiction, with everybody who held them', description: 'At most 500.' })
  async list(@Query() query: OfficeQueryDto, @CurrentActor() actor: Actor): Promise<{ items: Office[] }> {
    const { campaignId, jurisdictionId } = await this.rights.place(actor, 'read', query);
    return { items: await this.offices.of(campaignId, jurisdictionId) };
  }

  @Get('offices/:id')
  @ApiOperation({ summary: 'One office' })
  get(@Param('id') id: string, @CurrentActor() actor: Actor): Promise<Office> {
    return this.office(id, 'read', actor);
  }

  @AllowRoles('owner', 'organiser')
  @Limit('organising')
  @Post('offices')
  @ApiOperation({ summary: 'Add an office' })
  async add(@Body() { campaign, jurisdiction, ...office }: NewOfficeDto, @CurrentActor() actor: Actor): Promise<Office> {
    const place = await this.rights.place(actor, 'organise', { campaign, jurisdiction });
    return this.offices.get(await this.offices.add(place, office, by(actor)));
  }

  @AllowRoles('owner', 'organiser')
  @Limit('organising')
  @Put('offices/:id')
  @ApiOperation({ summary: 'Change names, body and kind of an office', description: 'The former ones are kept.' })
  async change(@Param('id') id: string, @Body() body: OfficeDto, @CurrentActor() actor: Actor): Promise<Office> {
    await this.office(id, 'organise', actor);
    await this.offices.change(id, body, by(actor));
    return this.offices.get(id);
  }

  @AllowRoles('owner', 'organiser')
  @Limit('organising')
  @Post('offices/:id/holders')
  @ApiOperation({ summary: 'Tell who holds the office from a day on', description: 'A term without an end before it ends the day before.' })
  async holds(@Param('id') id: string, @Body() body: TermDto, @CurrentActor() actor: Actor): Promise<Office> {
    await this.office(id, 'organise', actor);
    await this.offices.holds(id, body, by(actor));
    return this.offices.get(id);
  }

  @AllowRoles('owner', 'organiser')
  @Limit('organising')
  @Put('offices/:id/holders/:term')
  @ApiOperation({ summary: 'Correct a term' })
  async correct(@Param('id') id: string, @Param('term') term: string, @Body() body: TermDto, @CurrentActor() actor: Actor): Promise<Office> {
    await this.office(id, 'organise', actor);
    await this.offices.holds(id, body, by(actor), term);
    return this.offices.get(id);
  }

  @Get('blackouts')
  @ApiOperation({ summary: 'Times before elections of a jurisdiction, the latest first', description: 'At most 200. They warn and never refuse.' })
  async listBlackouts(@Query() query: OfficeQueryDto, @CurrentActor() actor: Actor): Promise<{ items: Blackout[] }> {
    const { campaignId, jurisdictionId } = await this.rights.place(actor, 'read', query);
    return { items: await this.blackouts.of(campaignId, jurisdictionId) };
  }

  @AllowRoles('owner', 'organiser')
  @Limit('organising')
  @Post('blackouts')
  @ApiOperation({ summary: 'Add a time before an election' })
  async addBlackout(@Body() { campaign, jurisdiction, ...blackout }: BlackoutDto, @CurrentActor() actor: Actor): Promise<Blackout> {
    const place = await this.rights.place(actor, 'organise', { campaign, jurisdiction });
    return this.blackouts.get(await this.blackouts.add(place, blackout, by(actor)));
  }

  @AllowRoles('owner', 'organiser')
  @Limit('organising')
  @Delete('blackouts/:id')
  @HttpCode(204)
  @ApiOperation({ summary: 'Take one out' })
  async removeBlackout(@Param('id') id: string, @CurrentActor() actor: Actor): Promise<void> {
    const { campaignId, jurisdiction } = await this.blackouts.get(id);
    await this.rights.require(actor, 'organise', { campaignId, jurisdictionId: jurisdiction });
    await this.blackouts.remove(id, by(actor));
  }

  private async office(id: string, action: Action, actor: Actor): Promise<Office> {
    const office = await this.offices.get(id);
    await this.rights.require(actor, action, { campaignId: office.campaignId, jurisdictionId: office.jurisdiction });
    return office;
  }
}
