import { type Random } from '../../../apps/cli/src/people/random.js';
import { type Stage } from '../stage/stage.js';
import { type Trouble, type Wire } from '../stage/wire.js';
import { type Fault } from './fault.js';

const PAIRS: readonly (readonly [string, RegExp])[] = [
  ['client ↔ server', /^client-/], ['server ↔ Redis', /^server-\d+-redis/], ['server ↔ Postgres', /^server-\d+-postgres/],
  // With neither there is no door left: whoever signs is asked to come back, and nobody is thanked.
  ['server ↔ Redis and Postgres', /^server-\d+-(redis|postgres)/],
  ['worker ↔ Redis', /^worker-\d+-redis/], ['worker ↔ Postgres', /^worker-\d+-postgres/], ['worker ↔ mail server', /^worker-\d+-smtp/],
];

const TROUBLES: readonly (readonly [string, (random: Random) => Trouble])[] = [
  ['slow', (random) => ({ kind: 'delay', ms: 50 + random.below(350) })],
  ['nothing comes through', () => ({ kind: 'frozen' })],
  ['cut', () => ({ kind: 'cut' })],
  ['cut half-way', (random) => ({ kind: 'half-way', bytes: () => 1 + random.below(3_000) })],
  ['answers lost', (random) => ({ kind: 'answer-lost', lost: () => random.next() < 0.2 })],
];

const wiresOf = (stage: Stage, pair: RegExp): Wire[] => stage.wires.filter(({ name }) => pair.test(name));

/** Each trouble between each two that talk; with several servers or workers, on one wire or on all of the kind. */
export const NETWORK: readonly Fault[] = PAIRS.flatMap(([pair, names]) => TROUBLES.map(([what, trouble]): Fault => ({
  name: `${pair}: ${what}`, kind: 'other', lasts: [1_000, 4_000],
  throw: async ({ stage, random }) => {
    const all = wiresOf(stage, names);
    const one = random.of(all).name.replace(/-(redis|postgres|smtp)$/, '');
    const wires = random.next() < 0.5 ? all : all.filter(({ name }) => name.startsWith(one));
    const reset = random.next() < 0.5;
    for (const wire of wires) wire.set(trouble(random));
    return {
      undo: () => wires.forEach((wire) => {
        // A line that comes back finds its connections alive, or forgotten by whatever stood between.
        if (reset) wire.reset();
        wire.set({ kind: 'none' });
      }),
    };
  },
})));
