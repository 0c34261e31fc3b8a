/** Where everything runs: one Postgres and one Redis as `npm start` has them, and for each installation a database, queue prefix and keys of its own. */
import { type ChildProcess, fork } from 'node:child_process';
import { mkdirSync, mkdtempSync, openSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { accessEntities } from '#libs/access';
import { type AppConfig, databaseUrl, loadConfig, redisUrl } from '#libs/config';
import { Database, dataSourceFor, runMigrations } from '#libs/database';
import { PublishedKeys, SignatureKeeper, SignatureLedger } from '#libs/signatures';
import { TallyBook } from '#libs/tallies';
import { PrivateKeyStore } from '#libs/vault';
import { type RunningServices, startServices } from '../../apps/cli/src/services/embedded-services.js';
import { clientFor } from '../../apps/cli/src/services/postgres.js';
import { begin, cpuMicroseconds, end, freePort } from '../support/children.js';
import { sharesOfTheRecord } from './countries.js';
import { type Loader, startLoader } from './load/loader.js';
import type { Crowd } from './load/orders.js';

export const projectRoot = path.resolve(import.meta.dirname, '..', '..');
const COUNTED_WITHIN_MS = 300_000;
const FLAT_OUT = 1_000_000;
/** Postgres is quiet when it took less than this share of one processor for so long. */
const QUIET_SHARE = 0.1;
const QUIET_FOR_MS = 400;
const QUIET_WITHIN_MS = 20_000;

export interface Started { pid: number; port: number; end(): Promise<void> }

/** Microseconds of CPU so far, by process. */
export type Cpu = Record<string, number>;

/** An installation without anything started yet. */
export interface Stand {
  readonly config: AppConfig;
  readonly db: Database;
  readonly keys: PrivateKeyStore;
  /** Open petitions, one a country of the record; the first is the hot one. */
  readonly petitions: { id: number; slug: string; country: string }[];
  /** A program of test/support (or of ours) from its source, or one of `dist` (`….js`), told of this installation; with a port where it listens. */
  start(program: string, more?: Record<string, string>): Promise<Started>;
  /** What the tally shows, of all petitions or of one. */
  counted(petitionId?: number): Promise<number>;
  /** Resolves once the tally shows so many. @throws if it takes five minutes */
  until(counted: number): Promise<void>;
  /** Resolves once the tally has not moved for half a second. */
  settled(): Promise<void>;
  /** People who sign here: of all petitions alike, or `hot` of them in the first one. Each call is another crowd. */
  crowd(more?: { hot?: number; duplicates?: number; petitions?: readonly string[] }): Crowd;
  /** CPU of Postgres, Redis and of those given. */
  cpu(processes: Record<string, Started | null>): Cpu;
}

export interface LoadSettings { connections: number; depth: number }

export class Bench {
  private readonly shared = new Map<string, Promise<unknown>>();
  private readonly children: ChildProcess[] = [];
  private readonly databases: Database[] = [];

  private constructor(readonly services: RunningServices, readonly folder: string, readonly loader: Loader, readonly settings: LoadSettings, readonly say: (line: string) => void) {}

  static async open(settings: LoadSettings, say: (line: string) => void): Promise<Bench> {
    const folder = mkdtempSync(path.join(tmpdir(), 'countersign-bench-'));
    const services = await startServices(loadConfig({ DATA_DIR: folder, LOG_LEVEL: 'silent' }), { durable: true, projectRoot, say });
    return new Bench(services, folder, await startLoader(), settings, say);
  }

  /** The installation of this name, made when it is first asked for. */
  stand(name: string, confirmation: 'none' | 'required' = 'none'): Promise<Stand> {
    return this.once(`stand ${name}`, () => this.make(name, confirmation));
  }

  /** What several contenders share, made when it is first asked for. */
  once<T>(what: string, make: () => Promise<T>): Promise<T> {
    const known = this.shared.get(what) ?? make();
    this.shared.set(what, known);
    return known as Promise<T>;
  }

  /**
   * Resolves once Postgres has nothing left to do of what was before: its vacuum of one contender's rows would be at the expense of
   * the next, who may not have asked it for anything.
   */
  async quiet(): Promise<void> {
    const pid = this.services.postgres?.pid ?? 0;
    const tired = performance.now() + QUIET_WITHIN_MS;
    for (let before = cpuMicroseconds(pid, true); performance.now() < tired; ) {
      await new Promise((resolve) => setTimeout(resolve, QUIET_FOR_MS));
      const now = cpuMicroseconds(pid, true);
      if (now - before < QUIET_FOR_MS * 1_000 * QUIET_SHARE) return;
      before = now;
    }
  }

  async close(): Promise<void> {
    await this.loader.end();
    await Promise.all(this.children.map(end));
    await Promise.all(this.databases.map((db) => db.dataSource.destroy()));
    await this.services.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }

  private async make(name: string, confirmation: 'none' | 'required'): Promise<Stand> {
    const { postgres, config: given } = this.services;
    if (!postgres) throw new Error('the bench has a Postgres of its own');
    const admin = clientFor(postgres.adminSettings);
    await admin.connect();
    await admin.query(`create database bench_${name} owner ${postgres.settings.user}`);
    await admin.end();
    const keysDir = path.join(this.folder, `keys-${name}`);
    mkdirSync(keysDir, { mode: 0o700 });
    const config = given.with({ database: { ...postgres.settings, database: `bench_${name}` }, queuePrefix: `bench-${name}`, keysDir });
    await runMigrations(config.database);
    const db = new Database(await dataSourceFor(config.database, { entities: accessEntities, poolSize: 3 }).initialize());
    this.databases.push(db);
    const keys = await PrivateKeyStore.open(keysDir);
    await furnish(db, keys, confirmation);
    const petitions = await db.rows<{ id: number; slug: string; country: string }>(`select id, slug, jurisdiction_id as country from petitions order by id`);
    return this.standOf(name, config, db, keys, petitions);
  }

  private standOf(name: string, config: AppConfig, db: Database, keys: PrivateKeyStore, petitions: Stand['petitions']): Stand {
    const counted = async (petitionId?: number): Promise<number> =>
      (await db.rows<{ n: number }>(`select coalesce(sum(counted), 0)::int as n from petition_tallies where $1::int is null or petition_id = $1`, [petitionId ?? null]))[0]?.n ?? 0;
    let crowds = 0;
    return {
      config, db, keys, petitions, counted,
      start: async (program, more = {}) => {
        const port = await freePort();
        const env = { ...environmentOf(config), PORT: String(port), ...more };
        const logs = path.join(this.folder, 'logs', `${name}.log`);
        const child = program.endsWith('.js') ? await beginBuilt(program, env, logs) : await begin(program, env, { logs });
        this.children.push(child);
        return { pid: child.pid ?? 0, port, end: () => end(child) };
      },
      until: async (wanted) => {
        for (const late = Date.now() + COUNTED_WITHIN_MS; (await counted()) < wanted; await new Promise((resolve) => setTimeout(resolve, 5))) {
          if (Date.now() > late) throw new Error(`${name}: ${await counted()} of ${wanted} were counted within five minutes`);
        }
      },
      settled: async () => {
        for (let [last, now] = [-1, await counted()]; last !== now; [last, now] = [now, await counted()]) await new Promise((resolve) => setTimeout(resolve, 500));
      },
      crowd: ({ hot, duplicates = 0, petitions: only } = {}) => ({
        run: `${name}${(crowds += 1)}`, duplicates, addresses: FLAT_OUT,
        petitions: petitions.filter(({ slug }) => only === undefined || only.includes(slug)).map(({ slug, country }, at, all) => ({ slug, country, weight: hot === undefined ? 1 : at === 0 ? hot : (1 - hot) / (all.length - 1) })),
      }),
      cpu: (processes) => ({
        ...Object.fromEntries(Object.entries(processes).map(([who, started]) => [who, cpuMicroseconds(started?.pid ?? 0)])),
        postgres: cpuMicroseconds(this.services.postgres?.pid ?? 0, true), redis: cpuMicroseconds(this.services.redis?.pid ?? 0),
      }),
    };
  }
}

/** What is shipped, without what runs sources: where its memory is looked at. */
function beginBuilt(program: string, env: Record<string, string>, logs: string): Promise<ChildProcess> {
  const out = openSync(logs, 'a', 0o600);
  const child = fork(path.join(projectRoot, 'dist', program), [], { env: { ...process.env, ...env }, execArgv: [], stdio: ['ignore', out, out, 'ipc'] });
  return new Promise((resolve, reject) => child.once('message', () => resolve(child)).once('exit', (code) => reject(new Error(`${program} ended with ${code}; see ${logs}`))));
}

/** As `npm start` hands it on, logs and all. The generator stands for a proxy that is trusted, so that limits see each citizen's own address. */
export function environmentOf(config: AppConfig): Record<string, string> {
  return {
    DATA_DIR: config.dataDir, KEYS_DIR: config.keysDir, DATABASE_URL: databaseUrl(config.database), REDIS_URL: redisUrl(config.redis), QUEUE_PREFIX: config.queuePrefix,
    LOG_LEVEL: 'info', TRUSTED_PROXIES: '127.0.0.1', ...(config.smtp.kind === 'catcher' ? { MAIL_CATCHER_SOCKET: config.smtp.socketPath } : {}),
  };
}

/** A campaign with 47 open petitions and its keys. */
export async function furnish(db: Database, keys: PrivateKeyStore, confirmation: 'none' | 'required'): Promise<void> {
  await db.rows(`insert into campaigns (slug, title, kind, controller, contact) values ('bench', '{"en": "Bench"}', 'live', 'Nobody', 'nobody@countersign.example')`);
  await new SignatureKeeper(db, new SignatureLedger(db, new TallyBook()), new PublishedKeys(db), keys).ensureKeys();
  for (const [position, { country }] of sharesOfTheRecord(1).entries()) {
    await db.rows(`insert into jurisdictions (campaign_id, id, kind, iso2, name, petition_state, position) select id, $1, 'country', $1, $1, 'petition', $2 from campaigns`, [country, position]);
    await db.rows(
      `insert into petitions (campaign_id, jurisdiction_id, slug, takes_signatures, status, confirmation, privacy, default_language, opened_at)
       select id, $1, 'bench-' || lower($1), true, 'open', $2, 'standard', 'en', now() from campaigns`, [country, confirmation]);
  }
  await db.rows(`insert into petition_texts (petition_id, language, version, title, demand, notice) select id, 'en', 1, 'A petition', 'A demand', 'A notice' from petitions`);
  // Organisers who expect a crowd switch challenges off: else its signatures would be held, as the attack that it looks like.
  const [{ there } = { there: false }] = await db.rows<{ there: boolean }>(`select to_regclass('petition_screening') is not null as there`);
  if (there) await db.rows(`insert into petition_screening (petition_id, mode) select id, 'off' from petitions on conflict (petition_id) do update set mode = 'off'`);
}
