import { Body, Controller, Get, Header, HttpCode, Param, Patch, Post, Query, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Actor } from '#libs/access';
import { AppConfig } from '#libs/config';
import {
  calendarFile, CommitmentsService, HandoverConflictError, HandoversReader, HandoversService,
  type Commitment, type Handover, type HandoverActor, type HandoverListItem, type HandoverResponse, type MonthView, type Page,
} from '#libs/handovers';
import { AllowAnyone, AllowRoles, CurrentActor, Limit } from '../../edge/decorators.js';
import { accessOf } from '../../edge/request-access.js';
import { preferredLocale } from '../../i18n/index.js';
import { calendarWords } from './calendar-words.js';
import { HandoverRights } from './handover-rights.js';
import { CancelHandoverDto, CommitmentDto, HandoverQueryDto, HoldHandoverDto, PatchHandoverDto, ResponseDto, ScheduleHandoverDto } from './handovers.dto.js';

const CALENDAR = 'text/calendar; charset=utf-8';

@ApiTags('Handovers')
@Controller('api/v1/handovers')
export class HandoversController {
  constructor(
    private readonly handovers: HandoversService, private readonly commitments: CommitmentsService, private readonly reader: HandoversReader,
    private readonly rights: HandoverRights, private readonly config: AppConfig,
  ) {}

  @AllowAnyone()
  @Get()
  @ApiOperation({ summary: 'Handovers held, listed and planned, page by page', description: '`mine=true` lists what the asker organises, drafts and cancelled ones included.' })
  async list(@Query() query: HandoverQueryDto, @Req() request: FastifyRequest): Promise<Page<HandoverListItem> | MonthView> {
    const { mine, month, ...filter } = query;
    const reach = await this.rights.reachOf(request, mine === 'true');
    return month === undefined ? this.reader.list({ ...filter, ...reach }) : this.reader.month(month, { ...filter, ...reach });
  }

  @AllowAnyone()
  @Get('calendar.ics')
  @Header('content-type', CALENDAR)
  @ApiProduces('text/calendar')
  @ApiOperation({ summary: 'The same as a calendar to subscribe to (RFC 5545), the next 200' })
  async calendar(@Query() query: HandoverQueryDto, @Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    const { mine, month: _month, ...filter } = query;
    const reach = await this.rights.reachOf(request, mine === 'true');
    const { items } = await this.reader.list({ order: 'newest', ...filter, ...reach, pageSize: 200 });
    return this.file(items, request, reply);
  }

  @AllowRoles('owner', 'organiser')
  @Limit('organising')
  @Post()
  @ApiOperation({ summary: 'Book a handover', description: 'With an exact or rough date (EDTF). Needs organiser rights in each jurisdiction concerned.' })
  async schedule(@Body() body: ScheduleHandoverDto, @CurrentActor() actor: Actor): Promise<Handover> {
    await this.rights.requireOrganiser(actor, await this.handovers.subjectOfNew(body));
    return this.reader.get(await this.handovers.schedule(body, by(actor)), 'organiser');
  }

  @AllowAnyone()
  @Get(':id')
  @ApiOperation({ summary: 'One handover: figures, responses, commitments, earlier dates' })
  async get(@Param('id') id: string, @Req() request: FastifyRequest): Promise<Handover> {
    const audience = await this.rights.audienceOf(accessOf(request).actor, await this.handovers.subject(id));
    return this.reader.get(id, audience);
  }

  @AllowAnyone()
  @Get(':id/calendar.ics')
  @Header('content-type', CALENDAR)
  @ApiProduces('text/calendar')
  @ApiOperation({ summary: 'One handover as a calendar file (RFC 5545)' })
  async calendarOfOne(@Param('id') id: string, @Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    const audience = await this.rights.audienceOf(accessOf(request).actor, await this.handovers.subject(id));
    const handover = await this.reader.get(id, audience);
    // A calendar without any entry is no calendar (RFC 5545, 3.6).
    if (handover.date.from === null) throw new HandoverConflictError('handovers.no_date');
    const { items } = await this.reader.list({ audience, ids: [id] });
    return this.file(items, request, reply);
  }

  @AllowRoles('owner', 'organiser')
  @Limit('organising')
  @Patch(':id')
  @ApiOperation({ summary: 'Move a handover, or correct one that took place', description: 'What is left out stays. The former state is kept, with the reason.' })
  async patch(@Param('id') id: string, @Body() body: PatchHandoverDto, @CurrentActor() actor: Actor): Promise<Handover> {
    const subject = await this.mayOrganise(id, actor);
    // Whoever lets it cover others needs the right to speak for them too.
    if (body.covers) await this.rights.requireOrganiser(actor, await this.handovers.subjectOfNew({ campaign: subject.campaign, jurisdiction: subject.jurisdictions[0] ?? '', covers: body.covers }));
    await this.handovers.patch(id, body, by(actor));
    return this.reader.get(id, 'organiser');
  }

  @AllowRoles('owner', 'organiser')
  @Limit('organising')
  @Post(':id/hold')
  @HttpCode(200)
  @ApiOperation({ summary: 'Write down that it took place: received, refused, or nobody there' })
  async hold(@Param('id') id: string, @Body() body: HoldHandoverDto, @CurrentActor() actor: Actor): Promise<Handover> {
    await this.mayOrganise(id, actor);
    await this.handovers.hold(id, body, by(actor));
    return this.reader.get(id, 'organiser');
  }

  @AllowRoles('owner', 'organiser')
  @Limit('organising')
  @Post(':id/cancel')
  @HttpCode(200)
  @ApiOperation({ summary: 'Call a planned handover off, with the reason' })
  async cancel(@Param('id') id: string, @Body() body: CancelHandoverDto, @CurrentActor() actor: Actor): Promise<Handover> {
    await this.mayOrganise(id, actor);
    await this.handovers.cancel(id, body, by(actor));
    return this.reader.get(id, 'organiser');
  }

  @AllowRoles('owner', 'organiser')
  @Limit('organising')
  @Post(':id/responses')
  @ApiOperation({ summary: 'Add what was said, written or answered' })
  async respond(@Param('id') id: string, @Body() body: ResponseDto, @CurrentActor() actor: Actor): Promise<HandoverResponse | undefined> {
    await this.mayOrganise(id, actor);
    const responseId = await this.handovers.respond(id, body, by(actor));
    return (await this.reader.get(id, 'organiser')).responses.find((response) => response.id === responseId);
  }

  @AllowRoles('owner', 'organiser')
  @Limit('organising')
  @Post(':id/commitments')
  @ApiOperation({ summary: 'Add what was promised', description: 'Reviewed 90 days after the handover unless a due date is given, or null.' })
  async commit(@Param('id') id: string, @Body() body: CommitmentDto, @CurrentActor() actor: Actor): Promise<Commitment> {
    await this.mayOrganise(id, actor);
    return this.reader.commitment(await this.commitments.commit(id, body, by(actor)), 'organiser');
  }

  private async mayOrganise(id: string, actor: Actor): ReturnType<HandoversService['subject']> {
    const subject = await this.handovers.subject(id);
    // Whoever may not know of it is told that it is not there.
    await this.reader.get(id, await this.rights.audienceOf(actor, subject));
    await this.rights.requireOrganiser(actor, subject);
    return subject;
  }

  private file(items: readonly HandoverListItem[], request: FastifyRequest, reply: FastifyReply): string {
    const locale = preferredLocale(request.headers['accept-language']);
    reply.header('content-language', locale).header('vary', 'accept-language').header('content-disposition', 'attachment; filename="handovers.ics"');
    return calendarFile(items, calendarWords(locale), { now: new Date(), url: ({ id }) => `${this.config.publicUrl}/api/v1/handovers/${id}` });
  }
}

export const by = (actor: Actor): HandoverActor => ({ id: actor.userId, name: actor.name });
