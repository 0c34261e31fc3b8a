import { Body, Controller, Get, Param, Post, Query, Req, Res, UseFilters } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Actor, notFound } from '#libs/access';
import { AppConfig } from '#libs/config';
import { AccreditedReaders, type Publication, PublicationsReader, PublicationsService } from '#libs/embargo';
import { type WholeCampaign } from '#libs/petitions';
import { by } from '../../api/handovers/handovers.controller.js';
import { PublicationRights } from '../../api/publications/publication-rights.js';
import { AllowRoles, CurrentActor } from '../../edge/decorators.js';
import { ConsoleProblems } from '../console-problems.filter.js';
import { type Desk, Desks, faultsOf } from '../desk.js';
import { type FormBody, textOf, typed } from '../form-body.js';
import { pageOf } from '../petitions.controller.js';
import { ConsoleScopes } from '../read/scopes.js';
import { endOfDay, type Failed, fieldIn, instantFrom, kindFrom, languagesOf, named, type PublicationForm, wordsFrom } from './forms.js';
import { ReaderLinkPage } from './reader-parts.js';
import { PublicationPage } from './publication-page.js';
import { publicationPath, publicationsPath, PublicationsPage } from './publications-page.js';

const PAGE_SIZE = 25;

/** What goes public at one instant, for those who organise the whole campaign. */
@ApiExcludeController()
@UseFilters(ConsoleProblems)
@AllowRoles('owner', 'organiser')
@Controller('console')
export class PublicationsPagesController {
  constructor(
    private readonly desks: Desks, private readonly scopes: ConsoleScopes, private readonly rights: PublicationRights, private readonly reader: PublicationsReader, private readonly publications: PublicationsService,
    private readonly readers: AccreditedReaders, private readonly config: AppConfig,
  ) {}

  /** Of the first campaign that one organises whole. */
  @Get('publications')
  async first(@CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const [campaign] = await this.campaigns(actor);
    if (!campaign) throw notFound();
    this.desks.leave(reply, this.desks.open(request), publicationsPath(campaign.slug));
  }

  @Get('campaigns/:campaign/publications')
  async list(@Param('campaign') slug: string, @Query() query: FormBody, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await this.sendList(reply, this.desks.open(request), await this.rights.requireCampaign(slug, actor), actor, query);
  }

  @Post('campaigns/:campaign/publications')
  async create(@Param('campaign') slug: string, @Body() body: FormBody, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const desk = this.desks.open(request);
    const campaign = await this.rights.requireCampaign(slug, actor);
    try {
      const made = await this.publications.create({ campaignId: campaign.id, kind: kindFrom(body), title: wordsFrom(body, 'title', languagesOf(campaign)), at: instantFrom(body) }, by(actor));
      this.desks.leave(reply, desk, publicationPath(made), 'publication-made');
    } catch (thrown) {
      await this.sendList(reply, desk, campaign, actor, {}, { form: 'new', values: typed(body), errors: named(faultsOf(thrown, desk.page.t, fieldIn(campaign)), desk.page.t) });
    }
  }

  @Get('campaigns/:campaign/publications/:publication')
  async show(@Param('campaign') slug: string, @Param('publication') id: string, @Query() query: FormBody, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { campaign, publication } = await this.rights.require(slug, id, actor);
    await this.sendOne(reply, this.desks.open(request), campaign, publication, query);
  }

  @Post('campaigns/:campaign/publications/:publication/schedule')
  schedule(@Param('campaign') slug: string, @Param('publication') id: string, @Body() body: FormBody, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    return this.act({ slug, id, body, actor, request, reply, form: 'schedule', done: 'publication-scheduled' }, () => this.publications.schedule(id, instantFrom(body), by(actor)));
  }

  @Post('campaigns/:campaign/publications/:publication/withdraw')
  withdraw(@Param('campaign') slug: string, @Param('publication') id: string, @Body() body: FormBody, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    return this.act({ slug, id, body, actor, request, reply, form: 'withdraw', done: 'publication-withdrawn' }, (campaign) => this.publications.withdraw(id, wordsFrom(body, 'why', languagesOf(campaign)), by(actor)));
  }

  @Post('campaigns/:campaign/publications/:publication/correct')
  correct(@Param('campaign') slug: string, @Param('publication') id: string, @Body() body: FormBody, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    return this.act({ slug, id, body, actor, request, reply, form: 'correct', done: 'publication-made' }, (campaign) => this.publications.correct(id, { title: wordsFrom(body, 'title', languagesOf(campaign)), at: instantFrom(body) }, by(actor)));
  }

  /** The link stands in the answer itself, which no cache keeps: there is no page to come back to for it. */
  @Post('campaigns/:campaign/publications/:publication/readers')
  async addReader(@Param('campaign') slug: string, @Param('publication') id: string, @Body() body: FormBody, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const desk = this.desks.open(request);
    const { campaign, publication } = await this.rights.require(slug, id, actor);
    try {
      const validUntil = endOfDay(textOf(body, 'readerUntil'), publication.timeZone ?? actor.timeZone);
      const { reader, token } = await this.readers.create(id, { name: textOf(body, 'readerName'), organisation: textOf(body, 'readerOrganisation'), validUntil }, by(actor));
      this.desks.send(reply, ReaderLinkPage({ desk, publication, reader, url: `${this.config.publicUrl}/embargo/${token}` }));
    } catch (thrown) {
      await this.sendOne(reply, desk, campaign, publication, {}, { form: 'reader', values: typed(body), errors: named(faultsOf(thrown, desk.page.t, fieldIn(campaign)), desk.page.t) });
    }
  }

  @Post('campaigns/:campaign/publications/:publication/readers/:reader/revoke')
  async revoke(@Param('campaign') slug: string, @Param('publication') id: string, @Param('reader') reader: string, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { publication } = await this.rights.require(slug, id, actor);
    await this.readers.revoke(id, reader, by(actor));
    this.desks.leave(reply, this.desks.open(request), publicationPath(publication), 'reader-revoked');
  }

  private async act(
    { slug, id, body, actor, request, reply, form, done }: { slug: string; id: string; body: FormBody; actor: Actor; request: FastifyRequest; reply: FastifyReply; form: PublicationForm; done: string },
    deed: (campaign: WholeCampaign) => Promise<Publication>,
  ): Promise<void> {
    const desk = this.desks.open(request);
    const { campaign, publication } = await this.rights.require(slug, id, actor);
    try {
      this.desks.leave(reply, desk, publicationPath(await deed(campaign)), done);
    } catch (thrown) {
      await this.sendOne(reply, desk, campaign, publication, {}, { form, values: typed(body), errors: named(faultsOf(thrown, desk.page.t, fieldIn(campaign)), desk.page.t) });
    }
  }

  private async campaigns(actor: Actor) {
    const whole = (await this.scopes.of(actor, 'organise')).filter(({ jurisdictions }) => jurisdictions === null);
    return this.scopes.campaigns(whole);
  }

  private async sendList(reply: FastifyReply, desk: Desk, campaign: WholeCampaign, actor: Actor, query: FormBody, failed: Failed | null = null): Promise<void> {
    const page = pageOf(query);
    const { items, total } = await this.reader.list({ campaignId: campaign.id, audience: 'organisers', page, pageSize: PAGE_SIZE });
    this.desks.send(reply, PublicationsPage({ desk, view: { campaigns: await this.campaigns(actor), campaign, items, page, pages: Math.max(1, Math.ceil(total / PAGE_SIZE)), failed } }), failed ? 422 : 200);
  }

  private async sendOne(reply: FastifyReply, desk: Desk, campaign: WholeCampaign, publication: Publication, query: FormBody, failed: Failed | null = null): Promise<void> {
    const page = pageOf(query);
    const readers = await this.readers.list(publication.id, { page, pageSize: PAGE_SIZE });
    const reads = await this.readers.reads(publication.id, { page, pageSize: PAGE_SIZE });
    const pages = Math.max(1, Math.ceil(Math.max(readers.total, reads.total) / PAGE_SIZE));
    this.desks.send(reply, PublicationPage({ desk, view: { campaign, publication, readers: readers.items, reads: reads.items, page, pages, failed } }), failed ? 422 : 200);
  }
}
