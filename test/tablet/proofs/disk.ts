import { type Proof } from '../../support/proofs.js';
import { type ShopFloor } from '../../support/shop-floor.js';
import { clockProofs } from './clock.js';
import { fullDiskProofs } from './full-disk.js';
import { lineProofs } from './line.js';
import { quotaProofs } from './quota.js';

const PARTS: Readonly<Record<string, (floor: ShopFloor, add: (...more: Proof[]) => void) => Promise<void>>> = { quota: quotaProofs, disk: fullDiskProofs, clock: clockProofs, line: lineProofs };

/** @param only one of `quota`, `disk`, `clock`, `line` */
export async function diskProofs(floor: ShopFloor, say: (line: string) => void, only?: string): Promise<Proof[]> {
  const proofs: Proof[] = [];
  const add = (...more: Proof[]): void => void proofs.push(...more);
  for (const [name, prove] of Object.entries(PARTS)) {
    if (only !== undefined && only !== name) continue;
    say(`… ${name}`);
    try {
      await prove(floor, add);
    } catch (error) {
      add({ what: name, wanted: 'runs to its end', found: error instanceof Error ? (error.stack ?? error.message) : String(error), held: false });
    }
  }
  return proofs;
}
