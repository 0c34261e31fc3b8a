import { Injectable } from '@nestjs/common';
import { ExecutionContextHost } from '@nestjs/core/helpers/execution-context-host.js';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { ProblemFilter } from '../edge/problem.filter.js';
import { RateLimits } from '../edge/rate-limit.guard.js';
import type { SwiftLane } from '../edge/swift-lane.js';
import { type KeptPage, PageCache } from './page-cache.js';
import { PublicChanges } from './public-changes.js';
import { hasLogin, isShareable } from './shareable.js';

/** Each answer has its own. */
const OWN_HEADERS: ReadonlySet<string> = new Set(['x-request-id', 'date', 'content-length', 'connection', 'keep-alive', 'etag']);

/**
 * Public pages and files that one reader was sent are sent to the next without a look at Nest or Postgres, for as long as they are
 * right (`PublicChanges`); with Postgres away, for as long as it is. Whoever shows a login goes by Nest.
 */
@Injectable()
export class PageLane {
  private readonly cache: PageCache;

  constructor(private readonly changes: PublicChanges, private readonly limits: RateLimits, private readonly problems: ProblemFilter) {
    this.cache = new PageCache(changes);
  }

  /** @param nest where pages are made: each is looked at as it leaves. Before its first request */
  watch(nest: FastifyInstance): void {
    nest.addHook('onSend', (request, reply, payload, done) => {
      if (isShareable(request, reply) && (typeof payload === 'string' || Buffer.isBuffer(payload))) this.cache.keep(request.url, payload, headersOf(reply), performance.now() - reply.elapsedTime);
      done(null, payload);
    });
    nest.addHook('onResponse', (request, _reply, done) => {
      if (request.method !== 'GET' && hasLogin(request)) this.changes.told();
      done();
    });
  }

  async open(lane: SwiftLane): Promise<void> {
    await lane.open({
      method: 'GET', url: '*', plain: /^\//, ready: (address) => this.cache.find(address) !== undefined,
      handler: (request, reply) => this.send(request, reply),
      failed: (error, request, reply) => this.problems.catch(error, new ExecutionContextHost([request, reply])),
    });
  }

  private send(request: FastifyRequest, reply: FastifyReply): void {
    this.limits.spend('general', request.ip);
    const page = this.cache.find(request.url) as KeptPage;
    void reply.headers(page.headers).header('vary', [page.headers['vary'], 'accept-encoding, cookie, authorization'].filter(Boolean).join(', ')).header('etag', page.etag);
    if (request.headers['if-none-match'] === page.etag) {
      void reply.code(304).send();
      return;
    }
    const { body, encoding } = this.cache.bodyFor(page, request.headers['accept-encoding'] ?? '');
    if (encoding) void reply.header('content-encoding', encoding);
    void reply.send(body);
  }
}

function headersOf(reply: FastifyReply): Record<string, string> {
  return Object.fromEntries(Object.entries(reply.getHeaders()).filter(([name, value]) => !OWN_HEADERS.has(name) && value !== undefined).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : String(value)]));
}
