import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

const JSON_TYPES: ReadonlySet<string> = new Set(['application/json', 'application/json; charset=utf-8', 'application/json;charset=utf-8']);

/** Of Node's HTTP server. */
export type Listener = (request: IncomingMessage, response: ServerResponse) => void;
type Handler = (request: FastifyRequest, reply: FastifyReply) => void;

/** A POST that is also served without Nest. */
export interface SwiftRoute {
  /** As Fastify writes it: `/api/v1/petitions/:petition/signatures`. */
  readonly url: string;
  /** The same, of addresses that need no second look: no escapes, no query. */
  readonly plain: RegExp;
  readonly handler: Handler;
  /** Tells what went wrong: thrown by the handler through `reply.send(error)`, or by Fastify for a body that it does not take. */
  readonly failed: (error: unknown, request: FastifyRequest, reply: FastifyReply) => void;
}

/** An answer that lies ready for everybody, but for what each has of its own. */
export interface ReadyAnswer {
  /** Beside and before those that every answer of ours bears, in small letters: the same object for the same ones. None with a length or an `etag`. */
  readonly headers: Readonly<Record<string, string>>;
  readonly etag: string;
  readonly body: string | Buffer;
  /** Content-Encoding of the body. */
  readonly encoding?: string | undefined;
}

export interface ReadyAnswers {
  /** Undefined: it is to be asked for by Nest. */
  readonly find: (url: string, accepted: string) => ReadyAnswer | undefined;
  /** Spends from the allowance of an address. @throws where there is none left: by Nest it is told so */
  readonly spend: (address: string) => void;
}

export interface SwiftLaneOptions {
  /** A Fastify as the other one is, without Nest's plugins. */
  readonly make: () => FastifyInstance;
  /** What every answer bears. */
  readonly headers: Readonly<Record<string, string>>;
  /** Whether every answer is to be logged, as only Nest does. */
  readonly isWatched: () => boolean;
  /** Where a request comes from, past the proxies that are believed. */
  readonly addressOf: (request: IncomingMessage) => string;
}

/**
 * The way past Nest for the routes on which thousands call at the same moment: signing, by a Fastify of its own with our hooks and no
 * others, and reading a count or page that lies ready, which is written as it is. Nest's guards, pipes and the hooks of its plugins take
 * 90 µs a request, and have nothing to find out about a caller who shows no cookie, no token and, where something changes, no page of
 * origin. Whoever shows any of these, or anything out of the ordinary, goes by Nest, to the same end (docs/adr/0026-a-signatures-way-in.md).
 */
export class SwiftLane {
  private readonly posts: { plain: RegExp; take: Listener }[] = [];
  private readonly ready: ReadyAnswers[] = [];
  private readonly heads = new WeakMap<ReadyAnswer['headers'], readonly string[]>();
  private closed = false;

  constructor(private readonly options: SwiftLaneOptions) {}

  async open({ url, plain, handler, failed }: SwiftRoute): Promise<void> {
    const fastify = this.options.make();
    fastify.setErrorHandler((error, request, reply) => failed(error, request, reply));
    fastify.route({ method: 'POST', url, handler: (request, reply) => handler(request, reply) });
    await fastify.ready();
    this.posts.push({ plain, take: (request, response) => fastify.routing(request, response) });
  }

  answer(answers: ReadyAnswers): void {
    this.ready.push(answers);
  }

  /** From now on all go by Nest, which tells them that the server stops. */
  shut(): void {
    this.closed = true;
  }

  /** All ways behind one server: `toNest` gets what is not answered here. */
  before(toNest: Listener): Listener {
    return (request, response) => {
      if (!this.isPlain(request)) return toNest(request, response);
      if (request.method === 'GET') return this.isReady(request, response) ? undefined : toNest(request, response);
      return (this.posts.find(({ plain }) => plain.test(request.url ?? ''))?.take ?? toNest)(request, response);
    };
  }

  /** Nothing to judge by but address and body: no sign of who calls, nor, where they change something, of the page that a browser sends it from. */
  private isPlain({ method, headers }: IncomingMessage): boolean {
    if (this.closed || headers.cookie !== undefined || headers.authorization !== undefined || headers['transfer-encoding'] !== undefined) return false;
    switch (method) {
      case 'POST': return JSON_TYPES.has(headers['content-type'] ?? '') && headers.origin === undefined && headers['sec-fetch-site'] === undefined;
      case 'GET': return headers['content-length'] === undefined;
      default: return false;
    }
  }

  private isReady(request: IncomingMessage, response: ServerResponse): boolean {
    const { url = '', headers } = request;
    if (this.options.isWatched()) return false;
    for (const { find, spend } of this.ready) {
      const found = find(url, headers['accept-encoding'] ?? '');
      if (!found) continue;
      try {
        spend(this.options.addressOf(request));
      } catch {
        return false;
      }
      this.write(response, found, headers['if-none-match']);
      return true;
    }
    return false;
  }

  /** Who has these very bytes is told so (RFC 9110, 13.1.2). */
  private write(response: ServerResponse, { headers, etag, body, encoding }: ReadyAnswer, known: string | undefined): void {
    const head = [...this.headOf(headers), 'x-request-id', randomUUID(), 'etag', etag];
    if (known === etag) {
      response.writeHead(304, head).end();
      return;
    }
    if (encoding !== undefined) head.push('content-encoding', encoding);
    head.push('content-length', String(typeof body === 'string' ? Buffer.byteLength(body) : body.length));
    response.writeHead(200, head).end(body);
  }

  /** Names and values in turn, as Node writes them soonest. */
  private headOf(headers: ReadyAnswer['headers']): readonly string[] {
    let head = this.heads.get(headers);
    if (!head) this.heads.set(headers, (head = Object.entries({ ...this.options.headers, ...headers }).flat()));
    return head;
  }
}
