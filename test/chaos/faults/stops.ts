import { type Kept } from '../stage/kept.js';
import { type Stage } from '../stage/stage.js';
import { type Fault } from './fault.js';

const stop = (name: string, whom: (stage: Stage) => readonly Kept[]): Fault => ({
  name: `stopped: ${name}`, kind: 'other', lasts: [1_000, 4_000],
  throw: async ({ stage, random }) => {
    const kept = random.of(whom(stage));
    kept.send('SIGSTOP');
    return { undo: () => kept.send('SIGCONT') };
  },
});

/** Processes that hang for seconds, and then go on as if nothing had been (SIGSTOP, SIGCONT). */
export const STOPS: readonly Fault[] = [
  stop('a server', (stage) => stage.servers), stop('a worker', (stage) => stage.workers), stop('Redis', (stage) => [stage.redis]), stop('Postgres', (stage) => [stage.postgres]),
];
