import type { LoadOrder, LoadResult } from './load/orders.js';
import type { Bench, Cpu, Stand, Started } from './stand.js';

/** What one turn of a contender gave. */
export interface Turn {
  /** What counts: from the first request until all of it is done (counted, if it counts). */
  perSecond: number;
  /** Acknowledged while the load ran; for signatures, durable from then on. */
  acceptedPerSecond: number;
  /** From the last answer until all is done. */
  lagMs: number;
  /** Milliseconds to the answer. */
  p50: number;
  p99: number;
  refused: number;
  /** Microseconds of CPU for each signature (press, answer), by process. */
  cpu: Record<string, number>;
}

/** One of those who take turns. */
export interface Contender {
  readonly name: string;
  readonly title: string;
  /** How it is set up, and how it is measured: sentences for the page. */
  readonly setup: string;
  readonly measured: string;
  turn(seconds: number): Promise<Turn>;
}

type Unaddressed = Omit<LoadOrder, 'port' | 'connections' | 'depth'> & Partial<Pick<LoadOrder, 'connections' | 'depth'>>;

/** Load on one door, and afterwards the wait until `done` (which is told how many were acknowledged). */
export async function loadTurn(
  bench: Bench, given: { stand: Stand; door: Started; processes: Record<string, Started | null>; order: Unaddressed; done?: (result: LoadResult) => Promise<void> },
): Promise<Turn & { result: LoadResult }> {
  const { stand, door, processes, order, done } = given;
  const before = stand.cpu(processes);
  const began = performance.now();
  const result = await bench.loader.run({ ...bench.settings, ...order, port: door.port });
  const answered = performance.now() - began;
  await done?.(result);
  const took = performance.now() - began;
  if (result.refused > 0) bench.say(`  refused: ${JSON.stringify(result.statuses)}`);
  return {
    result, perSecond: (result.acknowledged * 1_000) / took, acceptedPerSecond: (result.acknowledged * 1_000) / answered, lagMs: took - answered,
    p50: result.p50, p99: result.p99, refused: result.refused, cpu: { ...per(before, stand.cpu(processes), result.acknowledged), load: result.ownCpu },
  };
}

/** Microseconds each, by process; what took none of note is left out. */
export function per(before: Cpu, after: Cpu, n: number): Record<string, number> {
  return Object.fromEntries(Object.entries(after).map(([who, now]): [string, number] => [who, (now - (before[who] ?? 0)) / Math.max(1, n)]).filter(([, each]) => each >= 0.05));
}
