import { Body, Controller, Get, Param, Post, Req, Res, UseFilters } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { AccessService, type Actor } from '#libs/access';
import { HandoverInvalidError, HandoversReader, HandoversService, instantOf, NamesReader, SealDesk, SealReader } from '#libs/handovers';
import { by } from '../../api/handovers/handovers.controller.js';
import { HandoverRights } from '../../api/handovers/handover-rights.js';
import { AllowRoles, AllowSignedIn, CurrentActor } from '../../edge/decorators.js';
import { ConsoleProblems } from '../console-problems.filter.js';
import { Desks, faultsOf } from '../desk.js';
import { type FormBody, textOf } from '../form-body.js';
import { SealPage, type SealView } from './seal-page.js';

/** The seal of one handover. */
@ApiExcludeController()
@UseFilters(ConsoleProblems)
@AllowSignedIn()
@Controller('console/handovers/:id/seal')
export class SealPagesController {
  constructor(
    private readonly desks: Desks, private readonly access: AccessService, private readonly rights: HandoverRights, private readonly handovers: HandoversService,
    private readonly reader: HandoversReader, private readonly seals: SealReader, private readonly desk: SealDesk,
    private readonly names: NamesReader,
  ) {}

  @Get()
  async show(@Param('id') id: string, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const desk = this.desks.open(request);
    this.desks.send(reply, SealPage({ desk, view: await this.view(id, actor) }));
  }

  @AllowRoles('owner', 'organiser')
  @Post()
  async ask(@Param('id') id: string, @Body() body: FormBody, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const desk = this.desks.open(request);
    await this.requireOrganiser(id, actor);
    const [cutoffDay, cutoffTime] = [textOf(body, 'cutoffDay'), textOf(body, 'cutoffTime')];
    try {
      const cutoff = cutoffDay === '' ? undefined : cutoffIn(cutoffDay, cutoffTime, actor.timeZone);
      await this.desk.ask(id, cutoff ? { cutoff } : {}, by(actor));
    } catch (thrown) {
      const errors = faultsOf(thrown, desk.page.t);
      return this.desks.send(reply, SealPage({ desk, view: { ...(await this.view(id, actor)), failed: { cutoffDay, cutoffTime, errors } } }), 422);
    }
    this.desks.leave(reply, desk, `/console/handovers/${id}/seal`, 'seal-asked');
  }

  @AllowRoles('owner', 'organiser')
  @Post('publish')
  async publish(@Param('id') id: string, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const desk = this.desks.open(request);
    await this.requireOrganiser(id, actor);
    await this.desk.publish(id, by(actor));
    this.desks.leave(reply, desk, `/console/handovers/${id}/seal`, 'seal-published');
  }

  private async requireOrganiser(id: string, actor: Actor): Promise<void> {
    const subject = await this.handovers.subject(id);
    await this.access.require(actor, 'read', { campaignId: subject.campaignId, jurisdictionId: subject.jurisdictions[0] });
    await this.rights.requireOrganiser(actor, subject);
  }

  private async view(id: string, actor: Actor): Promise<SealView> {
    const { campaignId, jurisdictions } = await this.handovers.subject(id);
    await this.access.require(actor, 'read', { campaignId, jurisdictionId: jurisdictions[0] });
    const [handover, seals] = [await this.reader.get(id, 'organiser'), await this.seals.list(id, 'organiser')];
    const standing = [...seals].reverse().find(({ state }) => state === 'sealed');
    return {
      handover, seals, corrections: standing ? await this.seals.corrections(standing.id) : null, failed: null, names: await this.names.concern(id),
      mayOrganise: !handover.record && (await this.access.may(actor, 'organise', { campaignId, jurisdictionId: jurisdictions[0] })),
    };
  }
}

/** A wall-clock time of the organiser's own zone; without a time, the day's end. */
function cutoffIn(day: string, time: string, timeZone: string): Date {
  const instant = /^\d{4}-\d{2}-\d{2}$/.test(day) ? instantOf(day, time === '' ? '23:59' : time, timeZone) : null;
  if (!instant) throw new HandoverInvalidError([{ field: 'cutoff', code: 'date_unreadable' }]);
  return instant;
}
