import { spawn } from 'node:child_process';
import path from 'node:path';
import process from 'node:process';

export const root = path.resolve(import.meta.dirname, '..', '..');

let interrupted = false;
/** Ends what runs at the moment. */
const running = new Set();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => {
    interrupted = true;
    for (const kill of running) kill('SIGTERM');
  });
}

/** Said at once, to stderr, where jest and eslint speak too. */
export function say(line) {
  process.stderr.write(`${line}\n`);
}

/**
 * Runs a program from the project's folder with its output shown and nothing to read. True if it ended well.
 * Past the limit the whole group is killed: a hung step is a failed one.
 */
export function runStep(name, command, args, { limit, env = {} }) {
  // Whoever stopped one step wants none of the next.
  if (interrupted) return Promise.resolve(false);
  say(`\n== ${name}`);
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: root, detached: true, stdio: ['ignore', 'inherit', 'inherit'], env: { ...process.env, ...env } });
    const kill = (signal) => {
      try {
        process.kill(-child.pid, signal);
      } catch {
        // It is gone already.
      }
    };
    const timer = setTimeout(() => {
      say(`${name} took longer than ${Math.round(limit / 60_000)} minutes and was ended.`);
      kill('SIGKILL');
    }, limit);
    running.add(kill);
    const done = (ok) => {
      clearTimeout(timer);
      running.delete(kill);
      resolve(ok && !interrupted);
    };
    child.once('error', () => done(false));
    child.once('exit', (code) => done(code === 0));
  });
}

/** Installs and builds what is not there yet, by the same file that `npm start` runs. */
export function prepare() {
  return runStep('install and build', process.execPath, [path.join(root, 'apps', 'cli', 'bin', 'countersign.mjs'), '--prepare-only'], { limit: 10 * 60_000 });
}
