import type { FastifyRequest } from 'fastify';

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);

export const isUnsafe = (request: FastifyRequest): boolean => !SAFE.has(request.method);

/**
 * Whether a browser says that another site's page sent this. Programs send neither header. A page under `no-referrer` sends
 * `Origin: null`, which says nothing; browsers of the last years then say `Sec-Fetch-Site`.
 */
export function comesFromAnotherSite(request: FastifyRequest, ownOrigin: string): boolean {
  const fetchSite = request.headers['sec-fetch-site'];
  if (typeof fetchSite === 'string') return fetchSite === 'cross-site' || fetchSite === 'same-site';
  const { origin } = request.headers;
  if (!origin || origin === 'null' || origin === ownOrigin) return false;
  try {
    return new URL(origin).host !== request.host;
  } catch {
    return true;
  }
}
