import { Controller, Get, Param, Query, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiProduces, ApiQuery, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Actor } from '#libs/access';
import { publishHistory, type Steering, SteeringFigures } from '#libs/tallies';
import { csvOf } from '../../edge/csv.js';
import { AllowAnyone, AllowRoles, CurrentActor } from '../../edge/decorators.js';
import { SteeringReader } from '../../reading/steering-reader.js';
import { PetitionRights } from '../petitions/petition-rights.js';
import { SteeringQueryDto } from './steering.dto.js';

/** The figures of the steering pages, and a petition's history as a file. */
@ApiTags('Tallies')
@Controller('api/v1')
export class SteeringApiController {
  constructor(private readonly reader: SteeringReader, private readonly figures: SteeringFigures, private readonly rights: PetitionRights) {}

  @AllowRoles('owner', 'organiser', 'translator', 'auditor', 'reader')
  @Get('campaigns/:campaign/steering')
  @ApiQuery({ name: 'region', required: false })
  @ApiOperation({ summary: 'Rate, forecasts and comparisons of a campaign or of a region of it', description: 'Exact, of the countries that the asker may read. Days and weeks are those of the asker\'s time zone; a forecast is a range that holds the day in eight of ten cases.' })
  async campaign(@Param('campaign') campaign: string, @Query() { region }: SteeringQueryDto, @CurrentActor() actor: Actor): Promise<Steering> {
    return (await this.reader.campaign(campaign, region ?? null, actor, new Date())).steering;
  }

  @AllowRoles('owner', 'organiser', 'translator', 'auditor', 'reader')
  @Get('petitions/:petition/steering')
  @ApiOperation({ summary: 'Rate, forecasts and comparisons of a petition' })
  async petition(@Param('petition') petition: string, @CurrentActor() actor: Actor): Promise<Steering> {
    return (await this.reader.petition(petition, actor, new Date())).steering;
  }

  @AllowAnyone()
  @Get('petitions/:petition/history.csv')
  @ApiProduces('text/csv')
  @ApiOperation({ summary: 'How the count came about', description: 'For everybody: spans of hours with ten or more each; of high privacy what was published each day. With an organiser\'s rights: every UTC hour, exact.' })
  async history(@Param('petition') slug: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { petition, organiser } = await this.rights.visible(slug, request);
    const rows = organiser ? await this.exact(petition.id) : petition.privacy === 'high' ? await this.daily(petition.id) : await this.spans(petition.id);
    void reply.header('content-type', 'text/csv; charset=utf-8').header('content-disposition', `attachment; filename="${petition.slug}-history.csv"`)
      .header('cache-control', organiser ? 'private, no-store' : 'public, max-age=60').header('vary', 'cookie, authorization').send(csvOf(rows));
  }

  private async exact(petitionId: number): Promise<(string | number)[][]> {
    return [['hour', 'counted'], ...(await this.figures.history(petitionId)).map(({ hour, n }) => [hour.toISOString(), n])];
  }

  private async spans(petitionId: number): Promise<(string | number)[][]> {
    const hourly = (await this.figures.history(petitionId)).map(({ hour, n }) => ({ hour: hour.getTime(), count: n }));
    const instant = (at: number): string => new Date(at).toISOString();
    return [['from', 'to', 'counted'], ...(publishHistory(hourly, 'standard') ?? []).map(({ from, to, count }) => [instant(from), instant(to), count])];
  }

  private async daily(petitionId: number): Promise<(string | number)[][]> {
    return [['day', 'countedSoFar'], ...(await this.figures.published(petitionId)).map(({ day, counted }) => [day, counted])];
  }
}
