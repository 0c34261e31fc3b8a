import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import cookie from '@fastify/cookie';
import proxyAddr from '@fastify/proxy-addr';
import helmet, { type HelmetOptions } from 'helmet';
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { DomainError, type AppConfig } from '#libs/config';
import { ANSWER_HEADER, TIME_HEADER } from '#libs/stores';
import { preferredLocale } from '../i18n/index.js';
import { registerUploads } from '../documents/uploads.js';
import { boundConnections } from './connections.js';
import { registerBodyParsers } from './body-parsers.js';
import type { Log } from './log.js';
import { faultOf, problemOf } from './problem.js';
import { type Listener, SwiftLane } from './swift-lane.js';
import { tracedOf, Traces } from './traces.js';

export const BODY_LIMIT = 64 * 1024;
/** Routes whose address is itself the key. */
const IS_KEY = /\/:token$|\/:token\/|^\/calendar\//;

const KEEP_ALIVE_MS = 72_000;
const REQUEST_MS = 30_000;
/** Whoever writes their headers letter by letter has no more time than this. */
const HEADERS_MS = 10_000;
/** How often Node looks for those whose time is over. */
const LOOK_EVERY_MS = 2_000;

type Believes = (address: string, hop: number) => boolean;

/** Proxies kept in mind: an installation has a few. */
const MOST_PROXIES = 1_000;

/** Whether what an address says of where a request comes from is believed; null: nobody is. Peers are few, so each is looked up once. */
function believedProxies({ trustedProxies }: AppConfig): Believes | null {
  if (trustedProxies.length === 0) return null;
  const [believes, known] = [proxyAddr.compile([...trustedProxies]), new Map<string, boolean>()];
  return (address, hop) => {
    let believed = known.get(address);
    if (believed === undefined) {
      if (known.size >= MOST_PROXIES) known.clear();
      known.set(address, (believed = believes(address, hop)));
    }
    return believed;
  };
}

/** What both Fastifies are made with. */
function commonOptions(believes: Believes | null) {
  return {
    bodyLimit: BODY_LIMIT,
    trustProxy: believes ?? false,
    routerOptions: { maxParamLength: 200, ignoreTrailingSlash: true },
    genReqId: () => randomUUID(),
    requestIdHeader: false,
    logger: false,
  } as const;
}

/** Where a request comes from: `request.ip`, for what no Fastify looks at. */
function addressOf(believes: Believes | null): (request: IncomingMessage) => string {
  return believes ? (request) => proxyAddr.all(request, believes).at(-1) ?? '' : ({ socket }) => socket.remoteAddress ?? '';
}

/** Fastify as we want it under Nest: small bodies, believed proxies only, strict headers, and a log line without persons. Before it, the way past Nest. */
export async function fastifyAdapter(config: AppConfig, log: Log): Promise<{ adapter: FastifyAdapter; lane: SwiftLane }> {
  const headers = constantHeaders(securityHeaders(config));
  const traces = new Traces(config);
  const believes = believedProxies(config);
  const lane = new SwiftLane({ make: () => swiftFastify(believes, log, headers, traces), headers, isWatched: () => log.pino.isLevelEnabled('debug'), addressOf: addressOf(believes) });
  const adapter = new FastifyAdapter({
    ...commonOptions(believes),
    serverFactory: (toNest: Listener) => {
      const server = createServer({ connectionsCheckingInterval: LOOK_EVERY_MS }, lane.before(toNest));
      server.keepAliveTimeout = KEEP_ALIVE_MS;
      server.requestTimeout = REQUEST_MS;
      server.headersTimeout = HEADERS_MS;
      boundConnections(server);
      return server;
    },
    forceCloseConnections: 'idle',
    return503OnClosing: true,
    // An address that Fastify cannot read never reaches Nest, and would be answered in Fastify's own words.
    frameworkErrors: (error: { code: string }, request: FastifyRequest, reply: FastifyReply) => {
      const told = error.code === 'FST_ERR_BAD_URL' ? new DomainError('request.malformed', 'malformed') : new DomainError('route.not_found', 'not-found');
      const locale = preferredLocale(request.headers['accept-language']);
      const problem = problemOf(faultOf(told), locale);
      void reply.status(problem.status).headers(headers).header('content-type', 'application/problem+json; charset=utf-8').header('content-language', locale).header('cache-control', 'no-store').send(JSON.stringify(problem));
    },
  });
  const fastify = adapter.getInstance();
  registerBodyParsers(fastify);
  // Nest knows a route's `config`, not its options.
  fastify.addHook('onRoute', (route) => {
    const { bodyLimit } = (route.config ?? {}) as { bodyLimit?: unknown };
    if (typeof bodyLimit === 'number') route.bodyLimit = bodyLimit;
  });
  fastify.addHook('onRequest', (request, reply, done) => {
    traces.begin(request);
    reply.headers(headers).header('x-request-id', request.id);
    // Before anything can go wrong: a page of an error has the same address.
    if (IS_KEY.test(request.routeOptions.url ?? '')) reply.header('referrer-policy', 'no-referrer');
    // A tablet believes nothing that does not bear this: a Wi-Fi login page answers 200 too.
    if (request.url.startsWith('/api/v1/device')) reply.header(ANSWER_HEADER, '1').header(TIME_HEADER, String(Date.now()));
    // Nothing of ours has NUL in its address, and Postgres takes none: asked for by such a name, it would fail.
    done(/%00/.test(request.url.split('?')[0] ?? '') ? new DomainError('route.not_found', 'not-found') : undefined);
  });
  fastify.addHook('onResponse', (request, reply, done) => {
    logAnswer(log, request, reply);
    done();
  });
  fastify.addHook('preClose', (done) => {
    letGo(fastify.server);
    done();
  });
  await adapter.register(cookie as never);
  await registerUploads(fastify);
  return { adapter, lane };
}

/** For the way past Nest: the same limits, bodies and headers; of what goes well it tells only those who look for faults, or follow one signature. */
function swiftFastify(believes: Believes | null, log: Log, headers: Record<string, string>, traces: Traces): FastifyInstance {
  const fastify = Fastify(commonOptions(believes));
  registerBodyParsers(fastify);
  fastify.addHook('onRequest', (request, reply, done) => {
    traces.begin(request);
    reply.headers(headers).header('x-request-id', request.id);
    done();
  });
  if (log.pino.isLevelEnabled('info')) {
    fastify.addHook('onResponse', (request, reply, done) => {
      if (reply.statusCode >= 400 || tracedOf(request) || log.pino.isLevelEnabled('debug')) logAnswer(log, request, reply);
      done();
    });
  }
  return fastify;
}

/** The route's pattern, never the address itself: a token page's path is the token. No query, no peer, no body. */
function logAnswer(log: Log, request: FastifyRequest, reply: FastifyReply): void {
  log.pino.info({ method: request.method, route: request.routeOptions?.url ?? '(none)', status: reply.statusCode, ms: Math.round(reply.elapsedTime), requestId: request.id, ...tracedOf(request) }, 'request');
}

/** How long answers that are under way may take once the server stops. */
const PARTING_MS = 5_000;

/** A connection that falls idle while the server stops would be kept for another request, and hold up the stop, until its time-out. */
function letGo(server: Server): void {
  const end = Date.now() + PARTING_MS;
  const look = setInterval(() => (Date.now() < end ? server.closeIdleConnections() : server.closeAllConnections()), 100);
  server.once('close', () => clearInterval(look));
  look.unref();
}

/** Nothing inline, nothing from elsewhere. On plain http no upgrade is asked for: it would break the first try on this machine. */
function securityHeaders(config: AppConfig): HelmetOptions {
  const https = config.publicUrl.startsWith('https://');
  return {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"], scriptSrc: ["'self'"], styleSrc: ["'self'"], imgSrc: ["'self'", 'data:'], fontSrc: ["'self'"], connectSrc: ["'self'"],
        frameSrc: ["'self'"], manifestSrc: ["'self'"], formAction: ["'self'"], baseUri: ["'none'"], frameAncestors: ["'none'"], objectSrc: ["'none'"],
        ...(https ? { upgradeInsecureRequests: [] } : {}),
      },
    },
    strictTransportSecurity: https ? { maxAge: 31_536_000, includeSubDomains: false } : false,
    crossOriginEmbedderPolicy: false,
    crossOriginOpenerPolicy: https ? { policy: 'same-origin' } : false,
    crossOriginResourcePolicy: { policy: 'same-origin' },
    originAgentCluster: false,
    referrerPolicy: { policy: 'strict-origin-when-cross-origin' },
    xFrameOptions: { action: 'deny' },
  };
}

/** Helmet's headers, made once: they are the same for every answer, and making them anew took a fifth of the signing door's time. */
function constantHeaders(options: HelmetOptions): Record<string, string> {
  const headers: Record<string, string> = {};
  const response = { setHeader: (name: string, value: string) => void (headers[name.toLowerCase()] = value), removeHeader: () => undefined };
  helmet(options)({} as never, response as never, (error?: unknown) => {
    if (error) throw error instanceof Error ? error : new Error('helmet refused its options');
  });
  return headers;
}
