import { Body, Controller, Delete, Get, HttpCode, Param, ParseUUIDPipe, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { type Actor, type ApiToken, ApiTokens, forbidden, notFound } from '#libs/access';
import { AllowSignedIn, CurrentActor, Limit } from '../../edge/decorators.js';
import { CreateTokenDto } from './access.dto.js';

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

  @Post()
  @ApiOperation({ summary: 'Make an API token; it is told this once' })
  async create(@Body() dto: CreateTokenDto, @CurrentActor() actor: Actor): Promise<ApiToken & { token: string }> {
    // A stolen token must not be able to make itself a successor.
    if (actor.via === 'token') throw forbidden();
    return this.tokens.create(actor.userId, dto.name, { days: dto.days, scopes: dto.scopes });
  }

  @Delete(':id')
  @HttpCode(204)
  @ApiOperation({ summary: 'Revoke one of one\'s own tokens' })
  async revoke(@Param('id', new ParseUUIDPipe({ exceptionFactory: notFound })) id: string, @CurrentActor() actor: Actor): Promise<void> {
    await this.tokens.revoke(actor.userId, id);
  }
}
