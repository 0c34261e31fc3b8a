import { writeFileSync } from 'node:fs';
import { type Fault } from './fault.js';

/**
 * A clock that jumps. Backwards by minutes (over midnight a retry with its key would rightly be another record: it is of another day);
 * forwards by less than one, since what is put off by a clock that is ahead is due by that clock, and waits once it goes right again.
 */
const jump = (name: string, ms: readonly number[], whom: 'servers' | 'workers'): Fault => ({
  name: `clock of a ${whom.slice(0, -1)} ${name}`, kind: 'other', lasts: [2_000, 5_000],
  throw: async ({ stage, random }) => {
    const file = stage.clockOf(random.of(stage[whom]).name);
    writeFileSync(file, String(random.of(ms)));
    return { undo: () => writeFileSync(file, '0') };
  },
});

const BACK = [-5_000, -60_000, -600_000];
const AHEAD = [2_000, 15_000, 25_000];

export const CLOCKS: readonly Fault[] = [jump('back', BACK, 'servers'), jump('ahead', AHEAD, 'servers'), jump('back', BACK, 'workers'), jump('ahead', AHEAD, 'workers')];
