import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Browser, type BrowserContext, type Page } from 'playwright-core';
import { CATALOGUES, LOCALES, type Locale } from '../../apps/server/src/i18n/index.js';
import { accessibilityFaults, faultsOfView } from '../gallery/axe.js';
import { launch } from '../gallery/open-gallery.js';
import { openConsole, type OpenConsole, PASSWORD, seedHandovers, seedStores, type SeededStores } from '../support/console.js';
import { seedOrganisers, type SeededOrganisers } from '../support/organisers.js';

/** Set to a folder to keep pictures of every page at three widths, light and dark, for people to look at. */
export const KEEP = process.env['CONSOLE_PICTURES'];
/** Only pages with such names, while working on them: `CONSOLE_PAGES='store|sheet'`. */
const ONLY = new RegExp(process.env['CONSOLE_PAGES'] ?? '');

/** The console with something on every page, and a browser in it. */
export interface Scene extends OpenConsole {
  browser: Browser;
  /** Of the owner, signed in, as wide as a phone. */
  phone: BrowserContext;
  ids: Awaited<ReturnType<typeof seedHandovers>>;
  stores: SeededStores;
  work: SeededOrganisers;
}

/** Pages by name; of some the address says the language. */
export type Pages = Readonly<Record<string, (locale: Locale) => string>>;

/** Opens before a file's tests and closes after them. */
export function consoleScene(): Scene {
  const scene = {} as Scene;
  beforeAll(async () => {
    Object.assign(scene, await openConsole());
    const { db, server, users } = scene;
    scene.ids = await seedHandovers(db);
    scene.stores = await seedStores(db, users);
    scene.work = await seedOrganisers(db, server.app, scene.ids);
    // A tablet is paired only where the campaign has a root to pin.
    await db.query(`insert into campaign_keys (campaign_id, key_id, month, public_key, root_public_key, root_fingerprint, signature) select id, 'k1', '2026-11', 'p', 'r', repeat('ab', 32), 's' from campaigns where slug = 'alive'`);
    scene.browser = await launch();
    scene.phone = await scene.browser.newContext({ viewport: { width: 390, height: 844 }, reducedMotion: 'reduce' });
    await enter(scene, scene.phone, 'world@example.org');
  }, 120_000);
  afterAll(async () => {
    await scene.browser?.close();
    await scene.close?.();
  });
  return scene;
}

export async function enter(scene: Scene, context: BrowserContext, email: string): Promise<Page> {
  const page = await context.newPage();
  await page.goto(`${scene.server.url}/console/login?lang=en`);
  await page.fill('[name=email]', email);
  await page.fill('[name=password]', PASSWORD);
  await page.click('main button[type=submit]');
  await page.waitForURL('**/console?lang=en');
  return page;
}

const namesOf = (pages: Pages): string[] => Object.keys(pages).filter((name) => ONLY.test(name));

function addressOf(scene: Scene, pages: Pages, name: string, locale: Locale): string {
  const at = pages[name]?.(locale) ?? '';
  return `${scene.server.url}${at}${at.includes('?') ? '&' : '?'}lang=${locale}`;
}

/** Whose sentences are looked for on pages in other languages. */
const AREAS = /^(console|stores|account|workshop|steering|calendar|seal|day|promises|supporters|webhooks|bundles|framework|instruments|ratifications)\./;

const WIDTHS_AND_TARGETS = `(() => {
  // On a desk the menu lies above the page while it is open, and hides what is asked about.
  document.querySelectorAll(innerWidth < 960 ? 'details' : 'details:not(.nav-more)').forEach((node) => { node.open = true; });
  const small = [...document.querySelectorAll('button, .button, input:not([type=hidden]), select, textarea, summary, nav a, .row-link, .line-link, .todo a, .promise, .wordmark, .error-summary a')].flatMap((node) => {
    const box = (node.matches('[type=checkbox], [type=radio]') ? node.closest('label') : node).getBoundingClientRect();
    return box.width > 0 && box.height > 0 && (box.height < 44 || box.width < 44 && !node.matches('.row-link, .line-link')) ? [node.outerHTML.slice(0, 120) + ' ' + Math.round(box.width) + '×' + Math.round(box.height)] : [];
  });
  return { content: document.documentElement.scrollWidth, window: document.documentElement.clientWidth, small };
})()`;

/** @param locale of a view that is looked at in every language */
export async function examine(page: Page, locale?: Locale): Promise<void> {
  const widths = await page.evaluate<{ content: number; window: number; small: string[] }>(WIDTHS_AND_TARGETS);
  expect(widths.small).toEqual([]);
  expect(widths.content).toBeLessThanOrEqual(widths.window);
  expect(await (locale ? faultsOfView(page, locale) : accessibilityFaults(page))).toEqual([]);
}

export const keep = async (page: Page, name: string): Promise<void> => {
  if (!KEEP) return;
  mkdirSync(KEEP, { recursive: true });
  for (const width of [390, 1440]) {
    await page.setViewportSize({ width, height: 900 });
    await page.screenshot({ path: path.join(KEEP, `${name}.${width}.png`), fullPage: true });
  }
  await page.setViewportSize({ width: 390, height: 844 });
};

/** Sentences of the English console, cut at their placeholders into pieces of at least four words. */
const english = Object.entries(CATALOGUES.en).filter(([key]) => AREAS.test(key)).flatMap(([, message]) => message.split(/\{[^{}]*\{|\{[^{}]*\}|[{}#]/))
  .map((piece) => piece.trim()).filter((piece) => piece.split(/\s+/).length >= 4);
const inEnglish = async (page: Page): Promise<string[]> => {
  const words = await page.evaluate<string>(`document.title + ' ' + document.querySelector('body').innerText + ' ' + [...document.querySelectorAll('[aria-label]')].map((node) => node.getAttribute('aria-label')).join(' ')`);
  return english.filter((piece) => words.includes(piece));
};

/** Each of these pages in each language. */
export function lookAtEveryPage(scene: Scene, pages: Pages): void {
  const everyPage = namesOf(pages).flatMap((name) => LOCALES.map((locale): [string, Locale] => [name, locale]));
  if (everyPage.length === 0) return;
  it.each(everyPage)('%s in %s is accessible, fits a phone, stays readable in dark, and says nothing in another language', async (name, locale) => {
    const page = await scene.phone.newPage();
    const complaints: string[] = [];
    page.on('console', (message) => { if (message.type() === 'error' && !message.text().includes('404')) complaints.push(message.text()); });
    await page.goto(addressOf(scene, pages, name, locale));
    await examine(page, locale);
    if (locale !== 'en') expect(await inEnglish(page)).toEqual([]);
    expect(complaints).toEqual([]);
    await page.close();
  }, 60_000);
}

/** Each of these pages once. */
export function lookOnce(scene: Scene, pages: Pages): void {
  const names = namesOf(pages);
  if (names.length === 0) return;
  // Which page meets which language, width and hour is settled by its place in the list; all of one language would say nothing of the others.
  it.each(names.map((name, n): [string, Locale, number, 'light' | 'dark'] => [name, LOCALES[n % LOCALES.length] ?? 'en', n % 2 === 0 ? 390 : 1024, n % 6 < 3 ? 'light' : 'dark']))(
    '%s, looked at once, in %s at %i px, %s, is accessible, fits, and says nothing in another language', async (name, locale, width, colorScheme) => {
      const page = await scene.phone.newPage();
      await page.setViewportSize({ width, height: 844 });
      await page.emulateMedia({ colorScheme });
      const answer = await page.goto(addressOf(scene, pages, name, locale));
      expect(answer?.status()).toBe(200);
      await examine(page);
      if (locale !== 'en') expect(await inEnglish(page)).toEqual([]);
      await page.close();
    }, 60_000);
}

/** For people to look at, if a folder is given. */
export function pictures(scene: Scene, pages: Pages): void {
  if (!KEEP) return;
  describe('pictures for people to look at', () => {
    const looks = [[390, 'light', 'en'], [390, 'dark', 'ar'], [1024, 'light', 'fr'], [1440, 'light', 'en'], [1440, 'dark', 'en'], [1440, 'light', 'ar']] as const;
    it.each(looks)('at %i px, %s, in %s', async (width, colorScheme, locale) => {
      mkdirSync(KEEP, { recursive: true });
      const context = await scene.browser.newContext({ viewport: { width, height: 900 }, colorScheme, storageState: await scene.phone.storageState() });
      const page = await context.newPage();
      const refused: string[] = [];
      for (const name of namesOf(pages)) {
        const answer = await page.goto(addressOf(scene, pages, name, locale));
        if (answer && answer.status() >= 400 && name !== 'not-found') refused.push(`${name}: ${answer.status()}`);
        await page.screenshot({ path: path.join(KEEP, `${name}.${locale}.${width}.${colorScheme}.png`), fullPage: true });
      }
      await context.close();
      expect(refused).toEqual([]);
    }, 300_000);
  });
}
