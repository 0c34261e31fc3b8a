import { randomUUID } from 'node:crypto';
import cookie from '@fastify/cookie';
import helmet from '@fastify/helmet';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { AppConfig } from '#libs/config';
import { registerBodyParsers } from './body-parsers.js';
import type { Log } from './log.js';

export const BODY_LIMIT = 64 * 1024;

/** Fastify as we want it under Nest: small bodies, believed proxies only, strict headers, and a log line without persons. */
export async function fastifyAdapter(config: AppConfig, log: Log): Promise<FastifyAdapter> {
  const adapter = new FastifyAdapter({
    bodyLimit: BODY_LIMIT,
    trustProxy: config.trustedProxies.length > 0 ? [...config.trustedProxies] : false,
    routerOptions: { maxParamLength: 200, ignoreTrailingSlash: true },
    genReqId: () => randomUUID(),
    requestIdHeader: false,
    logger: false,
    forceCloseConnections: 'idle',
    connectionTimeout: 0,
    requestTimeout: 30_000,
    keepAliveTimeout: 72_000,
    return503OnClosing: true,
  });
  const fastify = adapter.getInstance();
  registerBodyParsers(fastify);
  // Nest knows a route's `config`, not its options.
  fastify.addHook('onRoute', (route) => {
    const { bodyLimit } = (route.config ?? {}) as { bodyLimit?: unknown };
    if (typeof bodyLimit === 'number') route.bodyLimit = bodyLimit;
  });
  fastify.addHook('onRequest', async (request, reply) => {
    reply.header('x-request-id', request.id);
  });
  fastify.addHook('onResponse', async (request, reply) => {
    // The route's pattern, never the address itself: a token page's path is the token. No query, no peer, no body.
    log.pino.info({ method: request.method, route: request.routeOptions?.url ?? '(none)', status: reply.statusCode, ms: Math.round(reply.elapsedTime), requestId: request.id }, 'request');
  });
  await adapter.register(cookie as never);
  await adapter.register(helmet as never, securityHeaders(config));
  return adapter;
}

/** Nothing inline, nothing from elsewhere. On plain http no upgrade is asked for: it would break the first try on this machine. */
function securityHeaders(config: AppConfig): Parameters<typeof helmet>[1] {
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
