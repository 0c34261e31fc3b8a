import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import type { Big } from './measures/big.js';
import type { Disk } from './measures/disk.js';
import type { FanOut } from './measures/fan-out.js';
import type { Steady } from './measures/steady.js';
import type { Turn } from './turns.js';

/** When and on what something was measured. */
export interface About { at: string; node: string; cores: number; cpu: string; loadBefore: number }

export interface Round extends Turn { round: number; contender: string }

export interface Rounds { rounds: number; seconds: number; connections: number; depth: number; turns: Round[] }

type Dated<T> = T & { about: About };

/** All that was ever measured last, part by part: docs/performance.json. A part not measured anew stays as it is, with its date. */
export interface Figures {
  rounds?: Dated<Rounds>;
  fanOut?: Dated<FanOut>;
  disk?: Dated<Disk>;
  steady?: Dated<Steady>;
  big?: Dated<Big>;
}

export const about = (): About => ({ at: new Date().toISOString(), node: process.version, cores: cpus().length, cpu: cpus()[0]?.model.trim() ?? '', loadBefore: loadavg()[0] ?? 0 });

export const figuresIn = (file: string): Figures => (existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Figures) : {});

export function writeFigures(file: string, figures: Figures): void {
  const text = JSON.stringify(figures, (_key, value: unknown) => (typeof value === 'number' ? Number(value.toFixed(2)) : value));
  // A line a turn: what changed can be seen.
  writeFileSync(file, `${text.replaceAll('{"round":', '\n{"round":').replaceAll(/,"(fanOut|disk|steady|big)":/g, ',\n"$1":')}\n`);
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? (sorted[middle] ?? NaN) : ((sorted[middle - 1] ?? NaN) + (sorted[middle] ?? NaN)) / 2;
}
