import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';

/** Why an address is not called. */
export type TargetFault = 'bad_url' | 'bad_scheme' | 'bad_port' | 'private_address';

/** Where the outside world answers by TLS. Anything else is more likely a service that was never meant to be called from here. */
const PORTS = new Set(['', '443', '8443']);

/** IPv6 that is routed on the internet at all (RFC 4291, 2.4; IANA has given out nothing beyond 2000::/3). */
const GLOBAL_V6 = ipaddr.IPv6.parseCIDR('2000::/3');

/**
 * Addresses that look public and are not: Azure's wire server, and the first 96 bits under which local NAT64 is wont to be.
 * Oracle's (192.0.0.192) and Alibaba's (100.100.100.200) metadata lie in ranges that are refused anyway.
 */
const NAMED = new Set(['168.63.129.16']);

/** Names that never mean a machine on the internet (RFC 6761, RFC 6762, RFC 8375; `.internal`: ICANN 2024). */
const LOCAL_NAMES = ['localhost', 'local', 'internal', 'intranet', 'lan', 'home', 'corp', 'private', 'home.arpa', 'localdomain', 'test', 'invalid', 'example', 'onion', 'alt'];

/** Whether an address is one of the public internet: everything that is not known to be is refused. */
export function isPublicAddress(address: string): boolean {
  // A zone (`fe80::1%eth0`) only makes sense on a link.
  if (isIP(address) === 0 || address.includes('%')) return false;
  const parsed = ipaddr.parse(address);
  if (parsed.range() !== 'unicast' || NAMED.has(parsed.toString())) return false;
  return parsed.kind() === 'ipv4' || (parsed as ipaddr.IPv6).match(GLOBAL_V6);
}

export interface TargetRules {
  /** Tests only: http, any port, and this machine. */
  readonly mayCallLoopback: boolean;
}

/**
 * What can be said of an address before anybody looks its name up. WHATWG URL has by then read `0x7f.1`, `2130706433` and
 * `0177.0.0.1` as the IPv4 addresses that they are.
 */
export function targetFault(address: string, { mayCallLoopback }: TargetRules = { mayCallLoopback: false }): TargetFault | null {
  const url = parse(address);
  if (!url || url.username !== '' || url.password !== '') return 'bad_url';
  const host = hostOf(url);
  if (mayCallLoopback && host === '127.0.0.1' && ['http:', 'https:'].includes(url.protocol)) return null;
  if (url.protocol !== 'https:') return 'bad_scheme';
  if (isIP(host) !== 0 ? !isPublicAddress(host) : isLocalName(host)) return 'private_address';
  return mayCallLoopback || PORTS.has(url.port) ? null : 'bad_port';
}

/** Without the brackets of IPv6 and the dot of a complete name. */
export function hostOf(url: URL): string {
  return url.hostname.replace(/^\[(.*)\]$/, '$1').replace(/\.$/, '');
}

function isLocalName(host: string): boolean {
  return !host.includes('.') || LOCAL_NAMES.some((name) => host.endsWith(`.${name}`));
}

function parse(address: string): URL | null {
  try {
    return new URL(address);
  } catch {
    return null;
  }
}
