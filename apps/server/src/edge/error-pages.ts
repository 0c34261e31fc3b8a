import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { escaped } from '#libs/markup';
import { translator, type Locale } from '../i18n/index.js';
import type { Problem } from './problem.js';

/** Either a whole page, or a way elsewhere (such as to the login, or to the change of a given password). */
export type ErrorPage = { readonly html: string } | { readonly redirect: string };

/**
 * Makes the page for a problem met outside /api. The site provides its own in place of this plain one:
 * `{provide: ErrorPages, useClass: SiteErrorPages}` in `app.module.ts`.
 */
@Injectable()
export class ErrorPages {
  page(problem: Problem, locale: Locale, _request: FastifyRequest): ErrorPage {
    const { dir } = translator(locale);
    const title = escaped(problem.title);
    return {
      html: `<!doctype html><html lang="${locale}" dir="${dir}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">`
        + `<meta name="robots" content="noindex"><title>${title}</title></head><body><main><h1>${title}</h1><p>${escaped(problem.detail)}</p></main></body></html>`,
    };
  }
}
