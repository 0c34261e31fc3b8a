import { Injectable } from '@nestjs/common';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { accessOf } from '../edge/request-access.js';
import { RateLimits } from '../edge/rate-limit.guard.js';
import type { ReadyAnswer, SwiftLane } from '../edge/swift-lane.js';
import { PageCache } from './page-cache.js';
import { PublicChanges } from './public-changes.js';
import { hasLogin, isShareable } from './shareable.js';

const READS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS']);
/** Elsewhere, or nowhere; who was told to wait, or that we failed, says nothing of the page. */
const isGone = (status: number): boolean => (status >= 300 && status < 400 && status !== 304) || status === 404 || status === 410;

/** Each answer has its own. */
const OWN_HEADERS: ReadonlySet<string> = new Set(['x-request-id', 'date', 'content-length', 'connection', 'keep-alive', 'etag']);

/**
 * Public pages and files that one reader was sent are sent to the next without a look at Nest or Postgres, for as long as they are
 * right (`PublicChanges`); with Postgres away, for as long as it is. Whoever shows a login goes by Nest.
 */
@Injectable()
export class PageLane {
  private readonly cache: PageCache;

  constructor(private readonly changes: PublicChanges, private readonly limits: RateLimits) {
    this.cache = new PageCache(changes);
  }

  /** @param nest where pages are made: each is looked at as it leaves. Before its first request */
  watch(nest: FastifyInstance): void {
    nest.addHook('onSend', (request, reply, payload, done) => {
      if (isShareable(request, reply) && (typeof payload === 'string' || Buffer.isBuffer(payload))) this.cache.keep(request.url, payload, headersOf(reply), performance.now() - reply.elapsedTime);
      // Where we fail, what was shown is shown on, and not everybody tries at once.
      else if (request.method === 'GET' && !hasLogin(request) && reply.statusCode < 500) this.cache.notMade(request.url, isGone(reply.statusCode));
      done(null, payload);
    });
    nest.addHook('onResponse', (request, reply, done) => {
      if (!READS.has(request.method) && reply.statusCode < 400 && accessOf(request).actor) this.changes.told();
      done();
    });
  }

  open(lane: SwiftLane): void {
    lane.answer({ find: (url, accepted) => this.atHand(url, accepted), spend: (address) => this.limits.spend('general', address) });
  }

  private atHand(url: string, accepted: string): ReadyAnswer | undefined {
    const page = this.cache.find(url);
    if (!page) return undefined;
    const { body, encoding } = this.cache.bodyFor(page, accepted);
    return { headers: page.headers, etag: page.etag, body, encoding };
  }
}

function headersOf(reply: FastifyReply): Record<string, string> {
  const made = Object.entries(reply.getHeaders()).filter(([name, value]) => !OWN_HEADERS.has(name) && value !== undefined).map(([name, value]): [string, string] => [name, Array.isArray(value) ? value.join(', ') : String(value)]);
  const headers = Object.fromEntries(made);
  return { ...headers, vary: [headers['vary'], 'accept-encoding, cookie, authorization'].filter(Boolean).join(', ') };
}
