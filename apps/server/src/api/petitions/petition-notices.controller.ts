import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Put } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { type Actor } from '#libs/access';
import { CallsReader, CallsService, type CallToAction } from '#libs/calls-to-action';
import { NoticeSettings, petitionInvalid, type NoticeRule, type QuietHours } from '#libs/petitions';
import { AllowRoles, AllowSignedIn, CurrentActor, Limit } from '../../edge/decorators.js';
import { asPetitionActor, PetitionRights } from './petition-rights.js';
import { CallAimDto, MoveCallDto, NoticeRuleDto, QuietHoursDto } from './petition-texts.dto.js';
import { CallDto } from './petitions.dto.js';

@ApiTags('Petition workshop')
@Controller('api/v1/petitions/:petition')
export class PetitionNoticesController {
  constructor(private readonly rights: PetitionRights, private readonly notices: NoticeSettings, private readonly calls: CallsService, private readonly callsReader: CallsReader) {}

  @AllowRoles('owner', 'organiser', 'auditor', 'reader')
  @Get('notices')
  @ApiOperation({ summary: 'Who is told of milestones, and how' })
  async get(@Param('petition') slug: string, @CurrentActor() actor: Actor): Promise<NoticeRule> {
    return this.notices.of((await this.rights.requireReader(slug, actor)).id);
  }

  @AllowRoles('owner', 'organiser')
  @Limit('organising')
  @Put('notices')
  @ApiOperation({ summary: 'Settle who is told of milestones, and how' })
  async set(@Param('petition') slug: string, @Body() body: NoticeRuleDto, @CurrentActor() actor: Actor): Promise<NoticeRule> {
    const petition = await this.rights.requireOrganiser(slug, actor);
    await this.notices.set(slug, body, asPetitionActor(actor));
    return this.notices.of(petition.id);
  }

  @AllowRoles('owner', 'organiser')
  @Limit('organising')
  @Post('calls/new')
  @ApiOperation({ summary: 'Add a call at the end of a draft\'s' })
  async addCall(@Param('petition') slug: string, @Body() body: CallDto, @CurrentActor() actor: Actor): Promise<{ key: string }> {
    await this.rights.requireOrganiser(slug, actor);
    return { key: await this.calls.add(slug, body, asPetitionActor(actor)) };
  }

  @AllowRoles('owner', 'organiser')
  @Limit('organising')
  @Patch('calls/:call')
  @ApiOperation({ summary: 'What a draft\'s call aims at: goal, authority, instruments', description: 'Its words are part of the texts.' })
  async aim(@Param('petition') slug: string, @Param('call') key: string, @Body() body: CallAimDto, @CurrentActor() actor: Actor): Promise<CallToAction[]> {
    const petition = await this.rights.requireOrganiser(slug, actor);
    await this.calls.aim(slug, key, body, asPetitionActor(actor));
    return this.callsReader.ofPetition(petition);
  }

  @AllowRoles('owner', 'organiser')
  @Limit('organising')
  @HttpCode(200)
  @Post('calls/:call/move')
  @ApiOperation({ summary: 'Move a draft\'s call one place up or down' })
  async move(@Param('petition') slug: string, @Param('call') key: string, @Body() { way }: MoveCallDto, @CurrentActor() actor: Actor): Promise<CallToAction[]> {
    const petition = await this.rights.requireOrganiser(slug, actor);
    await this.calls.move(slug, key, way, asPetitionActor(actor));
    return this.callsReader.ofPetition(petition);
  }

  @AllowRoles('owner', 'organiser')
  @Limit('organising')
  @HttpCode(204)
  @Delete('calls/:call')
  @ApiOperation({ summary: 'Take a call of a draft away' })
  async remove(@Param('petition') slug: string, @Param('call') key: string, @CurrentActor() actor: Actor): Promise<void> {
    await this.rights.requireOrganiser(slug, actor);
    await this.calls.remove(slug, key, asPetitionActor(actor));
  }
}

/** When nobody wants to be told: each for themselves. */
@ApiTags('Petition workshop')
@Controller('api/v1/me/quiet-hours')
export class QuietHoursController {
  constructor(private readonly notices: NoticeSettings) {}

  @AllowSignedIn()
  @Get()
  @ApiOperation({ summary: 'One\'s own quiet hours', description: 'In one\'s own time zone; notices that can wait are sent when they end.' })
  async get(@CurrentActor() actor: Actor): Promise<{ quietHours: QuietHours | null; timeZone: string }> {
    return { quietHours: await this.notices.quietHoursOf(actor.userId), timeZone: actor.timeZone };
  }

  @AllowSignedIn()
  @Limit('organising')
  @Put()
  @ApiOperation({ summary: 'Settle one\'s own quiet hours', description: 'Both ends, or neither for none.' })
  async set(@Body() { from, to }: QuietHoursDto, @CurrentActor() actor: Actor): Promise<{ quietHours: QuietHours | null; timeZone: string }> {
    if (Boolean(from) !== Boolean(to)) throw petitionInvalid([{ field: from ? 'quietTo' : 'quietFrom', code: 'required' }]);
    await this.notices.setQuietHours(actor.userId, from && to ? { from, to } : null);
    return this.get(actor);
  }
}
