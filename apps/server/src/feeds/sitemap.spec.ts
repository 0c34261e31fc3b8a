import { describe, expect, it } from '@jest/globals';
import { robotsText, sitemapIndex, sitemapPart } from './sitemap.js';
import { childrenOf, only, readXml } from './testing/read-xml.js';

const ORIGIN = 'https://countersign.example';

describe('the map of the site', () => {
  it('names each page in each language, and at each of them all the others', () => {
    const part = readXml(sitemapPart(ORIGIN, [{ path: '/petitions/spec-no', changed: new Date('2026-03-01T00:00:00Z'), neutral: true }, { path: '/campaigns/spec/map', changed: null, neutral: false }]));
    const urls = childrenOf(part, 'url');
    expect(urls.map((url) => only(url, 'loc').text)).toEqual(['en', 'fr', 'ar'].flatMap((locale) => [`${ORIGIN}/${locale}/petitions/spec-no`]).concat(['en', 'fr', 'ar'].map((locale) => `${ORIGIN}/${locale}/campaigns/spec/map`)));
    expect(urls[0] && childrenOf(urls[0], 'xhtml:link').map(({ attributes }) => `${attributes['hreflang']} ${attributes['href']}`)).toEqual([
      `en ${ORIGIN}/en/petitions/spec-no`, `fr ${ORIGIN}/fr/petitions/spec-no`, `ar ${ORIGIN}/ar/petitions/spec-no`, `x-default ${ORIGIN}/petitions/spec-no`,
    ]);
    expect(urls.map((url) => childrenOf(url, 'lastmod').map(({ text }) => text))).toEqual([...Array.from({ length: 3 }, () => ['2026-03-01T00:00:00.000Z']), [], [], []]);
    expect(part.attributes).toEqual({ xmlns: 'http://www.sitemaps.org/schemas/sitemap/0.9', 'xmlns:xhtml': 'http://www.w3.org/1999/xhtml' });
  });

  it('has an index of its parts, which robots are told of', () => {
    const index = readXml(sitemapIndex(ORIGIN, [{ name: 'spec-1.xml', changed: null }]));
    expect(childrenOf(index, 'sitemap').map((one) => only(one, 'loc').text)).toEqual([`${ORIGIN}/sitemaps/spec-1.xml`]);
    expect(robotsText(ORIGIN)).toMatch(/^User-agent: \*\nDisallow: \/console\n[\s\S]*\nSitemap: https:\/\/countersign\.example\/sitemap\.xml\n$/);
  });
});
