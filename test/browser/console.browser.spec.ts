import { generateKeyPairSync } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import jsQR from 'jsqr';
import pg from 'pg';
import { type Browser, type BrowserContext, type Page } from 'playwright-core';
import { Users } from '#libs/access';
import { CATALOGUES, LOCALES, type Locale } from '../../apps/server/src/i18n/index.js';
import { accessibilityFaults } from '../gallery/axe.js';
import { launch } from '../gallery/open-gallery.js';
import { startServer, type StartedServer } from '../support/app.js';
import { PASSWORD, seedConsole, seedHandovers, seedStores, type SeededStores } from '../support/console.js';
import { seedOrganisers, type SeededOrganisers } from '../support/organisers.js';
import { testDatabase, type TestDatabase } from '../support/services.js';

/** Set to a folder to keep pictures of every page at three widths, light and dark, for people to look at. */
const KEEP = process.env['CONSOLE_PICTURES'];
/** Only pages with such names, while working on them: `CONSOLE_PAGES='store|sheet'`. */
const ONLY = new RegExp(process.env['CONSOLE_PAGES'] ?? '');

let database: TestDatabase;
let server: StartedServer;
let db: pg.Client;
let browser: Browser;
let phone: BrowserContext;
let ids: { planned: string; held: string; bundle: string; commitment: string };
let stores: SeededStores;
let work: SeededOrganisers;

beforeAll(async () => {
  database = await testDatabase();
  db = new pg.Client(database.admin);
  await db.connect();
  server = await startServer(database.config);
  await seedConsole(db, server.app.get(Users));
  ids = await seedHandovers(db);
  stores = await seedStores(db, server.app.get(Users));
  work = await seedOrganisers(db, server.app, ids);
  // A tablet is paired only where the campaign has a root to pin.
  await db.query(`insert into campaign_keys (campaign_id, key_id, month, public_key, root_public_key, root_fingerprint, signature) select id, 'k1', '2026-11', 'p', 'r', repeat('ab', 32), 's' from campaigns where slug = 'alive'`);
  browser = await launch();
  phone = await browser.newContext({ viewport: { width: 390, height: 844 }, reducedMotion: 'reduce' });
  await signIn(phone, 'world@example.org');
}, 120_000);

afterAll(async () => {
  await browser?.close();
  await server?.close();
  await db?.end();
  await database?.drop();
});

async function signIn(context: BrowserContext, email: string): Promise<Page> {
  const page = await context.newPage();
  await page.goto(`${server.url}/console/login?lang=en`);
  await page.fill('[name=email]', email);
  await page.fill('[name=password]', PASSWORD);
  await page.click('main button[type=submit]');
  await page.waitForURL('**/console?lang=en');
  return page;
}

const PAGES: Record<string, () => string> = {
  today: () => '/console',
  petitions: () => '/console/petitions',
  'petitions-filtered': () => '/console/petitions?campaign=alive&status=closed',
  petition: () => '/console/petitions/alive-se',
  draft: () => '/console/petitions/alive-fi',
  texts: () => '/console/petitions/alive-se/texts',
  settings: () => '/console/petitions/alive-se/settings',
  'new-petition': () => '/console/petitions/new',
  'new-campaign': () => '/console/campaigns/new',
  handovers: () => '/console/handovers',
  'handovers-past': () => '/console/handovers?show=past',
  month: () => `/console/handovers?month=${new Date(Date.now() + 14 * 86_400_000).toISOString().slice(0, 7)}`,
  'book-any': () => '/console/handovers/new',
  book: () => '/console/handovers/new?petition=alive-se',
  'handover-planned': () => `/console/handovers/${ids.planned}`,
  'handover-held': () => `/console/handovers/${ids.held}`,
  'handover-bundle': () => `/console/handovers/${ids.bundle}`,
  commitments: () => '/console/commitments',
  commitment: () => `/console/commitments/${ids.commitment}`,
  stores: () => '/console/stores?campaign=alive',
  'stores-none': () => '/console/stores?campaign=alive&search=nowhere',
  'stores-new': () => '/console/stores/new?campaign=alive',
  'stores-import': () => '/console/stores/import?campaign=alive',
  'stores-sums': () => '/console/stores/figures?campaign=alive',
  'stores-sums-country': () => '/console/stores/figures?campaign=alive&country=SE',
  quarantine: () => '/console/stores/quarantine?campaign=alive',
  store: () => `/console/stores/${stores.own}`,
  'store-new': () => `/console/stores/${stores.north}`,
  tablet: () => `/console/stores/${stores.own}/tablets/${stores.tablet}`,
  shifts: () => `/console/stores/${stores.own}/shifts`,
  shift: () => `/console/stores/${stores.own}/shifts/${stores.shift}`,
  sheets: () => `/console/stores/${stores.own}/sheets?state=returned`,
  sheet: () => `/console/stores/${stores.own}/sheets/${stores.sheet}`,
  'store-figures': () => `/console/stores/${stores.own}/figures`,
  'store-settings': () => `/console/stores/${stores.own}/settings`,
  password: () => '/console/password',
  'not-found': () => '/console/petitions/alive-zz',
};
/**
 * Pages of the organisers' work. Each is looked at once, for time: page n in language n mod 3, on a phone or (every other one) a
 * tablet, three by day and three by night, and asked by axe once.
 */
const ROTATED: Record<string, (locale: Locale) => string> = {
  account: () => '/console/account',
  'second-factor': () => '/console/account/second-factor',
  people: () => '/console/people',
  person: () => `/console/people/${work.person}`,
  invitation: () => `/console/invitations/${work.invited}`,
  audit: () => '/console/audit',
  'audit-nothing': () => '/console/audit?subject=nothing',
  'workshop-texts': () => '/console/petitions/alive-se/texts',
  'workshop-edit': () => '/console/petitions/alive-se/texts/en',
  'workshop-translate': () => '/console/petitions/alive-se/texts/fr',
  'workshop-versions': () => '/console/petitions/alive-se/texts/en/versions',
  'workshop-draft': () => '/console/petitions/alive-fi/texts',
  'workshop-calls': () => '/console/petitions/alive-fi/calls',
  'workshop-preview': () => '/console/petitions/alive-se/preview/fr',
  'workshop-notices': () => '/console/petitions/alive-se/notices',
  'workshop-campaign': () => '/console/campaigns/alive',
  'quiet-hours': () => '/console/quiet-hours',
  'steering-campaign': () => '/console/steering/campaigns/alive',
  'steering-region': () => '/console/steering/campaigns/alive?region=region-nordic&order=change',
  'steering-petition': () => '/console/steering/petitions/alive-se',
  'calendar-month': () => `/console/handovers?month=${new Date().toISOString().slice(0, 7)}`,
  'calendar-list': () => '/console/handovers?place=SE',
  preparations: () => `/console/handovers/${ids.planned}/preparations`,
  'preparations-empty': () => `/console/handovers/${ids.bundle}/preparations`,
  offices: () => '/console/offices?place=alive%2FSE',
  'offices-none': () => '/console/offices?place=alive%2FNO',
  'calendar-feed': () => '/console/calendar-feed',
  delegate: (locale) => `/${locale}/invitations/${work.delegate}`,
  seal: () => `/console/handovers/${work.sealed}/seal`,
  'seal-none': () => `/console/handovers/${ids.planned}/seal`,
  'seal-sample': () => `/console/handovers/${work.sealed}/sample`,
  'seal-public': (locale) => `/${locale}/handovers/${work.sealed}`,
  bundle: () => `/console/handovers/${ids.bundle}`,
  'bundle-members': () => `/console/handovers/${ids.bundle}/bundle`,
  day: (locale) => `/${locale}/d/${work.day}`,
  'day-console': () => `/console/handovers/${work.today}/day`,
  receipt: (locale) => `/${locale}/r/${work.receipt}`,
  'handover-story': () => `/console/handovers/${ids.held}`,
  'handover-today': () => `/console/handovers/${work.today}`,
  'commitment-broken': () => `/console/commitments/${work.broken}`,
  letter: () => `/console/letters/${work.letter}`,
  updates: () => '/console/petitions/alive-no/updates',
  'updates-none': () => '/console/petitions/alive-se/updates',
  update: () => `/console/updates/${work.update}`,
  'update-draft': () => `/console/updates/${work.draftUpdate}`,
  unsubscribe: (locale) => `/${locale}/u/${work.unsubscribe}`,
  webhooks: () => '/console/webhooks?campaign=alive',
  webhook: () => `/console/webhooks/${work.webhook}`,
};
const NAMES = Object.keys(PAGES).filter((name) => ONLY.test(name));
const ROTATED_NAMES = Object.keys(ROTATED).filter((name) => ONLY.test(name));
const everyPage = NAMES.flatMap((name) => LOCALES.map((locale): [string, Locale] => [name, locale]));
const addressOf = (name: string, locale: Locale): string => {
  const at = PAGES[name]?.() ?? ROTATED[name]?.(locale) ?? '';
  return `${server.url}${at}${at.includes('?') ? '&' : '?'}lang=${locale}`;
};

/** Whose sentences are looked for on pages in other languages. */
const AREAS = /^(console|stores|account|workshop|steering|calendar|seal|day|promises|supporters|webhooks|bundles)\./;

const WIDTHS_AND_TARGETS = `(() => {
  // On a desk the menu lies above the page while it is open, and hides what is asked about.
  document.querySelectorAll(innerWidth < 960 ? 'details' : 'details:not(.nav-more)').forEach((node) => { node.open = true; });
  const small = [...document.querySelectorAll('button, .button, input:not([type=hidden]), select, textarea, summary, nav a, .row-link, .line-link, .todo a, .promise, .wordmark, .error-summary a')].flatMap((node) => {
    const box = (node.type === 'checkbox' ? node.closest('label') : node).getBoundingClientRect();
    return box.width > 0 && box.height > 0 && (box.height < 44 || box.width < 44 && !node.matches('.row-link, .line-link')) ? [node.outerHTML.slice(0, 120) + ' ' + Math.round(box.width) + '×' + Math.round(box.height)] : [];
  });
  return { content: document.documentElement.scrollWidth, window: document.documentElement.clientWidth, small };
})()`;

/** Its types say module, what is loaded is the function. */
const scan = jsQR as unknown as (pixels: Uint8ClampedArray, width: number, height: number) => { data: string } | null;

/** The pixels of a drawn code, as a camera would have them. */
const SCANNED = `(async () => {
  const copy = document.querySelector('.pairing-show svg').cloneNode(true);
  copy.setAttribute('width', '400');
  copy.setAttribute('height', '400');
  const image = new Image();
  image.src = 'data:image/svg+xml,' + encodeURIComponent(new XMLSerializer().serializeToString(copy));
  await image.decode();
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = 440;
  const pen = canvas.getContext('2d');
  pen.fillStyle = 'white';
  pen.fillRect(0, 0, 440, 440);
  pen.drawImage(image, 20, 20);
  return { data: [...pen.getImageData(0, 0, 440, 440).data], width: 440, height: 440 };
})()`;

async function examine(page: Page): Promise<void> {
  const widths = await page.evaluate<{ content: number; window: number; small: string[] }>(WIDTHS_AND_TARGETS);
  expect(widths.small).toEqual([]);
  expect(widths.content).toBeLessThanOrEqual(widths.window);
  expect(await accessibilityFaults(page)).toEqual([]);
}

const keep = async (page: Page, name: string): Promise<void> => {
  if (!KEEP) return;
  mkdirSync(KEEP, { recursive: true });
  for (const width of [390, 1440]) {
    await page.setViewportSize({ width, height: 900 });
    await page.screenshot({ path: path.join(KEEP, `${name}.${width}.png`), fullPage: true });
  }
  await page.setViewportSize({ width: 390, height: 844 });
};

/** Contrast in the colours of the night; the rest of a page does not depend on them. */
async function readableInDark(page: Page): Promise<void> {
  await page.emulateMedia({ colorScheme: 'dark' });
  expect(await accessibilityFaults(page, ['color-contrast'])).toEqual([]);
}

describe('every page of the console in every language', () => {
  /** Sentences of the English console, cut at their placeholders into pieces of at least four words. */
  const english = Object.entries(CATALOGUES.en).filter(([key]) => AREAS.test(key)).flatMap(([, message]) => message.split(/\{[^{}]*\{|\{[^{}]*\}|[{}#]/))
    .map((piece) => piece.trim()).filter((piece) => piece.split(/\s+/).length >= 4);
  const inEnglish = async (page: Page): Promise<string[]> => {
    const words = await page.evaluate<string>(`document.title + ' ' + document.querySelector('body').innerText + ' ' + [...document.querySelectorAll('[aria-label]')].map((node) => node.getAttribute('aria-label')).join(' ')`);
    return english.filter((piece) => words.includes(piece));
  };

  it.each(everyPage)('%s in %s is accessible, fits a phone, stays readable in dark, and says nothing in another language', async (name, locale) => {
    const page = await phone.newPage();
    const complaints: string[] = [];
    page.on('console', (message) => { if (message.type() === 'error' && !message.text().includes('404')) complaints.push(message.text()); });
    await page.goto(addressOf(name, locale));
    await examine(page);
    if (locale !== 'en') expect(await inEnglish(page)).toEqual([]);
    if (locale === 'en') await readableInDark(page);
    expect(complaints).toEqual([]);
    await page.close();
  }, 60_000);

  /** Which page meets which language, width and hour is settled by its place in the list; all of one language would say nothing of the others. */
  it.each(ROTATED_NAMES.map((name, n): [string, Locale, number, 'light' | 'dark'] => [name, LOCALES[n % LOCALES.length] ?? 'en', n % 2 === 0 ? 390 : 1024, n % 6 < 3 ? 'light' : 'dark']))(
    '%s, looked at once, in %s at %i px, %s, is accessible, fits, and says nothing in another language', async (name, locale, width, colorScheme) => {
      const page = await phone.newPage();
      await page.setViewportSize({ width, height: 844 });
      await page.emulateMedia({ colorScheme });
      const answer = await page.goto(addressOf(name, locale));
      expect(answer?.status()).toBe(200);
      await examine(page);
      if (locale !== 'en') expect(await inEnglish(page)).toEqual([]);
      await page.close();
    }, 60_000);

  it.each(LOCALES)('the login in %s is accessible, also when it was refused', async (locale) => {
    const context = await browser.newContext({ viewport: { width: 390, height: 844 } });
    const page = await context.newPage();
    await page.goto(`${server.url}/console/login?lang=${locale}`);
    await examine(page);
    await page.fill('[name=email]', `someone-${locale}@example.org`);
    await page.fill('[name=password]', 'not the one');
    await page.click('main button[type=submit]');
    await page.waitForSelector('.notice.bad');
    expect(await page.inputValue('[name=email]')).toBe(`someone-${locale}@example.org`);
    await examine(page);
    await context.close();
  }, 60_000);

  it('the second step of the login, and the menu of what is not needed daily, are accessible', async () => {
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
    const page = await context.newPage();
    await page.goto(`${server.url}/console/login?lang=en`);
    await page.fill('[name=email]', 'coded@example.org');
    await page.fill('[name=password]', PASSWORD);
    await page.click('main button[type=submit]');
    await page.waitForSelector('[name=code]');
    await examine(page);
    await keep(page, 'login-code.en.light');
    await context.close();

    const menu = await phone.newPage();
    await menu.setViewportSize({ width: 1440, height: 900 });
    await menu.goto(`${server.url}/console?lang=ar`);
    await menu.click('.nav-more summary');
    for (const href of ['people', 'audit', 'webhooks', 'offices', 'calendar-feed', 'quiet-hours', 'account', 'steering']) expect(await menu.isVisible(`.nav-more a[href^="/console/${href}"]`)).toBe(true);
    const box = await menu.locator('.nav-more ul').boundingBox();
    expect(box && box.x >= 0 && box.x + box.width <= 1440).toBe(true);
    await keep(menu, 'menu.ar.light');
    await menu.close();
  }, 60_000);
});

describe.each([['with', true], ['without', false]])('a handover, %s script', (_how, javaScriptEnabled) => {
  it('is booked, held, and what was promised is followed to fulfilled', async () => {
    const context = await browser.newContext({ viewport: { width: 390, height: 844 }, javaScriptEnabled });
    const page = await signIn(context, 'sweden@example.org');

    await page.goto(`${server.url}/console/handovers/new?petition=alive-se&lang=en`);
    const fields = await page.locator('main').locator('input:not([type=hidden]), select, textarea').count();
    expect(fields).toBeLessThanOrEqual(8);
    await page.fill('[name=date]', 'the day after');
    await page.fill('[name=place]', 'Rosenbad, Stockholm');
    await page.fill('[name=presenters]', 'Ana Silva, Youth Council');
    await page.click('main button[type=submit]');
    expect(await page.textContent('.error-summary')).toContain('This date cannot be read.');
    expect(await page.inputValue('[name=place]')).toBe('Rosenbad, Stockholm');
    await page.fill('[name=date]', new Date().toISOString().slice(0, 10));
    await page.click('main button[type=submit]');
    expect(await page.textContent('[role=status]')).toContain('The handover is booked.');
    expect(await page.textContent('main')).toContain('Ana Silva, Youth Council');

    expect(await page.inputValue('[name=signatures]')).toBe('893');
    await page.fill('[name=whatWasSaid]', 'We shall publish them.');
    await page.click('text=Save the outcome');
    expect(await page.textContent('[role=status]')).toContain('The outcome is saved.');
    expect(await page.textContent('main')).toContain('We shall publish them.');

    if (javaScriptEnabled) await page.click('summary:has-text("Add a commitment")');
    else await page.click('summary:has-text("Add a commitment")');
    await page.fill('[name=commitmentText]', 'The figures will be published every year.');
    await page.check('[name=answers] >> nth=0');
    await page.click('text=Save the commitment');
    await page.click('text=The figures will be published every year.');
    expect(await page.textContent('main')).toContain('Promised');

    await page.selectOption('[name=status]', 'fulfilled');
    await page.click('text=Save the status');
    expect(await page.textContent('.error-summary')).toContain('Please give a link or a sentence that others can check.');
    await page.fill('[name=evidence]', 'https://example.org/figures');
    await page.click('text=Save the status');
    expect(await page.textContent('[role=status]')).toContain('The status is saved.');
    expect(await page.textContent('.timeline li:first-child')).toContain('Fulfilled');
    await context.close();
  }, 90_000);
});

describe('pairing a tablet', () => {
  /** What a tablet hands over with the code. */
  const redeem = async (code: string): Promise<string> => {
    const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const { x = '', y = '' } = publicKey.export({ format: 'jwk' });
    const point = Buffer.concat([Buffer.of(4), Buffer.from(x, 'base64url'), Buffer.from(y, 'base64url')]);
    const answer = await fetch(`${server.url}/api/v1/device-pairings`, {
      method: 'POST', headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ code, publicKey: point.toString('base64url'), appVersion: '1.0.0', storageProtected: true }),
    });
    expect(answer.status).toBe(201);
    return ((await answer.json()) as { fingerprint: string }).fingerprint;
  };

  it.each([['en', 'light'], ['fr', 'dark']] as const)('goes from the code to the compared fingerprint, in %s, %s', async (locale, colorScheme) => {
    const page = await phone.newPage();
    await page.emulateMedia({ colorScheme });
    await page.goto(`${server.url}/console/stores/${stores.own}?lang=${locale}`);
    await page.click('details:has([name=deviceName]) summary');
    await page.fill('[name=deviceName]', `Till ${locale}`);
    await page.click('form:has([name=deviceName]) button[type=submit]');
    await page.waitForSelector('.pairing-show');
    const code = (await page.textContent('.big-code')) ?? '';
    const { data, width, height } = await page.evaluate<{ data: number[]; width: number; height: number }>(SCANNED);
    expect(scan(Uint8ClampedArray.from(data), width, height)?.data).toMatch(new RegExp(`/tablet/#pair=${code.replace('-', '')}(&root=[0-9a-f]+)?$`));
    await examine(page);
    await keep(page, `pairing.${locale}.${colorScheme}`);

    const fingerprint = await redeem(code);
    await page.waitForSelector(`.big-code:text-is("${fingerprint}")`);
    await examine(page);
    await keep(page, `pairing-compare.${locale}.${colorScheme}`);

    await page.click('form[action*="/admit"] button');
    await page.waitForSelector('[role=status]');
    expect((await db.query<{ state: string }>(`select state from devices where fingerprint = $1`, [fingerprint])).rows).toEqual([{ state: 'active' }]);
    await examine(page);
    await keep(page, `pairing-admitted.${locale}.${colorScheme}`);
    await page.close();
  }, 60_000);
});

if (KEEP) {
  describe('pictures for people to look at', () => {
    const looks = [[390, 'light', 'en'], [390, 'dark', 'ar'], [1024, 'light', 'fr'], [1440, 'light', 'en'], [1440, 'dark', 'en'], [1440, 'light', 'ar']] as const;
    it.each(looks)('at %i px, %s, in %s', async (width, colorScheme, locale) => {
      mkdirSync(KEEP, { recursive: true });
      const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme, storageState: await phone.storageState() });
      const page = await context.newPage();
      const refused: string[] = [];
      for (const name of [...NAMES, ...ROTATED_NAMES]) {
        const answer = await page.goto(addressOf(name, locale));
        if (answer && answer.status() >= 400 && name !== 'not-found') refused.push(`${name}: ${answer.status()}`);
        await page.screenshot({ path: path.join(KEEP, `${name}.${locale}.${width}.${colorScheme}.png`), fullPage: true });
      }
      await context.close();
      expect(refused).toEqual([]);
    }, 300_000);
  });
}
