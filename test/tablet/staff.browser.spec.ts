import { mkdirSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Page, type Route } from 'playwright-core';
import { LOCALES, directionOf, ownName, type Locale } from '../../apps/tablet/src/i18n.js';
import { faultsOfView } from '../gallery/axe.js';
import { startInstallation, type Installation } from '../support/demonstration.js';
import { eventually } from '../support/installation.js';
import { MANAGER, type StoreParts, storeParts } from '../support/stores.js';
import { ChromiumTablet } from './chromium.js';
import { finish, fillIn, handOver, said } from './till.js';
import { WeakNetwork } from './weak-network.js';

/** Set to a folder to keep pictures of every screen in three languages and two sizes, light and dark, for people to look at. */
const KEEP = process.env['TABLET_PICTURES'];
const PETITION = 'keep-your-word-gb';
const MINUTE = 60_000;
const SIZES = { phone: { width: 390, height: 844 }, tablet: { width: 1024, height: 768 } } as const;
/** A name of this machine that no browser takes for the machine itself: plain HTTP there is what it is in a shop. */
const IN_THE_SHOP = 'countersign.shop.invalid';

interface Measured { lang: string; dir: string; width: number; wide: number; small: string[] }

/** Runs in the page. */
function measure(): Measured {
  const small = [...document.querySelectorAll('button, a[href], input, select, textarea, summary')].flatMap((node) => {
    const box = ((node as HTMLInputElement).type === 'checkbox' ? (node.closest('label') ?? node) : node).getBoundingClientRect();
    return box.width > 0 && (box.width < 44 || box.height < 44) ? [`${node.outerHTML.slice(0, 100)} ${Math.round(box.width)}×${Math.round(box.height)}`] : [];
  });
  const { lang, dir, scrollWidth, clientWidth } = document.documentElement;
  return { lang, dir, width: clientWidth, wide: scrollWidth, small };
}

describe('the screens of the staff', () => {
  let place: Installation;
  let parts: StoreParts;
  let network: WeakNetwork;
  let tablet: ChromiumTablet;
  let page: Page;
  let store: string;
  let deviceId: string;

  beforeAll(async () => {
    if (KEEP) mkdirSync(KEEP, { recursive: true });
    place = await startInstallation();
    parts = storeParts(place.database);
    network = await WeakNetwork.to(place.url);
    store = (await parts.storeFor(PETITION)).id;
    tablet = new ChromiumTablet(undefined, [`--host-resolver-rules=MAP ${IN_THE_SHOP} 127.0.0.1`, '--lang=en']);
  }, 2 * MINUTE);
  afterAll(async () => {
    await tablet?.end();
    network?.close();
    await place?.end();
  }, MINUTE);

  const press = (key: string, more: object = {}): Promise<void> => page.getByRole('button', { name: said(key), exact: true, ...more }).click();
  const shows = (key: string): Promise<void> => page.getByText(said(key), { exact: true }).first().waitFor();
  const pin = async (digits: string): Promise<void> => {
    for (const digit of digits) await page.keyboard.press(digit);
  };
  const speak = (locale: Locale): Promise<unknown> => page.locator('.language-switch').selectOption(locale, { force: true });
  const newCode = async (): Promise<string> => (await parts.pairing.newCode(store, { deviceName: 'Till 1' }, MANAGER)).code;

  const faults: string[] = [];
  const nothingIsWrong = (): void => expect(faults.splice(0)).toEqual([]);

  /** Everything that can be told of a screen without knowing what it is for, in each language and size. Leaves it in English. */
  async function examine(name: string): Promise<void> {
    const wrong = (what: string): unknown => faults.push(`${name}, ${what}`);
    // Nothing that moves: colours half way are no colours.
    await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
    for (const locale of LOCALES) {
      await speak(locale);
      await page.waitForFunction((wanted) => document.documentElement.lang === wanted, locale);
      for (const [size, viewport] of Object.entries(SIZES)) {
        await page.setViewportSize(viewport);
        const { dir, width, wide, small } = await page.evaluate(measure);
        if (dir !== directionOf(locale)) wrong(`${locale}: written ${dir}`);
        if (wide > width) wrong(`${locale} ${size}: ${wide} px wide`);
        for (const one of small) wrong(`${locale} ${size}: small ${one}`);
        if (KEEP) await page.screenshot({ path: path.join(KEEP, `${name}.${locale}.${size}.png`), fullPage: true });
      }
      for (const one of await faultsOfView(page, locale)) wrong(`${locale}: ${one}`);
    }
    await speak('en');
    if (!KEEP) return;
    await page.emulateMedia({ colorScheme: 'dark' });
    await page.screenshot({ path: path.join(KEEP, `${name}.en.dark.png`), fullPage: true });
    await page.emulateMedia({ colorScheme: 'light' });
  }

  it('say where nothing may be collected: over plain HTTP, and in a browser that lacks what it takes', async () => {
    page = await tablet.open(`${network.url.replace('127.0.0.1', IN_THE_SHOP)}/tablet/`);
    expect(await page.evaluate(() => window.isSecureContext)).toBe(false);
    await shows('staff.unsupported.https.title');
    await examine('unsupported-https');
    const old = page;
    page = await tablet.context.newPage();
    await page.addInitScript(() => Object.defineProperty(navigator, 'locks', { value: undefined }));
    await page.goto(`${network.url}/tablet/`);
    await shows('staff.unsupported.browser.title');
    await examine('unsupported-browser');
    await page.close();
    page = old;
    nothingIsWrong();
  }, MINUTE);

  it('lead through pairing, and say in words what is wrong with a code', async () => {
    await page.goto(`${network.url}/tablet/`);
    await shows('staff.pair.title');
    await examine('pairing');
    await page.fill('[data-field=code]', 'ABC-DEFG');
    await press('staff.pair.send');
    await page.locator('.fault:visible').waitFor();
    await examine('pairing-faulty');
    await page.fill('[data-field=code]', 'ABC-DEFGH');
    await press('staff.pair.send');
    await shows('staff.pair.code-unknown');
    await examine('pairing-unknown');
    network.weather = (asked) => (asked.startsWith('/api/') ? 'login' : 'fine');
    await press('staff.pair.send');
    await shows('staff.pair.offline');
    network.weather = () => 'fine';
    await page.goto('about:blank');
    await page.goto(`${network.url}/tablet/#pair=${(await newCode()).replace('-', '')}&root=${'0'.repeat(40)}`);
    await shows('staff.pair.code.scanned');
    await examine('pairing-scanned');
    await press('staff.pair.send');
    await shows('staff.pair.wrong-root');

    await page.goto('about:blank');
    await page.goto(`${network.url}/tablet/#pair=${(await newCode()).replace('-', '')}`);
    await press('staff.pair.send');
    await shows('staff.await.title');
    await examine('awaiting');
    network.weather = () => 'down';
    await press('staff.await.ask');
    await shows('staff.await.offline');
    await examine('awaiting-offline');
    network.weather = () => 'fine';
    const [device] = await place.database.rows<{ id: string }>(`select id from devices where store_id = $1 order by paired_at desc limit 1`, [store]);
    deviceId = device?.id ?? '';
    await parts.pairing.admit(deviceId, MANAGER);
    await shows('staff.pin.set.title');
    await examine('pin-set');
    await pin('1234');
    await shows('staff.pin.set.second');
    await pin('1235');
    await shows('staff.pin.set.differ');
    await examine('pin-differs');
    await pin('12341234');
    await handOver(page).waitFor();
    nothingIsWrong();
  }, 2 * MINUTE);

  it('show the till, a shift, and what waits', async () => {
    await page.getByText('nothing waiting').waitFor();
    await examine('till');
    await press('staff.shift.start');
    await shows('staff.shift.captured');
    network.weather = (asked) => (asked.startsWith('/api/') ? 'down' : 'fine');
    await fillIn(page, { givenName: 'Ada', postcode: 'LS1 4DY' });
    await finish(page);
    await press('customer.thanks.done');
    await page.getByText('1 waiting').waitFor();
    await shows('staff.status.offline');
    await examine('till-offline');
    network.weather = () => 'fine';
    await press('staff.status.send');
    await page.getByText('nothing waiting').waitFor();
    await press('staff.shift.end');
    await shows('staff.shift.ended');
    await examine('shift-ended');
    await press('staff.done');

    await press('staff.about.open');
    await page.locator('[data-field=version]').waitFor();
    await examine('about');
    await press('staff.about.pin');
    await shows('staff.pin.enter');
    await examine('pin-gate');
    await press('common.cancel');
    await press('staff.lock.now');
    await shows('staff.lock.title');
    await examine('lock');
    await press('staff.lock.staff');
    await pin('9999');
    await shows('staff.pin.wrong');
    await pin('1234');
    await handOver(page).waitFor();
    nothingIsWrong();
  }, 2 * MINUTE);

  it('tell each trouble in words, and stop collecting only where nothing could be kept', async () => {
    const { context } = tablet;
    // A sign of life, without records, gets through: else the tablet would think that it is itself what is too old.
    const answer = (status: number, code: string) => (route: Route): Promise<void> =>
      status === 422 && (route.request().postDataJSON() as { records: unknown[] }).records.length === 0 ? route.continue() : route.fulfill({ status, headers: { 'countersign-answer': '1', 'countersign-time': String(Date.now()), 'content-type': 'application/problem+json' }, body: JSON.stringify({ code, status }) });
    const capture = async (): Promise<void> => {
      await fillIn(page, { givenName: 'Bo', postcode: 'LS1 4DY' });
      await finish(page);
      await press('customer.thanks.done');
      await handOver(page).waitFor();
    };
    for (const [trouble, status, code] of [['ask-manager', 401, 'devices.signature'], ['upgrade', 426, 'devices.upgrade'], ['stuck', 422, 'devices.batch_invalid']] as const) {
      const refuse = answer(status, code);
      await context.route('**/batches', refuse);
      if (trouble === 'stuck') await capture();
      else await press('staff.status.send');
      await shows(`staff.trouble.${trouble}.title`);
      await examine(`till-${trouble}`);
      await shows(`staff.trouble.${trouble}.title`);
      expect(await handOver(page).count()).toBe(1);
      await context.unroute('**/batches', refuse);
    }
    const session = await context.newCDPSession(page);
    const { origin } = new URL(page.url());
    await session.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: 1 });
    await page.reload();
    await shows('staff.trouble.storage-full.title');
    await examine('till-storage-full');
    expect(await handOver(page).count()).toBe(0);
    await session.send('Storage.overrideQuotaForOrigin', { origin });
    await page.reload();
    await handOver(page).waitFor();

    const front = page;
    page = await context.newPage();
    await page.addInitScript(() => {
      IDBFactory.prototype.open = () => {
        throw new DOMException('The connection is lost', 'UnknownError');
      };
    });
    await page.goto(`${network.url}/tablet/`);
    await shows('staff.broken.title');
    await examine('storage-broken');
    await page.close();
    page = front;
    await page.bringToFront();
    nothingIsWrong();
  }, 2 * MINUTE);

  it('lead through typing in a sheet', async () => {
    const [petition] = await place.database.rows<{ id: number }>(`select id from petitions where slug = $1`, [PETITION]);
    const [sheet] = await parts.sheets.print(store, { petitionId: petition?.id ?? 0, language: 'en', count: 1, lines: 10 }, MANAGER);
    if (!sheet) throw new Error('no sheet');
    await press('staff.type.open');
    await shows('staff.pin.enter');
    await pin('1234');
    await shows('staff.type.list.none');
    await page.fill('[data-field=sheet]', '10000-1');
    await press('staff.type.go');
    await page.locator('.fault:visible').waitFor();
    await examine('typing-none');
    await parts.sheets.giveOut([sheet.id], MANAGER);
    await parts.sheets.returned(sheet.id, 2, MANAGER);
    await eventually('the sheet is on the list', async () => {
      await press('staff.type.refresh');
      return page.getByText(sheet.number).waitFor({ timeout: 1_000 }).then(() => true, () => false);
    });
    await page.fill('[data-field=sheet]', '');
    await examine('typing-list');
    await page.fill('[data-field=sheet]', sheet.number);
    await press('staff.type.go');
    await page.getByRole('heading', { name: 'Line 1', exact: true }).waitFor();
    await press('staff.type.save');
    await examine('typing-faulty');
    await page.fill('[data-field=day]', new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/London' }).format(new Date()));
    await page.fill('[data-field=givenName]', 'Ada');
    await page.fill('[data-field=postcode]', 'LS1 4DY');
    await press('staff.type.save');
    await page.getByText('Line 1 is kept.').waitFor();
    for (let line = 2; line < 10; line += 1) await press('staff.type.skip');
    await examine('typing-last-line');
    await press('staff.type.skip');
    await shows('staff.type.finished.title');
    await examine('typing-finished');
    await press('staff.type.next');
    await press('common.back');
    nothingIsWrong();
  }, 2 * MINUTE);

  it('say that nothing is open, that a tablet is retired, and that it is not admitted', async () => {
    await place.database.rows(`update petitions set status = 'closed', closed_at = now() where slug = $1`, [PETITION]);
    await eventually('nothing is open', async () => {
      await press('staff.status.send');
      return page.getByText(said('staff.till.none.title')).waitFor({ timeout: 1_000 }).then(() => true, () => false);
    });
    await examine('till-nothing-open');
    await parts.devices.retire(deviceId, MANAGER);
    await press('staff.status.send');
    await eventually('the tablet knows', async () => {
      await page.reload();
      return (await page.getByText(said('staff.retired.text')).count()) > 0;
    });
    await examine('retired');
    await parts.devices.stolen(deviceId, MANAGER);
    await press('staff.status.send');
    await shows('staff.refused.title');
    await examine('refused');
    await press('staff.refused.pair');
    await shows('staff.pair.title');
    await examine('pairing-anew');
    nothingIsWrong();
  }, 2 * MINUTE);

  it('are named in their own language where a language is chosen', async () => {
    expect(await page.locator('.language-switch option').allInnerTexts()).toEqual(LOCALES.map(ownName));
  });
});
