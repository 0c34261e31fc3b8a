import { setTimeout as pause } from 'node:timers/promises';
import { family, signal } from './processes.js';

/** What was started: ready to be used, until it ended. */
export interface Started { pid: number; ended: Promise<string>; stop(): Promise<void> }

const AGAIN_AFTER_MS = 300;

/** A process that is started again when it ends, as the supervisor does it; whoever ends unasked is remembered. */
export class Kept {
  running: Started | null = null;
  /** How often it ended though nobody had killed it. */
  readonly unasked: string[] = [];
  /** Times it could not be started: to be expected while what it needs is away. */
  failedStarts = 0;
  /** Somebody took from under it what it cannot live without (its disk): it may end by itself. */
  frail = false;
  private killed = new Set<number>();
  private ending = false;
  private held = false;
  private life: Promise<void> = Promise.resolve();

  constructor(readonly name: string, private readonly launch: () => Promise<Started>) {}

  /** Resolves when it is ready for the first time. */
  async start(): Promise<void> {
    this.ending = false;
    this.life = this.live();
    await this.ready();
  }

  async ready(withinMs = 90_000): Promise<void> {
    for (const end = Date.now() + withinMs; this.running === null; await pause(20)) {
      if (Date.now() > end) throw new Error(`${this.name} did not come back within ${withinMs / 1000} s`);
    }
  }

  /** `kill -9`, with all its own processes where `whole`. How many were killed. */
  kill(whole = false): number {
    const { running } = this;
    if (!running) return 0;
    const pids = whole ? family(running.pid) : [running.pid];
    this.killed.add(running.pid);
    signal(pids, 'SIGKILL');
    return 1;
  }

  /** One of its own processes is killed: it may end because of it. */
  excuse(): void {
    if (this.running) this.killed.add(this.running.pid);
  }

  send(name: 'SIGSTOP' | 'SIGCONT'): void {
    if (this.running) signal(family(this.running.pid), name);
  }

  /** Ended in order, and not started again until `release`. */
  async hold(): Promise<void> {
    this.held = true;
    this.excuse();
    await this.running?.stop();
  }

  release(): void {
    this.held = false;
  }

  async end(): Promise<void> {
    this.ending = true;
    this.held = false;
    this.send('SIGCONT');
    await this.running?.stop();
    await this.life;
  }

  private async live(): Promise<void> {
    while (!this.ending) {
      try {
        const started = await this.launch();
        this.running = started;
        if (this.ending) await started.stop();
        const how = await started.ended;
        this.running = null;
        if (!this.ending && !this.frail && !this.killed.has(started.pid)) this.unasked.push(how);
      } catch {
        this.failedStarts += 1;
      }
      if (!this.ending) await pause(AGAIN_AFTER_MS);
      while (this.held && !this.ending) await pause(20);
    }
  }
}
