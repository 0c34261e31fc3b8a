import { Body, Controller, Delete, Get, HttpCode, Param, Post, Put, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Actor, csrfToken, type RoleGrant, type SessionLine, Sessions, Users } from '#libs/access';
import { AllowAnyone, AllowSignedIn, CurrentActor, EvenWithGivenPassword, InPerson, Limit } from '../../edge/decorators.js';
import { RateLimits } from '../../edge/rate-limit.guard.js';
import { accessOf, csrfFieldOf } from '../../edge/request-access.js';
import { SessionCookie } from '../../edge/session-cookie.js';
import { coarseAgent } from '../../edge/coarse-agent.js';
import { ChangePasswordDto, LoginDto } from './access.dto.js';
import { uuid } from './uuid.js';

/** Who is signed in, as told to themselves. */
export interface Me {
  readonly id: string;
  readonly name: string;
  readonly locale: string;
  readonly timeZone: string;
  readonly via: Actor['via'];
  readonly mustChangePassword: boolean;
  /** A second factor is demanded: nothing but setting it up is allowed. */
  readonly mustEnrol: boolean;
  readonly roles: readonly RoleGrant[];
  /** For the `x-csrf-token` header of every POST, PUT, PATCH and DELETE that goes by cookie; null with an API token. */
  readonly csrfToken: string | null;
}

@ApiTags('Access')
@Controller('api/v1')
export class SessionsController {
  constructor(
    private readonly sessions: Sessions, private readonly users: Users, private readonly cookie: SessionCookie, private readonly limits: RateLimits,
  ) {}

  @AllowAnyone()
  @Limit('login')
  @Post('sessions')
  @ApiOperation({ summary: 'Sign in: sets the session cookie and tells the CSRF token', description: 'Where a second factor is set up, `code` is wanted too: 401 `access.code_required`, 401 `access.wrong_code`.' })
  async login(@Body() login: LoginDto, @Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<Me> {
    const before = this.cookie.read(request);
    const session = await this.sessions.login(login.email, login.password, this.limits.addresses.keyOf(request.ip), { code: login.code, agent: coarseAgent(request.headers['user-agent']) });
    // The cookie that was there is worth nothing any more: no session outlives the next login (fixation).
    if (before !== null) await this.sessions.logout(before);
    this.cookie.set(reply, session);
    reply.header('cache-control', 'no-store');
    return meFrom(session.actor, csrfToken(session.csrfSecret));
  }

  @AllowSignedIn()
  @EvenWithGivenPassword()
  @Delete('sessions/current')
  @HttpCode(204)
  @ApiOperation({ summary: 'Sign out' })
  async logout(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<void> {
    const { session } = accessOf(request);
    if (session) await this.sessions.logout(session.token);
    this.cookie.clear(reply);
  }

  @AllowSignedIn()
  @InPerson()
  @Get('me/sessions')
  @ApiOperation({ summary: 'One\'s own open sessions, at most a hundred' })
  async list(@CurrentActor() actor: Actor, @Req() request: FastifyRequest): Promise<{ items: SessionLine[] }> {
    return { items: await this.sessions.list(actor.userId, accessOf(request).session?.token) };
  }

  @AllowSignedIn()
  @InPerson()
  @Delete('me/sessions')
  @HttpCode(204)
  @ApiOperation({ summary: 'End all other sessions' })
  async endOthers(@CurrentActor() actor: Actor, @Req() request: FastifyRequest): Promise<void> {
    await this.sessions.end(actor.userId, { allBut: accessOf(request).session?.token ?? '' });
  }

  @AllowSignedIn()
  @InPerson()
  @Delete('me/sessions/:session')
  @HttpCode(204)
  @ApiOperation({ summary: 'End one session' })
  async end(@Param('session', uuid()) id: string, @CurrentActor() actor: Actor): Promise<void> {
    await this.sessions.end(actor.userId, { id });
  }

  @AllowSignedIn()
  @EvenWithGivenPassword()
  @Get('me')
  @ApiOperation({ summary: 'Who is signed in, with which roles' })
  me(@CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Me {
    reply.header('cache-control', 'no-store');
    return meFrom(actor, csrfFieldOf(request) || null);
  }

  @AllowSignedIn()
  @EvenWithGivenPassword()
  @InPerson()
  @Limit('login')
  @Put('me/password')
  @HttpCode(204)
  @ApiOperation({ summary: 'Change one\'s own password; every other session ends' })
  async changePassword(@Body() change: ChangePasswordDto, @CurrentActor() actor: Actor, @Req() request: FastifyRequest): Promise<void> {
    await this.users.changePassword(actor.userId, change.currentPassword, change.newPassword, accessOf(request).session?.token);
  }
}

function meFrom(actor: Actor, csrf: string | null): Me {
  const { userId: id, name, locale, timeZone, via, mustChangePassword, mustEnrol, roles } = actor;
  return { id, name, locale, timeZone, via, mustChangePassword, mustEnrol, roles, csrfToken: csrf };
}
