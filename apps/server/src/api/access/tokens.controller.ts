import { Body, Controller, Delete, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { type Actor, type ApiToken, ApiTokens } from '#libs/access';
import { AllowSignedIn, CurrentActor, InPerson, Limit } from '../../edge/decorators.js';
import { CreateTokenDto } from './access.dto.js';
import { uuid } from './uuid.js';

@ApiTags('Access')
@AllowSignedIn()
@Limit('organising')
@Controller('api/v1/tokens')
export class TokensController {
  constructor(private readonly tokens: ApiTokens) {}

  @Get()
  @ApiOperation({ summary: 'One\'s own API tokens, without their secrets' })
  async list(@CurrentActor() actor: Actor): Promise<ApiToken[]> {
    return this.tokens.list(actor.userId);
  }

  // A stolen token must not be able to make itself a successor.
  @InPerson()
  @Post()
  @ApiOperation({ summary: 'Make an API token; it is told this once' })
  async create(@Body() dto: CreateTokenDto, @CurrentActor() actor: Actor): Promise<ApiToken & { token: string }> {
    return this.tokens.create(actor.userId, dto.name, { days: dto.days, scopes: dto.scopes });
  }

  @Delete(':token')
  @HttpCode(204)
  @ApiOperation({ summary: 'Revoke one of one\'s own tokens' })
  async revoke(@Param('token', uuid()) id: string, @CurrentActor() actor: Actor): Promise<void> {
    await this.tokens.revoke(actor.userId, id);
  }
}
