import { readFileSync } from 'node:fs';
import path from 'node:path';
import { type Page } from 'playwright-core';
import { type Installation } from '../support/demonstration.js';
import { eventually } from '../support/installation.js';
import { MANAGER, type StoreParts } from '../support/stores.js';

const catalogue = (name: string): Record<string, string> =>
  JSON.parse(readFileSync(path.resolve(import.meta.dirname, '../../apps/tablet/src/messages/en', `${name}.json`), 'utf8')) as Record<string, string>;
const SAID = { ...catalogue('common'), ...catalogue('staff'), ...catalogue('customer') };

/** A sentence of the English catalogue as it stands on the screen. */
export function said(key: string): string {
  const words = SAID[key];
  if (words === undefined) throw new Error(`no sentence '${key}'`);
  return words;
}

export interface PairedTill { page: Page; deviceId: string; store: { id: string; code: string } }

/** Pairs a real browser as staff and manager do: the code on its screen, the fingerprint compared, no PIN. */
export async function pairTill(tablet: { open(url: string): Promise<Page> }, place: Pick<Installation, 'url' | 'database'>, parts: StoreParts, petition: string, url = place.url): Promise<PairedTill> {
  const store = await parts.storeFor(petition);
  const { code } = await parts.pairing.newCode(store.id, { deviceName: 'Till 1' }, MANAGER);
  const page = await tablet.open(`${url}/tablet/#pair=${code.replace('-', '')}`);
  await page.getByRole('button', { name: said('staff.pair.send') }).click();
  let deviceId = '';
  await eventually('the tablet answered', async () => {
    const [device] = await place.database.rows<{ id: string }>(`select id from devices where store_id = $1`, [store.id]);
    deviceId = device?.id ?? '';
    return deviceId !== '';
  });
  const [device] = await place.database.rows<{ fingerprint: string }>(`select fingerprint from devices where id = $1`, [deviceId]);
  await page.getByText(new RegExp(`${device?.fingerprint.slice(0, 4)}.*${device?.fingerprint.slice(5)}`, 's')).first().waitFor();
  await parts.pairing.admit(deviceId, MANAGER);
  await atTill(page);
  return { page, deviceId, store };
}

export const handOver = (page: Page): ReturnType<Page['getByRole']> => page.getByRole('button', { name: said('staff.till.hand') });

/** The till, on an app that was opened anew and asks once more for a PIN. */
export async function atTill(page: Page): Promise<void> {
  await page.getByRole('button', { name: said('staff.pin.set.skip') }).click();
  await handOver(page).waitFor();
}

export interface Customer { givenName: string; familyName?: string; postcode?: string; email?: string; language?: string }

/** From the till to the form, filled in. */
export async function fillIn(page: Page, { givenName, familyName, postcode, email, language = 'English' }: Customer): Promise<void> {
  await handOver(page).click();
  await page.getByRole('button', { name: new RegExp(`^${language}`) }).click();
  await page.getByRole('button', { name: /sign$/ }).click();
  await page.fill('[data-field=givenName]', givenName);
  if (familyName) await page.fill('[data-field=familyName]', familyName);
  if (postcode) await page.fill('[data-field=postcode]', postcode);
  if (email) await page.fill('[data-field=email]', email);
}

/** The rest: checked, consented, signed. Resolved when the customer is thanked: then it is on the disk. */
export async function finish(page: Page): Promise<void> {
  await page.getByRole('button', { name: said('common.continue') }).click();
  await page.check('[data-field=consent]');
  await page.getByRole('button', { name: said('customer.review.sign'), exact: true }).click();
  await page.getByRole('heading', { name: said('customer.thanks.title') }).waitFor();
}

/** A whole customer; the till is shown again. */
export async function sign(page: Page, customer: Customer): Promise<void> {
  await fillIn(page, customer);
  await finish(page);
  await page.getByRole('button', { name: said('customer.thanks.done') }).click();
  await handOver(page).waitFor();
}
