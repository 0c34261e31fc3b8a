import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { AxeBuilder } from '@axe-core/playwright';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Browser, type BrowserContext } from 'playwright-core';
import { CATALOGUES, LOCALES, type Locale } from '../../apps/server/src/i18n/index.js';
import { ASSETS, VIEW_NAMES, galleryPage } from '../gallery/gallery.js';
import { ORIGIN, galleryContext, launch } from '../gallery/open-gallery.js';

/** Set to a folder to keep the pages and their pictures at three widths, light and dark, for people to look at. */
const KEEP = process.env['GALLERY_DIR'];
const ONLY = process.env['GALLERY_ONLY']?.split(',').filter(Boolean);

const views = VIEW_NAMES.filter((name) => !ONLY?.length || ONLY.includes(name));
const everyPage = views.flatMap((name) => LOCALES.map((locale): [string, Locale] => [name, locale]));

let browser: Browser;
let phone: BrowserContext;
beforeAll(async () => {
  browser = await launch();
  ({ context: phone } = await galleryContext(browser, { viewport: { width: 390, height: 844 }, reducedMotion: 'reduce' }));
}, 60_000);
afterAll(async () => { await browser?.close(); });

/** Sentences of the English catalogue, cut at their placeholders into pieces of at least three words. */
const ENGLISH = Object.values(CATALOGUES.en)
  .flatMap((message) => message.split(/\{[^{}]*\{|\{[^{}]*\}|[{}#]/))
  .map((piece) => piece.trim())
  .filter((piece) => piece.split(/\s+/).length >= 3 && /[a-z]{2}/i.test(piece));

/** What a thumb meets: controls and the links of navigation, but not links within sentences (WCAG 2.5.8 excepts them). */
const MEASURE = `({
  content: document.documentElement.scrollWidth, window: document.documentElement.clientWidth,
  small: [...document.querySelectorAll('button, .button, input:not([type=hidden]), select, textarea, summary, nav a, .row-link, .wordmark, .error-summary a')].flatMap((node) => {
    const box = (node.type === 'checkbox' ? node.closest('label') : node).getBoundingClientRect();
    const shown = box.width > 0 && box.height > 0;
    const target = !node.matches('span.row-link');
    return shown && target && (box.height < 44 || (box.width < 44 && !node.matches('.row-link'))) ? [node.outerHTML.slice(0, 120) + ' ' + box.width + '×' + box.height] : [];
  }),
})`;

/** All that is said in the page's own language, also what is only read aloud. */
const SAID = `(() => {
  const own = document.body.cloneNode(true);
  own.querySelectorAll('[lang]').forEach((node) => { if (node.lang !== document.documentElement.lang) node.remove(); });
  const spoken = [...own.querySelectorAll('[aria-label], [title], [placeholder]')].map((node) => ['aria-label', 'title', 'placeholder'].map((name) => node.getAttribute(name)).join(' '));
  return [document.title, own.textContent, ...spoken].join(' ');
})()`;

describe('every view in every language', () => {
  it('has English sentences to look for', () => expect(ENGLISH.length).toBeGreaterThan(100));

  it.each(everyPage)('%s in %s is accessible, fits a phone, keeps to the strict policy and to its language', async (name, locale) => {
    const page = await phone.newPage();
    const complaints: string[] = [];
    page.on('console', (message) => { if (message.type() === 'error') complaints.push(message.text()); });
    page.on('pageerror', (error) => complaints.push(String(error)));
    await page.goto(`${ORIGIN}/${locale}/${name}`);
    const found = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']).analyze();
    expect(found.violations.map(({ id, nodes }) => ({ id, where: nodes.map((node) => node.html.slice(0, 160)) }))).toEqual([]);
    expect(complaints).toEqual([]);
    const measured = await page.evaluate<{ content: number; window: number; small: string[] }>(MEASURE);
    expect(measured.small).toEqual([]);
    expect(measured.content).toBeLessThanOrEqual(measured.window);
    if (locale !== 'en') {
      const said = await page.evaluate<string>(SAID);
      expect(ENGLISH.filter((piece) => said.includes(piece))).toEqual([]);
    } else {
      await page.emulateMedia({ colorScheme: 'dark' });
      const dark = await new AxeBuilder({ page }).withRules(['color-contrast']).analyze();
      expect(dark.violations.flatMap(({ nodes }) => nodes.map((node) => node.html.slice(0, 160)))).toEqual([]);
    }
    await page.close();
  }, 60_000);
});

describe('the weight of a page', () => {
  const size = (name: string): number => ASSETS.find(ASSETS.hash, name)?.body.length ?? Infinity;

  it('has a stylesheet of at most 20 kB', () => expect(size('countersign.css')).toBeLessThanOrEqual(20_000));

  it.each(everyPage)('%s in %s is at most 60 kB, uncompressed, without images', (name, locale) => {
    const { html } = galleryPage(name, locale);
    const scripts = [...html.matchAll(/<script type="module" src="[^"]*\/([^"/]+)"/g)].map(([, script]) => size(script ?? ''));
    const total = Buffer.byteLength(html) + size('countersign.css') + scripts.reduce((sum, bytes) => sum + bytes, 0);
    expect(gzipSync(html).length).toBeLessThan(20_000);
    expect(total).toBeLessThanOrEqual(60_000);
  });
});

if (KEEP) {
  describe('pictures for people to look at', () => {
    const looks = [[390, 'light'], [390, 'dark'], [1024, 'light'], [1440, 'light'], [1440, 'dark']] as const;
    it.each(looks)('at %i px, %s', async (width, colorScheme) => {
      mkdirSync(KEEP, { recursive: true });
      const { context } = await galleryContext(browser, { viewport: { width, height: 900 }, colorScheme });
      const page = await context.newPage();
      for (const [name, locale] of everyPage) {
        writeFileSync(path.join(KEEP, `${name}.${locale}.html`), galleryPage(name, locale).html);
        await page.goto(`${ORIGIN}/${locale}/${name}`);
        await page.screenshot({ path: path.join(KEEP, `${name}.${locale}.${width}.${colorScheme}.png`), fullPage: true });
      }
      await context.close();
    }, 600_000);
  });
}
