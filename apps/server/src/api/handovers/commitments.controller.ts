import { Body, Controller, Get, Param, Post, Query, Req } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { type Actor } from '#libs/access';
import { CommitmentsService, HandoversReader, type Commitment, type Page } from '#libs/handovers';
import { AllowAnyone, AllowRoles, CurrentActor, Limit } from '../../edge/decorators.js';
import { accessOf } from '../../edge/request-access.js';
import { ReplyDto, ReviewDto } from './day.dto.js';
import { HandoverDoor } from './handover-door.js';
import { HandoverRights } from './handover-rights.js';
import { by } from './handovers.controller.js';
import { CommitmentQueryDto, CommitmentStatusDto } from './handovers.dto.js';

@ApiTags('Commitments')
@Controller('api/v1/commitments')
export class CommitmentsController {
  constructor(private readonly commitments: CommitmentsService, private readonly reader: HandoversReader, private readonly rights: HandoverRights, private readonly door: HandoverDoor) {}

  @AllowAnyone()
  @Get()
  @ApiOperation({ summary: 'What was promised, with the calls it answers and what became of it; those due soonest first' })
  async list(@Query() query: CommitmentQueryDto, @Req() request: FastifyRequest): Promise<Page<Commitment>> {
    const { mine, overdue, country, ...filter } = query;
    const reach = await this.rights.reachOf(request, mine === 'true');
    return this.reader.commitments({ ...filter, ...reach, jurisdiction: country, overdue: overdue === undefined ? undefined : overdue === 'true' });
  }

  @AllowAnyone()
  @Get(':id')
  @ApiOperation({ summary: 'One commitment with its whole history' })
  async get(@Param('id') id: string, @Req() request: FastifyRequest): Promise<Commitment> {
    return this.reader.commitment(id, await this.rights.audienceOf(accessOf(request).actor, await this.commitments.subject(id)));
  }

  @AllowRoles('owner', 'organiser')
  @Limit('organising')
  @Post(':id/statuses')
  @ApiOperation({ summary: 'Add what became of a commitment', description: 'Everything but `promised` needs evidence: a link or a text. Nothing is overwritten.' })
  async addStatus(@Param('id') id: string, @Body() body: CommitmentStatusDto, @CurrentActor() actor: Actor): Promise<Commitment> {
    const subject = await this.commitments.subject(id);
    await this.reader.commitment(id, await this.rights.audienceOf(actor, subject));
    await this.rights.requireOrganiser(actor, subject);
    await this.commitments.addStatus(id, body, by(actor));
    return this.reader.commitment(id, 'organiser');
  }

  @AllowRoles('owner', 'organiser')
  @Limit('organising')
  @Post(':id/statuses/:status/reply')
  @ApiOperation({ summary: 'Write down what the office replied to a status', description: 'From then on both are public, whatever is left of the window.' })
  async reply(@Param('id') id: string, @Param('status') status: string, @Body() body: ReplyDto, @CurrentActor() actor: Actor): Promise<Commitment> {
    await this.door.organiseCommitment(id, actor);
    await this.commitments.reply(id, status, body, by(actor));
    return this.reader.commitment(id, 'organiser');
  }

  @AllowRoles('owner', 'organiser')
  @Limit('organising')
  @Post(':id/review')
  @ApiOperation({ summary: 'Say that somebody looked, and when they will look again' })
  async review(@Param('id') id: string, @Body() body: ReviewDto, @CurrentActor() actor: Actor): Promise<Commitment> {
    await this.door.organiseCommitment(id, actor);
    await this.commitments.reviewed(id, body, by(actor));
    return this.reader.commitment(id, 'organiser');
  }
}
