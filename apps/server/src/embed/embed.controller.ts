import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Controller, Get, Param, Query, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { AppConfig } from '#libs/config';
import { petitionUnknown } from '#libs/petitions';
import { Assets } from '../edge/assets.js';
import { AllowAnyone } from '../edge/decorators.js';
import { isLocale, type Locale } from '../i18n/index.js';
import { openToAll, sendPublic } from '../open-data/send-public.js';
import { SiteReader } from '../site/read/site-reader.js';
import { localeIn, localeOf, pageContext, sendPage } from '../site/serve/page-context.js';
import { viaIn } from '../site/serve/sign-form-body.js';
import { type PetitionView } from '../site/view-models.js';
import { projectRoot, renderDocument } from '../ui/index.js';
import { BadgePage, FormPage, SnippetPage } from './embed-pages.js';

/** Anybody may frame these, and nothing else of ours; all else is as strict as everywhere. */
const FRAMED_POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; object-src 'none'; frame-ancestors *";

/** Badge and signature sheet for other sites' pages, and the page that offers them. None of them looks who is asking. */
@ApiExcludeController()
@AllowAnyone()
@Controller()
export class EmbedController {
  private readonly script = readFileSync(path.join(projectRoot(), 'apps/server/assets/embed.js'));

  constructor(private readonly reader: SiteReader, private readonly assets: Assets, private readonly config: AppConfig) {}

  @Get('embed.js')
  embedScript(@Req() request: FastifyRequest, @Res() reply: FastifyReply): void {
    sendPublic(request, reply, { type: 'text/javascript; charset=utf-8', body: this.script, maxAgeS: 3_600 });
  }

  @Get('embed/badge/:slug')
  async badge(@Param('slug') slug: string, @Query('lang') lang: unknown, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const locale = languageOf(lang, request);
    sendFramed(reply, renderDocument(BadgePage({ page: pageContext(this.assets, locale, `/petitions/${slug}`), view: await this.petition(slug, locale, null) })));
  }

  @Get('embed/form/:slug')
  async form(@Param('slug') slug: string, @Query('lang') lang: unknown, @Query('via') via: unknown, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const locale = languageOf(lang, request);
    sendFramed(reply, renderDocument(FormPage({ page: pageContext(this.assets, locale, `/petitions/${slug}`), view: await this.petition(slug, locale, viaIn(via)) })));
  }

  @Get(':locale/petitions/:slug/embed')
  async snippet(@Param('locale') segment: string, @Param('slug') slug: string, @Res() reply: FastifyReply): Promise<void> {
    const locale = localeIn(segment);
    const petition = await this.petition(slug, locale, null);
    sendPage(reply, SnippetPage({ page: pageContext(this.assets, locale, `/petitions/${slug}/embed`), view: { petition, origin: this.config.publicUrl, open: petition.form !== null, samples: true } }));
  }

  private async petition(slug: string, locale: Locale, via: string | null): Promise<PetitionView> {
    const view = await this.reader.petition(slug, locale, { via });
    if (!view) throw petitionUnknown();
    return view;
  }
}

const languageOf = (asked: unknown, request: FastifyRequest): Locale => (isLocale(asked) ? asked : localeOf(request));

function sendFramed(reply: FastifyReply, html: string): void {
  void openToAll(reply).removeHeader('x-frame-options').header('content-security-policy', FRAMED_POLICY).header('cross-origin-opener-policy', 'unsafe-none')
    .header('referrer-policy', 'no-referrer').header('cache-control', 'public, max-age=30').header('vary', 'accept-language').header('content-type', 'text/html; charset=utf-8').send(html);
}
