import { Body, Controller, Get, HttpCode, Param, Patch, Post, Put, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { AccessService, type Actor } from '#libs/access';
import { type Caps, SupporterUpdates, type SupporterUpdate, type UpdateAudience, type UpdatePage, type UpdatePreview } from '#libs/notifications';
import { AllowRoles, CurrentActor, Limit } from '../../edge/decorators.js';
import { ApproveUpdateDto, LanguageDto, NewUpdateDto, UpdateCapsDto, UpdatePageQueryDto, WriteUpdateDto } from './supporters.dto.js';

/** News to supporters who asked for it. No route tells who they are. */
@ApiTags('Supporters')
@AllowRoles('owner', 'organiser')
@Controller('api/v1')
export class SupportersController {
  constructor(private readonly updates: SupporterUpdates, private readonly access: AccessService) {}

  @Get('petitions/:slug/updates')
  @ApiOperation({ summary: 'A petition’s updates with their progress, 25 a page' })
  async list(@Param('slug') slug: string, @Query() { page }: UpdatePageQueryDto, @CurrentActor() actor: Actor): Promise<UpdatePage> {
    await this.access.require(actor, 'organise', await this.updates.subjectOfPetition(slug));
    return this.updates.list(slug, page);
  }

  @Limit('organising')
  @Post('petitions/:slug/updates')
  @ApiOperation({ summary: 'Draft an update from a handover', description: 'Subject and text in each of the petition’s languages, made of recipient, date and answer.' })
  async draft(@Param('slug') slug: string, @Body() body: NewUpdateDto, @CurrentActor() actor: Actor): Promise<SupporterUpdate> {
    await this.access.require(actor, 'organise', await this.updates.subjectOfPetition(slug));
    return this.updates.get(await this.updates.draft({ petition: slug, handover: body.handover, box: body.box }, { id: actor.userId }));
  }

  @Get('updates/:id')
  @ApiOperation({ summary: 'One update: texts, facts, progress, and when the caps allow the next' })
  async get(@Param('id') id: string, @CurrentActor() actor: Actor): Promise<SupporterUpdate> {
    await this.own(id, actor);
    return this.updates.get(id);
  }

  @Limit('organising')
  @Patch('updates/:id')
  @ApiOperation({ summary: 'Replace its texts', description: 'What was approved is a draft again.' })
  async write(@Param('id') id: string, @Body() body: WriteUpdateDto, @CurrentActor() actor: Actor): Promise<SupporterUpdate> {
    await this.own(id, actor);
    await this.updates.write(id, body, { id: actor.userId });
    return this.updates.get(id);
  }

  @Get('updates/:id/audience')
  @ApiOperation({ summary: 'How many would get it, by language; no count below ten' })
  async audience(@Param('id') id: string, @CurrentActor() actor: Actor): Promise<UpdateAudience> {
    await this.own(id, actor);
    return this.updates.audience(id);
  }

  @Get('updates/:id/preview')
  @ApiOperation({ summary: 'The mail as it goes out in one language', description: '`fallback`: this language has no text and gets the petition’s default one.' })
  async preview(@Param('id') id: string, @Query() { language }: LanguageDto, @CurrentActor() actor: Actor): Promise<UpdatePreview> {
    await this.own(id, actor);
    return this.updates.preview(id, language);
  }

  @Limit('organising')
  @Post('updates/:id/test')
  @HttpCode(202)
  @ApiOperation({ summary: 'Send one language’s mail to oneself' })
  async test(@Param('id') id: string, @Body() { language }: LanguageDto, @CurrentActor() actor: Actor): Promise<void> {
    await this.own(id, actor);
    await this.updates.test(id, language, { id: actor.userId });
  }

  @Limit('organising')
  @Post('updates/:id/approve')
  @HttpCode(200)
  @ApiOperation({ summary: 'Let it go out, as a second person, at once or at a time' })
  async approve(@Param('id') id: string, @Body() { sendAt }: ApproveUpdateDto, @CurrentActor() actor: Actor): Promise<SupporterUpdate> {
    await this.own(id, actor);
    await this.updates.approve(id, { sendAt: sendAt === undefined ? undefined : new Date(sendAt) }, { id: actor.userId });
    return this.updates.get(id);
  }

  @Limit('organising')
  @Post('updates/:id/pause')
  @HttpCode(200)
  @ApiOperation({ summary: 'Hold the sending' })
  pause(@Param('id') id: string, @CurrentActor() actor: Actor): Promise<SupporterUpdate> {
    return this.after('pause', id, actor);
  }

  @Limit('organising')
  @Post('updates/:id/resume')
  @HttpCode(200)
  @ApiOperation({ summary: 'Go on sending' })
  resume(@Param('id') id: string, @CurrentActor() actor: Actor): Promise<SupporterUpdate> {
    return this.after('resume', id, actor);
  }

  @Limit('organising')
  @Post('updates/:id/stop')
  @HttpCode(200)
  @ApiOperation({ summary: 'End it for good: whoever has not got it, won’t' })
  stop(@Param('id') id: string, @CurrentActor() actor: Actor): Promise<SupporterUpdate> {
    return this.after('stop', id, actor);
  }

  @Get('campaigns/:slug/update-caps')
  @ApiOperation({ summary: 'How often supporters may be written to' })
  async caps(@Param('slug') slug: string, @CurrentActor() actor: Actor): Promise<Caps> {
    const campaignId = await this.updates.campaignIdOf(slug);
    await this.access.require(actor, 'read', { campaignId });
    return this.updates.caps(campaignId);
  }

  @AllowRoles('owner')
  @Limit('organising')
  @Put('campaigns/:slug/update-caps')
  @ApiOperation({ summary: 'Change how often supporters may be written to; owners only' })
  async setCaps(@Param('slug') slug: string, @Body() body: UpdateCapsDto, @CurrentActor() actor: Actor): Promise<Caps> {
    const campaignId = await this.updates.campaignIdOf(slug);
    await this.access.require(actor, 'administer', { campaignId });
    await this.updates.setCaps(campaignId, { leastDays: body.leastDays, mostAYear: body.mostAYear }, { id: actor.userId });
    return this.updates.caps(campaignId);
  }

  private async after(step: 'pause' | 'resume' | 'stop', id: string, actor: Actor): Promise<SupporterUpdate> {
    await this.own(id, actor);
    await this.updates[step](id, { id: actor.userId });
    return this.updates.get(id);
  }

  /** To those who organise elsewhere it is not there. */
  private async own(id: string, actor: Actor): Promise<void> {
    await this.access.require(actor, 'organise', await this.updates.subject(id));
  }
}
