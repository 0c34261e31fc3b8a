import { Body, Controller, Get, Param, Post, Req, Res, UseFilters } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Actor, Sessions } from '#libs/access';
import { DomainError } from '#libs/config';
import { HandoversReader, NamesDesk, NamesReader, SealReader } from '#libs/handovers';
import { by } from '../../api/handovers/handovers.controller.js';
import { HandoverDoor } from '../../api/handovers/handover-door.js';
import { AllowRoles, CurrentActor, InPerson, Limit } from '../../edge/decorators.js';
import { RateLimits } from '../../edge/rate-limit.guard.js';
import { ConsoleProblems } from '../console-problems.filter.js';
import { type Desk, Desks, faultsOf } from '../desk.js';
import { type FormBody, textOf } from '../form-body.js';
import { NamesPage, namesPath, type NamesView } from './names-page.js';

/** Names of one handover's seal, on their way to the office that a law names. */
@ApiExcludeController()
@UseFilters(ConsoleProblems)
@AllowRoles('owner', 'organiser')
@Controller('console/handovers/:id/names')
export class NamesPageController {
  constructor(
    private readonly desks: Desks, private readonly door: HandoverDoor, private readonly handovers: HandoversReader, private readonly seals: SealReader, private readonly names: NamesDesk,
    private readonly reader: NamesReader, private readonly sessions: Sessions, private readonly limits: RateLimits,
  ) {}

  @Get()
  async show(@Param('id') id: string, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await this.door.organiseInside(id, actor);
    const desk = this.desks.open(request);
    this.desks.send(reply, NamesPage({ desk, view: await this.view(id, actor) }));
  }

  @InPerson()
  @Post()
  async ask(@Param('id') id: string, @Body() body: FormBody, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const [petition, reason] = [textOf(body, 'petition'), textOf(body, 'reason')];
    await this.attempt(id, actor, request, reply, { about: petition, reason, done: 'names-asked' }, () => this.names.ask(id, { petition, reason }, by(actor)));
  }

  @InPerson()
  @Limit('login')
  @Post(':export/approve')
  async approve(@Param('id') id: string, @Param('export') exportId: string, @Body() body: FormBody, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { password } = body;
    await this.attempt(id, actor, request, reply, { about: exportId, reason: '', done: 'names-approved' }, async () => {
      await this.sessions.reauthenticate(actor.userId, typeof password === 'string' ? password.slice(0, 1000) : '', textOf(body, 'code').slice(0, 40), this.limits.addresses.keyOf(request.ip));
      await this.names.approve(id, exportId, by(actor));
    });
  }

  @InPerson()
  @Post(':export/refuse')
  async refuse(@Param('id') id: string, @Param('export') exportId: string, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await this.attempt(id, actor, request, reply, { about: exportId, reason: '', done: 'names-refused' }, () => this.names.refuse(id, exportId, by(actor)));
  }

  private async attempt(id: string, actor: Actor, request: FastifyRequest, reply: FastifyReply, { about, reason, done }: { about: string; reason: string; done: string }, deed: () => Promise<unknown>): Promise<void> {
    await this.door.organiseInside(id, actor);
    const desk = this.desks.open(request);
    try {
      await deed();
    } catch (thrown) {
      const [errors, status] = told(thrown, desk);
      return this.desks.send(reply, NamesPage({ desk, view: { ...(await this.view(id, actor)), failed: { about, reason, errors } } }), status);
    }
    this.desks.leave(reply, desk, namesPath(id), done);
  }

  private async view(id: string, actor: Actor): Promise<NamesView> {
    const [handover, standing, candidates, exports] = [await this.handovers.get(id, 'organiser'), await this.seals.standing(id, 'organiser'), await this.reader.candidates(id), await this.reader.list(id)];
    return { handover, userId: actor.userId, sealed: standing !== null, candidates, exports, failed: null };
  }
}

/** Also somebody who typed a wrong password too often stays on the page. */
function told(thrown: unknown, { page: { t } }: Desk): [errors: ReturnType<typeof faultsOf>, status: number] {
  if (!(thrown instanceof DomainError)) throw thrown;
  if (thrown.kind === 'too-many') return [[{ field: 'form', message: t('console.login.too-many', { minutes: Math.ceil((thrown.retryAfterS ?? 60) / 60) }) }], 429];
  return [faultsOf(thrown, t), 422];
}
