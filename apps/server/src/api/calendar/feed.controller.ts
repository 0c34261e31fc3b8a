import { createHash } from 'node:crypto';
import { Controller, Delete, Get, HttpCode, Param, Post, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Actor, notFound, Users } from '#libs/access';
import { AppConfig } from '#libs/config';
import { calendarFile, type CalendarFeed, CalendarFeeds, type HandoverListItem, HandoversReader } from '#libs/handovers';
import { AllowAnyone, AllowSignedIn, CurrentActor, Limit } from '../../edge/decorators.js';
import { isLocale } from '../../i18n/index.js';
import { calendarWords } from '../handovers/calendar-words.js';
import { HandoverRights } from '../handovers/handover-rights.js';

/** How often programs should look again. */
const REFRESH_S = 3_600;
const PAGE = 200;
/** More entries than any program shows; what lies furthest back is left out. */
const MOST_PAGES = 25;

/** An organiser's own calendar, behind an address that is its own key. */
@ApiTags('Handovers')
@Controller()
export class CalendarFeedController {
  constructor(
    private readonly feeds: CalendarFeeds, private readonly users: Users, private readonly rights: HandoverRights, private readonly reader: HandoversReader,
    private readonly config: AppConfig,
  ) {}

  @AllowSignedIn()
  @Get('api/v1/calendar-feed')
  @ApiOperation({ summary: 'Whether the asker has a calendar address, since when, and when it was last read' })
  async get(@CurrentActor() actor: Actor): Promise<{ feed: CalendarFeed | null }> {
    return { feed: await this.feeds.of(actor.userId) };
  }

  @AllowSignedIn()
  @Limit('organising')
  @Post('api/v1/calendar-feed')
  @ApiOperation({ summary: 'A new calendar address for the asker', description: 'Told this once. An earlier one ends.' })
  async make(@CurrentActor() actor: Actor): Promise<{ url: string }> {
    return { url: feedUrl(this.config, await this.feeds.make(actor.userId)) };
  }

  @AllowSignedIn()
  @Limit('organising')
  @Delete('api/v1/calendar-feed')
  @HttpCode(204)
  @ApiOperation({ summary: 'End the asker\'s calendar address' })
  async revoke(@CurrentActor() actor: Actor): Promise<void> {
    await this.feeds.revoke(actor.userId);
  }

  @AllowAnyone()
  @Limit('token')
  @Get('calendar/:file')
  @ApiProduces('text/calendar')
  @ApiOperation({ summary: 'All handovers that the owner of this address may read, as a calendar to subscribe to (RFC 5545)', description: 'Without delegates. `ETag` and 304.' })
  async feed(@Param('file') file: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const userId = file.endsWith('.ics') ? await this.feeds.userOf(file.slice(0, -'.ics'.length)) : null;
    if (userId === null) throw notFound();
    const user = await this.users.byId(userId);
    const locale = isLocale(user.locale) ? user.locale : 'en';
    const items = await this.all(await this.rights.scopesOf(user));
    const etag = `"${createHash('sha256').update(JSON.stringify([locale, items])).digest('base64url')}"`;
    void reply.header('cache-control', 'private, max-age=300').header('etag', etag).header('referrer-policy', 'no-referrer').header('x-robots-tag', 'noindex');
    if (request.headers['if-none-match']?.split(',').some((known) => known.trim().replace(/^W\//, '') === etag)) return void reply.status(304).send();
    void reply.header('content-type', 'text/calendar; charset=utf-8').header('content-language', locale)
      .send(calendarFile(items, calendarWords(locale), { now: new Date(), url: ({ id }) => `${this.config.publicUrl}/console/handovers/${id}`, refreshS: REFRESH_S }));
  }

  private async all(within: Awaited<ReturnType<HandoverRights['scopesOf']>>): Promise<HandoverListItem[]> {
    const items: HandoverListItem[] = [];
    for (let page = 1; page <= MOST_PAGES; page++) {
      const found = await this.reader.list({ audience: 'organiser', within, order: 'newest', page, pageSize: PAGE });
      items.push(...found.items);
      if (items.length >= found.total || found.items.length === 0) break;
    }
    return items;
  }
}

export const feedUrl = (config: AppConfig, token: string): string => `${config.publicUrl}/calendar/${token}.ics`;
