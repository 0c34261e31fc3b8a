import { Body, Controller, Delete, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { type Actor, type Invitation, Invitations } from '#libs/access';
import { AllowAnyone, AllowRoles, CurrentActor, Limit } from '../../edge/decorators.js';
import { AcceptDto, InviteDto } from './access.dto.js';
import { GivenRoles } from './given-role.js';
import { uuid } from './uuid.js';

@ApiTags('Access')
@AllowRoles('owner', 'organiser')
@Limit('organising')
@Controller('api/v1/invitations')
export class InvitationsController {
  constructor(private readonly invitations: Invitations, private readonly roles: GivenRoles) {}

  @Get()
  @ApiOperation({ summary: 'Invitations that wait for an answer, at most 500' })
  async list(@CurrentActor() actor: Actor): Promise<{ items: Invitation[] }> {
    return { items: await this.invitations.list(actor) };
  }

  @Post()
  @ApiOperation({ summary: 'Invite somebody by mail: a link for seven days, good once' })
  async invite(@Body() { email, locale, ...dto }: InviteDto, @CurrentActor() actor: Actor): Promise<{ id: string }> {
    const { jurisdictionIds, ...given } = await this.roles.from(dto);
    return { id: await this.invitations.invite(actor, { ...given, email, locale, jurisdictionId: jurisdictionIds[0] ?? null }) };
  }

  @AllowAnyone()
  @Limit('token')
  @Post('accept')
  @HttpCode(204)
  @ApiOperation({ summary: 'Take an invitation up, with a name and password of one\'s own' })
  async accept(@Body() { token, name = '', password = '' }: AcceptDto): Promise<void> {
    await this.invitations.accept(token, { name, password });
  }

  @Post(':invitation/resend')
  @HttpCode(204)
  @ApiOperation({ summary: 'Another mail with another link; links sent before end' })
  async resend(@Param('invitation', uuid()) id: string, @CurrentActor() actor: Actor): Promise<void> {
    await this.invitations.resend(actor, id);
  }

  @Delete(':invitation')
  @HttpCode(204)
  @ApiOperation({ summary: 'Take an invitation back' })
  async revoke(@Param('invitation', uuid()) id: string, @CurrentActor() actor: Actor): Promise<void> {
    await this.invitations.revoke(actor, id);
  }
}
