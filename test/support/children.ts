import { type ChildProcess, fork } from 'node:child_process';
import { openSync, readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';

const HOOKS = path.join(import.meta.dirname, 'typescript.mjs');
/** BENCH_PROFILE=FOLDER writes a CPU profile of each process there. */
const PROFILE = process.env['BENCH_PROFILE'] ? ['--cpu-prof', `--cpu-prof-dir=${process.env['BENCH_PROFILE']}`] : [];
const READY_WITHIN_MS = 60_000;

/** Runs a file of this folder (or one named by its path) and waits until it says that it is ready. */
export async function begin(file: string, env: NodeJS.ProcessEnv, more: { ready?: boolean; logs?: string } = {}): Promise<ChildProcess> {
  const out = more.logs ? openSync(more.logs, 'a', 0o600) : 'inherit';
  const child = fork(path.resolve(import.meta.dirname, file), [], { env: { ...process.env, ...env }, execArgv: ['--import', HOOKS, '--disable-warning=ExperimentalWarning', ...PROFILE], stdio: ['ignore', out, out, 'ipc'] });
  if (more.ready === false) return child;
  await new Promise<void>((resolve, reject) => {
    const late = setTimeout(() => reject(new Error(`${file} was not ready within a minute`)), READY_WITHIN_MS);
    child.once('message', () => {
      clearTimeout(late);
      resolve();
    });
    child.once('exit', (code) => reject(new Error(`${file} ended with ${code}`)));
  });
  return child;
}

/** Asks a process to end, and makes it end. */
export async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  const late = setTimeout(() => child.kill('SIGKILL'), 5_000);
  await ended;
  clearTimeout(late);
}

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => (typeof address === 'object' && address ? resolve(address.port) : reject(new Error('no port'))));
    });
  });
}

/** CPU time of a process in microseconds so far, with its children where `family`; Linux only (0 elsewhere). */
export function cpuMicroseconds(pid: number, family = false): number {
  const pids = family ? [pid, ...childrenOf(pid)] : [pid];
  return pids.reduce((sum, each) => sum + ownCpu(each), 0);
}

/** proc(5): user and system time are fields 14 and 15, in ticks of a hundredth of a second; 16 and 17 those of children that ended. */
function ownCpu(pid: number): number {
  const fields = statOf(pid);
  return fields === null ? 0 : [11, 12, 13, 14].reduce((sum, at) => sum + Number(fields[at] ?? 0), 0) * 10_000;
}

/** What follows the program's name, which may hold blanks. */
function statOf(pid: number): string[] | null {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/^.*\) /s, '').split(' ');
  } catch {
    return null;
  }
}

function childrenOf(pid: number): number[] {
  try {
    return readdirSync('/proc').filter((name) => /^\d+$/.test(name)).map(Number).filter((each) => Number(statOf(each)?.[1]) === pid);
  } catch {
    return [];
  }
}
