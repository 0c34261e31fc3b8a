import { Body, Controller, Delete, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { AccessService, type Actor, notFound, People, type Person, type User, Users } from '#libs/access';
import { AllowRoles, CurrentActor, Limit } from '../../edge/decorators.js';
import { AddUserDto, PeopleQueryDto, RoleDto } from './access.dto.js';
import { GivenRoles } from './given-role.js';
import { uuid } from './uuid.js';

const PAGE_SIZE = 50;

@ApiTags('Access')
@AllowRoles('owner', 'organiser')
@Limit('organising')
@Controller('api/v1/users')
export class UsersController {
  constructor(private readonly users: Users, private readonly people: People, private readonly access: AccessService, private readonly roles: GivenRoles) {}

  @Get()
  @ApiOperation({ summary: 'Who has which role where, as far as one gives roles there; page by page' })
  async list(@Query() { page = 1, pageSize = PAGE_SIZE }: PeopleQueryDto, @CurrentActor() actor: Actor): Promise<{ items: Person[]; total: number; page: number; pageSize: number }> {
    return { ...(await this.people.list(actor, { page, pageSize })), page, pageSize };
  }

  @AllowRoles('owner')
  @Post()
  @ApiOperation({ summary: 'Add a user', description: 'Answers once with the password that was made; it must be changed at the first login. To invite somebody by mail, see invitations.' })
  async add(@Body() dto: AddUserDto, @CurrentActor() actor: Actor): Promise<{ user: User; password: string | null }> {
    const { campaign, countries, ...rest } = dto;
    const campaignId = campaign === undefined ? null : await this.users.campaignIdOf(campaign);
    await this.access.require(actor, 'administer', campaignId === null ? {} : { campaignId });
    return this.users.add({ ...rest, campaignId, jurisdictionIds: countries ?? [] }, actor.userId);
  }

  @Post(':user/roles')
  @ApiOperation({ summary: 'Give one more role; nobody gives more than they have' })
  async giveRole(@Param('user', uuid()) id: string, @Body() dto: RoleDto, @CurrentActor() actor: Actor): Promise<Person> {
    await this.people.giveRole(actor, id, await this.roles.from(dto));
    return this.people.byId(actor, id);
  }

  @Delete(':user/roles/:role')
  @HttpCode(204)
  @ApiOperation({ summary: 'Take a role away: the right ends, sessions and tokens go on' })
  async takeRole(@Param('user', uuid()) id: string, @Param('role') role: string, @CurrentActor() actor: Actor): Promise<void> {
    if (!/^\d{1,9}$/.test(role)) throw notFound();
    await this.people.takeRole(actor, id, Number(role));
  }

  @Post(':user/disable')
  @HttpCode(204)
  @ApiOperation({ summary: 'Switch a login off: its sessions and tokens end at once' })
  async disable(@Param('user', uuid()) id: string, @CurrentActor() actor: Actor): Promise<void> {
    await this.people.disable(actor, id);
  }
}
