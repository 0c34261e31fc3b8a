import { Controller, Get, Param, Query, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { campaignUnknown, type WholeCampaign } from '#libs/petitions';
import { AccreditedReading } from '../../embargo/accredited-reading.js';
import { Assets } from '../../edge/assets.js';
import { AllowAnyone } from '../../edge/decorators.js';
import { type PageContext } from '../../ui/index.js';
import { localeIn, localeOf, pageContext, sendPage } from '../serve/page-context.js';
import { FactsPagesReader } from './facts-reader.js';
import { RankingsPage } from './rankings.js';
import { RatificationsPage } from './ratifications.js';
import { StatisticsPage } from './statistics.js';

type Asked = Record<string, unknown>;

/** Ratifications, rankings and published figures for everybody. */
@ApiExcludeController()
@AllowAnyone()
@Controller()
export class FactsPagesController {
  constructor(private readonly reader: FactsPagesReader, private readonly accredited: AccreditedReading, private readonly assets: Assets) {}

  @Get('campaigns/:slug/ratifications')
  toRatifications(@Req() request: FastifyRequest, @Res() reply: FastifyReply): void {
    inOwnLanguage(request, reply);
  }

  @Get('campaigns/:slug/rankings')
  toRankings(@Req() request: FastifyRequest, @Res() reply: FastifyReply): void {
    inOwnLanguage(request, reply);
  }

  @Get('campaigns/:slug/statistics')
  toStatistics(@Req() request: FastifyRequest, @Res() reply: FastifyReply): void {
    inOwnLanguage(request, reply);
  }

  @Get(':locale/campaigns/:slug/ratifications')
  async ratifications(@Param('locale') segment: string, @Param('slug') slug: string, @Query() query: Asked, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { campaign, page } = await this.open(segment, slug, request);
    const asked = { instrument: textIn(query, 'instrument'), country: textIn(query, 'country'), state: textIn(query, 'state'), page: pageIn(query) };
    sendPage(reply, RatificationsPage({ page, view: await this.reader.ratifications(campaign, asked, page.t.locale) }));
  }

  @Get(':locale/campaigns/:slug/rankings')
  async rankings(@Param('locale') segment: string, @Param('slug') slug: string, @Query() query: Asked, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { campaign, page } = await this.open(segment, slug, request);
    const ahead = await this.accredited.publicationsOf(request, { campaignId: campaign.id, kind: 'ranking' });
    this.send(request, reply, RankingsPage({ page, view: await this.reader.rankings(campaign, { audience: 'public', ahead }, pageIn(query), page.t.locale) }));
  }

  @Get(':locale/campaigns/:slug/statistics')
  async statistics(@Param('locale') segment: string, @Param('slug') slug: string, @Query() query: Asked, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { campaign, page } = await this.open(segment, slug, request);
    const ahead = await this.accredited.publicationsOf(request, { campaignId: campaign.id, kind: 'statistics' });
    this.send(request, reply, StatisticsPage({ page, view: await this.reader.statistics(campaign, { audience: 'public', ahead }, { goal: textIn(query, 'goal'), page: pageIn(query) }, page.t.locale) }));
  }

  private async open(segment: string, slug: string, request: FastifyRequest): Promise<{ campaign: WholeCampaign; page: PageContext }> {
    const locale = localeIn(segment);
    const campaign = await this.reader.campaign(slug);
    if (!campaign) throw campaignUnknown();
    // The other languages keep what was asked.
    return { campaign, page: pageContext(this.assets, locale, request.url.replace(/^\/[a-z]{2}(?=\/)/, '')) };
  }

  /** What was made for a reader ahead of the public is kept by nobody. */
  private send(request: FastifyRequest, reply: FastifyReply, document: Parameters<typeof sendPage>[1]): void {
    const ahead = this.accredited.concerns(request);
    if (ahead) this.accredited.keepPrivate(reply);
    sendPage(reply, document, { secret: ahead });
  }
}

function textIn(query: Asked, name: string): string {
  const value = query[name];
  return typeof value === 'string' ? value.slice(0, 100) : '';
}

const pageIn = (query: Asked): number => Math.min(10_000, Math.max(1, Math.trunc(Number(query['page'])) || 1));

function inOwnLanguage(request: FastifyRequest, reply: FastifyReply): void {
  void reply.header('vary', 'accept-language').header('cache-control', 'no-cache').redirect(`/${localeOf(request)}${request.url}`, 302);
}
