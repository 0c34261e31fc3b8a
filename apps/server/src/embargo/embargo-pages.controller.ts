import { Controller, Get, Param, Query, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { AccreditedReaders, type Publication } from '#libs/embargo';
import { type ReportEdition, ReportEditions } from '#libs/publications';
import { Assets } from '../edge/assets.js';
import { AllowAnyone, Limit } from '../edge/decorators.js';
import { type Locale } from '../i18n/index.js';
import { localeIn, localeOf, pageContext, sendPage } from '../site/serve/page-context.js';
import { EmbargoPage } from './embargo-page.js';
import { placeOf } from './places.js';
import { ReadingCookie } from './reading-cookie.js';

/** What an accredited reader may read ahead, behind a link of 256 bits. No page is kept by a cache, found by a search engine, or tells its address. */
@ApiExcludeController()
@AllowAnyone()
@Limit('token')
@Controller()
export class EmbargoPagesController {
  constructor(private readonly readers: AccreditedReaders, private readonly editions: ReportEditions, private readonly cookie: ReadingCookie, private readonly assets: Assets) {}

  @Get('embargo/:token')
  page(@Param('token') token: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    return this.show(token, localeOf(request), reply);
  }

  @Get(':locale/embargo/:token')
  pageIn(@Param('locale') locale: string, @Param('token') token: string, @Res() reply: FastifyReply): Promise<void> {
    return this.show(token, localeIn(locale), reply);
  }

  /** From here on the pages of the publication themselves show it, to this browser. */
  @Get(':locale/embargo/:token/open')
  async open(@Param('locale') segment: string, @Param('token') token: string, @Query('report') report: unknown, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const locale = localeIn(segment);
    const { publication } = await this.readers.open(token, '/embargo/open');
    const edition = (await this.reports(publication)).find(({ id }) => id === report);
    this.cookie.add(request, reply, token);
    void reply.header('cache-control', 'no-store').redirect(`/${locale}${placeOf(publication)}${edition ? `/${edition.id}` : ''}`, 303);
  }

  private async show(token: string, locale: Locale, reply: FastifyReply): Promise<void> {
    const opened = await this.readers.open(token, '/embargo');
    void reply.header('x-robots-tag', 'noindex');
    sendPage(reply, EmbargoPage({ page: pageContext(this.assets, locale, `/embargo/${token}`), opened, reports: await this.reports(opened.publication), openHref: `/embargo/${token}/open` }), { secret: true });
  }

  private async reports({ kind, id, campaignId }: Publication): Promise<ReportEdition[]> {
    return kind === 'report' ? (await this.editions.list({ campaignId, audience: 'organisers', publicationId: id, pageSize: 200 })).items : [];
  }
}
