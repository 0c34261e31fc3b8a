import { Body, Controller, Get, HttpCode, Param, Post, Req } from '@nestjs/common';
import { ApiConsumes, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { type Actor } from '#libs/access';
import { AppConfig } from '#libs/config';
import { type DocumentFacts, documentRefused } from '#libs/documents';
import { type DayLink, type Handover, HandoverDays, HandoversReader } from '#libs/handovers';
import { DocumentDesk } from '../../documents/document-desk.js';
import { Upload } from '../../documents/uploads.js';
import { AllowRoles, CurrentActor, Limit } from '../../edge/decorators.js';
import { DayLinkDto, EmbargoDto, RecordDayDto } from './day.dto.js';
import { embargoFrom, recordFrom } from './day-input.js';
import { HandoverDoor, placeOf } from './handover-door.js';
import { by } from './handovers.controller.js';

/** The day itself. */
@ApiTags('Handovers')
@AllowRoles('owner', 'organiser')
@Limit('organising')
@Controller('api/v1/handovers/:id')
export class HandoverDayController {
  constructor(
    private readonly days: HandoverDays, private readonly reader: HandoversReader, private readonly door: HandoverDoor, private readonly desk: DocumentDesk, private readonly config: AppConfig,
  ) {}

  @Upload()
  @Post('documents')
  @ApiConsumes('multipart/form-data')
  @ApiOperation({ summary: 'Keep a file for this handover', description: 'One file in the field `file`: PDF, JPEG, PNG, WebP, text or CSV, at most 8 MB. Pictures lose their metadata. Facts refer to the id.' })
  async keep(@Param('id') id: string, @CurrentActor() actor: Actor, @Req() request: FastifyRequest): Promise<DocumentFacts> {
    const kept = await this.desk.take(request, placeOf(await this.door.organise(id, actor)), actor.userId);
    if (!kept) throw documentRefused('documents.empty');
    return kept;
  }

  @Post('day')
  @HttpCode(200)
  @ApiOperation({ summary: 'Write down what happened on the day, once', description: 'The same `submission` again changes nothing. Under an embargo nothing of it is public before its end.' })
  async record(@Param('id') id: string, @Body() body: RecordDayDto, @CurrentActor() actor: Actor): Promise<Handover> {
    await this.door.organise(id, actor);
    await this.days.record(id, recordFrom(body), by(actor));
    return this.reader.get(id, 'organiser');
  }

  @Post('embargo')
  @HttpCode(200)
  @ApiOperation({ summary: 'Move the end of an embargo, or end it' })
  async embargo(@Param('id') id: string, @Body() body: EmbargoDto, @CurrentActor() actor: Actor): Promise<Handover> {
    await this.door.organise(id, actor);
    await this.days.embargo(id, embargoFrom(body.until, body.timeZone), by(actor));
    return this.reader.get(id, 'organiser');
  }

  @Get('day-links')
  @ApiOperation({ summary: 'Links to the page of the day and to receipts, the newest 50, without their tokens' })
  async links(@Param('id') id: string, @CurrentActor() actor: Actor): Promise<{ items: DayLink[] }> {
    await this.door.organise(id, actor);
    return { items: await this.days.links(id) };
  }

  @Post('day-links')
  @ApiOperation({ summary: 'Make a link: for the delegation (two days before to seven after) or for a receipt (once, 48 hours)', description: 'Its address is told this once.' })
  async link(@Param('id') id: string, @Body() { kind }: DayLinkDto, @CurrentActor() actor: Actor): Promise<DayLink & { url: string }> {
    await this.door.organise(id, actor);
    const { token, ...link } = kind === 'delegation' ? await this.days.newDelegationLink(id, by(actor)) : await this.days.newReceiptLink(id, by(actor));
    return { ...link, url: `${this.config.publicUrl}/${kind === 'delegation' ? 'd' : 'r'}/${token}` };
  }

  @Post('day-links/:link/revoke')
  @HttpCode(204)
  @ApiOperation({ summary: 'Revoke a link' })
  async revoke(@Param('id') id: string, @Param('link') link: string, @CurrentActor() actor: Actor): Promise<void> {
    await this.door.organise(id, actor);
    await this.days.revokeLink(id, link, by(actor));
  }
}
