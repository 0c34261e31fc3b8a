import type { FastifyReply, FastifyRequest } from 'fastify';
import { type JSX } from 'preact';
import { DomainError } from '#libs/config';
import { isLocale, LOCALES, preferredLocale, translator, type Locale } from '../../i18n/index.js';
import { renderDocument, type PageContext } from '../../ui/index.js';
import { type Assets } from '../../edge/assets.js';
import { markShareable } from '../../pages/shareable.js';

/** The language named in the address. @throws DomainError 404 for any other first step of a path */
export function localeIn(segment: string): Locale {
  if (!isLocale(segment)) throw new DomainError('route.not_found', 'not-found');
  return segment;
}

export const localeOf = (request: FastifyRequest): Locale => preferredLocale(request.headers['accept-language']);

/** What the components of a page may ask for. `path`: the page's address without its language. */
export function pageContext(assets: Assets, locale: Locale, path: string): PageContext {
  return {
    t: translator(locale),
    asset: assets.assetUrl,
    link: (target) => (target.startsWith('/api') || target.startsWith('/dev/') || target.startsWith('/console') || !target.startsWith('/') ? target : `/${locale}${target === '/' ? '' : target}`),
    languages: LOCALES.map((other) => ({ locale: other, href: `/${other}${path === '/' ? '' : path}` })),
  };
}

/**
 * Sends a page. Public ones depend on nothing but their address, and the next reader may be sent the same (`PageLane`); those that hold a
 * token or what somebody typed are kept by nobody.
 */
export function sendPage(reply: FastifyReply, document: JSX.Element, options: { status?: number; secret?: boolean } = {}): void {
  if (!options.secret) markShareable(reply);
  void reply.status(options.status ?? 200)
    .header('content-type', 'text/html; charset=utf-8')
    .header('cache-control', options.secret ? 'no-store' : 'no-cache')
    .header('referrer-policy', options.secret ? 'no-referrer' : 'strict-origin-when-cross-origin')
    .send(renderDocument(document));
}
