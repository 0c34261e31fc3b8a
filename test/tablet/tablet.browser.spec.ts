import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { startInstallation, type Installation } from '../support/demonstration.js';
import { eventually } from '../support/installation.js';
import { MANAGER, type StoreParts, storeParts } from '../support/stores.js';
import { ChromiumTablet } from './chromium.js';
import { atTill, fillIn, finish, handOver, pairTill, said, sign } from './till.js';
import { WeakNetwork } from './weak-network.js';

const PETITION = 'keep-your-word-gb';
const MINUTE = 60_000;

describe('the tablet, in a real browser', () => {
  let place: Installation;
  let parts: StoreParts;
  let network: WeakNetwork;
  const open: ChromiumTablet[] = [];

  beforeAll(async () => {
    place = await startInstallation();
    parts = storeParts(place.database);
    network = await WeakNetwork.to(place.url);
  }, 2 * MINUTE);
  afterEach(async () => {
    network.weather = () => 'fine';
    await Promise.all(open.splice(0).map((tablet) => tablet.end()));
  }, MINUTE);
  afterAll(async () => {
    network.close();
    await place.end();
  }, MINUTE);

  const newTablet = (): ChromiumTablet => {
    const tablet = new ChromiumTablet();
    open.push(tablet);
    return tablet;
  };
  const stored = async (deviceId: string): Promise<number> =>
    (await place.database.rows<{ n: number }>(`select count(distinct r.record_id)::int as n from device_records r join signatures s on s.petition_id = r.petition_id and s.id = r.record_id where r.device_id = $1`, [deviceId]))[0]?.n ?? 0;

  it('is paired, collects offline from a cold start, is killed while it saves and sends, and loses and doubles nobody', async () => {
    const tablet = newTablet();
    const { page: first, deviceId } = await pairTill(tablet, place, parts, PETITION, network.url);
    await sign(first, { givenName: 'Ada', postcode: 'LS1 4DY' });
    await eventually('the first arrived', async () => (await stored(deviceId)) === 1);

    network.weather = () => 'down';
    await tablet.kill();
    let page = await tablet.open(`${network.url}/tablet/`);
    await atTill(page);
    let thanked = 1;
    let unsure = 0;
    for (let n = 0; n < 3; n += 1) {
      await sign(page, { givenName: `Offline ${n}`, email: `offline.${n}@tablet.invalid` });
      thanked += 1;
    }
    for (const wait of [0, 4, 15]) {
      await fillIn(page, { givenName: `Killed ${wait}`, postcode: 'LS1 4DY' });
      await page.getByRole('button', { name: said('common.continue') }).click();
      await page.check('[data-field=consent]');
      // Pressed, and before anybody is thanked the browser is gone.
      void page.getByRole('button', { name: said('customer.review.sign'), exact: true }).click({ noWaitAfter: true }).catch(() => undefined);
      await new Promise((resolve) => setTimeout(resolve, wait));
      await tablet.kill();
      unsure += 1;
      page = await tablet.open(`${network.url}/tablet/`);
      await atTill(page);
    }
    network.weather = (asked) => (asked.endsWith('/batches') ? 'lost' : 'fine');
    await page.getByRole('button', { name: said('staff.status.send') }).click();
    await eventually('a batch arrived whose answer got lost', () => network.met.lost > 0);
    await tablet.kill();
    network.weather = () => 'fine';
    page = await tablet.open(`${network.url}/tablet/`);
    await atTill(page);
    await page.getByText('nothing waiting').waitFor();
    const arrived = await stored(deviceId);
    expect(arrived).toBeGreaterThanOrEqual(thanked);
    expect(arrived).toBeLessThanOrEqual(thanked + unsure);
    expect(await parts.devices.gaps(deviceId)).toEqual([]);
  }, 3 * MINUTE);

  it('leaves nothing of a customer: not on the disk when it is killed over a filled form, not on the screen for the next one', async () => {
    const tablet = newTablet();
    const canary = 'Zanzibarina';
    const { page } = await pairTill(tablet, place, parts, PETITION, network.url);
    await sign(page, { givenName: canary, familyName: 'Quuxworthy', email: 'zanzibarina@quuxworthy.invalid' });
    const shown = async (): Promise<string> => page.evaluate(() => document.body.innerText + [...document.querySelectorAll('input, textarea, select')].map((one) => (one as HTMLInputElement).value).join(''));
    for (const go of [() => page.goBack(), () => page.goForward(), () => page.reload()]) {
      await go().catch(() => null);
      await page.waitForTimeout(300);
      expect(await shown()).not.toMatch(/zanzibarina|quuxworthy/i);
    }
    if (!page.url().startsWith(network.url)) await page.goto(`${network.url}/tablet/`);
    await handOver(page).click();
    await page.getByRole('button', { name: /^English/ }).click();
    await page.getByRole('button', { name: /sign$/ }).click();
    expect(await page.$$eval('input', (inputs) => inputs.map((input) => [input.value, input.autocomplete, input.spellcheck]))).toEqual(Array(4).fill(['', 'off', false]));
    await page.fill('[data-field=givenName]', canary);
    await page.fill('[data-field=email]', 'zanzibarina@quuxworthy.invalid');
    await page.getByRole('button', { name: said('common.continue') }).click();
    await page.waitForTimeout(500);
    await tablet.kill();
    expect(filesWith(tablet.profile, ['Zanzibarina', 'zanzibarina@', 'Quuxworthy', 'quuxworthy.invalid'])).toEqual([]);
    // The search would find it: the petition's own words lie there in the clear.
    expect(filesWith(tablet.profile, ['Keep your word to trafficked children']).length).toBeGreaterThan(0);
  }, 2 * MINUTE);

  it('takes no login page for a success, and stops within one request when it is called stolen, keeping its queue', async () => {
    const tablet = newTablet();
    const { page, deviceId } = await pairTill(tablet, place, parts, PETITION, network.url);
    network.weather = (asked) => (asked.startsWith('/api/') ? 'login' : 'fine');
    await sign(page, { givenName: 'Ada', postcode: 'LS1 4DY' });
    await eventually('the login page answered', () => network.met.login > 1);
    await page.getByText('1 waiting').waitFor();
    await parts.devices.stolen(deviceId, MANAGER);
    network.weather = () => 'fine';
    const before = network.met.fine;
    await page.getByRole('button', { name: said('staff.status.send') }).click();
    await page.getByText(said('staff.refused.title')).first().waitFor();
    expect(network.met.fine - before).toBeLessThan(8);
    expect(await stored(deviceId)).toBe(0);
    await page.getByText(/^1 signature waits here/).waitFor();
  }, 2 * MINUTE);

  it('lets two tabs sign at once', async () => {
    const tablet = newTablet();
    const { page, deviceId } = await pairTill(tablet, place, parts, PETITION, network.url);
    const other = await tablet.context.newPage();
    await other.goto(`${network.url}/tablet/`);
    await atTill(other);
    for (const each of [page, other]) {
      // A tab in the background draws nothing: each is brought to the front to be typed in, as a person would.
      await each.bringToFront();
      await fillIn(each, { givenName: 'Tab', postcode: 'LS1 4DY', familyName: each === page ? 'One' : 'Two' });
    }
    for (const each of [page, other]) {
      await each.bringToFront();
      await finish(each);
    }
    await eventually('both arrived', async () => (await stored(deviceId)) === 2);
    expect(await parts.devices.gaps(deviceId)).toEqual([]);
  }, 2 * MINUTE);
});

/** Files below a folder with one of these texts in them, as UTF-8 or UTF-16. */
function filesWith(folder: string, texts: readonly string[]): string[] {
  const needles = texts.flatMap((text) => [Buffer.from(text, 'utf8'), Buffer.from(text, 'utf16le')]);
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => {
    const file = path.join(folder, name);
    if (!statSync(file, { throwIfNoEntry: false })?.isFile()) return false;
    const content = readFileSync(file);
    return needles.some((needle) => content.includes(needle));
  });
}
