import { Controller, Get, Param, Query, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { DomainError } from '#libs/config';
import { AllowAnyone } from '../edge/decorators.js';
import { DataQueryDto } from './data.dto.js';
import { DATA_PAGE_SIZE, OpenData } from './open-data.js';
import { sendPublic } from './send-public.js';

const JSON_TYPE = 'application/json; charset=utf-8';

@ApiTags('Open data')
@AllowAnyone()
@Controller('api/v1/campaigns/:campaign/data')
export class OpenDataController {
  constructor(private readonly data: OpenData) {}

  @Get()
  @ApiOperation({ summary: 'The tables of a campaign, described', description: 'The same as `data/datapackage.json`: a Data Package of Frictionless with every table, its columns, their meanings, units and sources, and the licence.' })
  async list(@Param('campaign') slug: string, @Query() { lang }: DataQueryDto, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    sendPublic(request, reply, { type: JSON_TYPE, body: JSON.stringify(this.data.package(await this.data.campaign(slug), lang ?? 'en')) });
  }

  @Get(':dataset')
  @ApiOperation({
    summary: 'A table as `{dataset}.csv` (whole) or `{dataset}.json` (page by page), or `datapackage.json`',
    description: 'For programs of any origin (CORS), with an ETag: asked again with `If-None-Match`, what is unchanged is not sent again. CSV is UTF-8 with a byte-order mark; a text that a spreadsheet would run as a formula has an apostrophe before it. Empty is unknown, never 0.',
  })
  async table(@Param('campaign') slug: string, @Param('dataset') file: string, @Query() query: DataQueryDto, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const campaign = await this.data.campaign(slug);
    const [, name = '', format] = /^([a-z-]+)\.(csv|json)$/.exec(file) ?? [];
    if (format === 'csv') return sendPublic(request, reply, { type: 'text/csv; charset=utf-8', body: await this.data.csv(campaign, name), name: `${slug}-${name}.csv` });
    if (format !== 'json') throw new DomainError('route.not_found', 'not-found');
    const { page = 1, pageSize = DATA_PAGE_SIZE, lang = 'en' } = query;
    const body = name === 'datapackage' ? this.data.package(campaign, lang) : await this.data.page(campaign, name, { page, pageSize }, lang);
    sendPublic(request, reply, { type: JSON_TYPE, body: JSON.stringify(body) });
  }
}
