import { Body, Controller, Get, Post, Query, Req, Res, UseFilters } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Actor, MIN_PASSWORD_LENGTH, Sessions, Users } from '#libs/access';
import { DomainError } from '#libs/config';
import { coarseAgent } from '../edge/coarse-agent.js';
import { AllowAnyone, AllowSignedIn, CurrentActor, EvenWithGivenPassword, InPerson, Limit } from '../edge/decorators.js';
import { RateLimits } from '../edge/rate-limit.guard.js';
import { accessOf } from '../edge/request-access.js';
import { SessionCookie } from '../edge/session-cookie.js';
import { type FieldError } from '../ui/index.js';
import { ConsoleProblems } from './console-problems.filter.js';
import { CodePage } from './account/code-page.js';
import { type Desk, Desks, faultSentence, faultsOf, withParameter } from './desk.js';
import { type FormBody, textOf } from './form-body.js';
import { LoginPage, PasswordPage } from './views/login.js';

/** In, out, and a password of one's own. */
@ApiExcludeController()
@UseFilters(ConsoleProblems)
@Controller('console')
export class LoginController {
  constructor(
    private readonly desks: Desks, private readonly sessions: Sessions, private readonly users: Users,
    private readonly cookie: SessionCookie, private readonly limits: RateLimits,
  ) {}

  @AllowAnyone()
  @Get('login')
  form(@Query('next') next: unknown, @Req() request: FastifyRequest, @Res() reply: FastifyReply): void {
    const desk = this.desks.open(request);
    if (desk.person) this.desks.leave(reply, desk, safeNext(next));
    else this.desks.send(reply, LoginPage({ desk, view: { email: '', next: safeNext(next), errors: [] } }));
  }

  @AllowAnyone()
  @Limit('login')
  @Post('login')
  async login(@Body() body: FormBody, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const desk = this.desks.open(request);
    const email = textOf(body, 'email').slice(0, 254);
    const next = safeNext(body['next']);
    const password = body['password'];
    const before = this.cookie.read(request);
    try {
      const begun = await this.sessions.begin(email, rawPassword(password), this.limits.addresses.keyOf(request.ip), coarseAgent(request.headers['user-agent']));
      // The cookie that was there is worth nothing any more: no session outlives the next login (fixation).
      if (before !== null) await this.sessions.logout(before);
      this.cookie.set(reply, 'open' in begun ? begun.open : begun.awaits);
      if ('awaits' in begun) return this.desks.leave(reply, desk, withParameter('/console/login/code', 'next', next));
      this.desks.leave(reply, desk, begun.open.actor.mustChangePassword ? '/console/password' : next);
    } catch (thrown) {
      const { message, status } = refusal(thrown, reply, desk, 'console.login.wrong');
      this.desks.send(reply, LoginPage({ desk, view: { email, next, errors: [{ field: 'form', message }] } }), status);
    }
  }

  @AllowAnyone()
  @Get('login/code')
  async codeForm(@Query('next') next: unknown, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const desk = this.desks.open(request);
    const half = this.cookie.read(request);
    if (half === null || !(await this.sessions.awaitsCode(half))) return this.desks.leave(reply, desk, '/console/login');
    this.desks.send(reply, CodePage({ desk, view: { next: safeNext(next), errors: [] } }));
  }

  @AllowAnyone()
  @Limit('login')
  @Post('login/code')
  async code(@Body() body: FormBody, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const desk = this.desks.open(request);
    const next = safeNext(body['next']);
    try {
      const session = await this.sessions.finish(this.cookie.read(request) ?? '', textOf(body, 'code').slice(0, 40), this.limits.addresses.keyOf(request.ip));
      this.cookie.set(reply, session);
      this.desks.leave(reply, desk, session.actor.mustChangePassword ? '/console/password' : next);
    } catch (thrown) {
      if (thrown instanceof DomainError && thrown.code === 'access.not_found') return this.desks.leave(reply, desk, '/console/login');
      const { message, status } = refusal(thrown, reply, desk, 'account.code.wrong');
      this.desks.send(reply, CodePage({ desk, view: { next, errors: [{ field: status === 429 ? 'form' : 'code', message }] } }), status);
    }
  }

  @AllowSignedIn()
  @EvenWithGivenPassword()
  @Post('logout')
  async logout(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { session } = accessOf(request);
    if (session) await this.sessions.logout(session.token);
    this.cookie.clear(reply);
    this.desks.leave(reply, this.desks.open(request), '/console/login', 'logged-out');
  }

  @AllowSignedIn()
  @EvenWithGivenPassword()
  @Get('password')
  passwordForm(@CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply): void {
    this.sendPassword(reply, this.desks.open(request), actor, []);
  }

  @AllowSignedIn()
  @EvenWithGivenPassword()
  @InPerson()
  @Limit('login')
  @Post('password')
  async changePassword(@Body() body: FormBody, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const desk = this.desks.open(request);
    const [current, wanted, repeated] = ['currentPassword', 'newPassword', 'repeated'].map((name) => rawPassword(body[name]));
    if (wanted !== repeated) {
      return this.sendPassword(reply, desk, actor, [{ field: 'repeated', message: faultSentence(desk.page.t, { field: 'repeated', code: 'differs' }) }], 422);
    }
    try {
      await this.users.changePassword(actor.userId, current ?? '', wanted ?? '', accessOf(request).session?.token);
    } catch (thrown) {
      return this.sendPassword(reply, desk, actor, faultsOf(thrown, desk.page.t), 422);
    }
    this.desks.leave(reply, desk, '/console', 'password-changed');
  }

  private sendPassword(reply: FastifyReply, desk: Desk, actor: Actor, errors: FieldError[], status = 200): void {
    this.desks.send(reply, PasswordPage({ desk, view: { forced: actor.mustChangePassword, minimum: MIN_PASSWORD_LENGTH, errors } }), status);
  }
}

/** One sentence for an unknown address, a wrong password and a login that was switched off; any other failure goes on. */
function refusal(thrown: unknown, reply: FastifyReply, desk: Desk, wrong: 'console.login.wrong' | 'account.code.wrong'): { message: string; status: number } {
  if (!(thrown instanceof DomainError) || !['access.wrong_login', 'access.wrong_code', 'access.too_many_logins'].includes(thrown.code)) throw thrown;
  if (thrown.code !== 'access.too_many_logins') return { message: desk.page.t(wrong), status: 401 };
  const seconds = thrown.retryAfterS ?? 60;
  reply.header('retry-after', String(seconds));
  return { message: desk.page.t('console.login.too-many', { minutes: Math.ceil(seconds / 60) }), status: 429 };
}

const rawPassword = (value: unknown): string => (typeof value === 'string' ? value.slice(0, 1000) : '');

/** Only a page of the console: an address that leads elsewhere would lend our name to it. */
function safeNext(next: unknown): string {
  if (typeof next !== 'string' || !/^\/console(?:[/?]|$)/.test(next) || /[\\\s]|\/\//.test(next)) return '/console';
  const path = new URL(next, 'http://console.invalid');
  return /^\/console\/(?:login|logout|password)/.test(path.pathname) ? '/console' : `${path.pathname}${path.search}`;
}
