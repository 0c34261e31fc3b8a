import { Readable } from 'node:stream';
import { Body, Controller, Get, HttpCode, Param, Post, Req, Res, StreamableFile } from '@nestjs/common';
import { ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import { IsOptional } from 'class-validator';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Actor, Sessions } from '#libs/access';
import { type NamesCandidate, NamesDesk, type NamesExport, NamesReader } from '#libs/handovers';
import { AllowRoles, CurrentActor, InPerson, Limit } from '../../edge/decorators.js';
import { Key, Text } from '../../edge/fields.js';
import { RateLimits } from '../../edge/rate-limit.guard.js';
import { HandoverDoor } from './handover-door.js';

export class AskNamesDto {
  /** Slug of a petition of the seal that stands, whose law demands names. */
  @Key(100)
  petition!: string;

  /** Why, for the second person and the audit log: 10 to 500 characters, nothing personal. */
  @Text({ max: 500 })
  reason!: string;
}

export class ApproveNamesDto {
  /** One's own, once more. */
  @Text({ max: 1000, blank: true })
  password!: string;

  /** Of the authenticator app, where one is enrolled. */
  @IsOptional() @Text({ max: 40, blank: true })
  code?: string;
}

const actorOf = (actor: Actor): { id: string; name: string } => ({ id: actor.userId, name: actor.name });

/** Names where a law demands them. No answer here holds one: the file is sealed to the office's key. */
@ApiTags('Names')
@AllowRoles('owner', 'organiser')
@Controller('api/v1/handovers/:id/names')
export class NamesController {
  constructor(private readonly door: HandoverDoor, private readonly desk: NamesDesk, private readonly reader: NamesReader, private readonly sessions: Sessions, private readonly limits: RateLimits) {}

  @Get()
  @ApiOperation({ summary: 'What can be asked for, and what was, the newest first, at most a hundred', description: '`withdrawnSince`: how many in the file took their name back since; the office is to be told.' })
  async list(@Param('id') id: string, @CurrentActor() actor: Actor): Promise<{ candidates: NamesCandidate[]; items: NamesExport[] }> {
    await this.door.organiseInside(id, actor);
    return { candidates: await this.reader.candidates(id), items: await this.reader.list(id) };
  }

  @InPerson()
  @Limit('organising')
  @Post()
  @ApiOperation({ summary: 'Ask for the names of one petition in the seal that stands', description: 'By a session only. A second person has seven days to approve.' })
  async ask(@Param('id') id: string, @Body() body: AskNamesDto, @CurrentActor() actor: Actor): Promise<{ id: string }> {
    await this.door.organiseInside(id, actor);
    return { id: await this.desk.ask(id, body, actorOf(actor)) };
  }

  @InPerson()
  @Limit('login')
  @Post(':export/approve')
  @HttpCode(202)
  @ApiOperation({ summary: 'Let them go, as a second person, with password and, where enrolled, a fresh code', description: 'The worker makes the file, sealed to the office’s key.' })
  async approve(@Param('id') id: string, @Param('export') exportId: string, @Body() { password, code = '' }: ApproveNamesDto, @CurrentActor() actor: Actor, @Req() request: FastifyRequest): Promise<void> {
    await this.door.organiseInside(id, actor);
    await this.sessions.reauthenticate(actor.userId, password, code, this.limits.addresses.keyOf(request.ip));
    await this.desk.approve(id, exportId, actorOf(actor));
  }

  @InPerson()
  @Limit('organising')
  @Post(':export/refuse')
  @HttpCode(204)
  @ApiOperation({ summary: 'Refuse what was asked for; whoever asked may take it back so' })
  async refuse(@Param('id') id: string, @Param('export') exportId: string, @CurrentActor() actor: Actor): Promise<void> {
    await this.door.organiseInside(id, actor);
    await this.desk.refuse(id, exportId, actorOf(actor));
  }

  @InPerson()
  @Get(':export/file')
  @ApiProduces('application/octet-stream')
  @ApiOperation({ summary: 'The file for the office, as specified in docs/NAMES.md', description: 'Sealed to its key alone. Kept for 30 days; each download stands in the audit log.' })
  async file(@Param('id') id: string, @Param('export') exportId: string, @CurrentActor() actor: Actor, @Res({ passthrough: true }) reply: FastifyReply): Promise<StreamableFile> {
    await this.door.organiseInside(id, actor);
    const { name, bytes } = await this.desk.download(id, exportId, actorOf(actor));
    reply.header('cache-control', 'no-store');
    return new StreamableFile(Readable.from(bytes, { objectMode: false }), { type: 'application/octet-stream', disposition: `attachment; filename="${name}"` });
  }
}
