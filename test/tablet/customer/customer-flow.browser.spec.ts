import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { type Browser, type Page } from 'playwright-core';
import { translatorOf, type Locale } from '../../../apps/tablet/src/i18n.js';
import { accessibilityFaults } from '../../gallery/axe.js';
import { launch } from '../../gallery/open-gallery.js';
import { type Stage } from './mount.js';
import { sampleKit } from './sample-kit.js';

/** Set to a folder to keep pictures of every step in three languages and four sizes, light and dark, for people to look at. */
const KEEP = process.env['TABLET_PICTURES'];
const SIZES = { phone: [390, 844], portrait: [768, 1024], landscape: [1024, 768], desk: [1440, 900] } as const;
const OWN_NAMES: Readonly<Record<Locale, string>> = { en: 'English', fr: 'Français', ar: 'العربية' };
const CANARY = 'Qzxvadawright';
const TYPES: Readonly<Record<string, string>> = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml' };

let folder: string;
let server: Server;
let origin: string;
let browser: Browser;
const opened: Page[] = [];

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'countersign-customer-'));
  execFileSync(process.execPath, [path.resolve('node_modules/vite/bin/vite.js'), 'build', '--config', path.join(import.meta.dirname, 'vite.config.mjs'), '--outDir', folder], { env: { ...process.env, NODE_OPTIONS: '' } });
  server = createServer(({ url = '/' }, response) => {
    const { pathname } = new URL(url, 'http://tablet.invalid');
    const file = path.join(folder, pathname === '/' ? 'index.html' : path.normalize(pathname));
    // As the server sends it: nothing inline.
    response.setHeader('content-security-policy', "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:");
    response.setHeader('content-type', TYPES[path.extname(file)] ?? 'application/octet-stream');
    response.end(readFileSync(file));
  });
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  browser = await launch();
}, 120_000);

afterEach(async () => {
  for (const page of opened.splice(0)) await page.context().close();
});

afterAll(async () => {
  await browser?.close();
  server?.close();
  if (folder) rmSync(folder, { recursive: true, force: true });
});

interface Handed {
  size?: keyof typeof SIZES;
  scheme?: 'light' | 'dark';
  countries?: string[];
  failure?: string;
}

/** A tablet as staff hand it over, with a clock that the test moves. What the page complains of fails the test. */
async function handOver({ size = 'landscape', scheme = 'light', countries, failure }: Handed = {}): Promise<Page> {
  const [width, height] = SIZES[size];
  const context = await browser.newContext({ viewport: { width, height }, colorScheme: scheme, hasTouch: true, reducedMotion: 'reduce' });
  const page = await context.newPage();
  opened.push(page);
  page.on('pageerror', (error) => { throw error; });
  page.on('console', (message) => { throw new Error(`the page says in the console: ${message.text()}`); });
  await page.clock.install();
  const stage: Stage = { kit: sampleKit(countries), failure: failure ?? null, captured: [], over: [] };
  await page.addInitScript((set) => { window.stage = set; }, stage);
  await page.goto(origin);
  return page;
}

const speak = (page: Page, language: string) => page.getByRole('button', { name: language, exact: true }).tap();
const goOn = (page: Page) => page.locator('.screen-foot .main').tap();
const field = (page: Page, name: string) => page.locator(`[data-field="${name}"]`);
const focused = (page: Page) => page.evaluate(() => document.activeElement?.getAttribute('data-field') ?? document.activeElement?.tagName);
const stageOf = (page: Page) => page.evaluate(() => window.stage);
const toForm = async (page: Page) => { await speak(page, 'English'); await goOn(page); };

describe('a customer', () => {
  it('signs with four taps beside the typing', async () => {
    const page = await handOver();
    let taps = 0;
    await page.exposeFunction('tapped', () => { taps++; });
    await page.evaluate(() => document.addEventListener('click', (event) => { if (event.detail > 0 && !(event.target as Element).matches('input:not([type=checkbox])')) (window as unknown as { tapped(): void }).tapped(); }, true));
    await toForm(page);
    await field(page, 'givenName').tap();
    for (const typed of [CANARY, 'Byron', 'sw1a 1aa', 'ada@example.org']) {
      await page.keyboard.type(typed);
      await page.keyboard.press('Enter');
    }
    await page.locator('.tick input').first().tap();
    await goOn(page);
    await page.clock.runFor(100);
    await page.getByText(translatorOf('en')('customer.thanks.title')).waitFor();
    expect((await stageOf(page)).captured).toEqual([{ petitionId: 1, textVersion: 2, language: 'en', givenName: CANARY, familyName: 'Byron', email: 'ada@example.org', postcode: 'sw1a 1aa', town: null, country: 'GB' }]);
    expect(taps).toBe(4);
    expect(await page.content()).not.toContain(CANARY);
    await page.clock.runFor(6000);
    expect((await stageOf(page)).over).toEqual([{ signed: true, elements: 0 }]);
    expect(await page.evaluate(() => [document.title, location.search + location.hash, localStorage.length, sessionStorage.length])).toEqual(['Countersign', '', 0, 0]);
  });

  it('is told what is missing, and stands at the first of it', async () => {
    const page = await handOver();
    await toForm(page);
    expect(await focused(page)).toBe('H1');
    await goOn(page);
    await page.clock.runFor(50);
    expect(await focused(page)).toBe('givenName');
    expect(await page.locator('.fault').count()).toBe(2);
    await field(page, 'givenName').fill('Ada');
    await goOn(page);
    await page.clock.runFor(50);
    expect(await focused(page)).toBe('postcode');
    await field(page, 'email').fill('ada@example.org');
    await goOn(page);
    await goOn(page);
    await page.clock.runFor(50);
    expect(await focused(page)).toBe('consent');
    expect((await stageOf(page)).captured).toEqual([]);
  });

  it('loses nothing when it could not be kept, and signs once however often they press', async () => {
    const page = await handOver({ failure: 'StorageFull' });
    await toForm(page);
    await field(page, 'familyName').fill('Suharto');
    await field(page, 'email').fill('s@example.org');
    await goOn(page);
    await field(page, 'consent').check();
    await goOn(page);
    expect(await page.getByRole('alert').textContent()).toContain(translatorOf('en')('customer.failed.storage-full'));
    expect(await page.locator('.ledger').textContent()).toContain('Suharto');
    await page.evaluate(() => {
      window.stage.failure = null;
      for (let press = 0; press < 3; press++) document.querySelector<HTMLButtonElement>('.screen-foot .main')?.click();
    });
    await page.clock.runFor(200);
    expect((await stageOf(page)).captured).toMatchObject([{ givenName: 'Suharto', familyName: null, postcode: null }]);
  });

  it('chooses another country and is asked for what it has; a petition for residents takes its own only', async () => {
    const page = await handOver({ countries: ['GB', 'DE'] });
    await speak(page, 'English');
    await page.getByRole('button', { name: 'United Kingdom' }).tap();
    await goOn(page);
    await field(page, 'country').tap();
    await page.keyboard.type('emirates');
    await page.keyboard.press('Enter');
    expect([await field(page, 'town').count(), await field(page, 'postcode').count()]).toEqual([1, 0]);
    await page.getByRole('button', { name: 'Back' }).tap();
    await page.getByRole('button', { name: 'Back' }).tap();
    await page.getByRole('button', { name: 'Germany' }).tap();
    expect(await page.locator('.residents').textContent()).toContain('Germany');
    await goOn(page);
    expect([await page.locator('.country-now').textContent(), await field(page, 'country').count()]).toEqual(['Germany', 0]);
  });

  it('may read the thanks for as long as they like', async () => {
    const page = await handOver();
    await toForm(page);
    await field(page, 'givenName').fill('Ada');
    await field(page, 'postcode').fill('SW1A 1AA');
    await goOn(page);
    await field(page, 'consent').check();
    await goOn(page);
    await page.clock.runFor(100);
    await page.getByRole('button', { name: translatorOf('en')('customer.thanks.reading') }).tap();
    await page.clock.fastForward(30_000);
    expect((await stageOf(page)).over).toEqual([]);
    await page.clock.fastForward(31_000);
    expect((await stageOf(page)).over).toEqual([{ signed: true, elements: 0 }]);
  });
});

describe('a tablet that was left', () => {
  const typed = async (): Promise<Page> => {
    const page = await handOver();
    await toForm(page);
    await field(page, 'givenName').fill(CANARY);
    return page;
  };

  it('asks after a minute, goes on where it was, and forgets all if nobody answers', async () => {
    const page = await typed();
    await page.clock.fastForward(59_000);
    expect(await page.getByRole('alertdialog').count()).toBe(0);
    await page.clock.fastForward(2000);
    await page.getByRole('alertdialog').waitFor();
    await page.getByRole('button', { name: translatorOf('en')('customer.idle.stay') }).tap();
    expect([await page.getByRole('alertdialog').count(), await field(page, 'givenName').inputValue(), await focused(page)]).toEqual([0, CANARY, 'givenName']);
    await page.clock.fastForward(61_000);
    await page.getByRole('alertdialog').waitFor();
    await page.mouse.click(5, 5); // not an answer
    await page.clock.fastForward(20_000);
    expect((await stageOf(page)).over).toEqual([{ signed: false, elements: 0 }]);
    expect(await page.content()).not.toContain(CANARY);
  });

  it('has forgotten when it wakes up', async () => {
    const page = await typed();
    await page.clock.fastForward(3_600_000);
    expect((await stageOf(page)).over).toEqual([{ signed: false, elements: 0 }]);
  });

  it('gives nothing to copy to the next customer', async () => {
    const page = await typed();
    await field(page, 'givenName').selectText();
    const refused = await page.evaluate(() => ['copy', 'cut'].map((kind) => !(document.activeElement as Element).dispatchEvent(new ClipboardEvent(kind, { bubbles: true, cancelable: true }))));
    expect(refused).toEqual([true, true]);
  });

  it('leaves the browser nothing to recognise a field by', async () => {
    const names = async (page: Page): Promise<(string | null)[]> => page.locator('input').evaluateAll((inputs) => inputs.map((input) => input.getAttribute('name')));
    const [first, second] = [await names(await typed()), await names(await typed())];
    expect(first.length).toBe(4);
    expect(first.filter((name) => second.includes(name))).toEqual([]);
  });
});

describe.each<[Locale, keyof typeof SIZES, 'light' | 'dark']>(
  KEEP === undefined
    ? [['en', 'landscape', 'light'], ['fr', 'phone', 'dark'], ['ar', 'portrait', 'dark']]
    : (['en', 'fr', 'ar'] as const).flatMap((locale) => (Object.keys(SIZES) as (keyof typeof SIZES)[]).flatMap((size) => (['light', 'dark'] as const).map((scheme): [Locale, keyof typeof SIZES, 'light' | 'dark'] => [locale, size, scheme]))),
)('every step in %s on a %s screen, %s', (locale, size, scheme) => {
  it('is found without fault by axe, fits, and has targets of 48 pixels', async () => {
    const page = await handOver({ size, scheme });
    const look = async (step: string): Promise<void> => {
      await page.clock.runFor(50);
      expect({ step, faults: await accessibilityFaults(page) }).toEqual({ step, faults: [] });
      const measured = await page.evaluate(() => ({
        over: Math.max(0, document.documentElement.scrollWidth - innerWidth),
        headings: document.querySelectorAll('h1').length,
        small: [...document.querySelectorAll('button, summary, .tick label, input:not([type=checkbox])')].filter((target) => {
          const { width, height } = target.getBoundingClientRect();
          return width > 0 && Math.min(width, height) < 48;
        }).map((target) => target.outerHTML.slice(0, 120)),
      }));
      expect({ step, ...measured }).toEqual({ step, over: 0, headings: 1, small: [] });
      if (KEEP !== undefined) {
        mkdirSync(KEEP, { recursive: true });
        await page.screenshot({ path: path.join(KEEP, `${step}-${locale}-${size}-${scheme}.png`) });
      }
    };
    await look('1-language');
    await speak(page, OWN_NAMES[locale]);
    expect(await page.locator('.customer').evaluate((root) => getComputedStyle(root).direction)).toBe(locale === 'ar' ? 'rtl' : 'ltr');
    await look('2-petition');
    await page.locator('summary').tap();
    await look('2-petition-notice');
    await goOn(page);
    await look('3-form');
    await field(page, 'email').fill('ada@');
    await goOn(page);
    await look('3-form-faults');
    await field(page, 'country').tap();
    await look('3-form-country');
    await page.keyboard.press('Escape');
    await field(page, 'givenName').fill(locale === 'ar' ? 'مريم' : 'Zoé');
    await field(page, 'postcode').fill('SW1A 1AA');
    await field(page, 'email').fill('ada@example.org');
    await goOn(page);
    await goOn(page);
    await look('4-review');
    await page.clock.fastForward(62_000);
    await look('5-idle');
    await page.locator('dialog .main').tap();
    await page.evaluate(() => { window.stage.failure = 'StorageBroken'; });
    await field(page, 'consent').check();
    await goOn(page);
    await page.getByRole('alert').waitFor();
    await look('6-not-kept');
    await page.evaluate(() => { window.stage.failure = null; });
    await goOn(page);
    await page.clock.runFor(60);
    await look('7-thanks');
  }, 120_000);
});
