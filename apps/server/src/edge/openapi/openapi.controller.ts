import { Controller, Get, Header, Res } from '@nestjs/common';
import { ApiExcludeController, type OpenAPIObject } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { translator } from '../../i18n/index.js';
import { renderDocument } from '../../ui/index.js';
import { Assets } from '../assets.js';
import { AllowAnyone } from '../decorators.js';
import { DocsPage } from './docs-page.js';
import { OpenApi } from './openapi.js';

@ApiExcludeController()
@AllowAnyone()
@Controller('api')
export class OpenApiController {
  private page: string | null = null;

  constructor(private readonly openApi: OpenApi, private readonly assets: Assets) {}

  @Get('openapi.json')
  @Header('cache-control', 'public, max-age=300')
  json(): OpenAPIObject {
    return this.openApi.document;
  }

  @Get()
  root(@Res() reply: FastifyReply): void {
    void reply.redirect('/api/docs', 302);
  }

  @Get('docs')
  @Header('cache-control', 'public, max-age=300')
  @Header('content-type', 'text/html; charset=utf-8')
  docs(): string {
    const page = { t: translator('en'), asset: this.assets.assetUrl, languages: [], link: (path: string) => (path === '/' ? '/en' : path) };
    return (this.page ??= renderDocument(DocsPage({ page, api: this.openApi.document })));
  }
}
