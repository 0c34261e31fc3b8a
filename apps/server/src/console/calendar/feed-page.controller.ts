import { Controller, Get, Post, Req, Res, UseFilters } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Actor } from '#libs/access';
import { AppConfig } from '#libs/config';
import { CalendarFeeds } from '#libs/handovers';
import { feedUrl } from '../../api/calendar/feed.controller.js';
import { AllowSignedIn, CurrentActor } from '../../edge/decorators.js';
import { ConsoleProblems } from '../console-problems.filter.js';
import { Desks } from '../desk.js';
import { FeedPage } from './feed.js';

/** The address of one's own calendar. */
@ApiExcludeController()
@UseFilters(ConsoleProblems)
@AllowSignedIn()
@Controller('console/calendar-feed')
export class FeedPageController {
  constructor(private readonly desks: Desks, private readonly feeds: CalendarFeeds, private readonly config: AppConfig) {}

  @Get()
  async show(@CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    this.desks.send(reply, FeedPage({ desk: this.desks.open(request), feed: await this.feeds.of(actor.userId), made: null }));
  }

  /** The answer itself shows the address: it may stand in no other, and is told this once. */
  @Post()
  async make(@CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const made = feedUrl(this.config, await this.feeds.make(actor.userId));
    this.desks.send(reply, FeedPage({ desk: this.desks.open(request), feed: await this.feeds.of(actor.userId), made }));
  }

  @Post('revoke')
  async revoke(@CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await this.feeds.revoke(actor.userId);
    this.desks.leave(reply, this.desks.open(request), '/console/calendar-feed', 'feed-revoked');
  }
}
