import { type Page } from 'playwright-core';
import { eventually } from '../../support/installation.js';
import { type ShopFloor } from '../../support/shop-floor.js';
import { ChromiumTablet } from '../chromium.js';
import { type Customer, fillIn, handOver, pairTill, said } from '../till.js';
import { Meddler } from './meddler.js';

const DATABASE = 'countersign-tablet';

/** What lies on the tablet's own disk. */
export interface OnDisk { outbox: { seq: number; id: string; status: string }[]; receipts: { id: string; outcome: string }[] }

/** A paired tablet at its till, behind somebody who may meddle with its line. */
export interface Till { tablet: ChromiumTablet; line: Meddler; page: Page; deviceId: string; end: () => Promise<void> }

export async function openTill(floor: ShopFloor, tablet = new ChromiumTablet()): Promise<Till> {
  const line = await Meddler.to(floor.url);
  const { page, deviceId } = await pairTill(tablet, floor, floor.parts, floor.petition, line.url);
  return {
    tablet, line, page, deviceId,
    end: async () => {
      line.close();
      await tablet.end();
    },
  };
}

export const onDisk = (page: Page): Promise<OnDisk> => page.evaluate(async (name) => {
  const db = await new Promise<IDBDatabase>((resolve, reject) => {
    const asked = indexedDB.open(name);
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(new Error(asked.error?.name));
  });
  const all = <T>(store: string): Promise<T[]> => new Promise((resolve, reject) => {
    const asked = db.transaction(store).objectStore(store).getAll() as IDBRequest<T[]>;
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(new Error(asked.error?.name));
  });
  try {
    const [outbox, receipts] = [await all<{ seq: number; id: string; status: string }>('outbox'), await all<{ id: string; outcome: string }>('receipts')];
    return { outbox: outbox.map(({ seq, id, status }) => ({ seq, id, status })), receipts: receipts.map(({ id, outcome }) => ({ id, outcome })) };
  } finally {
    db.close();
  }
}, DATABASE);

/** From the till until only the last press is missing. */
export async function toReview(page: Page, customer: Customer): Promise<void> {
  await fillIn(page, customer);
  await page.getByRole('button', { name: said('common.continue') }).click();
  await page.check('[data-field=consent]');
}

/** Presses Sign, and says what the customer was told. */
export async function pressSign(page: Page): Promise<'thanked' | 'told' | 'nothing'> {
  const thanks = page.getByRole('heading', { name: said('customer.thanks.title') });
  const failed = page.getByText(said('customer.failed.title'));
  await page.getByRole('button', { name: said('customer.review.sign'), exact: true }).click();
  // What was told of the press before goes with this one.
  await page.waitForTimeout(50);
  await thanks.or(failed).first().waitFor({ timeout: 60_000 }).catch(() => undefined);
  if (await thanks.isVisible()) return 'thanked';
  return (await failed.isVisible()) ? 'told' : 'nothing';
}

export async function done(page: Page): Promise<void> {
  await page.getByRole('button', { name: said('customer.thanks.done') }).click();
}

/** Whether something is shown within a time; for what is to be told rather than to stop a proof. */
export const shows = (page: Page, text: string, withinMs = 10_000): Promise<boolean> =>
  page.getByText(text).first().waitFor({ timeout: withinMs }).then(() => true, () => false);

export const maySign = (page: Page): Promise<boolean> => handOver(page).isVisible();

export const sendNow = (page: Page): Promise<void> => page.getByRole('button', { name: said('staff.status.send') }).click();

/** Ids the server has of a tablet, and how many signatures they are. */
export async function arrived(floor: ShopFloor, deviceId: string): Promise<{ ids: string[]; signatures: number; gaps: number }> {
  const rows = await floor.database.rows<{ id: string }>(`select record_id as id from device_records where device_id = $1 order by 1`, [deviceId]);
  const [sum] = await floor.database.rows<{ n: number }>(
    `select count(*)::int as n from signatures s where exists (select 1 from device_records r where r.device_id = $1 and r.petition_id = s.petition_id and r.record_id = s.id)`, [deviceId]);
  return { ids: rows.map(({ id }) => id), signatures: sum?.n ?? 0, gaps: (await floor.parts.devices.gaps(deviceId)).length };
}

/** Nothing waits any more, and so many arrived, each once; gives back what is to be said of it. */
export async function allArrive(floor: ShopFloor, till: Pick<Till, 'page' | 'deviceId'>, thanked: number): Promise<{ held: boolean; found: string }> {
  await eventually('all is sent and written', async () => (await onDisk(till.page)).outbox.length === 0 && (await arrived(floor, till.deviceId)).signatures >= thanked, 60_000).catch(() => undefined);
  const { outbox } = await onDisk(till.page);
  const { ids, signatures, gaps } = await arrived(floor, till.deviceId);
  const held = outbox.length === 0 && ids.length === thanked && new Set(ids).size === thanked && signatures === thanked && gaps === 0;
  return { held, found: `${thanked} thanked, ${ids.length} received, ${signatures} signatures, ${outbox.length} waiting, ${gaps} gaps` };
}
