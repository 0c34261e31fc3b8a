import { Body, Controller, Get, Param, Post, Req, Res, UseFilters } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { AccessService, type Actor } from '#libs/access';
import { Bundles, HandoversReader, HandoversService } from '#libs/handovers';
import { by } from '../../api/handovers/handovers.controller.js';
import { AllowRoles, CurrentActor } from '../../edge/decorators.js';
import { ConsoleProblems } from '../console-problems.filter.js';
import { type Desk, Desks, faultsOf } from '../desk.js';
import { type FormBody, textOf } from '../form-body.js';
import { ComposePage, type ComposeView } from './compose.js';

/** What a regional or world handover is made of. */
@ApiExcludeController()
@UseFilters(ConsoleProblems)
@AllowRoles('owner', 'organiser')
@Controller('console/handovers/:id')
export class BundlePagesController {
  constructor(
    private readonly desks: Desks, private readonly access: AccessService, private readonly reader: HandoversReader,
    private readonly handovers: HandoversService, private readonly bundles: Bundles,
  ) {}

  @Get('bundle')
  async show(@Param('id') id: string, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const desk = this.desks.open(request);
    await this.requireOwn(id, actor);
    this.desks.send(reply, ComposePage({ desk, view: await this.view(id, desk) }));
  }

  @Post('bundle')
  async compose(@Param('id') id: string, @Body() body: FormBody, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const desk = this.desks.open(request);
    await this.requireOwn(id, actor);
    const members = Object.keys(body).filter((name) => name.startsWith('member-')).map((name) => textOf(body, name)).filter((member) => member !== '');
    try {
      await this.bundles.compose(id, { members, supersedes: textOf(body, 'supersedes') || null }, by(actor));
    } catch (thrown) {
      const failed = faultsOf(thrown, desk.page.t);
      return this.desks.send(reply, ComposePage({ desk, view: { ...(await this.view(id, desk)), failed } }), 422);
    }
    this.desks.leave(reply, desk, `/console/handovers/${id}`, 'handover-bundle');
  }

  @Post('overlap')
  async overlap(@Param('id') id: string, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const desk = this.desks.open(request);
    await this.requireOwn(id, actor);
    await this.bundles.askOverlap(id, by(actor));
    this.desks.leave(reply, desk, `/console/handovers/${id}`, 'handover-overlap');
  }

  /** A bundle is its region's to compose; to others it is not there. */
  private async requireOwn(id: string, actor: Actor): Promise<void> {
    const { campaignId, jurisdictions } = await this.handovers.subject(id);
    await this.access.require(actor, 'organise', { campaignId, jurisdictionId: jurisdictions[0] });
  }

  private async view(id: string, desk: Desk): Promise<ComposeView> {
    const [handover, candidates, earlier] = [await this.reader.get(id, 'organiser', { now: desk.now }), await this.bundles.candidates(id), await this.bundles.earlier(id)];
    return { handover, candidates, earlier, failed: [] };
  }
}
