import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { Assets } from '../../edge/assets.js';
import { ErrorPages, type ErrorPage } from '../../edge/error-pages.js';
import type { Problem } from '../../edge/problem.js';
import { isLocale, type Locale } from '../../i18n/index.js';
import { renderDocument } from '../../ui/index.js';
import { ProblemPage } from '../index.js';
import { type ProblemView } from '../view-models.js';
import { pageContext } from './page-context.js';

/** A problem met on a page, in the words and looks of the site. Nobody signed in at the console is sent to its login. */
@Injectable()
export class SiteErrorPages extends ErrorPages {
  constructor(private readonly assets: Assets) {
    super();
  }

  override page(problem: Problem, preferred: Locale, request: FastifyRequest): ErrorPage {
    if (request.url.startsWith('/console')) {
      if (problem.code === 'access.not_signed_in') return { redirect: `/console/login?next=${encodeURIComponent(request.method === 'GET' ? request.url : '/console')}` };
      if (problem.code === 'access.password_change_required') return { redirect: '/console/password' };
    }
    const segment = request.url.split('/')[1] ?? '';
    const locale = isLocale(segment) ? segment : preferred;
    return { html: renderDocument(ProblemPage({ page: pageContext(this.assets, locale, '/'), view: viewOf(problem, request) })) };
  }
}

function viewOf(problem: Problem, request: FastifyRequest): ProblemView {
  switch (problem.status) {
    case 404: case 405: return { kind: 'not-found' };
    case 410: return { kind: 'gone' };
    case 429: return { kind: 'too-many', retryAfterSeconds: 60 };
    case 503: return { kind: 'unavailable' };
    default: return { kind: 'error', reference: problem.status >= 500 ? String(request.id) : null };
  }
}
