import { type Random } from '../../../apps/cli/src/people/random.js';
import { type Ledger } from '../ledger.js';
import { type Scene } from '../stage/scene.js';
import { type Stage } from '../stage/stage.js';

/** What a fault works with. */
export interface Target {
  stage: Stage;
  scene: Scene;
  ledger: Ledger;
  random: Random;
}

/** Undoes it. What became of the system meanwhile is the judge's to say. */
export type Undo = () => Promise<void> | void;

/** One way in which the world goes wrong. */
export interface Fault {
  readonly name: string;
  readonly kind: 'kill' | 'other';
  /** Why it cannot be thrown here; null: it can. */
  readonly missing?: (stage: Stage) => string | null;
  /** How long it lasts, in milliseconds. */
  readonly lasts: readonly [number, number];
  /** How many processes it killed (for kills), and how it is undone. */
  throw(target: Target): Promise<{ kills?: number; undo?: Undo }>;
}

export const between = (random: Random, [least, most]: readonly [number, number]): number => least + random.below(most - least + 1);
