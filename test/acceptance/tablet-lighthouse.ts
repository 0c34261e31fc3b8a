/**
 * `npm run acceptance -- tablet-lighthouse`: what Lighthouse says of the screens a tablet opens with: pairing, and, paired and with a PIN,
 * the idle screen from which customers sign.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { lighthouse } from '../support/lighthouse.js';
import { type Proof, tell } from '../support/proofs.js';
import { openShopFloor, type ShopFloor } from '../support/shop-floor.js';

const say = (line: string): void => void process.stderr.write(`${line}\n`);
const { screensToLookAt } = (await import(new URL('../tablet/proofs/lighthouse.ts', import.meta.url).href)) as {
  screensToLookAt: (floor: ShopFloor, look: (screen: string, url: string, profile: string) => Promise<void>) => Promise<void>;
};

const floor = await openShopFloor(say);
const proofs: Proof[] = [];
try {
  await screensToLookAt(floor, async (screen, url, profile) => {
    const [port = ''] = readFileSync(path.join(profile, 'DevToolsActivePort'), 'utf8').split('\n');
    proofs.push(...(await lighthouse(screen, url, { browser: [`--port=${port}`, '--disable-storage-reset'], performance: 90 })));
  });
} finally {
  await floor.end();
}
process.exit(tell(proofs, say) ? 0 : 1);
