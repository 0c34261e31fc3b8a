import { type ArgumentsHost, Catch, type ExceptionFilter, Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { whereThrown } from '#libs/config';
import { REFUSED } from '#libs/metrics';
import { codeOf } from '#libs/queues';
import { preferredLocale } from '../i18n/index.js';
import { ErrorPages } from './error-pages.js';
import { Log } from './log.js';
import { faultTold, problemOf } from './problem.js';

/** Bytes of a body that is too large: a film of a telephone's is told why, by a connection that stays. */
const MOST_LET_IN = 64 * 1024 * 1024;

/** Every error ends here: as problem+json for programs, as a page for people. What is our own failure is told without a text. */
@Catch()
@Injectable()
export class ProblemFilter implements ExceptionFilter {
  constructor(private readonly pages: ErrorPages, private readonly log: Log) {}

  catch(thrown: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<FastifyRequest>();
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    const fault = faultTold(thrown, request);
    // A code and where it was thrown; never the message, which may quote what a person typed.
    if (fault.ours) this.log.pino.error({ code: codeOf(thrown), at: whereThrown(thrown), route: request.routeOptions?.url, requestId: request.id }, 'request failed');
    REFUSED.inc({ code: fault.ours ? 'ours' : fault.error.code });
    if (reply.sent) return;
    const locale = preferredLocale(request.headers['accept-language']);
    const problem = problemOf(fault, locale);
    if (fault.error.retryAfterS !== null) reply.header('retry-after', String(fault.error.retryAfterS));
    else if (problem.status === 503) reply.header('retry-after', '10');
    if (problem.status === 401 && isApi(request)) reply.header('www-authenticate', 'Bearer');
    // Fastify would hang up, and the sender's machine throw the answer away with what it cannot send any more (RFC 9112, 9.6): so it is let come in, unread.
    if (problem.status === 413 && Number(request.headers['content-length']) <= MOST_LET_IN) {
      reply.removeHeader('connection');
      request.raw.resume();
    }
    reply.header('cache-control', 'no-store');
    if (isApi(request) || !wantsHtml(request)) {
      void reply.status(problem.status).header('content-type', 'application/problem+json; charset=utf-8').header('content-language', locale).send(JSON.stringify(problem));
      return;
    }
    const page = this.pages.page(problem, locale, request);
    if ('redirect' in page) void reply.redirect(page.redirect, 303);
    else void reply.status(problem.status).header('content-type', 'text/html; charset=utf-8').send(page.html);
  }
}

const isApi = (request: FastifyRequest): boolean => request.url.startsWith('/api/');

const wantsHtml = (request: FastifyRequest): boolean => /text\/html|application\/xhtml/.test(request.headers.accept ?? '');
