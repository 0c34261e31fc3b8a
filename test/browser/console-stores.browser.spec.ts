import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import jsQR from 'jsqr';
import { consoleScene, examine, keep, lookAtEveryPage, type Pages, pictures } from './console-scene.js';

const scene = consoleScene();

const PAGES: Pages = {
  stores: () => '/console/stores?campaign=alive',
  'stores-none': () => '/console/stores?campaign=alive&search=nowhere',
  'stores-new': () => '/console/stores/new?campaign=alive',
  'stores-import': () => '/console/stores/import?campaign=alive',
  'stores-sums': () => '/console/stores/figures?campaign=alive',
  'stores-sums-country': () => '/console/stores/figures?campaign=alive&country=SE',
  quarantine: () => '/console/stores/quarantine?campaign=alive',
  store: () => `/console/stores/${scene.stores.own}`,
  'store-new': () => `/console/stores/${scene.stores.north}`,
  tablet: () => `/console/stores/${scene.stores.own}/tablets/${scene.stores.tablet}`,
  shifts: () => `/console/stores/${scene.stores.own}/shifts`,
  shift: () => `/console/stores/${scene.stores.own}/shifts/${scene.stores.shift}`,
  sheets: () => `/console/stores/${scene.stores.own}/sheets?state=returned`,
  sheet: () => `/console/stores/${scene.stores.own}/sheets/${scene.stores.sheet}`,
  'store-figures': () => `/console/stores/${scene.stores.own}/figures`,
  'store-settings': () => `/console/stores/${scene.stores.own}/settings`,
};

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

describe('every page of stores, in every language', () => lookAtEveryPage(scene, PAGES));

describe('pairing a tablet', () => {
  /** What a tablet hands over with the code. */
  const redeem = async (code: string): Promise<string> => {
    const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const { x = '', y = '' } = publicKey.export({ format: 'jwk' });
    const point = Buffer.concat([Buffer.of(4), Buffer.from(x, 'base64url'), Buffer.from(y, 'base64url')]);
    const answer = await fetch(`${scene.server.url}/api/v1/device-pairings`, {
      method: 'POST', headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ code, publicKey: point.toString('base64url'), appVersion: '1.0.0', storageProtected: true }),
    });
    expect(answer.status).toBe(201);
    return ((await answer.json()) as { fingerprint: string }).fingerprint;
  };

  it.each([['fr', 'dark']] as const)('goes from the code to the compared fingerprint, in %s, %s', async (locale, colorScheme) => {
    const page = await scene.phone.newPage();
    await page.emulateMedia({ colorScheme });
    await page.goto(`${scene.server.url}/console/stores/${scene.stores.own}?lang=${locale}`);
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
    expect((await scene.db.query<{ state: string }>(`select state from devices where fingerprint = $1`, [fingerprint])).rows).toEqual([{ state: 'active' }]);
    await examine(page);
    await keep(page, `pairing-admitted.${locale}.${colorScheme}`);
    await page.close();
  }, 120_000);
});

pictures(scene, PAGES);
