import { Controller, Get, Param, Query, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { DomainError } from '#libs/config';
import { Assets } from '../../edge/assets.js';
import { AllowAnyone } from '../../edge/decorators.js';
import { CampaignPage, FirstRunPage, HomePage, NoticePage, PetitionPage } from '../index.js';
import { SiteReader } from '../read/site-reader.js';
import { localeIn, localeOf, pageContext, sendPage } from './page-context.js';
import { viaIn } from './sign-form-body.js';

/** The citizens' pages that anybody may read. An address without a language leads to the reader's own. */
@ApiExcludeController()
@AllowAnyone()
@Controller()
export class SitePagesController {
  constructor(private readonly reader: SiteReader, private readonly assets: Assets) {}

  @Get()
  root(@Req() request: FastifyRequest, @Res() reply: FastifyReply): void {
    this.inOwnLanguage(request, reply, '');
  }

  @Get('petitions/:slug')
  toPetition(@Param('slug') slug: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): void {
    this.inOwnLanguage(request, reply, `/petitions/${encodeURIComponent(slug)}`);
  }

  @Get('campaigns/:slug')
  toCampaign(@Param('slug') slug: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): void {
    this.inOwnLanguage(request, reply, `/campaigns/${encodeURIComponent(slug)}`);
  }

  @Get(':locale')
  async home(@Param('locale') segment: string, @Res() reply: FastifyReply): Promise<void> {
    const locale = localeIn(segment);
    const page = pageContext(this.assets, locale, '/');
    const view = await this.reader.home(locale);
    if (view.campaign === null && view.record === null) sendPage(reply, FirstRunPage({ page, view: { action: '/console/petitions/new' } }));
    else sendPage(reply, HomePage({ page, view }));
  }

  @Get(':locale/campaigns/:slug')
  async campaign(@Param('locale') segment: string, @Param('slug') slug: string, @Res() reply: FastifyReply): Promise<void> {
    const locale = localeIn(segment);
    const view = await this.reader.campaign(slug, locale);
    if (!view) throw new DomainError('campaigns.unknown', 'not-found');
    sendPage(reply, CampaignPage({ page: pageContext(this.assets, locale, `/campaigns/${slug}`), view }));
  }

  @Get(':locale/petitions/:slug')
  async petition(@Param('locale') segment: string, @Param('slug') slug: string, @Query('via') via: unknown, @Res() reply: FastifyReply): Promise<void> {
    const locale = localeIn(segment);
    const view = await this.reader.petition(slug, locale, { via: viaIn(via) });
    if (!view) throw new DomainError('petitions.unknown', 'not-found');
    sendPage(reply, PetitionPage({ page: pageContext(this.assets, locale, `/petitions/${slug}`), view }));
  }

  @Get(':locale/petitions/:slug/privacy')
  async notice(@Param('locale') segment: string, @Param('slug') slug: string, @Res() reply: FastifyReply): Promise<void> {
    const locale = localeIn(segment);
    const view = await this.reader.notice(slug, locale);
    if (!view) throw new DomainError('petitions.unknown', 'not-found');
    sendPage(reply, NoticePage({ page: pageContext(this.assets, locale, `/petitions/${slug}/privacy`), view }));
  }

  private inOwnLanguage(request: FastifyRequest, reply: FastifyReply, path: string): void {
    const query = request.url.includes('?') ? request.url.slice(request.url.indexOf('?')) : '';
    void reply.header('vary', 'accept-language').header('cache-control', 'no-cache').redirect(`/${localeOf(request)}${path}${query}`, 302);
  }
}
