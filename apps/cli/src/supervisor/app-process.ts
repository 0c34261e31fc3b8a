import { type ChildProcess, fork } from 'node:child_process';
import cluster from 'node:cluster';
import { closeSync, openSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Logger } from 'pino';
import { endProcess, markOf } from '../services/processes.js';
import { nextPause } from './backoff-rules.js';

const PROBE_MS = 150;

const LEASH = fileURLToPath(new URL('./leash.js', import.meta.url));

export interface AppProcessOptions {
  /** `server`, `worker`, `server-2`: the name in messages and of the log file. */
  readonly name: string;
  readonly script: string;
  readonly env: NodeJS.ProcessEnv;
  readonly logs: string;
  readonly log: Logger;
  readonly stopWithinMs: number;
  /** It is one of several that listen on one port, whose socket the supervisor holds. */
  readonly sharesPort: boolean;
  /** Asked again and again until it says yes, for a process that does not say `ready` itself. */
  readonly looksReady: (livedMs: number) => Promise<boolean>;
  /** Told when it ended by itself, and in how many milliseconds it is started again. */
  readonly onCrash: (name: string, pauseMs: number) => void;
}

/** One of our own processes: kept alive with growing pauses between restarts, until it is told to stop. */
export class AppProcess {
  private child: ChildProcess | null = null;
  private restart: NodeJS.Timeout | null = null;
  private crashes = 0;
  private stopping = false;
  private startedAt = 0;

  constructor(private readonly options: AppProcessOptions) {}

  get pid(): number | null {
    return this.child?.pid ?? null;
  }

  /** Starts it; resolves with true once it says `ready` (`process.send('ready')`) or looks it, with false if it ended before that. */
  start(): Promise<boolean> {
    const { name, logs, log, looksReady } = this.options;
    const output = openSync(path.join(logs, `${name}.log`), 'a', 0o600);
    const child = this.fork(output);
    closeSync(output);
    this.child = child;
    this.startedAt = Date.now();
    log.info({ process: name, pid: child.pid }, 'started');
    return new Promise((resolve) => {
      const probe = setInterval(() => void looksReady(Date.now() - this.startedAt).then((yes) => yes && settle(true)), PROBE_MS);
      const settle = (ready: boolean): void => {
        clearInterval(probe);
        resolve(ready);
      };
      child.on('message', (message) => {
        if (message === 'ready') settle(true);
      });
      child.once('error', () => settle(false));
      child.once('exit', (code, signal) => {
        settle(false);
        this.ended(code, signal);
      });
    });
  }

  private fork(output: number): ChildProcess {
    const { script, env, sharesPort } = this.options;
    const options = { execArgv: ['--enable-source-maps', '--import', LEASH], stdio: ['ignore', output, output, 'ipc'] as ('ignore' | 'ipc' | number)[] };
    // A group of its own: Ctrl-C is for the supervisor, which stops its processes in order.
    if (!sharesPort) return fork(script, [], { ...options, env, detached: true });
    // Each takes connections from the shared socket by itself. Handed out in turn by the supervisor, those on their way to one that is
    // killed at that moment would belong to nobody, and their callers wait for ever.
    cluster.schedulingPolicy = cluster.SCHED_NONE;
    cluster.setupPrimary({ ...options, exec: script, args: [] });
    return cluster.fork(env).process;
  }

  async stop(): Promise<void> {
    this.stopping = true;
    if (this.restart) clearTimeout(this.restart);
    const mark = this.child?.pid === undefined ? null : markOf(this.child.pid);
    if (mark) await endProcess(mark, [{ signal: 'SIGTERM', waitMs: this.options.stopWithinMs }, { signal: 'SIGKILL', waitMs: 2_000 }]);
  }

  private ended(code: number | null, signal: NodeJS.Signals | null): void {
    const { name, log, onCrash } = this.options;
    this.child = null;
    if (this.stopping) return;
    const pause = nextPause(this.crashes, Date.now() - this.startedAt);
    this.crashes = pause.crashes;
    log.error({ process: name, code, signal, pauseMs: pause.ms }, 'ended by itself');
    onCrash(name, pause.ms);
    this.restart = setTimeout(() => void this.start(), pause.ms);
  }
}
