import type { IncomingMessage, ServerResponse } from 'node:http';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

const JSON_TYPES: ReadonlySet<string> = new Set(['application/json', 'application/json; charset=utf-8', 'application/json;charset=utf-8']);

/** Of Node's HTTP server. */
export type Listener = (request: IncomingMessage, response: ServerResponse) => void;
type Handler = (request: FastifyRequest, reply: FastifyReply) => void;

/** A route that is also served without Nest. */
export interface SwiftRoute {
  /** Without it: POST. */
  readonly method?: 'GET';
  /** As Fastify writes it: `/api/v1/petitions/:petition/signatures`. */
  readonly url: string;
  /** The same, of addresses that need no second look: no escapes, no query. */
  readonly plain: RegExp;
  /** Whether it can be answered here now; without it: always. */
  readonly ready?: (url: string) => boolean;
  readonly handler: Handler;
  /** Tells what went wrong: thrown by the handler through `reply.send(error)`, or by Fastify for a body that it does not take. */
  readonly failed: (error: unknown, request: FastifyRequest, reply: FastifyReply) => void;
}

type Way = Pick<SwiftRoute, 'plain' | 'ready'> & { take: Listener };

/**
 * The way past Nest for the routes on which thousands call at the same moment: signing, reading a count, and pages that lie ready. A Fastify of their own,
 * with our hooks and no others. Nest's guards, pipes and the hooks of its plugins take 90 µs a request, and have nothing to find out
 * about a caller who shows no cookie, no token and, where something changes, no page of origin. Whoever shows any of these, or anything
 * out of the ordinary, goes by Nest, to the same end (docs/adr/0026-a-signatures-way-in.md).
 */
export class SwiftLane {
  private readonly posts: Way[] = [];
  private readonly gets: Way[] = [];
  private closed = false;

  /** @param make a Fastify as the other one is, without Nest's plugins */
  constructor(private readonly make: () => FastifyInstance) {}

  async open({ method, url, plain, ready, handler, failed }: SwiftRoute): Promise<void> {
    const fastify = this.make();
    fastify.setErrorHandler((error, request, reply) => failed(error, request, reply));
    fastify.route({ method: method ?? 'POST', url, exposeHeadRoute: false, handler: (request, reply) => handler(request, reply) });
    await fastify.ready();
    (method === 'GET' ? this.gets : this.posts).push({ plain, ...(ready ? { ready } : {}), take: (request, response) => fastify.routing(request, response) });
  }

  /** From now on all go by Nest, which tells them that the server stops. */
  shut(): void {
    this.closed = true;
  }

  /** All ways behind one server: `toNest` gets what is not answered here. */
  before(toNest: Listener): Listener {
    return (request, response) => (this.wayOf(request) ?? toNest)(request, response);
  }

  /** Nothing to judge by but address and body: no sign of who calls, nor, where they change something, of the page that a browser sends it from. */
  private wayOf({ method, url = '', headers }: IncomingMessage): Listener | undefined {
    if (this.closed || headers.cookie !== undefined || headers.authorization !== undefined || headers['transfer-encoding'] !== undefined) return undefined;
    switch (method) {
      case 'POST': return JSON_TYPES.has(headers['content-type'] ?? '') && headers.origin === undefined && headers['sec-fetch-site'] === undefined ? wayTo(url, this.posts) : undefined;
      case 'GET': return headers['content-length'] === undefined ? wayTo(url, this.gets) : undefined;
      default: return undefined;
    }
  }
}

const wayTo = (url: string, ways: readonly Way[]): Listener | undefined => ways.find(({ plain, ready }) => plain.test(url) && (ready?.(url) ?? true))?.take;
