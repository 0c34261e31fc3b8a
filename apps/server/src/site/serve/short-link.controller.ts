import { Controller, Get, Param, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { codeOf } from '#libs/queues';
import { AllowAnyone } from '../../edge/decorators.js';
import { Log } from '../../edge/log.js';
import { ShortLinks, type ShortLinkTarget } from '../read/short-links.js';
import { localeOf } from './page-context.js';

/** `/s/{code}`: what posters print, short enough to be typed. */
@ApiExcludeController()
@AllowAnyone()
@Controller()
export class ShortLinkController {
  constructor(private readonly links: ShortLinks, private readonly log: Log) {}

  @Get('s/:code')
  async follow(@Param('code') code: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { path, locale } = await this.target(code);
    // Never kept: the petition that a code leads to changes, and with it what a phone would remember.
    void reply.header('cache-control', 'no-store').header('vary', 'accept-language').redirect(`/${locale ?? localeOf(request)}${path}`, 302);
  }

  /** With the database away the home page knows better than an error page what can be done. */
  private async target(code: string): Promise<ShortLinkTarget> {
    try {
      return await this.links.target(code);
    } catch (thrown) {
      this.log.pino.warn({ code: codeOf(thrown) }, 'a short link could not be looked up');
      return { path: '', locale: null };
    }
  }
}
