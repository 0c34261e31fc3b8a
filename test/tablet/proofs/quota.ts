import { type Page } from 'playwright-core';
import { type Proof } from '../../support/proofs.js';
import { type ShopFloor } from '../../support/shop-floor.js';
import { handOver, said, sign } from '../till.js';
import { allArrive, done, maySign, onDisk, openTill, pressSign, sendNow, shows, toReview } from './floor.js';

/** Chromium remembers for half a minute how much room it found. */
const REMEMBERS_MS = 35_000;

/** The browser gives no more room to this origin: QuotaExceededError, by the debugging protocol. */
export async function quotaProofs(floor: ShopFloor, add: (...more: Proof[]) => void): Promise<void> {
  const till = await openTill(floor);
  try {
    const { page, line } = till;
    const debug = await page.context().newCDPSession(page);
    const quota = async (bytes?: number): Promise<void> => {
      await debug.send('Storage.overrideQuotaForOrigin', { origin: line.url, ...(bytes === undefined ? {} : { quotaSize: bytes }) });
      if (bytes !== undefined) await page.waitForTimeout(REMEMBERS_MS);
    };
    let thanked = 0;
    await sign(page, { givenName: 'Ada', familyName: 'Quota', postcode: 'LS1 4DY' });
    line.meddling = 'down';
    for (const givenName of ['Bo', 'Cy']) await sign(page, { givenName, familyName: 'Quota', postcode: 'LS1 4DY' });
    thanked += 3;

    await toReview(page, { givenName: 'Di', familyName: 'Quota', postcode: 'LS2 9JT', email: 'di@quota.invalid' });
    const before = (await onDisk(page)).outbox.length;
    await quota(1);
    const told = await pressSign(page);
    add({ what: 'quota: Sign is pressed', wanted: 'told, not thanked', found: told, held: told === 'told' && (await shows(page, said('customer.failed.storage-full'))) });
    const after = (await onDisk(page)).outbox.length;
    add({ what: 'quota: acknowledged by the press', wanted: '0', found: String(after - before), held: after === before });
    const typed = await typedIn(page);
    add({ what: 'quota: what the customer typed', wanted: 'all of it', found: typed.join(' · '), held: typed.join() === 'Di,Quota,LS2 9JT,di@quota.invalid' });

    await quota();
    const again = await pressSign(page);
    add({ what: 'quota lifted: Sign is pressed again', wanted: 'thanked', found: again, held: again === 'thanked' });
    thanked += again === 'thanked' ? 1 : 0;
    await done(page);
    await handOver(page).waitFor();

    await toReview(page, { givenName: 'Ed', familyName: 'Quota', postcode: 'LS1 4DY' });
    await quota(1);
    await pressSign(page);
    // The network is back while the disk is full: nothing may get lost between the two.
    line.meddling = 'pass';
    await page.getByRole('button', { name: said('customer.stop.hint') }).click();
    const trouble = await shows(page, said('staff.trouble.storage-full.title'));
    add({ what: 'quota: staff are told, nobody may sign', wanted: 'yes, no', found: `${trouble ? 'yes' : 'no'}, ${(await maySign(page)) ? 'yes' : 'no'}`, held: trouble && !(await maySign(page)) });
    await quota();
    const since = Date.now();
    await sendNow(page);
    const free = await handOver(page).waitFor({ timeout: 20_000 }).then(() => true, () => false);
    add({ what: 'quota lifted: the till takes customers after "Send now"', wanted: '≤ 5 s', found: free ? `${Date.now() - since} ms` : 'not within 20 s', held: free && Date.now() - since < 5_000 });
    if (!free) await page.reload();
    await sign(page, { givenName: 'Flo', familyName: 'Quota', postcode: 'LS1 4DY' });
    thanked += 1;
    const end = await allArrive(floor, till, thanked);
    add({ what: 'quota: all acknowledged arrive once', wanted: 'exactly', ...end });
  } finally {
    await till.end();
  }
}

/** Of the form that is gone back to; returns to the check. */
async function typedIn(page: Page): Promise<string[]> {
  await page.getByRole('button', { name: said('common.back'), exact: true }).click();
  await page.locator('[data-field=givenName]').waitFor();
  const values: string[] = [];
  for (const field of ['givenName', 'familyName', 'postcode', 'email']) values.push(await page.locator(`[data-field=${field}]`).inputValue());
  await page.getByRole('button', { name: said('common.continue') }).click();
  if (!(await page.isChecked('[data-field=consent]'))) await page.check('[data-field=consent]');
  return values;
}
