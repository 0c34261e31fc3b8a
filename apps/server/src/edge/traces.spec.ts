import { describe, expect, it } from '@jest/globals';
import type { FastifyRequest } from 'fastify';
import { sampledTrace, tracedOf, Traces } from './traces.js';

const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';
const SAMPLED = `00-${TRACE}-00f067aa0ba902b7-01`;

describe('a traceparent', () => {
  it('gives its trace where it is valid and sampled', () => {
    expect(sampledTrace(SAMPLED)).toBe(TRACE);
    expect(sampledTrace(SAMPLED.replace(/01$/, 'ff'))).toBe(TRACE);
    expect(sampledTrace(`cc${SAMPLED.slice(2)}-what-comes-later`)).toBe(TRACE);
  });

  it.each([
    ['that is not sampled', SAMPLED.replace(/01$/, '02')], ['that goes on', `${SAMPLED}-more`], ['of no version', `ff${SAMPLED.slice(2)}`],
    ['in capitals', SAMPLED.toUpperCase()], ['that is short', SAMPLED.replace(TRACE, TRACE.slice(1))], ['of noughts', SAMPLED.replace(TRACE, '0'.repeat(32))],
    ['with a parent of noughts', SAMPLED.replace('00f067aa0ba902b7', '0'.repeat(16))], ['sent twice', `${SAMPLED}, ${SAMPLED}`], ['with a line break', `${SAMPLED}\n`], ['that is none', 'ada@example.org'], ['that is empty', ''],
  ])('%s gives none', (_what, header) => {
    expect(sampledTrace(header)).toBeNull();
  });
});

describe('a request', () => {
  const request = (remoteAddress: string | undefined, more: { method?: string; traceparent?: string } = {}): FastifyRequest =>
    ({ raw: { method: more.method ?? 'POST', headers: { traceparent: more.traceparent ?? SAMPLED }, socket: { remoteAddress } } }) as unknown as FastifyRequest;
  const isFollowed = (traces: Traces, one: FastifyRequest): boolean => {
    traces.begin(one);
    return tracedOf(one)?.trace === TRACE;
  };

  it('is followed from this machine and from believed proxies, and from nowhere else', () => {
    const traces = new Traces({ trustedProxies: ['10.1.0.0/16', '203.0.113.5', '2001:db8::/64'] });
    for (const peer of ['127.0.0.1', '127.8.0.1', '::1', '::ffff:127.0.0.1', '10.1.2.3', '::ffff:10.1.2.3', '203.0.113.5', '2001:db8::9']) expect([peer, isFollowed(traces, request(peer))]).toEqual([peer, true]);
    for (const peer of ['10.2.0.1', '203.0.113.6', '::ffff:203.0.113.6', '2001:db8:1::9', undefined]) expect([peer, isFollowed(traces, request(peer))]).toEqual([peer, false]);
  });

  it('that only reads is not followed', () => {
    expect(isFollowed(new Traces({ trustedProxies: [] }), request('::1', { method: 'GET' }))).toBe(false);
  });

  it('is followed twenty times a second at most', () => {
    let now = 5_000;
    const traces = new Traces({ trustedProxies: [] }, () => now);
    const followed = (): number => Array.from({ length: 50 }, () => isFollowed(traces, request('::1'))).filter(Boolean).length;
    expect(followed()).toBe(20);
    now += 1_000;
    expect(followed()).toBe(20);
  });
});
