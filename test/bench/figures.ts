import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import path from 'node:path';
import type { Disk } from './measures/disk.js';
import type { FanOut } from './measures/fan-out.js';
import type { Steady } from './measures/steady.js';
import type { Turn } from './turns.js';

/** When and on what something was measured. */
export interface About { at: string; node: string; cores: number; cpu: string; loadBefore: number }

export interface Round extends Turn { round: number; contender: string }

export interface Rounds { rounds: number; seconds: number; connections: number; depth: number; turns: Round[] }

/** The whole campaign through the door of one installation (test/acceptance/seven-million.ts). */
export interface SevenMillion {
  about: About;
  people: number;
  /** With those of people who signed twice. */
  requests: number;
  /** Until all were counted, and until the last was acknowledged. */
  seconds: number;
  acceptedSeconds: number;
  refusedAndRepeated: number;
  answer: { p50: number; p99: number; longest: number };
  /** Microseconds a request, by process. */
  cpu: Record<string, number>;
  /** Microseconds of Postgres for each of the signatures of ten seconds, beside how many were counted at their end. */
  along: readonly { counted: number; postgres: number }[];
  /** At most, with a fair share of what is shared. */
  memoryMb: Record<string, number>;
  /** A person, after VACUUM; and the data folder's parts as they were at the end. */
  databaseBytes: number;
  folderBytes: Record<string, number>;
  batches: { n: number; mean: number; most: number } | null;
  verifySeconds: number;
  clean: boolean;
}

/** The same with mails and buttons (test/acceptance/confirmed-100k.ts). */
export interface Confirmed {
  about: About;
  people: number;
  acceptedSeconds: number;
  /** Until every button was pressed and everybody counted, and until everybody was thanked. */
  seconds: number;
  thankedSeconds: number;
  cpu: Record<string, number>;
  memoryMb: Record<string, number>;
  clean: boolean;
}

type Dated<T> = T & { about: About };

/** All that was ever measured last, part by part: docs/performance.json. A part not measured anew stays as it is, with its date. */
export interface Figures {
  rounds?: Dated<Rounds>;
  fanOut?: Dated<FanOut>;
  disk?: Dated<Disk>;
  steady?: Dated<Steady>;
  sevenMillion?: SevenMillion;
  confirmed?: Confirmed;
}

export const figuresFile = path.resolve(import.meta.dirname, '..', '..', 'docs', 'performance.json');

export const about = (): About => ({ at: new Date().toISOString(), node: process.version, cores: cpus().length, cpu: cpus()[0]?.model.trim() ?? '', loadBefore: loadavg()[0] ?? 0 });

export const figuresIn = (file: string): Figures => (existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Figures) : {});

export function writeFigures(file: string, figures: Figures): void {
  const text = JSON.stringify(figures, (_key, value: unknown) => (typeof value === 'number' ? Number(value.toFixed(2)) : value));
  // A line a turn: what changed can be seen.
  writeFileSync(file, `${text.replaceAll('{"round":', '\n{"round":').replaceAll(/,"(fanOut|disk|steady|sevenMillion|confirmed)":/g, ',\n"$1":')}\n`);
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? (sorted[middle] ?? NaN) : ((sorted[middle - 1] ?? NaN) + (sorted[middle] ?? NaN)) / 2;
}
