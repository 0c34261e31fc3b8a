import { Controller, Get, Param, Post, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Unsubscribes } from '#libs/notifications';
import { Upload } from '../../documents/uploads.js';
import { Assets } from '../../edge/assets.js';
import { AllowAnyone, Limit } from '../../edge/decorators.js';
import { faultOf } from '../../edge/problem.js';
import { type Locale } from '../../i18n/index.js';
import { ProblemPage } from '../index.js';
import { SiteReader } from '../read/site-reader.js';
import { UnsubscribedPage, UnsubscribePage } from '../unsubscribe.js';
import { localeIn, localeOf, pageContext, sendPage } from './page-context.js';

/**
 * The end of news by mail. People press the button of a page, for mail scanners open links too; mail programs post to the link itself
 * (RFC 8058), as a form of either kind, without a cookie and without reading the answer.
 */
@ApiExcludeController()
@AllowAnyone()
@Limit('token')
@Controller()
export class UnsubscribeController {
  constructor(private readonly unsubscribes: Unsubscribes, private readonly reader: SiteReader, private readonly assets: Assets) {}

  @Get('u/:token')
  page(@Param('token') token: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    return this.show(token, localeOf(request), reply);
  }

  @Get(':locale/u/:token')
  pageIn(@Param('locale') locale: string, @Param('token') token: string, @Res() reply: FastifyReply): Promise<void> {
    return this.show(token, localeIn(locale), reply);
  }

  @Upload()
  @Post('u/:token')
  oneClick(@Param('token') token: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    return this.end(token, localeOf(request), reply);
  }

  @Post(':locale/u/:token')
  button(@Param('locale') locale: string, @Param('token') token: string, @Res() reply: FastifyReply): Promise<void> {
    return this.end(token, localeIn(locale), reply);
  }

  private async show(token: string, locale: Locale, reply: FastifyReply): Promise<void> {
    const subject = await this.unsubscribes.subjectOf(token);
    const petition = subject && (await this.reader.petitionRef(subject.petition, locale));
    const page = pageContext(this.assets, locale, `/u/${token}`);
    if (petition) sendPage(reply, UnsubscribePage({ page, petition, action: `/u/${token}` }), { secret: true });
    else sendPage(reply, ProblemPage({ page, view: { kind: 'unknown-link' } }), { status: 404, secret: true });
  }

  private async end(token: string, locale: Locale, reply: FastifyReply): Promise<void> {
    const page = pageContext(this.assets, locale, `/u/${token}`);
    try {
      const { petition } = await this.unsubscribes.unsubscribe(token);
      const ref = await this.reader.petitionRef(petition, locale);
      if (ref) return sendPage(reply, UnsubscribedPage({ page: pageContext(this.assets, locale, ref.href), petition: ref }), { secret: true });
    } catch (thrown) {
      if (faultOf(thrown).error.kind !== 'not-found') throw thrown;
    }
    sendPage(reply, ProblemPage({ page, view: { kind: 'unknown-link' } }), { status: 404, secret: true });
  }
}
