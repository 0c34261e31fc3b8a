import { LOCALES } from '../i18n/index.js';
import { xml, xmlDocument } from './xml.js';

/** sitemaps.org 0.9; a page in several languages names all of them at each (`xhtml:link`, and `x-default`: the address without a language). */

export interface SitemapPage {
  /** Without origin and language. */
  path: string;
  /** When what it says last changed; null: not known, and then nothing is said. */
  changed: Date | null;
  /** Whether the address without a language leads to the reader's own. */
  neutral: boolean;
}

/** Entries of one file; the protocol takes 50,000. A page has one a language. */
export const PAGES_A_PART = 5_000;

export function sitemapPart(origin: string, pages: readonly SitemapPage[]): string {
  const entries = pages.flatMap(({ path, changed, neutral }) => {
    const alternates = [
      ...LOCALES.map((locale) => xml('xhtml:link', { rel: 'alternate', hreflang: locale, href: `${origin}/${locale}${path}` })),
      ...(neutral ? [xml('xhtml:link', { rel: 'alternate', hreflang: 'x-default', href: `${origin}${path}` })] : []),
    ];
    return LOCALES.map((locale) => xml('url', {}, [xml('loc', {}, `${origin}/${locale}${path}`), ...(changed ? [xml('lastmod', {}, changed.toISOString())] : []), ...alternates]));
  });
  return xmlDocument(xml('urlset', { xmlns: 'http://www.sitemaps.org/schemas/sitemap/0.9', 'xmlns:xhtml': 'http://www.w3.org/1999/xhtml' }, entries));
}

export function sitemapIndex(origin: string, parts: readonly { name: string; changed: Date | null }[]): string {
  return xmlDocument(xml('sitemapindex', { xmlns: 'http://www.sitemaps.org/schemas/sitemap/0.9' }, parts.map(({ name, changed }) =>
    xml('sitemap', {}, [xml('loc', {}, `${origin}/sitemaps/${name}`), ...(changed ? [xml('lastmod', {}, changed.toISOString())] : [])]))));
}

/** For robots that ask. What is kept from them is of no use to anybody who searches; secrets are not kept by asking. */
export function robotsText(origin: string): string {
  return ['User-agent: *', ...['/console', '/dev/', '/api/', '/embed/', '/c/', '/w/', '/u/', '/q/', '/s/'].map((path) => `Disallow: ${path}`), 'Allow: /api/v1/campaigns/', '', `Sitemap: ${origin}/sitemap.xml`, ''].join('\n');
}
