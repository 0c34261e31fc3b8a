import { Body, Controller, Get, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Actor } from '#libs/access';
import { DomainError } from '#libs/config';
import { type Page } from '#libs/petitions';
import {
  type CountryFinding, FACTS_ERRORS, type PublishedStatistic, type Ranking, type RankingMethod, Rankings, RankingsReader, StatisticsReader, type TimelineEvent, TimelineReader,
} from '#libs/progress';
import { AllowAnyone, AllowRoles, CurrentActor, Limit } from '../../edge/decorators.js';
import { by } from '../handovers/handovers.controller.js';
import { PageDto } from '../petitions/petitions.dto.js';
import { FactsRights } from './facts-rights.js';
import { FindingQueryDto, NewMethodDto, NewRankingDto, StatisticQueryDto, TimelineQueryDto } from './facts.dto.js';
import { RankedCards } from './ranked-cards.js';

@ApiTags('Rankings, statistics, timeline')
@Controller('api/v1/campaigns/:campaign')
export class FactsController {
  constructor(
    private readonly rankingsReader: RankingsReader, private readonly rankings: Rankings, private readonly statistics: StatisticsReader, private readonly timeline: TimelineReader,
    private readonly cards: RankedCards, private readonly rights: FactsRights,
  ) {}

  @AllowAnyone()
  @Get('rankings')
  @ApiOperation({ summary: 'Rankings with their method, the newest period first', description: '`rows` of null: the table is not in the source, and no rank is invented. Equal scores share a rank; a row without a rank has too little known of it.' })
  async listRankings(@Param('campaign') slug: string, @Query() query: PageDto, @Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<Page<Ranking>> {
    const campaignId = await this.rights.campaignId(slug);
    return this.rankingsReader.list({ ...query, campaignId, ...(await this.rights.audienceOf(request, reply, campaignId, 'ranking')) });
  }

  @AllowAnyone()
  @Get('rankings/:ranking')
  @ApiOperation({ summary: 'One ranking, by its key' })
  async ranking(@Param('campaign') slug: string, @Param('ranking') key: string, @Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<Ranking> {
    const campaignId = await this.rights.campaignId(slug);
    const found = await this.rankingsReader.get({ campaignId, ...(await this.rights.audienceOf(request, reply, campaignId, 'ranking')) }, key);
    if (!found) throw new DomainError(FACTS_ERRORS.rankingNotFound, 'not-found');
    return found;
  }

  @AllowAnyone()
  @Get('ranking-methods')
  @ApiOperation({ summary: 'Every version of every method by which was ranked', description: 'At most 200. A version never changes.' })
  async methods(@Param('campaign') slug: string): Promise<{ items: RankingMethod[] }> {
    return { items: await this.rankingsReader.methods(await this.rights.campaignId(slug)) };
  }

  @AllowRoles('owner', 'organiser')
  @Limit('organising')
  @Post('ranking-methods')
  @ApiOperation({ summary: 'Publish the next version of a method' })
  async publishMethod(@Param('campaign') slug: string, @Body() body: NewMethodDto, @CurrentActor() actor: Actor): Promise<{ key: string; version: number }> {
    const campaignId = await this.rights.campaignId(slug);
    await this.rights.require(actor, 'organise', campaignId, null);
    return { key: body.key, version: await this.rankings.publishMethod(campaignId, body, by(actor)) };
  }

  @AllowRoles('owner', 'organiser')
  @Limit('organising')
  @Post('rankings')
  @ApiOperation({ summary: 'Rank the cards of a round by a published method', description: 'Computed now and kept with the hash of its input; public when its publication is.' })
  async publishRanking(@Param('campaign') slug: string, @Body() { round, publicationId = null, ...body }: NewRankingDto, @CurrentActor() actor: Actor): Promise<Ranking> {
    const campaignId = await this.rights.campaignId(slug);
    await this.rights.require(actor, 'organise', campaignId, null);
    await this.rankings.publish(campaignId, { ...body, publicationId }, await this.cards.of(campaignId, round), by(actor));
    const made = await this.rankingsReader.get({ campaignId, audience: 'organisers' }, body.key);
    if (!made) throw new DomainError(FACTS_ERRORS.rankingNotFound, 'not-found');
    return made;
  }

  @AllowAnyone()
  @Get('statistics')
  @ApiOperation({ summary: 'Figures as somebody published them, with their base', description: '`check` tells whether a percentage can stand for a whole number of countries of its base, by rounding or by cutting off; nothing else is reckoned, and nothing is corrected.' })
  async listStatistics(@Param('campaign') slug: string, @Query() query: StatisticQueryDto, @Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<Page<PublishedStatistic>> {
    const campaignId = await this.rights.campaignId(slug);
    return this.statistics.list({ ...query, campaignId, ...(await this.rights.audienceOf(request, reply, campaignId, 'statistics')) });
  }

  @AllowAnyone()
  @Get('findings')
  @ApiOperation({ summary: 'What reports found in single countries' })
  async findings(@Param('campaign') slug: string, @Query() query: FindingQueryDto, @Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<Page<CountryFinding>> {
    const campaignId = await this.rights.campaignId(slug);
    return this.timeline.findings({ ...query, campaignId, ...(await this.rights.audienceOf(request, reply, campaignId, 'statistics')) });
  }

  @AllowAnyone()
  @Get('timeline')
  @ApiOperation({ summary: 'What happened, the earliest first' })
  async events(@Param('campaign') slug: string, @Query() query: TimelineQueryDto): Promise<Page<TimelineEvent>> {
    return this.timeline.events({ ...query, campaignId: await this.rights.campaignId(slug) });
  }
}
