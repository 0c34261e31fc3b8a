import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { type AppConfig, loadConfig } from '#libs/config';
import { Database, dataSourceFor } from '#libs/database';
import { PrivateKeyStore } from '#libs/vault';
import { furnish, projectRoot } from '../../bench/stand.js';
import { cpuMicroseconds, freePort } from '../../support/children.js';
import { eventually } from '../../support/installation.js';

const CLI = path.join(projectRoot, 'apps', 'cli', 'bin', 'countersign.mjs');

export interface Wanted {
  folder: string;
  confirmation: 'none' | 'required';
  /** More of the environment, and arguments of `start`. */
  env?: Record<string, string>;
  startArguments?: readonly string[];
  say: (line: string) => void;
}

/** An installation as `npm start` makes it, in a folder of its own, with 47 open petitions; what was in the folder goes on. */
export class OwnInstallation {
  private constructor(
    readonly port: number, readonly config: AppConfig, readonly db: Database, readonly petitions: readonly { id: number; slug: string; country: string }[],
    private readonly supervisor: ChildProcess, private readonly env: NodeJS.ProcessEnv,
  ) {}

  static async start({ folder, confirmation, env: more = {}, startArguments = [], say }: Wanted): Promise<OwnInstallation> {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const port = await freePort();
    // The generator stands for a proxy that is trusted, so that limits see each citizen's own address.
    const env = { ...process.env, DATA_DIR: folder, PORT: String(port), SAMPLE_DATA: 'none', TRUSTED_PROXIES: '127.0.0.1', NODE_OPTIONS: '', ...more };
    const supervisor = spawn(process.execPath, [CLI, 'start', ...startArguments], { cwd: projectRoot, env, stdio: ['ignore', 'pipe', 'inherit'] });
    let said = '';
    let ended = false;
    // Broken off, nothing is left running; what was counted so far is kept in the folder.
    const stop = (): void => {
      supervisor.once('exit', () => process.exit(1));
      supervisor.kill('SIGTERM');
    };
    process.once('SIGINT', stop).once('SIGTERM', stop);
    supervisor.stdout.on('data', (part: Buffer) => (said += part.toString()));
    supervisor.once('exit', () => (ended = true));
    await eventually('the last line of npm start', () => {
      if (ended) throw new Error('npm start ended');
      return said.includes(`:${port}`);
    }, 600_000);
    const config = loadConfig({ DATA_DIR: folder, DATABASE_URL_FILE: path.join(folder, 'run', 'database.url'), REDIS_URL_FILE: path.join(folder, 'run', 'redis.url') });
    const db = new Database(await dataSourceFor(config.database, { poolSize: 3 }).initialize());
    const [there] = await db.rows(`select from petitions limit 1`);
    if (!there) await furnish(db, await PrivateKeyStore.open(config.keysDir), confirmation);
    const petitions = await db.rows<{ id: number; slug: string; country: string }>(`select id, slug, jurisdiction_id as country from petitions order by id`);
    say(`Installed in ${folder}: ${runningUnder(supervisor.pid ?? 0).map(({ name, pid }) => `${name} ${pid}`).join(', ')}.`);
    return new OwnInstallation(port, config, db, petitions, supervisor, env);
  }

  /** As they run now: what crashes is started again under another number. */
  get processes(): readonly Running[] {
    return runningUnder(this.supervisor.pid ?? 0);
  }

  /** By petition, as the tally shows it. */
  async counted(): Promise<Map<string, number>> {
    const rows = await this.db.rows<{ slug: string; n: number }>(`select p.slug, coalesce(t.counted, 0)::int as n from petitions p left join petition_tallies t on t.petition_id = p.id`);
    return new Map(rows.map(({ slug, n }) => [slug, n]));
  }

  /** The real command, on the installation as it runs. */
  verify(): Promise<{ clean: boolean; text: string; seconds: number }> {
    const began = Date.now();
    const child = spawn(process.execPath, [CLI, 'verify'], { cwd: projectRoot, env: this.env, stdio: ['ignore', 'pipe', 'inherit'] });
    let text = '';
    child.stdout.on('data', (part: Buffer) => (text += part.toString()));
    return new Promise((resolve) => child.once('close', (code) => resolve({ clean: code === 0, text: text.trim(), seconds: (Date.now() - began) / 1_000 })));
  }

  async stop(): Promise<void> {
    await this.db.dataSource.destroy();
    const ended = new Promise((resolve) => this.supervisor.once('exit', resolve));
    if (this.supervisor.exitCode !== null) return;
    this.supervisor.kill('SIGTERM');
    await ended;
  }
}

export interface Running { name: string; pid: number }

/** Server and worker (one or more), Postgres and Redis of a supervisor; Linux only. */
function runningUnder(supervisor: number): Running[] {
  const counts: Record<string, number> = {};
  return childrenOf(supervisor).flatMap((pid) => {
    const command = readOf(pid, 'cmdline').replaceAll('\0', ' ');
    const kind = /apps\/(server|worker)\/src\/main\.js/.exec(command)?.[1] ?? /(postgres|redis|valkey)/.exec(path.basename(command.split(' ')[0] ?? ''))?.[1];
    if (!kind) return [];
    counts[kind] = (counts[kind] ?? 0) + 1;
    return [{ name: counts[kind] === 1 ? kind : `${kind} ${counts[kind]}`, pid }];
  });
}

function childrenOf(pid: number): number[] {
  return readdirSync('/proc').filter((name) => /^\d+$/.test(name)).map(Number).filter((each) => Number(readOf(each, 'stat').replace(/^.*\) /s, '').split(' ')[1]) === pid);
}

function readOf(pid: number, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'latin1');
  } catch {
    return '';
  }
}

/** Microseconds of CPU so far, by process; Postgres with its helpers. */
export const cpuOf = (processes: readonly Running[]): Record<string, number> =>
  Object.fromEntries(processes.map(({ name, pid }) => [name, cpuMicroseconds(pid, name === 'postgres')]));

/** Megabytes that a process has to itself, its share of what it shares included, so that Postgres's buffers are counted once. */
export function memoryMb({ name, pid }: Running): number {
  const pids = name === 'postgres' ? [pid, ...childrenOf(pid)] : [pid];
  return pids.reduce((total, each) => total + Number(/^Pss:\s+(\d+) kB/m.exec(readOf(each, 'smaps_rollup'))?.[1] ?? 0), 0) / 976.5625;
}
