import { execFileSync } from 'node:child_process';
import { appendFileSync, mkdtempSync, rmSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { type Page } from 'playwright-core';
import { type Proof } from '../../support/proofs.js';
import { type ShopFloor } from '../../support/shop-floor.js';
import { ChromiumTablet } from '../chromium.js';
import { atTill, handOver, said, sign } from '../till.js';
import { allArrive, maySign, onDisk, openTill, pressSign, shows, type Till, toReview } from './floor.js';

const MEGABYTES = 160;
/** Some of them fit still into what the last page of a file has left. */
const CUSTOMERS = 6;

/** A disk of its own for a profile; null where this user may not make one. */
function smallDisk(): { folder: string; fill: () => void; free: () => void; left: () => number; remove: () => void } | null {
  const folder = mkdtempSync(path.join(tmpdir(), 'tablet-disk-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${MEGABYTES}m`, 'tmpfs', folder], { stdio: 'ignore' });
  } catch {
    rmSync(folder, { recursive: true, force: true });
    return null;
  }
  const filler = path.join(folder, 'films-and-photos');
  return {
    folder,
    fill: () => {
      for (let size = 4 * 1024 * 1024; size >= 1; size = Math.floor(size / 4)) {
        try {
          for (;;) appendFileSync(filler, Buffer.alloc(size));
        } catch (error) {
          if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
        }
      }
    },
    free: () => rmSync(filler, { force: true }),
    left: () => statfsSync(folder).bavail,
    remove: () => {
      execFileSync('umount', ['-l', folder], { stdio: 'ignore' });
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Really full: what IndexedDB makes of it is an UnknownError and a dead connection. */
export async function fullDiskProofs(floor: ShopFloor, add: (...more: Proof[]) => void): Promise<void> {
  const disk = smallDisk();
  if (!disk) {
    const why = process.getuid?.() === 0 ? 'mount refused' : 'mounting a small tmpfs takes root';
    return add({ what: 'a really full disk', wanted: 'tried', found: `NOT RUN: ${why}`, held: null });
  }
  let till: Till | null = null;
  try {
    till = await openTill(floor, new ChromiumTablet(path.join(disk.folder, 'profile')));
    await onFullDisk(floor, till, disk, add);
  } finally {
    await till?.end();
    disk.remove();
  }
}

async function onFullDisk(floor: ShopFloor, till: Till, disk: NonNullable<ReturnType<typeof smallDisk>>, add: (...more: Proof[]) => void): Promise<void> {
  const { tablet, line } = till;
  let { page } = till;
  await sign(page, { givenName: 'Ada', familyName: 'Disk', postcode: 'LS1 4DY' });
  line.meddling = 'down';
  await sign(page, { givenName: 'Bo', familyName: 'Disk', postcode: 'LS1 4DY' });
  let thanked = 2;

  // Each customer has the tablet in hand when the disk gets full.
  const customers: Page[] = [page];
  while (customers.length < CUSTOMERS) {
    const another = await page.context().newPage();
    another.setDefaultTimeout(20_000);
    await another.goto(`${line.url}/tablet/`);
    await atTill(another);
    customers.push(another);
  }
  for (const [n, each] of customers.entries()) {
    await each.bringToFront();
    await toReview(each, { givenName: `Cy${n}`, familyName: 'Disk', postcode: 'LS1 4DY' });
  }
  let told: Page | null = null;
  let atOnce = 0;
  let silent = 0;
  for (const each of customers) {
    disk.fill();
    await each.bringToFront();
    const answer = await pressSign(each);
    if (answer === 'thanked') atOnce += 1;
    if (answer === 'nothing') silent += 1;
    if (answer === 'told') told ??= each;
  }
  thanked += atOnce;
  const kept = await onDisk(page).then(({ outbox }) => outbox.length, () => null);
  add({
    what: 'disk full: Sign is pressed', wanted: 'thanked only if it fitted, else told', held: told !== null && silent === 0,
    found: `${atOnce} of ${CUSTOMERS} thanked, ${CUSTOMERS - atOnce - silent} told, ${silent} left alone; ${disk.left()} blocks left`,
  });
  add({ what: 'disk full: on it', wanted: `${thanked - 1} waiting`, found: kept === null ? 'not readable now (see below)' : `${kept} waiting`, held: kept === null ? null : kept === thanked - 1 });
  if (told) {
    const name = await told.getByText(/^Cy\d Disk$/).first().isVisible();
    add({ what: 'disk full: what the customer typed', wanted: 'is there', found: name ? 'is there' : 'is gone', held: name });
    disk.free();
    await told.bringToFront();
    const again = await pressSign(told);
    add({ what: 'disk freed: Sign is pressed again', wanted: 'thanked, or told to restart', found: again, held: again !== 'nothing' });
    if (again === 'thanked') thanked += 1;
    disk.fill();
    await told.getByRole('button', { name: again === 'thanked' ? said('customer.thanks.done') : said('customer.stop.hint') }).click();
    const trouble = told.getByText(said('staff.trouble.storage-full.title')).or(told.getByText(said('staff.trouble.storage-broken.title'))).or(told.getByText(said('staff.broken.title'))).first();
    const seen = await trouble.waitFor({ timeout: 45_000 }).then(() => trouble.innerText(), () => null);
    add({ what: 'disk full: staff are told, nobody may sign', wanted: 'yes, no', found: `${seen ?? 'nothing'}, ${(await maySign(told)) ? 'yes' : 'no'}`, held: seen !== null && !(await maySign(told)) });
  }

  disk.fill();
  await tablet.kill();
  disk.fill();
  const shown = await tablet.open(`${line.url}/tablet/`).then(screenOf, (error: unknown) => `the browser does not start (${error instanceof Error ? error.message.split('\n')[0] : 'why?'})`);
  add({ what: 'disk full, killed, opened again', wanted: 'no pairing over what is there', found: shown, held: !shown.includes(said('staff.pair.title')) });
  await tablet.kill();
  disk.free();
  page = await tablet.open(`${line.url}/tablet/`);
  await atTill(page);
  const { outbox } = await onDisk(page);
  add({ what: 'disk freed, opened again', wanted: `${thanked - 1} waiting`, found: `${outbox.length} waiting`, held: outbox.length === thanked - 1 });
  await sign(page, { givenName: 'Di', familyName: 'Disk', postcode: 'LS1 4DY' });
  thanked += 1;
  line.meddling = 'pass';
  await page.getByRole('button', { name: said('staff.status.send') }).click();
  add({ what: 'disk: all acknowledged arrive once', wanted: 'exactly', ...(await allArrive(floor, { page, deviceId: till.deviceId }, thanked)) });
}

async function screenOf(page: Page): Promise<string> {
  await page.getByRole('heading', { level: 1 }).first().waitFor().catch(() => undefined);
  if (await shows(page, said('staff.pin.set.skip'), 3_000)) await page.getByRole('button', { name: said('staff.pin.set.skip') }).click();
  await page.waitForTimeout(3_000);
  const titles = await page.getByRole('heading').allInnerTexts();
  return `${titles.slice(0, 3).join(' / ') || 'an empty page'}${(await handOver(page).isVisible()) ? ', may sign' : ''}`;
}

