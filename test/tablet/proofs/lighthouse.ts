import { type ShopFloor } from '../../support/shop-floor.js';
import { ChromiumTablet } from '../chromium.js';
import { handOver, pairTill, said } from '../till.js';

/** Opens each screen in a browser that Lighthouse can join, and calls `look` while it is open. */
export async function screensToLookAt(floor: ShopFloor, look: (screen: string, url: string, profile: string) => Promise<void>): Promise<void> {
  const unpaired = new ChromiumTablet();
  const url = `${floor.url}/tablet/`;
  try {
    await unpaired.open(url);
    await look('pairing', url, unpaired.profile);
  } finally {
    await unpaired.end();
  }
  const tablet = new ChromiumTablet();
  try {
    const { page } = await pairTill(tablet, floor, floor.parts, floor.petition);
    await page.getByRole('button', { name: said('staff.about.open') }).click();
    await page.getByRole('button', { name: said('staff.about.pin.new') }).click();
    for (let entry = 0; entry < 2; entry += 1) for (const digit of ['2', '4', '6', '8']) await page.getByRole('button', { name: digit, exact: true }).click();
    await handOver(page).waitFor();
    await page.goto('about:blank');
    await look('idle, locked', url, tablet.profile);
  } finally {
    await tablet.end();
  }
}
