import type { IncomingMessage, ServerResponse } from 'node:http';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

const JSON_TYPES: ReadonlySet<string> = new Set(['application/json', 'application/json; charset=utf-8', 'application/json;charset=utf-8']);

/** Of Node's HTTP server. */
export type Listener = (request: IncomingMessage, response: ServerResponse) => void;
type Handler = (request: FastifyRequest, reply: FastifyReply) => void;

/** A route that is also served without Nest. */
export interface SwiftRoute {
  /** As Fastify writes it: `/api/v1/petitions/:petition/signatures`. */
  readonly url: string;
  /** The same, of addresses that need no second look: no escapes, no query. */
  readonly plain: RegExp;
  readonly handler: Handler;
  /** Tells what went wrong: thrown by the handler through `reply.send(error)`, or by Fastify for a body that it does not take. */
  readonly failed: (error: unknown, request: FastifyRequest, reply: FastifyReply) => void;
}

/**
 * The way past Nest for the one route on which thousands call at the same moment: a Fastify of its own, with our hooks and no others.
 * Nest's guards, pipes and the hooks of its plugins take 90 µs a request, and have nothing to find out about a caller who shows no
 * cookie, no token and no page of origin. Whoever shows any of these, or anything out of the ordinary, goes by Nest, to the same end
 * (docs/adr/0026-a-signatures-way-in.md).
 */
export class SwiftLane {
  private plain: RegExp | null = null;
  private take: Listener | null = null;

  /** @param make a Fastify as the other one is, without Nest's plugins */
  constructor(private readonly make: () => FastifyInstance) {}

  async open({ url, plain, handler, failed }: SwiftRoute): Promise<void> {
    const fastify = this.make();
    fastify.setErrorHandler((error, request, reply) => failed(error, request, reply));
    fastify.post(url, (request, reply) => handler(request, reply));
    await fastify.ready();
    this.plain = plain;
    this.take = (request, response) => fastify.routing(request, response);
  }

  /** From now on all go by Nest, which tells them that the server stops. */
  shut(): void {
    this.take = null;
  }

  /** Both ways behind one server: `toNest` gets what is not answered here. */
  before(toNest: Listener): Listener {
    return (request, response) => (this.take !== null && this.isPlain(request) ? this.take(request, response) : toNest(request, response));
  }

  /** Nothing to judge by but the body: no sign of who calls, or of the page that a browser sends it from. */
  private isPlain({ method, url = '', headers }: IncomingMessage): boolean {
    return method === 'POST' && this.plain?.test(url) === true && JSON_TYPES.has(headers['content-type'] ?? '') && headers['transfer-encoding'] === undefined
      && headers.cookie === undefined && headers.authorization === undefined && headers.origin === undefined && headers['sec-fetch-site'] === undefined;
  }
}
