/**
 * `npm run acceptance -- tablet-drain [SIGNATURES] [SEED]`: 5,000 signatures wait in a real Chromium and are sent through a bad network: exactly
 * so many rows, each once. Also how soon after the network's return, and how long a customer waits for the thanks while they wait.
 */
import { type Proof, tell } from '../support/proofs.js';
import { openShopFloor, type ShopFloor } from '../support/shop-floor.js';

const [signatures = '5000', seed = 'drain'] = process.argv.slice(2);
const say = (line: string): void => void process.stderr.write(`${line}\n`);
// What runs in a page has a browser's types, and so is checked in a project of its own (test/tablet/tsconfig.json).
const { drainProofs } = (await import(new URL('../tablet/proofs/drain.ts', import.meta.url).href)) as {
  drainProofs: (floor: ShopFloor, wanted: { signatures: number; seed: string }, say: (line: string) => void) => Promise<Proof[]>;
};

const began = Date.now();
const floor = await openShopFloor(say);
let proofs: Proof[] = [];
try {
  proofs = await drainProofs(floor, { signatures: Number(signatures), seed }, say);
} finally {
  await floor.end();
}
const ok = tell(proofs, say);
say(`${((Date.now() - began) / 60_000).toFixed(1)} minutes.`);
process.exit(ok ? 0 : 1);
