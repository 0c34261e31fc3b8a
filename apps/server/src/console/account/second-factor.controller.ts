import { Body, Controller, Get, Post, Req, Res, UseFilters } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Actor, SecondFactors, Sessions } from '#libs/access';
import { DomainError } from '#libs/config';
import { AllowSignedIn, CurrentActor, EvenUnenrolled, InPerson, Limit } from '../../edge/decorators.js';
import { RateLimits } from '../../edge/rate-limit.guard.js';
import { accessOf } from '../../edge/request-access.js';
import { ConsoleProblems } from '../console-problems.filter.js';
import { Desks, faultsOf } from '../desk.js';
import { type FormBody, textOf } from '../form-body.js';
import { type FactorForm, SecondFactorPage, type SecondFactorView } from './second-factor-page.js';

const HERE = '/console/account/second-factor';

/** Setting up a second factor, new recovery codes, and turning it off. */
@ApiExcludeController()
@UseFilters(ConsoleProblems)
@AllowSignedIn()
@InPerson()
@EvenUnenrolled()
@Controller('console/account/second-factor')
export class SecondFactorPageController {
  constructor(private readonly desks: Desks, private readonly factors: SecondFactors, private readonly sessions: Sessions, private readonly limits: RateLimits) {}

  @Get()
  async page(@CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await this.send(actor, request, reply, {});
  }

  @Limit('login')
  @Post()
  async begin(@Body() body: FormBody, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await this.attempt('begin', actor, request, reply, async () => {
      await this.again(body, actor, request);
      await this.factors.begin(actor.userId);
      this.desks.leave(reply, this.desks.open(request), HERE);
    });
  }

  @Limit('login')
  @Post('confirm')
  async confirm(@Body() body: FormBody, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await this.attempt('confirm', actor, request, reply, async () => {
      const codes = await this.factors.confirm(actor.userId, textOf(body, 'code').slice(0, 40), accessOf(request).session?.token);
      await this.send(actor, request, reply, { codes });
    });
  }

  @Limit('login')
  @Post('recovery-codes')
  async renew(@Body() body: FormBody, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await this.attempt('recovery-codes', actor, request, reply, async () => {
      await this.again(body, actor, request);
      await this.send(actor, request, reply, { codes: await this.factors.renewRecoveryCodes(actor.userId) });
    });
  }

  @Limit('login')
  @Post('remove')
  async remove(@Body() body: FormBody, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await this.attempt('remove', actor, request, reply, async () => {
      await this.again(body, actor, request);
      await this.factors.remove(actor.userId);
      this.desks.leave(reply, this.desks.open(request), '/console/account', 'second-factor-off');
    });
  }

  private async again(body: FormBody, actor: Actor, request: FastifyRequest): Promise<void> {
    const password = body['password'];
    await this.sessions.reauthenticate(actor.userId, typeof password === 'string' ? password.slice(0, 1000) : '', textOf(body, 'code').slice(0, 40), this.limits.addresses.keyOf(request.ip));
  }

  private async attempt(sent: FactorForm, actor: Actor, request: FastifyRequest, reply: FastifyReply, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (thrown) {
      const { t } = this.desks.open(request).page;
      if (!(thrown instanceof DomainError) || thrown.kind !== 'too-many') return this.send(actor, request, reply, { sent, errors: faultsOf(thrown, t) }, 422);
      const message = t('console.login.too-many', { minutes: Math.ceil((thrown.retryAfterS ?? 60) / 60) });
      await this.send(actor, request, reply, { sent, errors: [{ field: 'form', message }] }, 429);
    }
  }

  private async send(actor: Actor, request: FastifyRequest, reply: FastifyReply, more: Partial<SecondFactorView>, status = 200): Promise<void> {
    const [state, begun] = await Promise.all([this.factors.state(actor.userId), this.factors.begun(actor.userId)]);
    this.desks.send(reply, SecondFactorPage({ desk: this.desks.open(request), view: { state, begun, codes: null, sent: null, errors: [], ...more } }), status);
  }
}
