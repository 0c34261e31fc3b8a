import { Controller, Get, Param, Query, Req, Res, UseFilters } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Actor, notFound } from '#libs/access';
import { MEMBER_ORDERS, type Steering } from '#libs/tallies';
import { csvOf } from '../../edge/csv.js';
import { AllowSignedIn, CurrentActor } from '../../edge/decorators.js';
import { steeringRows, tableOfFile } from '../../reading/steering-csv.js';
import { type SteeredPlace, SteeringReader } from '../../reading/steering-reader.js';
import { ConsoleProblems } from '../console-problems.filter.js';
import { Desks } from '../desk.js';
import { type FormBody, textOf, textOrNull } from '../form-body.js';
import { sendCsv } from '../stores/send-csv.js';
import { SteeringPage } from './steering-page.js';

/** The figures that organisers steer by: of a campaign, a region or a petition, each as a page and as files. Read only. */
@ApiExcludeController()
@UseFilters(ConsoleProblems)
@AllowSignedIn()
@Controller('console/steering')
export class SteeringController {
  constructor(private readonly desks: Desks, private readonly reader: SteeringReader) {}

  @Get()
  async start(@CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const [first] = await this.reader.campaigns(actor);
    if (!first) throw notFound();
    this.desks.leave(reply, this.desks.open(request), `/console/steering/campaigns/${first.slug}`);
  }

  @Get('campaigns/:campaign')
  async campaign(@Param('campaign') slug: string, @Query() query: FormBody, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const desk = this.desks.open(request);
    const [read, campaigns] = await Promise.all([this.reader.campaign(slug, textOrNull(query, 'region'), actor, desk.now), this.reader.campaigns(actor)]);
    const order = MEMBER_ORDERS.find((one) => one === textOf(query, 'order')) ?? 'week';
    this.desks.send(reply, SteeringPage({ desk, view: { ...read, campaigns, order } }));
  }

  @Get('campaigns/:campaign/:file')
  async campaignFile(@Param('campaign') slug: string, @Param('file') file: string, @Query() query: FormBody, @CurrentActor() actor: Actor, @Res() reply: FastifyReply): Promise<void> {
    send(reply, file, await this.reader.campaign(slug, textOrNull(query, 'region'), actor, new Date()));
  }

  @Get('petitions/:petition')
  async petition(@Param('petition') slug: string, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const desk = this.desks.open(request);
    this.desks.send(reply, SteeringPage({ desk, view: { ...(await this.reader.petition(slug, actor, desk.now)), campaigns: [], order: 'week' } }));
  }

  @Get('petitions/:petition/:file')
  async petitionFile(@Param('petition') slug: string, @Param('file') file: string, @CurrentActor() actor: Actor, @Res() reply: FastifyReply): Promise<void> {
    send(reply, file, await this.reader.petition(slug, actor, new Date()));
  }
}

/** Rights are asked before the name of the file, so that a wrong name tells nobody what is there. */
function send(reply: FastifyReply, file: string, { place, steering }: { place: SteeredPlace; steering: Steering }): void {
  const table = tableOfFile(file);
  if (!table) throw notFound();
  const name = place.slug ?? [place.campaign, place.jurisdictionId?.toLowerCase()].filter(Boolean).join('-');
  sendCsv(reply, `${name}-${table}.csv`, csvOf(steeringRows(steering, table)));
}
