import { Body, Controller, Get, Header, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Actor } from '#libs/access';
import { type Page } from '#libs/petitions';
import { REPORT_TYPES, type ReportEdition, ReportEditions } from '#libs/publications';
import { AccreditedReading } from '../../embargo/accredited-reading.js';
import { AllowAnyone, AllowRoles, CurrentActor, Limit } from '../../edge/decorators.js';
import { by } from '../handovers/handovers.controller.js';
import { type LiveReport, ReportDesk, reportName } from './report-desk.js';
import { NewEditionDto, ReportQueryDto, ReportsQueryDto } from './reports.dto.js';

@ApiTags('Reports')
@Controller('api/v1/campaigns/:campaign/reports')
export class ReportsController {
  constructor(private readonly desk: ReportDesk, private readonly editions: ReportEditions, private readonly accredited: AccreditedReading) {}

  @AllowAnyone()
  @Get()
  @ApiOperation({ summary: 'Published editions, the newest first; and the reports that can be had as of now', description: 'Editions under embargo are told to nobody but who reads the whole campaign.' })
  async list(@Param('campaign') slug: string, @Query() query: ReportsQueryDto, @Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<Page<EditionTold> & { live: LiveReport[] }> {
    const campaign = await this.desk.campaign(slug);
    const audience = await this.desk.audienceOf(request, campaign.id);
    void reply.header('cache-control', audience === 'public' ? 'no-cache' : 'no-store').header('vary', 'cookie, authorization');
    const { items, ...page } = await this.editions.list({ ...query, campaignId: campaign.id, audience });
    return { live: await this.desk.live(slug), items: items.map(told), ...page };
  }

  @AllowAnyone()
  @Get(':report')
  @Header('vary', 'accept-language')
  @ApiProduces('application/json', 'application/pdf', 'text/csv', 'text/html')
  @ApiOperation({
    summary: 'A report: `appendix`, `final`, the id of a country or region, or of an edition; as JSON, or with `.pdf`, `.csv` or `.html` after it as that file',
    description: 'Live reports tell what the public may know, as of the instant they are stamped with; the same data gives the same bytes. 404 alike for an edition that is unknown and one under embargo.',
  })
  async get(@Param('campaign') slug: string, @Param('report') asked: string, @Query() { language }: ReportQueryDto, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { name, file } = reportName(asked);
    const report = await this.desk.find(slug, name, request);
    const format = file ?? 'json';
    const bytes = await this.desk.file(report, format, language ?? report.edition?.language ?? report.campaign.defaultLanguage);
    const etag = `"${report.sha256.slice(0, 32)}-${format}-${language ?? ''}"`;
    void reply.header('content-type', REPORT_TYPES[format]).header('cache-control', 'no-cache').header('etag', etag).header('x-report-sha256', report.sha256);
    if (report.ahead) this.accredited.keepPrivate(reply);
    if (format === 'pdf' || format === 'csv') void reply.header('content-disposition', `${format === 'pdf' ? 'inline' : 'attachment'}; filename="${slug}-${name}.${format}"`);
    if (request.headers['if-none-match'] === etag) void reply.status(304).send();
    else void reply.send(bytes);
  }

  @AllowRoles('owner', 'organiser')
  @Limit('organising')
  @Post()
  @ApiOperation({ summary: 'Freeze a report under a publication that is still to come', description: 'It says what everybody may read by the instant of its publication, as far as that is known now: with cards that go public no later, and is told to nobody before all of them were public. It never changes; a correction is another edition, under a publication that corrects the first.' })
  async create(@Param('campaign') slug: string, @Body() body: NewEditionDto, @CurrentActor() actor: Actor): Promise<EditionTold> {
    const campaign = await this.desk.require(slug, actor);
    const id = await this.editions.create({ campaign: slug, publicationId: body.publication, kind: body.kind, jurisdiction: body.jurisdiction ?? null, language: body.language ?? 'en' }, by(actor));
    return told(await this.editions.get(id, campaign.id, 'organisers'));
  }
}

type EditionTold = Omit<ReportEdition, 'campaignId'>;

const told = ({ id, publicationId, title, kind, jurisdiction, language, sha256, asOf, publicAt, correctedBy }: ReportEdition): EditionTold => ({ id, publicationId, title, kind, jurisdiction, language, sha256, asOf, publicAt, correctedBy });
