import type { IncomingMessage } from 'node:http';
import { BlockList, isIP } from 'node:net';
import type { FastifyRequest } from 'fastify';
import type { AppConfig } from '#libs/config';

/** A request that is followed through the logs. */
export interface Traced {
  readonly trace: string;
  /** The batch that its signature went in. */
  batch?: string | undefined;
}

/** Requests followed in one second; what else asks to be is served without. */
const MOST_A_SECOND = 20;

const TRACED = new WeakMap<IncomingMessage, Traced>();

/**
 * Which requests are followed: posts whose `traceparent` says "sampled", from a proxy that is believed or from this machine. Anybody
 * else could have every signature of theirs written into the logs three times.
 */
export class Traces {
  private readonly believed = new BlockList();
  private second = 0;
  private begun = 0;

  constructor({ trustedProxies }: Pick<AppConfig, 'trustedProxies'>, private readonly now: () => number = Date.now) {
    for (const block of [...trustedProxies, '127.0.0.0/8', '::1']) {
      const [address = '', bits] = block.split('/');
      if (bits === undefined) this.believed.addAddress(address, family(address));
      else this.believed.addSubnet(address, Number(bits), family(address));
    }
  }

  /** Costs a request that bears no `traceparent` the look for it. */
  begin({ raw }: FastifyRequest): void {
    const header = raw.headers['traceparent'];
    if (header === undefined || raw.method !== 'POST') return;
    const trace = typeof header === 'string' ? sampledTrace(header) : null;
    const peer = raw.socket.remoteAddress;
    if (trace === null || peer === undefined || !this.believed.check(peer, family(peer)) || !this.hasRoom()) return;
    TRACED.set(raw, { trace });
  }

  private hasRoom(): boolean {
    const second = Math.floor(this.now() / 1_000);
    if (second !== this.second) [this.second, this.begun] = [second, 0];
    this.begun += 1;
    return this.begun <= MOST_A_SECOND;
  }
}

export const tracedOf = ({ raw }: FastifyRequest): Traced | undefined => (raw.headers['traceparent'] === undefined ? undefined : TRACED.get(raw));

const family = (address: string): 'ipv4' | 'ipv6' => (isIP(address) === 4 ? 'ipv4' : 'ipv6');

const SAMPLED = 1;
const NOUGHT = /^0+$/;

/**
 * The trace id of a `traceparent` whose sampled flag is set, else null. W3C Trace Context, 3.2: version 00 is exactly these four parts; a
 * later one may go on after another dash; ff, and ids of nothing but noughts, are invalid.
 */
export function sampledTrace(header: string): string | null {
  const [, version, trace = '', parent = '', flags = '', more] = /^([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-.*)?$/.exec(header) ?? [];
  if (version === undefined || version === 'ff' || (version === '00' && more !== undefined)) return null;
  if (NOUGHT.test(trace) || NOUGHT.test(parent) || (parseInt(flags, 16) & SAMPLED) === 0) return null;
  return trace;
}
