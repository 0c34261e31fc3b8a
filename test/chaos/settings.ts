import { randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { type RoundResult } from './rounds.js';

export interface Settings {
  seed: string;
  rounds: number;
  minutes: number;
  servers: number;
  workers: number;
  signers: number;
  /** Of each round. */
  kills: number;
  others: number;
  spacingMs: number;
  broken: string | null;
  /** Only faults of this name. */
  only: string | null;
}

/** A run so far: everything by which it can be gone on with. */
export interface State { base: string; settings: Settings; results: RoundResult[]; requests: number; slowestMs: number }

const FULL: Settings = { seed: '', rounds: 30, minutes: 60, servers: 2, workers: 2, signers: 8, kills: 4, others: 8, spacingMs: 2_400, broken: null, only: null };
/** For `npm test`: the same, in little. */
const SHORT: Partial<Settings> = { rounds: 2, minutes: 2, servers: 1, workers: 2, signers: 4, kills: 2, others: 3, spacingMs: 1_200, seed: 'short' };

/** @throws Error in words for whoever typed it */
export function readArguments(args: readonly string[]): State {
  const { values } = parseArgs({
    args: [...args],
    options: {
      seed: { type: 'string' }, rounds: { type: 'string' }, minutes: { type: 'string' }, servers: { type: 'string' }, workers: { type: 'string' }, signers: { type: 'string' },
      resume: { type: 'string' }, broken: { type: 'string' }, only: { type: 'string' }, short: { type: 'boolean' },
    },
  });
  const number = (name: 'rounds' | 'minutes' | 'servers' | 'workers' | 'signers'): Partial<Settings> => {
    const text = values[name];
    if (text === undefined) return {};
    if (!/^\d{1,4}$/.test(text) || Number(text) === 0) throw new Error(`--${name} takes a whole number`);
    return { [name]: Number(text) };
  };
  const given: Partial<Settings> = { ...number('rounds'), ...number('minutes'), ...number('servers'), ...number('workers'), ...number('signers') };
  if (values.resume !== undefined) {
    const state = JSON.parse(readFileSync(values.resume, 'utf8')) as State;
    if (!existsSync(path.join(state.base, 'data', 'postgres'))) throw new Error(`${state.base} is gone: this run cannot be gone on with`);
    return { ...state, settings: { ...state.settings, ...given } };
  }
  const settings = { ...FULL, ...(values.short ? SHORT : {}), ...given, broken: values.broken ?? null, only: values.only ?? null };
  settings.seed = values.seed ?? (settings.seed || randomBytes(4).toString('hex'));
  return { base: mkdtempSync(path.join(tmpdir(), 'countersign-chaos-')), settings, results: [], requests: 0, slowestMs: 0 };
}

export const stateFile = ({ base }: State): string => path.join(base, 'state.json');

export function keep(state: State): void {
  writeFileSync(stateFile(state), JSON.stringify(state));
}
