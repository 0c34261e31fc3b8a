import { Controller, Get, Param, Query, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { petitionUnknown } from '#libs/petitions';
import { AllowAnyone } from '../edge/decorators.js';
import { sendPublic } from '../open-data/send-public.js';
import { feedState } from './petition-feed.js';
import { PetitionFeed } from './petition-feed.reader.js';

const JSON_TYPE = 'application/json; charset=utf-8';
const MOST_PAGES = 100_000;

/** `/petitions.json` and `/petitions/{number}.json`, as petition.parliament.uk has them. No slug of ours has a dot, so `/petitions/{slug}` stays the page. */
@ApiExcludeController()
@AllowAnyone()
@Controller()
export class PetitionFeedController {
  constructor(private readonly feed: PetitionFeed) {}

  @Get('petitions.json')
  async list(@Query('page') page: unknown, @Query('state') state: unknown, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const asked = { page: typeof page === 'string' && /^[1-9]\d{0,5}$/.test(page) ? Math.min(Number(page), MOST_PAGES) : 1, state: state === undefined ? null : feedState(state) };
    sendPublic(request, reply, { type: JSON_TYPE, body: JSON.stringify(await this.feed.page(asked)) });
  }

  @Get('petitions/:number.json')
  async one(@Param('number') number: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const found = /^[1-9]\d{0,8}$/.test(number) ? await this.feed.one(Number(number)) : null;
    if (!found) throw petitionUnknown();
    sendPublic(request, reply, { type: JSON_TYPE, body: JSON.stringify(found) });
  }
}
