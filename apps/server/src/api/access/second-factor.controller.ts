import { Body, Controller, Get, HttpCode, Post, Put, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { AccessService, type Actor, type Enrolment, SecondFactors, type SecondFactorState, Sessions, Users } from '#libs/access';
import { AllowRoles, AllowSignedIn, CurrentActor, EvenUnenrolled, InPerson, Limit } from '../../edge/decorators.js';
import { RateLimits } from '../../edge/rate-limit.guard.js';
import { accessOf } from '../../edge/request-access.js';
import { AgainDto, CodeDto, DemandDto } from './access.dto.js';

@ApiTags('Access')
@Controller('api/v1')
export class SecondFactorController {
  constructor(
    private readonly factors: SecondFactors, private readonly sessions: Sessions, private readonly users: Users, private readonly access: AccessService, private readonly limits: RateLimits,
  ) {}

  @AllowSignedIn()
  @EvenUnenrolled()
  @Get('me/second-factor')
  @ApiOperation({ summary: 'Whether a second factor is set up, and whether one is demanded' })
  state(@CurrentActor() actor: Actor): Promise<SecondFactorState> {
    return this.factors.state(actor.userId);
  }

  @AllowSignedIn()
  @InPerson()
  @EvenUnenrolled()
  @Limit('login')
  @Post('me/second-factor')
  @ApiOperation({ summary: 'Begin to set one up (TOTP, RFC 6238): a secret for the authenticator app' })
  async begin(@Body() again: AgainDto, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<Enrolment> {
    await this.again(actor, again, request);
    reply.header('cache-control', 'no-store');
    return this.factors.begin(actor.userId);
  }

  @AllowSignedIn()
  @InPerson()
  @EvenUnenrolled()
  @Limit('login')
  @Post('me/second-factor/confirm')
  @ApiOperation({ summary: 'The first code: from now on logins ask for one. Tells ten recovery codes, this once; all other sessions end' })
  async confirm(@Body() { code }: CodeDto, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<{ recoveryCodes: string[] }> {
    reply.header('cache-control', 'no-store');
    return { recoveryCodes: await this.factors.confirm(actor.userId, code, accessOf(request).session?.token) };
  }

  @AllowSignedIn()
  @InPerson()
  @Limit('login')
  @Post('me/second-factor/recovery-codes')
  @ApiOperation({ summary: 'Ten new recovery codes, told this once; the former ones end' })
  async renew(@Body() again: AgainDto, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<{ recoveryCodes: string[] }> {
    await this.again(actor, again, request);
    reply.header('cache-control', 'no-store');
    return { recoveryCodes: await this.factors.renewRecoveryCodes(actor.userId) };
  }

  @AllowSignedIn()
  @InPerson()
  @Limit('login')
  @Post('me/second-factor/remove')
  @HttpCode(204)
  @ApiOperation({ summary: 'Turn it off' })
  async remove(@Body() again: AgainDto, @CurrentActor() actor: Actor, @Req() request: FastifyRequest): Promise<void> {
    await this.again(actor, again, request);
    await this.factors.remove(actor.userId);
  }

  @AllowRoles('owner')
  @Limit('organising')
  @Put('second-factor-demand')
  @HttpCode(204)
  @ApiOperation({ summary: 'Demand a second factor of owners and organisers, or demand it no more' })
  async demand(@Body() { campaign, demanded }: DemandDto, @CurrentActor() actor: Actor): Promise<void> {
    const campaignId = campaign === undefined ? null : await this.users.campaignIdOf(campaign);
    await this.access.require(actor, 'administer', campaignId === null ? {} : { campaignId });
    await this.factors.demand(campaignId, demanded, actor.userId);
  }

  private again(actor: Actor, { password, code = '' }: AgainDto, request: FastifyRequest): Promise<void> {
    return this.sessions.reauthenticate(actor.userId, password, code, this.limits.addresses.keyOf(request.ip));
  }
}
