import { Body, Controller, Get, Param, Post, Query, Req, Res, UseFilters } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { AccessService, type Actor, can, Invitations, notFound, People, SecondFactors } from '#libs/access';
import { GivenRoles } from '../../api/access/given-role.js';
import { uuid } from '../../api/access/uuid.js';
import { AllowRoles, CurrentActor, Limit } from '../../edge/decorators.js';
import { type FieldError } from '../../ui/index.js';
import { ConsoleProblems } from '../console-problems.filter.js';
import { Desks, faultsOf } from '../desk.js';
import { type FormBody, textOf } from '../form-body.js';
import { pageOf } from '../petitions.controller.js';
import { PeoplePage, PersonPage, type RoleTyped } from './people-page.js';
import { GivingPlaces, roleFrom } from './places.js';

const PAGE_SIZE = 50;
const HERE = '/console/people';

/** Who has which role where; inviting, giving, taking away. */
@ApiExcludeController()
@UseFilters(ConsoleProblems)
@AllowRoles('owner', 'organiser')
@Limit('organising')
@Controller('console/people')
export class PeopleController {
  constructor(
    private readonly desks: Desks, private readonly people: People, private readonly invitations: Invitations, private readonly factors: SecondFactors,
    private readonly places: GivingPlaces, private readonly roles: GivenRoles, private readonly access: AccessService,
  ) {}

  @Get()
  async list(@Query() query: FormBody, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await this.send(actor, request, reply, pageOf(query), { email: '', role: 'organiser', place: '', store: '' }, []);
  }

  @Post('invitations')
  async invite(@Body() body: FormBody, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const desk = this.desks.open(request);
    const typed = typedIn(body);
    try {
      const { jurisdictionIds, ...given } = await this.roles.from(roleFrom(typed));
      await this.invitations.invite(actor, { ...given, email: typed.email, jurisdictionId: jurisdictionIds[0] ?? null });
    } catch (thrown) {
      return this.send(actor, request, reply, 1, typed, faultsOf(thrown, desk.page.t, fieldOf), 422);
    }
    this.desks.leave(reply, desk, HERE, 'invited');
  }

  @Post('invitations/:invitation/resend')
  async resend(@Param('invitation', uuid()) id: string, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await this.invitations.resend(actor, id);
    this.desks.leave(reply, this.desks.open(request), HERE, 'invited');
  }

  @Post('invitations/:invitation/revoke')
  async revoke(@Param('invitation', uuid()) id: string, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await this.invitations.revoke(actor, id);
    this.desks.leave(reply, this.desks.open(request), HERE, 'invitation-revoked');
  }

  @AllowRoles('owner')
  @Post('second-factor')
  async demand(@Body() body: FormBody, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await this.access.require(actor, 'administer', {});
    await this.factors.demand(null, textOf(body, 'demanded') === 'yes', actor.userId);
    this.desks.leave(reply, this.desks.open(request), HERE, 'second-factor-demand');
  }

  @Get(':user')
  async person(@Param('user', uuid()) id: string, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await this.sendPerson(id, actor, request, reply, { role: 'reader', place: '', store: '' }, []);
  }

  @Post(':user/roles')
  async give(@Param('user', uuid()) id: string, @Body() body: FormBody, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const desk = this.desks.open(request);
    const typed = typedIn(body);
    try {
      await this.people.giveRole(actor, id, await this.roles.from(roleFrom(typed)));
    } catch (thrown) {
      return this.sendPerson(id, actor, request, reply, typed, faultsOf(thrown, desk.page.t, fieldOf), 422);
    }
    this.desks.leave(reply, desk, `${HERE}/${id}`, 'role-given');
  }

  @Post(':user/roles/:role/take')
  async take(@Param('user', uuid()) id: string, @Param('role') role: string, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    if (!/^\d{1,9}$/.test(role)) throw notFound();
    await this.people.takeRole(actor, id, Number(role));
    this.desks.leave(reply, this.desks.open(request), HERE, 'role-taken');
  }

  @Post(':user/disable')
  async disable(@Param('user', uuid()) id: string, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await this.people.disable(actor, id);
    this.desks.leave(reply, this.desks.open(request), HERE, 'user-disabled');
  }

  private async send(actor: Actor, request: FastifyRequest, reply: FastifyReply, page: number, typed: RoleTyped, errors: FieldError[], status = 200): Promise<void> {
    const desk = this.desks.open(request);
    const demands = can(actor, 'administer', {});
    const [{ items, total }, invitations, choices] = await Promise.all([this.people.list(actor, { page, pageSize: PAGE_SIZE }), this.invitations.list(actor), this.places.of(actor, desk.page.t)]);
    const view = { items, page, pages: Math.max(1, Math.ceil(total / PAGE_SIZE)), invitations, choices, typed, errors, demands: demands ? await this.factors.demands() : null };
    this.desks.send(reply, PeoplePage({ desk, view }), status);
  }

  private async sendPerson(id: string, actor: Actor, request: FastifyRequest, reply: FastifyReply, typed: Omit<RoleTyped, 'email'>, errors: FieldError[], status = 200): Promise<void> {
    const desk = this.desks.open(request);
    const [person, choices] = await Promise.all([this.people.byId(actor, id), this.places.of(actor, desk.page.t)]);
    this.desks.send(reply, PersonPage({ desk, view: { person, choices, typed, errors } }), status);
  }
}

const typedIn = (body: FormBody): RoleTyped => ({ email: textOf(body, 'email').slice(0, 254), role: textOf(body, 'role'), place: textOf(body, 'place').slice(0, 200), store: textOf(body, 'store').slice(0, 60) });

/** The form asks for campaign and country in one. */
const fieldOf = (field: string): string => (field === 'campaign' || field.startsWith('countries') ? 'place' : field);
