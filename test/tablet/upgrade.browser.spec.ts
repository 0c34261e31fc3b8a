import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Page } from 'playwright-core';
import { startInstallation, type Installation } from '../support/demonstration.js';
import { eventually } from '../support/installation.js';
import { type StoreParts, storeParts } from '../support/stores.js';
import { type Build, buildOfVersion, shippedScripts } from './builds.js';
import { ChromiumTablet } from './chromium.js';
import { atTill, fillIn, finish, handOver, pairTill, said, sign } from './till.js';
import { WeakNetwork } from './weak-network.js';

const PETITION = 'keep-your-word-gb';
const MINUTE = 60_000;
const NEXT = '99.0.0+next';
/** Longer than the app waits between two looks whether it is quiet. */
const A_WHILE_MS = 3_000;

describe('a new version of the tablet\'s app', () => {
  let place: Installation;
  let parts: StoreParts;
  let network: WeakNetwork;
  let tablet: ChromiumTablet;
  let next: Build;

  beforeAll(async () => {
    next = buildOfVersion(NEXT);
    place = await startInstallation();
    parts = storeParts(place.database);
    network = await WeakNetwork.to(place.url);
    tablet = new ChromiumTablet();
  }, 2 * MINUTE);
  afterAll(async () => {
    await tablet?.end();
    network?.close();
    await place?.end();
    next?.remove();
  }, MINUTE);

  const runs = (page: Page): Promise<string[]> => page.$$eval('script[src]', (scripts) => scripts.map((script) => new URL((script as HTMLScriptElement).src).pathname));
  const runsNext = async (page: Page): Promise<boolean> => String(await runs(page).catch(() => '')) === String(next.scripts);
  /** What the app does each half hour. */
  const look = (page: Page): Promise<void> => page.evaluate(async () => void (await (await navigator.serviceWorker.getRegistration())?.update().catch(() => undefined)));
  const waits = (page: Page): Promise<boolean> => page.evaluate(async () => Boolean((await navigator.serviceWorker.getRegistration())?.waiting));
  /** Versions; the look for room on the disk has a cache of its own. */
  const kept = (page: Page): Promise<string[]> => page.evaluate(async () => (await caches.keys()).filter((name) => name.startsWith('countersign-tablet-')));

  it('is installed whole or not at all, disturbs nobody who signs, and loses nothing that waits', async () => {
    const { page, deviceId } = await pairTill(tablet, place, parts, PETITION, network.url);
    await page.evaluate(() => navigator.serviceWorker.ready);
    const old = await runs(page);
    expect(old).toEqual(shippedScripts());
    network.weather = (asked) => (asked.endsWith('/batches') ? 'down' : 'fine');
    await sign(page, { givenName: 'Before', postcode: 'LS1 4DY' });
    const [before] = await kept(page);

    // The Wi-Fi's login page in place of one file, and the whole version is left.
    network.folders = { '/tablet/': next.folder };
    network.weather = (asked) => (asked.endsWith('/batches') ? 'down' : asked.endsWith('.css') ? 'login' : 'fine');
    await look(page);
    await eventually('the file was asked for', () => network.met.login > 0);
    await eventually('nothing is being installed', () => page.evaluate(async () => !(await navigator.serviceWorker.getRegistration())?.installing));
    expect([await waits(page), await kept(page)]).toEqual([false, [before]]);
    await page.reload();
    await handOver(page).waitFor();
    expect(await runs(page)).toEqual(old);

    // Whole now; but a customer is at it, though the other tab shows its till.
    network.weather = (asked) => (asked.endsWith('/batches') ? 'down' : 'fine');
    await fillIn(page, { givenName: 'Meanwhile', postcode: 'LS2 7UE' });
    const second = await tablet.context.newPage();
    await second.goto(`${network.url}/tablet/`);
    await atTill(second);
    await look(second);
    await eventually('the new version waits', () => waits(second));
    await second.waitForTimeout(A_WHILE_MS);
    expect([await runs(page), await runs(second), await kept(page)]).toEqual([old, old, expect.arrayContaining([before])]);
    await page.bringToFront();
    expect(await page.inputValue('[data-field=givenName]')).toBe('Meanwhile');

    // What was signed before is on its way, and the customer is done: still not now.
    let letThrough = (): void => undefined;
    const held = new Promise<void>((resolve) => (letThrough = resolve));
    let sending = 0;
    network.weather = () => 'fine';
    await tablet.context.route('**/batches', async (route) => {
      sending += 1;
      await held;
      await route.continue();
    });
    await page.evaluate(() => dispatchEvent(new Event('online')));
    await eventually('a batch is under way', () => sending > 0);
    await finish(page);
    await page.getByRole('button', { name: said('customer.thanks.done') }).click();
    await handOver(page).waitFor();
    await page.waitForTimeout(A_WHILE_MS);
    expect([await runs(page), await runs(second)]).toEqual([old, old]);

    letThrough();
    // Long enough for the browser to be asked a second time.
    await eventually('both tabs run the new version', async () => (await runsNext(page)) && (await runsNext(second)), MINUTE);
    await handOver(page).waitFor();
    await page.getByText(/nothing waiting/).waitFor();
    await page.getByRole('button', { name: said('staff.about.open') }).click();
    expect(await page.innerText('[data-field=version]')).toBe(NEXT);
    expect(await kept(page)).toEqual([expect.stringContaining(NEXT)]);
    const [arrived] = await place.database.rows<{ n: number }>(`select count(distinct record_id)::int as n from device_records where device_id = $1`, [deviceId]);
    expect(arrived?.n).toBe(2);
    expect(await parts.devices.gaps(deviceId)).toEqual([]);

    network.weather = () => 'down';
    await tablet.kill();
    const cold = await tablet.open(`${network.url}/tablet/`);
    await atTill(cold);
    expect(await runs(cold)).toEqual(next.scripts);
  }, 2 * MINUTE);
});
