/**
 * `npm run acceptance -- tablet-disk`: what a tablet does when its storage is full (by a quota, and really: a small tmpfs, which takes root to
 * mount), when its clock is days off, and when somebody on the line repeats, changes or answers its batches. A real Chromium throughout.
 */
import { openShopFloor, type ShopFloor } from '../support/shop-floor.js';
import { type Proof, tell } from '../support/proofs.js';

const say = (line: string): void => void process.stderr.write(`${line}\n`);
// What runs in a page has a browser's types, and so is checked in a project of its own (test/tablet/tsconfig.json).
const { diskProofs } = (await import(new URL('../tablet/proofs/disk.ts', import.meta.url).href)) as { diskProofs: (floor: ShopFloor, say: (line: string) => void, only?: string) => Promise<Proof[]> };

const floor = await openShopFloor(say);
let proofs: Proof[] = [];
try {
  proofs = await diskProofs(floor, say, process.argv[2]);
} finally {
  await floor.end();
}
process.exit(tell(proofs, say) ? 0 : 1);
