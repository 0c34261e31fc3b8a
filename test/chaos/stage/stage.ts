import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Redis } from 'ioredis';
import type pg from 'pg';
import { type AppConfig, loadConfig, redisConnection } from '#libs/config';
import { runMigrations } from '#libs/database';
import { prepareDataFolder } from '../../../apps/cli/src/services/data-folder.js';
import { clientFor, startPostgres, type RunningPostgres } from '../../../apps/cli/src/services/postgres.js';
import { startRedis, type RunningRedis } from '../../../apps/cli/src/services/redis.js';
import { SmtpSink } from '../../../libs/notifications/src/testing/smtp-sink.js';
import { SmallDisk } from './disks.js';
import { Kept, type Started } from './kept.js';
import { copyProgram, startApp } from './program.js';
import { Wire } from './wire.js';

const PROJECT = path.resolve(import.meta.dirname, '..', '..', '..');
const DATA_DISK_MB = 4_096;
const REDIS_DISK_MB = 512;

export interface StageWanted { base: string; servers: number; workers: number; broken: string | null; say: (line: string) => void }

/** Everything that chaos is thrown at: the product's own programs and services on this machine, with a wire between any two. */
export class Stage {
  /** Straight to the services, past all wires: for the judge. */
  config!: AppConfig;
  readonly sink = new SmtpSink();
  readonly wires: Wire[] = [];
  readonly servers: Kept[] = [];
  readonly workers: Kept[] = [];
  postgres!: Kept;
  redis!: Kept;
  /** Null where nothing may be mounted. */
  dataDisk: SmallDisk | null = null;
  redisDisk: SmallDisk | null = null;
  private running: { postgres: RunningPostgres | null; redis: RunningRedis | null } = { postgres: null, redis: null };

  private constructor(readonly wanted: StageWanted) {}

  static async open(wanted: StageWanted): Promise<Stage> {
    const stage = new Stage(wanted);
    try {
      await stage.begin();
      return stage;
    } catch (error) {
      await stage.close();
      throw error;
    }
  }

  get kept(): Kept[] {
    return [this.postgres, this.redis, ...this.servers, ...this.workers].filter(Boolean);
  }

  /** Where clients reach a server, through their wire. */
  get urls(): string[] {
    return this.wires.filter((wire) => wire.name.startsWith('client-')).map((wire) => `http://127.0.0.1:${wire.port}`);
  }

  get logs(): string {
    return path.join(this.wanted.base, 'data', 'logs');
  }

  clockOf(name: string): string {
    return path.join(this.wanted.base, 'clocks', name);
  }

  /** The superuser, past all wires. */
  async admin<T>(work: (client: pg.Client) => Promise<T>, withinMs = 5_000): Promise<T> {
    const settings = this.running.postgres?.adminSettings;
    if (!settings) throw new Error('no Postgres');
    const client = clientFor({ ...settings, database: this.running.postgres?.settings.database ?? settings.database });
    const late = setTimeout(() => void client.end().catch(() => undefined), withinMs);
    try {
      await client.connect();
      return await work(client);
    } finally {
      clearTimeout(late);
      await client.end().catch(() => undefined);
    }
  }

  /** The application's own role, past all wires: connections that others then lack. */
  async session(): Promise<pg.Client> {
    const settings = this.running.postgres?.settings;
    if (!settings) throw new Error('no Postgres');
    const client = clientFor(settings);
    await client.connect();
    return client;
  }

  async askRedis<T>(work: (redis: Redis) => Promise<T>): Promise<T> {
    const redis = new Redis({ ...redisConnection(this.config.redis), lazyConnect: true, retryStrategy: () => null, connectTimeout: 2_000, commandTimeout: 3_000, maxRetriesPerRequest: 0 });
    redis.on('error', () => undefined);
    try {
      await redis.connect();
      return await work(redis);
    } finally {
      redis.disconnect();
    }
  }

  /** Undoes all that any fault may have left, whatever became of its own undoing. */
  async calm(): Promise<void> {
    for (const disk of [this.dataDisk, this.redisDisk]) disk?.empty();
    for (const kept of this.kept) {
      kept.send('SIGCONT');
      kept.release();
    }
    for (const wire of this.wires) wire.set({ kind: 'none' });
    for (const name of this.names()) writeFileSync(this.clockOf(name), '0');
    // The stores first: no worker starts on a Postgres that may only be read.
    for (const kept of [this.redis, this.postgres]) await kept?.ready();
    await this.askRedis((redis) => redis.config('SET', 'maxmemory', '0'));
    await this.admin(async (client) => {
      await client.query('alter system reset default_transaction_read_only');
      await client.query('select pg_reload_conf()');
    });
    for (const kept of this.kept) await kept.ready();
    for (const kept of this.kept) kept.frail = false;
    if (this.wanted.broken === 'no-fsync') await this.askRedis((redis) => redis.config('SET', 'appendfsync', 'no'));
  }

  async close(): Promise<void> {
    for (const kept of [...this.servers, ...this.workers]) await kept.end();
    for (const wire of this.wires) await wire.close();
    for (const kept of [this.redis, this.postgres]) await kept?.end();
    await this.sink.stop();
  }

  /** All it kept on the disk. */
  remove(): void {
    for (const disk of [this.redisDisk, this.dataDisk]) disk?.unmount();
    rmSync(this.wanted.base, { recursive: true, force: true });
  }

  private names(): string[] {
    const { servers, workers } = this.wanted;
    return [...Array.from({ length: servers }, (_, n) => `server-${n + 1}`), ...Array.from({ length: workers }, (_, n) => `worker-${n + 1}`)];
  }

  private async begin(): Promise<void> {
    const { base, say } = this.wanted;
    const program = path.join(base, 'program');
    copyProgram(program);
    const dataDir = path.join(base, 'data');
    for (const folder of [dataDir, path.join(base, 'clocks')]) mkdirSync(folder, { recursive: true, mode: 0o700 });
    this.dataDisk = SmallDisk.mount(dataDir, DATA_DISK_MB);
    mkdirSync(path.join(dataDir, 'redis'), { recursive: true, mode: 0o700 });
    this.redisDisk = this.dataDisk && SmallDisk.mount(path.join(dataDir, 'redis'), REDIS_DISK_MB);
    const folder = prepareDataFolder(dataDir);
    const quiet = { durable: true, projectRoot: PROJECT, say: () => undefined };
    this.postgres = new Kept('postgres', async () => asStarted('Postgres', (this.running.postgres = await startPostgres(folder, quiet))));
    this.redis = new Kept('redis', async () => asStarted('Redis', (this.running.redis = await startRedis(folder, quiet))));
    say('Starting Postgres and Redis …');
    await Promise.all([this.postgres.start(), this.redis.start()]);
    await this.sink.start();
    const { postgres, redis } = this.running;
    if (!postgres || !redis) throw new Error('the services did not start');
    this.config = loadConfig({ DATA_DIR: dataDir, LOG_LEVEL: 'silent', SERVICE_NAME: 'chaos' })
      .with({ database: postgres.settings, redis: redis.settings, smtp: { kind: 'url', url: this.sink.url, requireTls: false } });
    await runMigrations(this.config.database);
    await this.startApps(program);
  }

  private async startApps(program: string): Promise<void> {
    const { postgres, redis } = this.running;
    if (!postgres || !redis) return;
    const toPostgres = { path: path.join(postgres.settings.socketDir, `.s.PGSQL.${postgres.settings.port}`) };
    const wire = async (name: string, to: ConstructorParameters<typeof Wire>[1]): Promise<Wire> => {
      const laid = await new Wire(name, to).lay();
      this.wires.push(laid);
      return laid;
    };
    let publicUrl = '';
    for (const name of this.names()) {
      const app = name.startsWith('server') ? 'server' : 'worker';
      const own = await freePort();
      if (app === 'server') {
        const { port } = await wire(`client-${name}`, { port: own, host: '127.0.0.1' });
        publicUrl ||= `http://127.0.0.1:${port}`;
      }
      const [database, queue, mail] = [await wire(`${name}-postgres`, toPostgres), await wire(`${name}-redis`, { path: redis.settings.path }), await wire(`${name}-smtp`, { port: this.sink.port, host: '127.0.0.1' })];
      const { user, password, database: db } = postgres.settings;
      const env = {
        NODE_ENV: 'test', DATA_DIR: this.config.dataDir, KEYS_DIR: this.config.keysDir, LOG_LEVEL: 'info', SERVICE_NAME: name, PORT: String(own), PUBLIC_URL: publicUrl,
        DATABASE_URL: `postgresql://${user}:${password}@127.0.0.1:${database.port}/${db}`, REDIS_URL: `redis://:${redis.settings.password}@127.0.0.1:${queue.port}/0`, SMTP_URL: `smtp://127.0.0.1:${mail.port}`,
      };
      writeFileSync(this.clockOf(name), '0');
      const kept = new Kept(name, () => startApp({ app, folder: program, env, log: path.join(this.logs, `${name}.log`), clock: this.clockOf(name), broken: this.wanted.broken }));
      (app === 'server' ? this.servers : this.workers).push(kept);
    }
  }

  /** Workers first: they make the keys that servers seal with. */
  async startPrograms(): Promise<void> {
    this.wanted.say('Starting workers and servers …');
    await Promise.all(this.workers.map((kept) => kept.start()));
    await Promise.all(this.servers.map((kept) => kept.start()));
  }
}

function asStarted(name: string, running: RunningPostgres | RunningRedis): Started {
  return { pid: running.pid, ended: running.exited.then(() => `${name} ended`), stop: () => running.stop() };
}

async function freePort(): Promise<number> {
  return (await import('../../support/children.js')).freePort();
}
