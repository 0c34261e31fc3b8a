/** How soon everybody who watches a count has been told that it changed. */
import { type ChildProcess } from 'node:child_process';
import { begin, end } from '../../support/children.js';
import { pipelineOf } from '../contenders/signing.js';
import type { Bench } from '../stand.js';

const CHANGES = 10;
const PAUSE_MS = 1_300;
/** Fewer than the server takes. */
export const WATCHING = 1_500;

export interface FanOut {
  readers: number;
  /** Milliseconds from the tally's change to the first and to the last reader who knows it; one of each change. */
  firstMs: number[];
  lastMs: number[];
  /** Microseconds of the server for each reader told. */
  cpu: number;
}

/** One signature changes the count; more than a second after the last change, so that the limit of one message a second is not in the way. */
export async function fanOut(bench: Bench): Promise<FanOut> {
  const { stand, server, worker } = await pipelineOf(bench);
  const watched = stand.petitions.at(-1);
  if (!watched) throw new Error('a petition to watch');
  const readers = await begin('../bench/programs/readers.ts', { BENCH_PROFILE: '' });
  const found: FanOut = { readers: WATCHING, firstMs: [], lastMs: [], cpu: 0 };
  try {
    const open = heard<{ open: true }>(readers);
    readers.send({ open: { port: server.port, slug: watched.slug, readers: WATCHING } });
    await open;
    let cpu = 0;
    for (let n = 0; n < CHANGES; n += 1) {
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
      const counted = (await stand.counted(watched.id)) + 1;
      const before = stand.cpu({ server, worker })['server'] ?? 0;
      const told = heard<{ first: number; last: number }>(readers);
      readers.send({ awaiting: counted });
      await bench.loader.run({ port: server.port, connections: 1, depth: 1, count: 1, what: { kind: 'crowd', crowd: stand.crowd({ petitions: [watched.slug] }), from: 0 } });
      while ((await stand.counted(watched.id)) < counted) await new Promise((resolve) => setTimeout(resolve, 1));
      const changed = Date.now();
      const { first, last } = await told;
      found.firstMs.push(Math.max(0, first - changed));
      found.lastMs.push(Math.max(0, last - changed));
      cpu += (stand.cpu({ server, worker })['server'] ?? 0) - before;
    }
    return { ...found, cpu: cpu / CHANGES / WATCHING };
  } finally {
    await end(readers);
  }
}

function heard<T>(child: ChildProcess): Promise<T> {
  return new Promise((resolve, reject) => child.once('message', (message: T | { failed: string }) => (message !== null && typeof message === 'object' && 'failed' in message ? reject(new Error(message.failed)) : resolve(message))));
}
