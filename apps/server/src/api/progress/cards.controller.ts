import { Controller, Get, Param, Query, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Card, type CardComparison, type CardLine, type CardRound, CardsReader, type CardsView, type CardVersion, type Overview, type Page } from '#libs/progress';
import { AllowAnyone } from '../../edge/decorators.js';
import { ProgressRights } from './progress-rights.js';
import { CardQueryDto, CompareQueryDto, OnQueryDto, OverviewQueryDto, VersionsQueryDto } from './progress.dto.js';

/** What governments did, as everybody may read it: `null` is a rating that is not known, never a colour. */
@ApiTags('Progress')
@Controller('api/v1/campaigns/:campaign/progress')
export class CardsController {
  constructor(private readonly cards: CardsReader, private readonly rights: ProgressRights) {}

  @AllowAnyone()
  @Get('rounds')
  @ApiOperation({ summary: 'Rounds of assessment, the newest period first', description: 'Each with its base: who was looked at. `period` is null where the source does not say of when it is.' })
  async rounds(@Param('campaign') slug: string, @Query() { on, page = 1, pageSize = 50 }: OnQueryDto, @Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<Page<CardRound>> {
    const rounds = await this.cards.rounds({ ...(await this.viewOf(slug, request, reply)), on });
    return { items: rounds.slice((page - 1) * pageSize, page * pageSize), total: rounds.length, page, pageSize };
  }

  @AllowAnyone()
  @Get('rounds/:round')
  @ApiOperation({ summary: 'One round' })
  async round(@Param('campaign') slug: string, @Param('round') round: string, @Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<CardRound> {
    return this.cards.round(await this.viewOf(slug, request, reply), round);
  }

  @AllowAnyone()
  @Get('rounds/:round/cards')
  @ApiOperation({ summary: 'The cards of a round, one line each', description: 'An indicator that is not among `ratings` was not rated: it is not known.' })
  async list(@Param('campaign') slug: string, @Param('round') round: string, @Query() query: OnQueryDto, @Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<Page<CardLine>> {
    return this.cards.cards({ ...(await this.viewOf(slug, request, reply)), ...query, round });
  }

  @AllowAnyone()
  @Get('rounds/:round/overview')
  @ApiOperation({
    summary: 'Shares of countries by rating, of all, by region and by group', description: 'Computed from the cards. Whole percents by largest remainder add up to 100; `not-known` is counted apart from every rating; `members` names the base. Change is told of jurisdictions that are in both rounds.',
  })
  async overview(@Param('campaign') slug: string, @Param('round') round: string, @Query() query: OverviewQueryDto, @Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<Overview> {
    return this.cards.overview({ ...(await this.viewOf(slug, request, reply)), ...query, round });
  }

  @AllowAnyone()
  @Get('cards/:jurisdiction')
  @ApiOperation({ summary: 'One card, now or as it stood on a day', description: 'With reasons, sources and the government\'s replies, one entry for each indicator.' })
  async card(@Param('campaign') slug: string, @Param('jurisdiction') jurisdiction: string, @Query() query: CardQueryDto, @Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<Card> {
    return this.cards.card({ ...(await this.viewOf(slug, request, reply)), ...query, jurisdiction });
  }

  @AllowAnyone()
  @Get('cards/:jurisdiction/compare')
  @ApiOperation({ summary: 'Two rounds of one card beside each other', description: 'Only two colours can be compared: from or to "not known" is neither better nor worse.' })
  async compare(@Param('campaign') slug: string, @Param('jurisdiction') jurisdiction: string, @Query() query: CompareQueryDto, @Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<CardComparison> {
    return this.cards.compare({ ...(await this.viewOf(slug, request, reply)), ...query, jurisdiction });
  }

  @AllowAnyone()
  @Get('cards/:jurisdiction/:indicator/versions')
  @ApiOperation({ summary: 'Every published version of one rating, the newest first, at most 200' })
  async versions(
    @Param('campaign') slug: string, @Param('jurisdiction') jurisdiction: string, @Param('indicator') indicator: string, @Query() { round }: VersionsQueryDto, @Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<{ items: CardVersion[] }> {
    return { items: await this.cards.versions({ ...(await this.viewOf(slug, request, reply)), jurisdiction, indicator, round }) };
  }

  private async viewOf(slug: string, request: FastifyRequest, reply: FastifyReply): Promise<CardsView> {
    return this.rights.viewOf(slug, request, reply);
  }
}
