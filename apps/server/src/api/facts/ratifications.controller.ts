import { Body, Controller, Get, HttpCode, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Actor } from '#libs/access';
import { type Page } from '#libs/petitions';
import { FACTS_ERRORS, type FulfilmentProposal, type InstrumentEvent, InstrumentEvents, InstrumentsReader, type Standing } from '#libs/progress';
import { DomainError } from '#libs/config';
import { AllowAnyone, AllowRoles, CurrentActor, Limit } from '../../edge/decorators.js';
import { by } from '../handovers/handovers.controller.js';
import { PageDto } from '../petitions/petitions.dto.js';
import { DeclineDto, EventQueryDto, NewEventDto, RetractDto, StandingQueryDto } from './facts.dto.js';
import { FactsRights } from './facts-rights.js';

@ApiTags('Ratifications')
@Controller('api/v1/campaigns/:campaign/ratifications')
export class RatificationsController {
  constructor(private readonly reader: InstrumentsReader, private readonly events: InstrumentEvents, private readonly rights: FactsRights) {}

  @AllowAnyone()
  @Get()
  @ApiOperation({ summary: 'What became of treaties, laws and plans, the latest first', description: 'Dates are exact (`date.edtf`) or bounded (`date.since`, `date.until`); `from` and `to` are the first and last possible day, null where nothing bounds them.' })
  async list(@Param('campaign') slug: string, @Query() { all, ...query }: EventQueryDto, @Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<Page<InstrumentEvent>> {
    const campaignId = await this.rights.campaignId(slug);
    const { audience } = await this.rights.audienceOf(request, reply, campaignId, null);
    return this.reader.events({ ...query, campaignId, audience, all: all === 'true' && audience === 'organisers' });
  }

  @AllowAnyone()
  @Get('states')
  @ApiOperation({ summary: 'Where each country stands with each instrument', description: 'Decided by rules from all events: what was done stays done until it is withdrawn. Where nothing is known there is no entry.' })
  async states(@Param('campaign') slug: string, @Query() query: StandingQueryDto, @Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<Page<Standing>> {
    const campaignId = await this.rights.campaignId(slug);
    const { audience } = await this.rights.audienceOf(request, reply, campaignId, null);
    return this.reader.standings({ ...query, campaignId, audience });
  }

  @AllowRoles('owner', 'organiser')
  @Limit('organising')
  @Post()
  @ApiOperation({ summary: 'Write down what became of an instrument', description: 'Nothing is overwritten: with `replaces` it corrects an earlier one, which is kept.' })
  async record(@Param('campaign') slug: string, @Body() body: NewEventDto, @CurrentActor() actor: Actor): Promise<InstrumentEvent> {
    const campaignId = await this.rights.campaignId(slug);
    await this.rights.require(actor, 'organise', campaignId, body.jurisdiction ?? null);
    return this.told(campaignId, await this.events.record(campaignId, body, by(actor)));
  }

  @AllowRoles('owner', 'organiser', 'auditor', 'reader')
  @Get('proposals')
  @ApiOperation({ summary: 'Ratifications that would fulfil an open promise', description: 'Of the places whose inside one may read. None of it happens by itself: an organiser accepts or declines.' })
  async proposals(@Param('campaign') slug: string, @Query() query: PageDto, @CurrentActor() actor: Actor): Promise<Page<FulfilmentProposal>> {
    const campaignId = await this.rights.campaignId(slug);
    return this.reader.proposals({ ...query, campaignId, jurisdictions: await this.rights.places(actor, 'read', campaignId) });
  }

  @AllowRoles('owner', 'organiser')
  @Limit('organising')
  @Post(':event/retract')
  @ApiOperation({ summary: 'Take back what was wrong altogether', description: 'It stays readable for organisers, with the reason.' })
  async retract(@Param('campaign') slug: string, @Param('event') event: string, @Body() { why }: RetractDto, @CurrentActor() actor: Actor): Promise<InstrumentEvent> {
    const campaignId = await this.organised(slug, event, actor);
    await this.events.retract(campaignId, event, why, by(actor));
    return this.told(campaignId, event);
  }

  @AllowRoles('owner', 'organiser')
  @Limit('organising')
  @Post(':event/proposals/:commitment/accept')
  @HttpCode(200)
  @ApiOperation({ summary: 'This ratification fulfils that promise', description: 'The promise becomes `fulfilled`, with the ratification as its evidence and its date.' })
  async accept(@Param('campaign') slug: string, @Param('event') event: string, @Param('commitment') commitment: string, @CurrentActor() actor: Actor): Promise<{ commitment: string; status: string }> {
    const campaignId = await this.organised(slug, event, actor);
    return { commitment, status: await this.events.accept(campaignId, event, commitment, by(actor)) };
  }

  @AllowRoles('owner', 'organiser')
  @Limit('organising')
  @Post(':event/proposals/:commitment/decline')
  @HttpCode(204)
  @ApiOperation({ summary: 'This ratification is not what was promised' })
  async decline(@Param('campaign') slug: string, @Param('event') event: string, @Param('commitment') commitment: string, @Body() { reason }: DeclineDto, @CurrentActor() actor: Actor): Promise<void> {
    const campaignId = await this.organised(slug, event, actor);
    await this.events.decline(campaignId, event, commitment, reason, by(actor));
  }

  private async organised(slug: string, event: string, actor: Actor): Promise<number> {
    const campaignId = await this.rights.campaignId(slug);
    await this.rights.require(actor, 'organise', campaignId, await this.events.placeOf(campaignId, event));
    return campaignId;
  }

  private async told(campaignId: number, id: string): Promise<InstrumentEvent> {
    const event = await this.reader.event(campaignId, id, 'organisers');
    if (!event) throw new DomainError(FACTS_ERRORS.eventNotFound, 'not-found');
    return event;
  }
}
