import { Controller, Get, Req, Res, UseFilters } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Actor, can, canSomewhere } from '#libs/access';
import { AllowSignedIn, CurrentActor } from '../edge/decorators.js';
import { ConsoleProblems } from './console-problems.filter.js';
import { Desks } from './desk.js';
import { ConsoleScopes } from './read/scopes.js';
import { TodayReader } from './read/today.js';
import { FirstPetitionPage } from './views/first-petition.js';
import { TodayPage } from './views/today.js';

@ApiExcludeController()
@UseFilters(ConsoleProblems)
@AllowSignedIn()
@Controller('console')
export class TodayController {
  constructor(private readonly desks: Desks, private readonly today: TodayReader, private readonly scopes: ConsoleScopes) {}

  @Get()
  async show(@CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const desk = this.desks.open(request);
    // Managers have their stores and nothing else.
    if (!canSomewhere(actor, 'read') && canSomewhere(actor, 'collect')) return this.desks.leave(reply, desk, '/console/stores');
    // An empty installation has nothing to tell; it asks for the first petition instead.
    if (!(await this.scopes.anyCampaign())) return this.desks.send(reply, FirstPetitionPage({ desk, mayCreate: can(actor, 'administer', {}) }));
    this.desks.send(reply, TodayPage({ desk, view: await this.today.read(actor, desk.now) }));
  }
}
