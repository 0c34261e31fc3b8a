import { Body, Controller, Get, Param, Post, Query, Req, Res, UseFilters } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Actor, notFound } from '#libs/access';
import { ChallengeStates, clusterId, Clusters, MODES } from '#libs/signatures';
import { AllowRoles, CurrentActor } from '../../edge/decorators.js';
import { type FieldError } from '../../ui/index.js';
import { ConsoleProblems } from '../console-problems.filter.js';
import { Desks, faultsOf } from '../desk.js';
import { type FormBody, textOf } from '../form-body.js';
import { pageOf } from '../petitions.controller.js';
import { PetitionPageReader } from '../read/petition-page.js';
import { ClusterPage } from './cluster-page.js';
import { ScreeningPage } from './screening-page.js';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const pathOf = (slug: string): string => `/console/petitions/${slug}/screening`;

/** The petition under attack, as its organisers see it: challenge, held signatures, clusters, and what was done. */
@ApiExcludeController()
@UseFilters(ConsoleProblems)
@AllowRoles('owner', 'organiser')
@Controller('console/petitions/:slug/screening')
export class ScreeningPagesController {
  constructor(private readonly desks: Desks, private readonly reader: PetitionPageReader, private readonly states: ChallengeStates, private readonly clusters: Clusters) {}

  @Get()
  async list(@Param('slug') slug: string, @Query() query: FormBody, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const desk = this.desks.open(request);
    const line = await this.reader.require(slug, actor);
    const page = pageOf(query);
    const [face, state, clusters, done] = await Promise.all([this.reader.face(slug, actor, desk.now), this.states.of(line.id), this.clusters.list(line.id, { page }), this.clusters.done(line.id)]);
    this.desks.send(reply, ScreeningPage({ desk, view: { face, state, clusters, done, page } }));
  }

  @Post('mode')
  async mode(@Param('slug') slug: string, @Body() body: FormBody, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const line = await this.reader.require(slug, actor);
    const mode = MODES.find((one) => one === textOf(body, 'mode')) ?? 'auto';
    await this.states.decide(line.id, mode, actor.userId);
    this.desks.leave(reply, this.desks.open(request), pathOf(slug), 'settings-saved');
  }

  @Get('clusters/:cluster')
  async look(@Param('slug') slug: string, @Param('cluster') cluster: string, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await this.send(slug, cluster, actor, request, reply, '', []);
  }

  @Post('clusters/:cluster')
  async act(@Param('slug') slug: string, @Param('cluster') cluster: string, @Body() body: FormBody, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const desk = this.desks.open(request);
    const line = await this.reader.require(slug, actor);
    try {
      await this.clusters.act(line.id, clusterId(cluster), textOf(body, 'deed') === 'released' ? 'released' : 'invalidated', textOf(body, 'reason'), actor.userId);
    } catch (thrown) {
      return this.send(slug, cluster, actor, request, reply, textOf(body, 'reason'), faultsOf(thrown, desk.page.t));
    }
    this.desks.leave(reply, desk, pathOf(slug));
  }

  @Post('done/:done/undo')
  async undo(@Param('slug') slug: string, @Param('done') done: string, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const line = await this.reader.require(slug, actor);
    if (!UUID.test(done)) throw notFound();
    await this.clusters.undo(line.id, done, actor.userId);
    this.desks.leave(reply, this.desks.open(request), pathOf(slug));
  }

  private async send(slug: string, cluster: string, actor: Actor, request: FastifyRequest, reply: FastifyReply, reason: string, errors: FieldError[]): Promise<void> {
    const desk = this.desks.open(request);
    const line = await this.reader.require(slug, actor);
    const id = clusterId(cluster);
    const face = await this.reader.face(slug, actor, desk.now);
    const [invalidation, release] = [await this.clusters.preview(line.id, id, 'invalidated'), await this.clusters.preview(line.id, id, 'released')];
    this.desks.send(reply, ClusterPage({ desk, view: { face, id, invalidation, release, reason, errors } }), errors.length > 0 ? 422 : 200);
  }
}
