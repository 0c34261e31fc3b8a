import { Controller, Get, Param, Query, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type JSX } from 'preact';
import { DomainError } from '#libs/config';
import { isDay } from '#libs/petitions';
import { Assets } from '../../edge/assets.js';
import { AllowAnyone } from '../../edge/decorators.js';
import { AccreditedReading } from '../../embargo/accredited-reading.js';
import { localeIn, localeOf, pageContext, sendPage } from '../serve/page-context.js';
import { CardPage, NoCardPage } from './card.js';
import { ComparePage } from './compare.js';
import { OverviewPage } from './overview.js';
import { OverviewReader } from './overview-reader.js';
import { cardPath, ProgressReader } from './progress-reader.js';

type Asked = Record<string, unknown>;

/** Progress cards for everybody: all, one, as on a day, two periods beside each other. */
@ApiExcludeController()
@AllowAnyone()
@Controller()
export class ProgressPagesController {
  constructor(private readonly reader: ProgressReader, private readonly overviews: OverviewReader, private readonly accredited: AccreditedReading, private readonly assets: Assets) {}

  @Get('campaigns/:slug/progress')
  toOverview(@Req() request: FastifyRequest, @Res() reply: FastifyReply): void {
    inOwnLanguage(request, reply);
  }

  @Get('campaigns/:slug/progress/:jurisdiction')
  toCard(@Req() request: FastifyRequest, @Res() reply: FastifyReply): void {
    inOwnLanguage(request, reply);
  }

  @Get('campaigns/:slug/progress/:jurisdiction/compare')
  toComparison(@Req() request: FastifyRequest, @Res() reply: FastifyReply): void {
    inOwnLanguage(request, reply);
  }

  @Get(':locale/campaigns/:slug/progress')
  async overview(@Param('locale') segment: string, @Param('slug') slug: string, @Query() query: Asked, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const locale = localeIn(segment);
    const view = await this.overviews.overview(slug, {
      round: textIn(query, 'round'), on: dayIn(query), within: textIn(query, 'within'), indicator: textIn(query, 'indicator'), standing: textIn(query, 'standing'), page: Number(textIn(query, 'page') ?? 1) || 1,
      ahead: await this.ahead(request, slug),
    }, locale);
    if (!view) throw unknown();
    this.send(request, reply, OverviewPage({ page: pageContext(this.assets, locale, here(request)), view }), view.round || view.on === null ? 200 : 404);
  }

  @Get(':locale/campaigns/:slug/progress/:jurisdiction')
  async card(@Param('locale') segment: string, @Param('slug') slug: string, @Param('jurisdiction') jurisdiction: string, @Query() query: Asked, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const locale = localeIn(segment);
    const id = /^[a-z]{2}$/.test(jurisdiction) ? jurisdiction.toUpperCase() : jurisdiction;
    if (id !== jurisdiction) return void reply.redirect(`/${locale}${cardPath(slug, id)}`, 301);
    const shown = await this.reader.card(slug, id, { round: textIn(query, 'round'), on: dayIn(query), ahead: await this.ahead(request, slug) }, locale);
    if (!shown) throw unknown();
    const page = pageContext(this.assets, locale, here(request));
    if ('card' in shown) this.send(request, reply, CardPage({ page, view: shown.card }), 200);
    else this.send(request, reply, NoCardPage({ page, view: shown.none }), 404);
  }

  @Get(':locale/campaigns/:slug/progress/:jurisdiction/compare')
  async compare(@Param('locale') segment: string, @Param('slug') slug: string, @Param('jurisdiction') jurisdiction: string, @Query() query: Asked, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const locale = localeIn(segment);
    const found = await this.reader.compare(slug, jurisdiction, { from: textIn(query, 'from'), to: textIn(query, 'to'), ahead: await this.ahead(request, slug) }, locale);
    if (!found) throw unknown();
    this.send(request, reply, ComparePage({ page: pageContext(this.assets, locale, here(request)), ...found }), 200);
  }

  private async ahead(request: FastifyRequest, slug: string): Promise<string[]> {
    const campaign = this.accredited.concerns(request) ? await this.reader.campaign(slug) : null;
    return campaign ? this.accredited.publicationsOf(request, { campaignId: campaign.id, kind: 'cards' }) : [];
  }

  /** What was made for a reader ahead of the public is kept by nobody. */
  private send(request: FastifyRequest, reply: FastifyReply, document: JSX.Element, status: number): void {
    const secret = this.accredited.concerns(request);
    if (secret) this.accredited.keepPrivate(reply);
    sendPage(reply, document, { status, secret });
  }
}

const unknown = (): DomainError => new DomainError('campaigns.unknown', 'not-found');

function textIn(query: Asked, name: string): string | null {
  const value = query[name];
  return typeof value === 'string' && value !== '' ? value.slice(0, 200) : null;
}

/** A day that has passed; today's card is simply the card. @throws DomainError for what is no day */
function dayIn(query: Asked): string | null {
  const day = textIn(query, 'on');
  if (day !== null && !isDay(day)) throw new DomainError('progress.invalid', 'invalid', { fields: [{ field: 'on', code: 'date_unreadable' }] });
  return day !== null && day < new Date().toISOString().slice(0, 10) ? day : null;
}

/** This address without its language, so that the others keep what was asked. */
const here = (request: FastifyRequest): string => request.url.replace(/^\/[a-z]{2}(?=\/)/, '');

function inOwnLanguage(request: FastifyRequest, reply: FastifyReply): void {
  void reply.header('vary', 'accept-language').header('cache-control', 'no-cache').redirect(`/${localeOf(request)}${request.url}`, 302);
}
