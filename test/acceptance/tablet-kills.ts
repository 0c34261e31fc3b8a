/**
 * `npm run acceptance -- tablet-kills [KILLS] [SEED]`: a tablet in a real Chromium, offline from a cold start; people sign while the browser is
 * killed (-9) as it seals, saves, uploads and changes its version. In the end exactly those who were thanked are there, each once (and some
 * of those who had pressed and were not thanked yet).
 */
import { type Proof, tell } from '../support/proofs.js';
import { openShopFloor, type ShopFloor } from '../support/shop-floor.js';

const [kills = '100', seed = 'kills'] = process.argv.slice(2);
const SIGNATURES_A_KILL = 2;
const say = (line: string): void => void process.stderr.write(`${line}\n`);
// What runs in a page has a browser's types, and so is checked in a project of its own (test/tablet/tsconfig.json).
const { killProofs } = (await import(new URL('../tablet/proofs/kills.ts', import.meta.url).href)) as {
  killProofs: (floor: ShopFloor, wanted: { kills: number; signatures: number; seed: string }, say: (line: string) => void) => Promise<Proof[]>;
};

const began = Date.now();
const floor = await openShopFloor(say);
let proofs: Proof[] = [];
try {
  proofs = await killProofs(floor, { kills: Number(kills), signatures: Number(kills) * SIGNATURES_A_KILL, seed }, say);
} finally {
  await floor.end();
}
const ok = tell(proofs, say);
say(`${((Date.now() - began) / 60_000).toFixed(1)} minutes.`);
process.exit(ok ? 0 : 1);
