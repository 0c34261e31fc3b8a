import { Body, Controller, Get, HttpCode, Param, Patch, Post, Query, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Actor } from '#libs/access';
import { AppConfig } from '#libs/config';
import { type Publication, PublicationsReader, PublicationsService } from '#libs/embargo';
import { type Page } from '#libs/petitions';
import { AllowAnyone, AllowRoles, CurrentActor, Limit } from '../../edge/decorators.js';
import { accessOf } from '../../edge/request-access.js';
import { AccreditedReading } from '../../embargo/accredited-reading.js';
import { placeOf } from '../../embargo/places.js';
import { by } from '../handovers/handovers.controller.js';
import { PublicationRights } from './publication-rights.js';
import { CorrectionDto, NewPublicationDto, PatchPublicationDto, PublicationQueryDto, WithdrawalDto } from './publications.dto.js';

/** As JSON has it: with the page on which it can be read. */
export type PublicationTold = Omit<Publication, 'campaignId' | 'readAt'> & { url: string };

/** What goes public at one instant. To the public, what is under embargo and what is not there are one answer, byte for byte. */
@ApiTags('Publications')
@Controller('api/v1/campaigns/:campaign/publications')
export class PublicationsController {
  constructor(
    private readonly publications: PublicationsService, private readonly reader: PublicationsReader, private readonly rights: PublicationRights, private readonly reading: AccreditedReading, private readonly config: AppConfig,
  ) {}

  @AllowAnyone()
  @Get()
  @ApiOperation({ summary: 'Publications, the newest first', description: 'For everybody what is public, and what was and is withdrawn, with its notice. For who reads the whole campaign also drafts and what is under embargo.' })
  async list(@Param('campaign') slug: string, @Query() query: PublicationQueryDto, @Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<Page<PublicationTold>> {
    const { id } = await this.rights.campaign(slug);
    const audience = await this.rights.audienceOf(accessOf(request).actor, id);
    keep(reply, audience === 'public');
    const { items, ...page } = await this.reader.list({ ...query, campaignId: id, audience });
    return { items: items.map((item) => this.told(item)), ...page };
  }

  @AllowAnyone()
  @Get(':publication')
  @ApiOperation({ summary: 'One publication', description: '404 alike for one that is unknown and one that is under embargo.' })
  async get(@Param('campaign') slug: string, @Param('publication') id: string, @Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<PublicationTold> {
    const campaign = await this.rights.campaign(slug);
    const audience = await this.rights.audienceOf(accessOf(request).actor, campaign.id);
    const ahead = audience === 'public' && (await this.reading.audienceOf(request, id)) === 'accredited';
    const publication = await this.reader.get(id, ahead ? 'organisers' : audience, campaign.id);
    keep(reply, audience === 'public' && !ahead);
    return this.told(publication);
  }

  @AllowRoles('owner', 'organiser')
  @Limit('organising')
  @Post()
  @ApiOperation({ summary: 'Make a publication', description: 'A draft, or with the instant at which it goes public: a local time in a named zone, to come unless `evenIfPast`.' })
  async create(@Param('campaign') slug: string, @Body() body: NewPublicationDto, @CurrentActor() actor: Actor): Promise<PublicationTold> {
    const { id } = await this.rights.requireCampaign(slug, actor);
    return this.told(await this.publications.create({ ...body, campaignId: id }, by(actor)));
  }

  @AllowRoles('owner', 'organiser')
  @Limit('organising')
  @Patch(':publication')
  @ApiOperation({ summary: 'Another instant, or none (`at: null`), or another title', description: 'As long as it is not public.' })
  async patch(@Param('campaign') slug: string, @Param('publication') id: string, @Body() { title, at, evenIfPast }: PatchPublicationDto, @CurrentActor() actor: Actor): Promise<PublicationTold> {
    let { publication } = await this.rights.require(slug, id, actor);
    if (title) publication = await this.publications.retitle(id, title, by(actor));
    if (at !== undefined) publication = await this.publications.schedule(id, at, by(actor), { evenIfPast });
    return this.told(publication);
  }

  @AllowRoles('owner', 'organiser')
  @Limit('organising')
  @Post(':publication/withdraw')
  @HttpCode(200)
  @ApiOperation({ summary: 'Take it back, at once and for good', description: 'Where it was public, the notice stands in its place.' })
  async withdraw(@Param('campaign') slug: string, @Param('publication') id: string, @Body() { why }: WithdrawalDto, @CurrentActor() actor: Actor): Promise<PublicationTold> {
    await this.rights.require(slug, id, actor);
    return this.told(await this.publications.withdraw(id, why, by(actor)));
  }

  @AllowRoles('owner', 'organiser')
  @Limit('organising')
  @Post(':publication/correct')
  @ApiOperation({ summary: 'Make a publication that corrects this one', description: 'Of the same kind. When it is public, both say so.' })
  async correct(@Param('campaign') slug: string, @Param('publication') id: string, @Body() body: CorrectionDto, @CurrentActor() actor: Actor): Promise<PublicationTold> {
    await this.rights.require(slug, id, actor);
    return this.told(await this.publications.correct(id, body, by(actor)));
  }

  private told({ campaignId: _, readAt: __, ...publication }: Publication): PublicationTold {
    return { ...publication, url: `${this.config.publicUrl}${placeOf(publication)}` };
  }
}

/** What the public reads is asked for anew each time, for it changes at an instant; anything else is kept by nobody. */
function keep(reply: FastifyReply, forPublic: boolean): void {
  void reply.header('cache-control', forPublic ? 'no-cache' : 'private, no-store').header('vary', 'cookie, authorization');
}
