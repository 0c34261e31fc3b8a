import { lookup } from 'node:dns/promises';
import { type IncomingHttpHeaders, type IncomingMessage, request as plainRequest, type RequestOptions } from 'node:http';
import { request as tlsRequest } from 'node:https';
import { isIP } from 'node:net';
import { Injectable } from '@nestjs/common';
import { hostOf, isPublicAddress, targetFault } from './address-rules.js';
import { OutboundRefused, type OutboundCode } from './outbound.errors.js';

export interface OutboundRequest {
  method: 'GET' | 'HEAD' | 'POST';
  url: string;
  headers?: Readonly<Record<string, string>>;
  body?: string | Buffer;
  /** For everything together: name, connection, headers and body. Default 10,000. */
  timeoutMs?: number;
  /** Of the answer's body. Default 64 kB. */
  maxBytes?: number;
  /** The caller wants no body: the answer is there with its headers, and what follows is let run out unread, within the same bounds. */
  statusOnly?: boolean;
}

export interface OutboundAnswer {
  status: number;
  headers: IncomingHttpHeaders;
  /** Empty with `statusOnly`. */
  body: Buffer;
}

export type Resolver = (host: string) => Promise<{ address: string; family: 4 | 6 }[]>;

const systemResolver: Resolver = async (host) => (await lookup(host, { all: true, verbatim: true })).map(({ address, family }) => ({ address, family: family === 6 ? 6 : 4 }));

/** What tests set otherwise, and nothing else ever does: there is no setting for it. */
@Injectable()
export class OutboundRules {
  readonly resolve: Resolver;
  readonly mayCallLoopback: boolean;
  /** Beside the system's own. */
  readonly ca: string | undefined;

  constructor({ resolve = systemResolver, mayCallLoopback = false, ca }: { resolve?: Resolver; mayCallLoopback?: boolean; ca?: string } = {}) {
    this.resolve = resolve;
    this.mayCallLoopback = mayCallLoopback;
    this.ca = ca;
  }
}

const TIMEOUT_MS = 10_000;
const MAX_BYTES = 64_000;
/** How we name ourselves to those we call (RFC 9110, 10.1.5). */
const USER_AGENT = 'Countersign/1';

/**
 * The one way to call an address that somebody gave us (OWASP, "Server-Side Request Forgery Prevention"): https only, by a name that
 * is looked up once and whose every answer must be public; the connection goes to just these answers, under the name as given. No
 * redirects, no proxy, no cookie, no connection kept; time and size are capped.
 */
@Injectable()
export class Outbound {
  constructor(private readonly rules: OutboundRules) {}

  /** @throws OutboundRefused, and nothing else */
  async request(asked: OutboundRequest): Promise<OutboundAnswer> {
    const fault = targetFault(asked.url, this.rules);
    if (fault) throw new OutboundRefused(fault);
    const timeoutMs = asked.timeoutMs ?? TIMEOUT_MS;
    const end = Date.now() + timeoutMs;
    const addresses = await this.addressesOf(hostOf(new URL(asked.url)), timeoutMs);
    return this.send(asked, addresses, Math.max(1, end - Date.now()));
  }

  /** One private answer among public ones refuses all: whoever answers so means no good. */
  private async addressesOf(host: string, timeoutMs: number): ReturnType<Resolver> {
    const version = isIP(host);
    const found = version === 0 ? await within(timeoutMs, this.rules.resolve(host)) : [{ address: host, family: version === 6 ? 6 as const : 4 as const }];
    if (found.length === 0) throw new OutboundRefused('dns');
    const allowed = (address: string): boolean => isPublicAddress(address) || (this.rules.mayCallLoopback && address === '127.0.0.1');
    if (!found.every(({ address }) => allowed(address))) throw new OutboundRefused('private_address');
    return found;
  }

  private send({ method, url, headers = {}, body, maxBytes = MAX_BYTES, statusOnly = false }: OutboundRequest, addresses: Awaited<ReturnType<Resolver>>, leftMs: number): Promise<OutboundAnswer> {
    const target = new URL(url);
    const options: RequestOptions = {
      method, agent: false, setHost: true,
      headers: { 'user-agent': USER_AGENT, accept: '*/*', 'accept-encoding': 'identity', ...headers, connection: 'close', ...(body === undefined ? {} : { 'content-length': Buffer.byteLength(body) }) },
      // Asked for by Node itself in either form; the name is not looked up again.
      lookup: (_host, { all }, done) => {
        const [first] = addresses;
        if (all) done(null, addresses);
        else done(null, first?.address ?? '', first?.family);
      },
    };
    return new Promise((resolve, reject) => {
      const call = target.protocol === 'http:' ? plainRequest(target, options) : tlsRequest(target, { ...options, minVersion: 'TLSv1.2', ...(this.rules.ca ? { ca: this.rules.ca } : {}) });
      const refuse = (code: OutboundCode): void => {
        reject(new OutboundRefused(code));
        call.destroy();
      };
      const late = setTimeout(() => refuse('timeout'), leftMs);
      let answered = false;
      // The connection may be gone before the last of the body was read here: then all of it lies in memory.
      call.on('close', () => {
        clearTimeout(late);
        if (!answered) reject(new OutboundRefused('connection'));
      });
      call.on('error', (error) => refuse(codeOf(error)));
      call.on('response', (answer) => {
        answered = true;
        const told = { status: answer.statusCode ?? 0, headers: answer.headers };
        if (statusOnly) resolve({ ...told, body: Buffer.alloc(0) });
        gather(answer, maxBytes).then((bytes) => resolve({ ...told, body: bytes }), (error: unknown) => refuse(error instanceof OutboundRefused ? error.code : 'connection'));
      });
      call.end(body);
    });
  }
}

async function gather(answer: IncomingMessage, maxBytes: number): Promise<Buffer> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of answer as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > maxBytes) throw new OutboundRefused('too_large');
    parts.push(part);
  }
  return Buffer.concat(parts);
}

/** A resolver cannot be called off; it is only waited for no longer. */
async function within<Value>(timeoutMs: number, asked: Promise<Value>): Promise<Value> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => { timer = setTimeout(() => reject(new OutboundRefused('timeout')), timeoutMs); });
  try {
    return await Promise.race([asked, late]);
  } catch (error) {
    throw error instanceof OutboundRefused ? error : new OutboundRefused('dns');
  } finally {
    clearTimeout(timer);
  }
}

/** Of Node's own codes, what a person can do something about. */
function codeOf(error: Error): OutboundCode {
  const code = (error as { code?: unknown }).code;
  if (typeof code !== 'string') return 'connection';
  return /^(ERR_TLS_|ERR_SSL_|CERT_|UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED_)/.test(code) || code === 'EPROTO' ? 'tls' : 'connection';
}
