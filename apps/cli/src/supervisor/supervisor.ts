import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Logger } from 'pino';
import type { AppConfig } from '#libs/config';
import { runMigrations } from '#libs/database';
import { firstStart, type FirstStartContext } from '../commands/first-start.js';
import { startServices } from '../services/embedded-services.js';
import { handOn, takeBack } from '../services/handed-on.js';
import { startPostgres } from '../services/postgres.js';
import { startRedis } from '../services/redis.js';
import { StartError, type Say } from '../services/services.errors.js';
import { AppProcess } from './app-process.js';
import { isAlive } from './alive.js';
import { loginTeller } from './first-logins.js';
import { KeptService } from './kept-service.js';
import { lastLines } from './log-files.js';
import { environmentOf, plannedProcesses, type ProcessCounts } from './process-plan.js';

/** A worker ends the batch it works on; a server answers what it has begun to read. */
const STOP_WITHIN_MS = { server: 10_000, worker: 20_000 };
const READY_WITHIN_MS = 60_000;
/** A worker that cannot use its settings, or finds a job without handler, ends well within this. */
const WORKER_SETTLED_MS = 5_000;

export interface SupervisorOptions extends ProcessCounts {
  readonly projectRoot: string;
  readonly say: Say;
  readonly log: Logger;
}

/**
 * Everything between `npm start` and its end: services, schema, first data, our own processes, and all of it stopped in
 * the opposite order. What crashes is started again.
 */
export class Supervisor {
  private config: AppConfig;
  private readonly services: KeptService[] = [];
  private readonly processes: { kind: 'server' | 'worker'; process: AppProcess }[] = [];
  private handedOn: Record<string, string> = {};
  private logs = '';
  private stopping = false;
  /** The step under way, which a stop waits for: else it would leave behind what that step starts a moment later. */
  private current: Promise<unknown> = Promise.resolve();

  constructor(given: AppConfig, private readonly options: SupervisorOptions) {
    this.config = given;
  }

  /** The settings with the addresses of the services, once `start` has got that far. */
  get resolvedConfig(): AppConfig {
    return this.config;
  }

  async start(): Promise<void> {
    await this.step('Starting Postgres and Redis', () => this.startServices());
    const applied = await this.step('Bringing the database up to date', () => runMigrations(this.config.database));
    if (applied.length > 0) this.options.log.info({ migrations: applied }, 'migrated');
    const context: FirstStartContext = { config: this.config, say: this.options.say, tellLogins: loginTeller(this.config.dataDir, this.options.say) };
    await this.step(null, () => firstStart('before-processes', context));
    await this.step('Starting worker and server', () => this.startProcesses());
    await this.step(null, () => firstStart('after-processes', context));
  }

  /** Server, worker, Redis, Postgres: each can still write to what is stopped after it. Called by a signal, also half-way through the start. */
  async stop(): Promise<void> {
    if (this.stopping) return;
    this.stopping = true;
    for (const kind of ['server', 'worker'] as const) await Promise.all(this.processes.filter((each) => each.kind === kind).map(({ process: one }) => one.stop()));
    await this.current.catch(() => undefined);
    for (const each of [...this.services].reverse()) await each.stop();
    takeBack(this.config);
  }

  /** One step of the start; the next is not begun once a stop was asked for. */
  private async step<T>(title: string | null, work: () => Promise<T>): Promise<T> {
    if (this.stopping) throw new StartError('start.stopped', 'Stopped before the start was complete.');
    if (title !== null) this.options.say(`${title} …`);
    const began = Date.now();
    const working = work();
    this.current = working;
    const result = await working;
    this.options.log.info({ step: title, ms: Date.now() - began }, 'step done');
    return result;
  }

  private async startServices(): Promise<void> {
    const { projectRoot, say, log } = this.options;
    takeBack(this.config);
    const services = await startServices(this.config, { durable: true, projectRoot, say });
    this.config = services.config;
    this.handedOn = handOn(services);
    this.logs = services.folder.logs;
    const { folder, postgres, redis } = services;
    const again = { durable: true, projectRoot, say };
    if (postgres) this.services.push(new KeptService(postgres, { name: 'Postgres', start: () => startPostgres(folder, again), log, say }));
    if (redis) this.services.push(new KeptService(redis, { name: 'Redis', start: () => startRedis(folder, again), log, say }));
  }

  private async startProcesses(): Promise<void> {
    const wanted = plannedProcesses(this.options);
    for (const [at, { kind, name }] of wanted.entries()) {
      const script = path.join(this.options.projectRoot, 'dist', 'apps', kind, 'src', 'main.js');
      if (!existsSync(script)) throw new StartError('start.not-built', `${script} is not there: the build is incomplete.`);
      const process = new AppProcess({
        name, script, env: { ...this.environment(), ...environmentOf(name, at) }, logs: this.logs, log: this.options.log, stopWithinMs: STOP_WITHIN_MS[kind],
        sharesPort: kind === 'server' && this.options.servers > 1,
        looksReady: kind === 'server' ? () => isAlive(this.config) : async (livedMs) => livedMs > WORKER_SETTLED_MS,
        onCrash: (who, ms) => this.options.say(`The ${who} ended by itself; starting it again in ${seconds(ms)}. Its log: ${this.logOf(who)}`),
      });
      this.processes.push({ kind, process });
    }
    const ready = await Promise.all(this.processes.map(({ process }) => Promise.race([process.start(), late()])));
    if (this.stopping) return;
    const name = wanted[ready.indexOf(false)]?.name;
    if (name) throw new StartError('start.process', `The ${name} did not start. Its log, ${this.logOf(name)}, ends with:\n${lastLines(this.logOf(name))}`);
  }

  private environment(): NodeJS.ProcessEnv {
    const env: NodeJS.ProcessEnv = { ...process.env, ...this.handedOn };
    // Only the first start needs it, and that is over by then.
    return { ...env, ADMIN_PASSWORD: undefined, ADMIN_PASSWORD_FILE: undefined };
  }

  private logOf(name: string): string {
    return path.join(this.logs, `${name}.log`);
  }
}

const seconds = (ms: number): string => `${(ms / 1000).toLocaleString('en', { maximumFractionDigits: 1 })} s`;

const late = (): Promise<boolean> => new Promise((resolve) => setTimeout(() => resolve(false), READY_WITHIN_MS).unref());
