import { Controller, Get, Param, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { DomainError } from '#libs/config';
import { paperLanguage, staffHints } from '#libs/publications';
import { Assets } from '../edge/assets.js';
import { AllowAnyone } from '../edge/decorators.js';
import { isLocale, LOCALES } from '../i18n/index.js';
import { localeOf, pageContext, sendPage } from '../site/serve/page-context.js';
import { helpPath, StaffHelpPage } from './staff-help.js';

/** What the staff card says, for who scans its code. Nothing on it is of one store, so anybody may read it. */
@ApiExcludeController()
@AllowAnyone()
@Controller('tablet-help')
export class StaffHelpController {
  constructor(private readonly assets: Assets) {}

  @Get()
  inOwnLanguage(@Req() request: FastifyRequest, @Res() reply: FastifyReply): void {
    void reply.header('vary', 'accept-language').header('cache-control', 'no-cache').redirect(helpPath(localeOf(request)), 302);
  }

  @Get(':language')
  show(@Param('language') tag: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): void {
    const language = paperLanguage(tag);
    if (!language) throw new DomainError('route.not_found', 'not-found');
    // Around words in a language that the pages do not speak stands the reader's own.
    const page = pageContext(this.assets, isLocale(language) ? language : localeOf(request), '/');
    void reply.header('vary', 'accept-language');
    sendPage(reply, StaffHelpPage({ page: { ...page, languages: LOCALES.map((locale) => ({ locale, href: helpPath(locale) })) }, hints: staffHints(language) }));
  }
}
