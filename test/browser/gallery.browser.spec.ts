import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Browser, type Page } from 'playwright-core';
import { LOCALES, type Locale } from '../../apps/server/src/i18n/index.js';
import { faultsOfView } from '../gallery/axe.js';
import { ASSETS, VIEW_NAMES, galleryPage } from '../gallery/gallery.js';
import { ENGLISH, englishIn, SAID } from '../gallery/languages.js';
import { launch, openGallery, type OpenGallery } from '../gallery/open-gallery.js';

/** Set to a folder to keep the pages and their pictures at three widths, light and dark, for people to look at. */
const KEEP = process.env['GALLERY_DIR'];
const ONLY = process.env['GALLERY_ONLY']?.split(',').filter(Boolean);

const views = VIEW_NAMES.filter((name) => !ONLY?.length || ONLY.includes(name));
const everyPage = views.flatMap((name) => LOCALES.map((locale): [string, Locale] => [name, locale]));

let browser: Browser;
let gallery: OpenGallery;
beforeAll(async () => {
  [browser, gallery] = await Promise.all([launch(), openGallery()]);
}, 60_000);
afterAll(async () => {
  await browser?.close();
  gallery?.close();
}, 60_000);

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

interface Findings {
  faults: string[];
  complaints: string[];
  measured: { content: number; window: number; small: string[] };
  english: string[];
}

async function examine(page: Page, name: string, locale: Locale): Promise<Findings> {
  const complaints: string[] = [];
  page.removeAllListeners('console').removeAllListeners('pageerror');
  page.on('console', (message) => { if (message.type() === 'error') complaints.push(message.text()); });
  page.on('pageerror', (error) => complaints.push(String(error)));
  await page.goto(`${gallery.origin}/${locale}/${name}`);
  const faults = await faultsOfView(page, locale);
  const measured = await page.evaluate<Findings['measured']>(MEASURE);
  const english = locale === 'en' ? [] : englishIn(await page.evaluate<string>(SAID));
  return { faults, complaints, measured, english };
}

describe('every view in every language', () => {
  const found = new Map<string, Findings | Error>();
  const key = (name: string, locale: Locale): string => `${locale}/${name}`;

  // Two pages of one browser look at all views; the tests then tell what each found.
  beforeAll(async () => {
    const waiting = [...everyPage];
    await Promise.all([1, 2].map(async () => {
      const page = await browser.newPage({ viewport: { width: 390, height: 844 }, reducedMotion: 'reduce' });
      for (let next = waiting.shift(); next; next = waiting.shift()) {
        const [name, locale] = next;
        found.set(key(name, locale), await examine(page, name, locale).catch((error: unknown) => (error instanceof Error ? error : new Error(String(error)))));
      }
    }));
  }, 6 * 60_000);

  it('has English sentences to look for', () => expect(ENGLISH.length).toBeGreaterThan(100));

  it.each(everyPage)('%s in %s is accessible, fits a phone, keeps to the strict policy and to its language', (name, locale) => {
    const findings = found.get(key(name, locale));
    if (!findings || findings instanceof Error) throw findings ?? new Error('was not looked at');
    expect(findings).toMatchObject({ faults: [], complaints: [], english: [], measured: { small: [] } });
    expect(findings.measured.content).toBeLessThanOrEqual(findings.measured.window);
  });
});

describe('the weight of a page', () => {
  const size = (name: string): number => ASSETS.find(ASSETS.hash, name)?.body.length ?? Infinity;

  it('has a stylesheet of at most 24 kB', () => expect(size('countersign.css')).toBeLessThanOrEqual(24_000));

  /** Who comes to sign waits for the least; a campaign's long tables may weigh more. */
  const most = (name: string): number => (/^(home|campaign|map|country|timeline|promises|progress|statistics|data|report)/.test(name) ? 100_000 : 60_000);

  it.each(everyPage)('%s in %s is at most 60 kB, of a whole campaign 100 kB, uncompressed, without images and map', (name, locale) => {
    const html = galleryPage(name, locale).html.replace(/<svg class="map-drawing"[\s\S]*?<\/svg>/, '');
    const files = [...html.matchAll(/<(?:script type="module" src|link rel="stylesheet" href)="[^"]*\/([^"/]+)"/g)].map(([, file]) => size(file ?? ''));
    expect(gzipSync(html).length).toBeLessThan(20_000);
    expect(Buffer.byteLength(html) + files.reduce((sum, bytes) => sum + bytes, 0)).toBeLessThanOrEqual(most(name));
  });
});

if (KEEP) {
  describe('pictures for people to look at', () => {
    const looks = [[390, 'light'], [390, 'dark'], [1024, 'light'], [1440, 'light'], [1440, 'dark']] as const;
    it.each(looks)('at %i px, %s', async (width, colorScheme) => {
      mkdirSync(KEEP, { recursive: true });
      const page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme });
      for (const [name, locale] of everyPage) {
        writeFileSync(path.join(KEEP, `${name}.${locale}.html`), galleryPage(name, locale).html);
        await page.goto(`${gallery.origin}/${locale}/${name}`);
        await page.screenshot({ path: path.join(KEEP, `${name}.${locale}.${width}.${colorScheme}.png`), fullPage: true });
      }
      await page.close();
    }, 600_000);
  });
}
