/**
 * `npm run acceptance -- tablet-speed`: how fast a tablet is with 5,000 signatures waiting, and how big. A real Chromium; figures are those of
 * the machine it runs on (docs/PERFORMANCE.md).
 */
import { type Proof, tell } from '../support/proofs.js';
import { openShopFloor, type ShopFloor } from '../support/shop-floor.js';

const say = (line: string): void => void process.stderr.write(`${line}\n`);
const { speedProofs } = (await import(new URL('../tablet/proofs/speed.ts', import.meta.url).href)) as { speedProofs: (floor: ShopFloor, add: (...more: Proof[]) => void, say: (line: string) => void) => Promise<void> };

const floor = await openShopFloor(say);
const proofs: Proof[] = [];
try {
  await speedProofs(floor, (...more) => void proofs.push(...more), say);
} catch (error) {
  proofs.push({ what: 'the proof', wanted: 'runs to its end', found: error instanceof Error ? (error.stack ?? error.message) : String(error), held: false });
} finally {
  await floor.end();
}
process.exit(tell(proofs, say) ? 0 : 1);
