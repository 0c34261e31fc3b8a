import { setTimeout as pause } from 'node:timers/promises';
import { Random } from '../../apps/cli/src/people/random.js';
import { between, type Fault, type Target } from './faults/fault.js';
import { type Judge } from './judge/judge.js';
import { type Verdict } from './judge/verdict.js';
import { type Load } from './load/load.js';
import { planOf, type PlanWanted } from './plan.js';

export interface RoundResult extends Verdict {
  round: number;
  /** By name, how often; kills count processes. */
  thrown: Record<string, number>;
  kills: number;
  others: number;
  /** Faults that could not be thrown, and why. */
  missed: string[];
  seconds: number;
}

export interface RoundWanted extends PlanWanted { spacingMs: number }

const THROWN_WITHIN_MS = 8_000;
/** A server that is restarted in order, behind one that was, takes its time; judged is what stands still. */
const UNDONE_WITHIN_MS = 45_000;
const CALM_WITHIN_MS = 60_000;

/** One round: people sign while faults are thrown one after the other, overlapping; then all is undone, and judged. */
export async function playRound(round: number, wanted: RoundWanted, parts: { target: Omit<Target, 'random'>; load: Load; judge: Judge; say: (line: string) => void }): Promise<RoundResult> {
  const began = performance.now();
  const random = new Random(`${wanted.seed} round ${round}`);
  const target: Target = { ...parts.target, random };
  const result = { round, thrown: {} as Record<string, number>, kills: 0, others: 0, missed: [] as string[] };
  const undoing: Promise<void>[] = [];
  parts.load.begin();
  await pause(1_000);
  for (const fault of planOf(round, wanted)) {
    const missing = fault.missing?.(target.stage) ?? null;
    if (missing !== null) result.missed.push(`${fault.name}: ${missing}`);
    else undoing.push(throwOne(fault, target, result));
    await pause(wanted.spacingMs * (0.6 + 0.8 * random.next()));
  }
  await Promise.race([Promise.all(undoing), pause(UNDONE_WITHIN_MS)]);
  await calm(target);
  await parts.load.end();
  const verdict = await parts.judge.judge();
  return { ...result, ...verdict, seconds: Math.round((performance.now() - began) / 1000) };
}

async function throwOne(fault: Fault, target: Target, result: { thrown: Record<string, number>; kills: number; others: number; missed: string[] }): Promise<void> {
  try {
    const { kills = 0, undo } = await inTime(fault.throw(target), THROWN_WITHIN_MS);
    result.thrown[fault.name] = (result.thrown[fault.name] ?? 0) + 1;
    if (fault.kind === 'kill') result.kills += kills;
    else result.others += 1;
    await pause(between(target.random, fault.lasts));
    await undo?.();
  } catch (error) {
    // Another fault was in its way: a Redis that is dead cannot be told to be full.
    result.missed.push(`${fault.name}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

async function calm({ stage }: Target): Promise<void> {
  for (const end = Date.now() + CALM_WITHIN_MS; ; await pause(300)) {
    try {
      return await stage.calm();
    } catch (error) {
      if (Date.now() > end) throw error;
    }
  }
}

async function inTime<T>(work: Promise<T>, ms: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('no answer in time')), ms);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
