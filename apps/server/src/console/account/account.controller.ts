import { Body, Controller, Get, Param, Post, Req, Res, UseFilters } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Action, ACTIONS, type Actor, ApiTokens, SecondFactors, Sessions } from '#libs/access';
import { uuid } from '../../api/access/uuid.js';
import { AllowSignedIn, CurrentActor, InPerson, Limit } from '../../edge/decorators.js';
import { accessOf } from '../../edge/request-access.js';
import { ConsoleProblems } from '../console-problems.filter.js';
import { Desks, faultSentence, faultsOf } from '../desk.js';
import { figureOf, type FormBody, listOf, textOf } from '../form-body.js';
import { AccountPage, type AccountView } from './account-page.js';

const ACCOUNT = '/console/account';

/** One's own login: second factor, sessions, tokens. */
@ApiExcludeController()
@UseFilters(ConsoleProblems)
@AllowSignedIn()
@InPerson()
@Controller('console/account')
export class AccountController {
  constructor(private readonly desks: Desks, private readonly sessions: Sessions, private readonly tokens: ApiTokens, private readonly factors: SecondFactors) {}

  @Get()
  async page(@CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await this.send(actor, request, reply, {});
  }

  @Post('sessions/end-others')
  async endOthers(@CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await this.sessions.end(actor.userId, { allBut: accessOf(request).session?.token ?? '' });
    this.desks.leave(reply, this.desks.open(request), ACCOUNT, 'sessions-ended');
  }

  @Post('sessions/:session/end')
  async end(@Param('session', uuid()) id: string, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await this.sessions.end(actor.userId, { id });
    this.desks.leave(reply, this.desks.open(request), ACCOUNT, 'sessions-ended');
  }

  @Limit('organising')
  @Post('tokens')
  async makeToken(@Body() body: FormBody, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { t } = this.desks.open(request).page;
    const name = textOf(body, 'name').slice(0, 100);
    const asked = listOf(body, 'scopes');
    const scopes = asked.filter((scope): scope is Action => ACTIONS.some((action) => action === scope));
    const typed = { name, days: textOf(body, 'days'), scopes };
    if (name === '') return this.send(actor, request, reply, { typed, errors: [{ field: 'name', message: faultSentence(t, { field: 'name', code: 'required' }) }] }, 422);
    try {
      const { token } = await this.tokens.create(actor.userId, name, { days: figureOf(body, 'days'), scopes });
      await this.send(actor, request, reply, { made: { name, token } });
    } catch (thrown) {
      await this.send(actor, request, reply, { typed, errors: faultsOf(thrown, t) }, 422);
    }
  }

  @Post('tokens/:token/revoke')
  async revokeToken(@Param('token', uuid()) id: string, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await this.tokens.revoke(actor.userId, id);
    this.desks.leave(reply, this.desks.open(request), ACCOUNT, 'token-revoked');
  }

  private async send(actor: Actor, request: FastifyRequest, reply: FastifyReply, more: Partial<AccountView>, status = 200): Promise<void> {
    const [factor, sessions, tokens] = await Promise.all([
      this.factors.state(actor.userId), this.sessions.list(actor.userId, accessOf(request).session?.token), this.tokens.list(actor.userId),
    ]);
    const view: AccountView = { factor, sessions, tokens, made: null, typed: { name: '', days: '', scopes: ['read'] }, errors: [], ...more };
    this.desks.send(reply, AccountPage({ desk: this.desks.open(request), view }), status);
  }
}
