import { type ChildProcess, fork } from 'node:child_process';
import { closeSync, cpSync, existsSync, mkdirSync, openSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { type Started } from './kept.js';
import { family, signal } from './processes.js';

const ROOT = path.resolve(import.meta.dirname, '..', '..', '..');
const CHILD = path.resolve(import.meta.dirname, '..', 'child');
const READY_WITHIN_MS = 40_000;
const STOP_WITHIN_MS = 20_000;

/** A copy of what was built, so that a build meanwhile changes nothing of what is being tried. */
export function copyProgram(folder: string): void {
  if (existsSync(folder)) return;
  if (!existsSync(path.join(ROOT, 'dist', 'apps'))) throw new Error('nothing is built: npm run build');
  mkdirSync(folder, { recursive: true });
  cpSync(path.join(ROOT, 'dist'), path.join(folder, 'dist'), { recursive: true });
  cpSync(path.join(ROOT, 'package.json'), path.join(folder, 'package.json'));
  for (const name of ['node_modules', 'apps', 'libs', 'data']) symlinkSync(path.join(ROOT, name), path.join(folder, name));
}

export interface AppWanted {
  app: 'server' | 'worker';
  folder: string;
  env: Record<string, string>;
  log: string;
  /** How its clock differs, in a file of milliseconds. */
  clock: string;
  /** A build that is broken on purpose, by name. */
  broken: string | null;
}

/** Starts server or worker as the supervisor does; resolves when it says that it is ready. */
export async function startApp({ app, folder, env, log, clock, broken }: AppWanted): Promise<Started> {
  const out = openSync(log, 'a', 0o600);
  const preloads = [path.join(folder, 'dist', 'apps', 'cli', 'src', 'supervisor', 'leash.js'), path.join(CHILD, 'clock.mjs'), ...(broken ? [path.join(CHILD, 'broken.mjs')] : [])];
  const child = fork(path.join(folder, 'dist', 'apps', app, 'src', 'main.js'), [], {
    env: { PATH: process.env['PATH'], ...env, CHAOS_CLOCK: clock, ...(broken ? { CHAOS_BROKEN: broken, CHAOS_PROGRAM: folder } : {}) },
    execArgv: preloads.flatMap((file) => ['--import', file]), stdio: ['ignore', out, out, 'ipc'], detached: true,
  });
  closeSync(out);
  const ended = new Promise<string>((resolve) => child.once('exit', (code, why) => resolve(`${app} ended with ${why ?? code}`)));
  await ready(child, app);
  return { pid: child.pid ?? 0, ended, stop: () => stop(child, ended) };
}

function ready(child: ChildProcess, app: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => child.kill('SIGKILL'), READY_WITHIN_MS);
    const settle = (act: () => void): void => {
      clearTimeout(late);
      act();
    };
    child.on('message', (message) => message === 'ready' && settle(resolve));
    child.once('error', (error) => settle(() => reject(error)));
    child.once('exit', (code) => settle(() => reject(new Error(`${app} ended at its start with ${code}`))));
  });
}

async function stop(child: ChildProcess, ended: Promise<string>): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGTERM');
  const late = setTimeout(() => signal(family(child.pid ?? 0), 'SIGKILL'), STOP_WITHIN_MS);
  await ended;
  clearTimeout(late);
}
