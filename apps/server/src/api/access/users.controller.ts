import { Body, Controller, Get, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { AccessService, type Actor, type User, Users } from '#libs/access';
import { AllowRoles, CurrentActor, Limit } from '../../edge/decorators.js';
import { AddUserDto } from './access.dto.js';

@ApiTags('Access')
@AllowRoles('owner')
@Limit('organising')
@Controller('api/v1/users')
export class UsersController {
  constructor(private readonly users: Users, private readonly access: AccessService) {}

  @Get()
  @ApiOperation({ summary: 'Everyone who organises, with roles; for owners of the installation' })
  async list(@CurrentActor() actor: Actor): Promise<User[]> {
    await this.access.require(actor, 'administer', {});
    return this.users.list();
  }

  @Post()
  @ApiOperation({ summary: 'Add a user', description: 'Answers once with the password that was made; it must be changed at the first login.' })
  async add(@Body() dto: AddUserDto, @CurrentActor() actor: Actor): Promise<{ user: User; password: string | null }> {
    const { campaign, countries, ...rest } = dto;
    const campaignId = campaign === undefined ? null : await this.users.campaignIdOf(campaign);
    await this.access.require(actor, 'administer', campaignId === null ? {} : { campaignId });
    return this.users.add({ ...rest, campaignId, jurisdictionIds: countries ?? [] }, actor.userId);
  }
}
