import { Controller, Get, Param, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { AppConfig, DomainError } from '#libs/config';
import { AllowAnyone } from '../edge/decorators.js';
import { sendPublic } from '../open-data/send-public.js';
import { robotsText, sitemapIndex, sitemapPart } from './sitemap.js';
import { SitemapReader } from './sitemap.reader.js';

const XML = 'application/xml; charset=utf-8';

/** What there is to find, for search engines. */
@ApiExcludeController()
@AllowAnyone()
@Controller()
export class SitemapController {
  constructor(private readonly pages: SitemapReader, private readonly config: AppConfig) {}

  @Get('sitemap.xml')
  async index(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    sendPublic(request, reply, { type: XML, body: sitemapIndex(this.config.publicUrl, await this.pages.all()) });
  }

  @Get('sitemaps/:part.xml')
  async part(@Param('part') name: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const part = (await this.pages.all()).find((one) => one.name === `${name}.xml`);
    if (!part) throw new DomainError('route.not_found', 'not-found');
    sendPublic(request, reply, { type: XML, body: sitemapPart(this.config.publicUrl, part.pages) });
  }

  @Get('robots.txt')
  robots(@Req() request: FastifyRequest, @Res() reply: FastifyReply): void {
    sendPublic(request, reply, { type: 'text/plain; charset=utf-8', body: robotsText(this.config.publicUrl), maxAgeS: 3_600 });
  }
}
