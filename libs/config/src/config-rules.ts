import { BlockList, isIP, isIPv4 } from 'node:net';
import type { DatabaseSettings, RedisSettings } from './app-config.js';

/** A rule's answer: the value, or in words what was expected. */
export type Checked<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly expected: string };

const good = <T>(value: T): Checked<T> => ({ ok: true, value });
const bad = (expected: string): Checked<never> => ({ ok: false, expected });

const LOOPBACK = new BlockList();
LOOPBACK.addSubnet('127.0.0.0', 8, 'ipv4');
LOOPBACK.addAddress('::1', 'ipv6');

/** Whether a host name or address can only be reached from this machine. */
export function isLoopbackHost(host: string): boolean {
  const bare = host.replace(/^\[(.*)\]$/, '$1').toLowerCase();
  if (bare === 'localhost' || bare.endsWith('.localhost')) return true;
  // Asked for every request: nearly all are told by how they begin. (`::1` and `::ffff:127.0.0.1` may begin with noughts.)
  if (isIPv4(bare)) return bare.startsWith('127.');
  if (!bare.startsWith(':') && !bare.startsWith('0')) return false;
  return isIP(bare) !== 0 && LOOPBACK.check(bare, 'ipv6');
}

const HOST_NAME = /^(?=.{1,253}$)[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)*$/i;

export function checkHost(text: string): Checked<string> {
  // Digits and dots that are no address would pass as a host name, and then nobody could listen on it.
  const looksLikeIpv4 = /^[\d.]+$/.test(text);
  if (isIP(text) !== 0 || (!looksLikeIpv4 && HOST_NAME.test(text))) return good(text);
  return bad('an IP address or host name to listen on, such as 127.0.0.1 or 0.0.0.0');
}

export function checkPort(text: string): Checked<number> {
  const port = Number(text);
  if (/^\d{1,5}$/.test(text) && port >= 1 && port <= 65535) return good(port);
  return bad('a port number between 1 and 65535');
}

export function checkMegabytes(text: string): Checked<number> {
  const megabytes = Number(text);
  return /^\d{1,7}$/.test(text) && megabytes >= 16 ? good(megabytes) : bad('a number of megabytes, 16 or more');
}

/** An origin without path: links are made by appending to it. */
export function checkPublicUrl(text: string): Checked<string> {
  const expected = 'an http(s) address without path, such as https://petitions.example.org';
  const url = parse(text);
  if (!url || !['http:', 'https:'].includes(url.protocol)) return bad(expected);
  if (url.username || url.password || url.search || url.hash || url.pathname !== '/') return bad(expected);
  return good(url.origin);
}

/** `10.0.0.0/8, ::1`: comma-separated addresses or CIDR blocks. */
export function checkProxies(text: string): Checked<string[]> {
  const blocks = text.split(',').map((part) => part.trim()).filter((part) => part !== '');
  return blocks.every(isCidr) ? good(blocks) : bad('comma-separated IP addresses or CIDR blocks, such as 10.0.0.0/8,::1');
}

function isCidr(block: string): boolean {
  const [address = '', bits, ...rest] = block.split('/');
  const version = isIP(address);
  if (version === 0 || rest.length > 0) return false;
  if (bits === undefined) return true;
  return /^\d{1,3}$/.test(bits) && Number(bits) <= (version === 4 ? 32 : 128);
}

/** `postgresql://user:password@host/database`, or with `?host=/folder` in place of the host for a Unix socket (libpq's own form). */
export function checkDatabaseUrl(text: string): Checked<DatabaseSettings> {
  const expected = 'a Postgres address: postgresql://user:password@host:5432/database, or postgresql://user:password@/database?host=/folder-of-the-socket';
  // The WHATWG parser refuses credentials without a host, which is what libpq's socket form is.
  const url = parse(text.replace('@/', '@socket.invalid/'));
  if (!url || !['postgres:', 'postgresql:'].includes(url.protocol) || url.pathname.length < 2) return bad(expected);
  const socketDir = url.searchParams.get('host');
  if (socketDir?.startsWith('/')) {
    return good({
      socketDir, port: Number(url.searchParams.get('port') ?? (url.port || 5432)),
      user: decodeURIComponent(url.username), password: decodeURIComponent(url.password), database: decodeURIComponent(url.pathname.slice(1)),
    });
  }
  if (!url.hostname || url.hostname === 'socket.invalid') return bad(expected);
  return good({ url: text });
}

/** `redis://`, `rediss://`, or `unix:///path/of/the.sock` with the password before the `@`-less path as `unix://:password@/path`. */
export function checkRedisUrl(text: string): Checked<RedisSettings> {
  const expected = 'a Redis address: redis://:password@host:6379/0, rediss://… or unix://:password@/path/of/the.sock';
  if (text.startsWith('unix://')) {
    const match = /^unix:\/\/(?::([^@]*)@)?(\/.+)$/.exec(text);
    return match?.[2] ? good({ path: decodeURI(match[2]), password: decodeURIComponent(match[1] ?? '') }) : bad(expected);
  }
  const url = parse(text);
  if (!url || !['redis:', 'rediss:'].includes(url.protocol) || !url.hostname) return bad(expected);
  return good({ url: text });
}

export function checkSmtpUrl(text: string): Checked<string> {
  const url = parse(text);
  if (url && ['smtp:', 'smtps:'].includes(url.protocol) && url.hostname) return good(text);
  return bad('a mail server: smtps://user:password@host:465 or smtp://user:password@host:587');
}

export function checkEmail(text: string): Checked<string> {
  return /^[^\s@]+@[^\s@]+$/.test(text) && text.length <= 254 ? good(text) : bad('an e-mail address');
}

export function checkPassword(text: string): Checked<string> {
  return text.length >= 12 && text.length <= 200 ? good(text) : bad('a password of 12 to 200 characters');
}

export function checkName(text: string): Checked<string> {
  return /^[a-z][a-z0-9-]{0,62}$/.test(text) ? good(text) : bad('lower-case letters, digits and hyphens, a letter first');
}

export function checkOneOf<const T extends string>(allowed: readonly T[]): (text: string) => Checked<T> {
  return (text) => {
    const found = allowed.find((each) => each === text);
    return found === undefined ? bad(`one of ${allowed.join(', ')}`) : good(found);
  };
}

function parse(text: string): URL | null {
  try {
    return new URL(text);
  } catch {
    return null;
  }
}
