import { type ChildProcess, spawn } from 'node:child_process';
import { chownSync, closeSync, existsSync, mkdirSync, openSync, readFileSync, readlinkSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import type { DatabaseSettings } from '#libs/config';
import type { DataFolder } from './data-folder.js';
import { accountForPostgres, findPostgres, type Account, type PostgresBinaries } from './postgres-binaries.js';
import { endProcess, markOf } from './processes.js';
import { StartError, type Say } from './services.errors.js';

const ADMIN = 'postgres';
const NAME = 'countersign';
/** Only part of the socket's name: nothing listens on TCP. */
const PORT = 5432;
/** Recovery after a crash replays at most `max_wal_size`; minutes would mean that something else is wrong. */
const READY_WITHIN_MS = 120_000;

export type SocketDatabase = Extract<DatabaseSettings, { socketDir: string }>;

export interface RunningPostgres {
  readonly pid: number;
  readonly settings: SocketDatabase;
  /** The superuser; for tests and the supervisor only. */
  readonly adminSettings: SocketDatabase;
  readonly exited: Promise<void>;
  stop(): Promise<void>;
}

export interface PostgresOptions {
  /** False only for throw-away test databases: commits no longer wait for the disk. */
  readonly durable: boolean;
  readonly say: Say;
}

/**
 * Starts the embedded Postgres of a data folder, making its cluster at the first start and recovering after a crash.
 * It listens on a socket in its own 0700 folder only, with random passwords. One left by an earlier run is ended first.
 */
export async function startPostgres(folder: DataFolder, options: PostgresOptions): Promise<RunningPostgres> {
  const cluster = path.join(folder.root, 'postgres');
  const account = accountForPostgres(cluster);
  const binaries = await findPostgres(folder, account, options.say);
  if (!existsSync(cluster)) await makeCluster(folder, cluster, binaries, account, options);
  await endEarlierPostgres(cluster, options.say);
  const shared = { socketDir: path.join(folder.short, 'postgres'), port: PORT };
  const adminSettings = { ...shared, user: ADMIN, password: folder.secrets.postgresAdmin, database: 'postgres' };
  const settings = { ...shared, user: NAME, password: folder.secrets.postgres, database: NAME };
  const running = await launch(folder, cluster, binaries, account, options, adminSettings);
  await makeDatabase(adminSettings, settings);
  return { pid: running.pid!, settings, adminSettings, exited: exitOf(running), stop: () => stopPostgres(running) };
}

/**
 * How a Postgres run by another account reaches a data folder that only root may enter: the folder becomes its working
 * directory while the child is still root (libuv enters it before giving up its rights), and is then named through /proc.
 */
const ownFolder = (cluster: string, account: Account | null): string => (account && process.platform === 'linux' ? '/proc/self/cwd' : cluster);

async function makeCluster(folder: DataFolder, cluster: string, binaries: PostgresBinaries, account: Account | null, options: PostgresOptions): Promise<void> {
  options.say('Making the database (first start) …');
  // A cluster half made by a killed start must not be taken for a whole one: it gets its name when it is done.
  const draft = `${cluster}.new`;
  const passwordFile = path.join(folder.run, 'initdb-password');
  rmSync(draft, { recursive: true, force: true });
  mkdirSync(draft, { mode: 0o700 });
  writeFileSync(passwordFile, `${folder.secrets.postgresAdmin}\n`, { mode: 0o600 });
  if (account) for (const each of [draft, passwordFile]) chownSync(each, account.uid, account.gid);
  const handle = openSync(passwordFile, 'r');
  try {
    const args = [
      '-D', ownFolder(draft, account), '-U', ADMIN, '-E', 'UTF8', '--auth=scram-sha-256', `--pwfile=${account ? '/proc/self/fd/3' : passwordFile}`,
      // Sort order from Postgres itself: one taken from the machine's C library changes with its upgrades and breaks indexes.
      '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8', ...(options.durable ? [] : ['--no-sync']),
    ];
    const child = spawn(binaries.initdb, args, { ...account, cwd: draft, env: cleanEnvironment(), stdio: ['ignore', 'pipe', 'pipe', handle] });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => (output += chunk.toString()));
    const code = await new Promise<number | null>((resolve, reject) => child.once('error', reject).once('close', resolve));
    if (code !== 0) throw new StartError('start.initdb', `The database could not be made:\n${output.trim()}`);
  } finally {
    closeSync(handle);
    rmSync(passwordFile, { force: true });
  }
  renameSync(draft, cluster);
}

function settingsOf(options: PostgresOptions): string[] {
  const settings: Record<string, string> = {
    listen_addresses: '', unix_socket_directories: '.', unix_socket_permissions: '0700', port: String(PORT), max_connections: '100',
    // Parameters and "Key (…)=(…)" details hold what people typed: neither belongs in a log.
    log_parameter_max_length: '0', log_parameter_max_length_on_error: '0', log_error_verbosity: 'terse', log_timezone: 'UTC', timezone: 'UTC',
    // Keys of people are hashes: a new one may go into any page of its index, and the first change of a page after a checkpoint writes it whole.
    // So the indexes of some millions should fit the buffers, and checkpoints be rare; a crash replays 4 GB in well under a minute.
    shared_buffers: options.durable ? '512MB' : '64MB', max_wal_size: '4GB', checkpoint_timeout: '15min',
    // After a crash one sync of the file system, in place of opening every file there is.
    ...(process.platform === 'linux' && { recovery_init_sync_method: 'syncfs' }),
    fsync: options.durable ? 'on' : 'off', full_page_writes: options.durable ? 'on' : 'off', synchronous_commit: options.durable ? 'on' : 'off',
  };
  return Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}

async function launch(
  folder: DataFolder, cluster: string, binaries: PostgresBinaries, account: Account | null, options: PostgresOptions, admin: SocketDatabase,
): Promise<ChildProcess> {
  const began = Date.now();
  let toldOfRecovery = false;
  let child: ChildProcess | null = null;
  while (Date.now() - began < READY_WITHIN_MS) {
    if (child === null || child.exitCode !== null || child.signalCode !== null) {
      // After a kill of the main process alone its helpers end within moments and hold the shared memory until then.
      if (child !== null) await pause(500);
      if (Date.now() - began > 20_000) break;
      child = spawnPostgres(folder, cluster, binaries, account, options);
    }
    if (await answers(admin)) return child;
    if (!toldOfRecovery && Date.now() - began > 3_000) {
      toldOfRecovery = true;
      options.say('The database is recovering from a hard stop …');
    }
    await pause(40);
  }
  child?.kill('SIGQUIT');
  throw new StartError('start.postgres', `Postgres did not start. Its own words are in ${path.join(folder.logs, 'postgres.log')}`);
}

function spawnPostgres(folder: DataFolder, cluster: string, binaries: PostgresBinaries, account: Account | null, options: PostgresOptions): ChildProcess {
  const log = openSync(path.join(folder.logs, 'postgres.log'), 'a', 0o600);
  try {
    // A process group of its own: Ctrl-C in the terminal is for the supervisor, which ends its processes in order.
    const child = spawn(binaries.postgres, ['-D', ownFolder(cluster, account), ...settingsOf(options)], {
      ...account, cwd: cluster, env: cleanEnvironment(), detached: true, stdio: ['ignore', log, log],
    });
    child.on('error', () => undefined);
    return child;
  } finally {
    closeSync(log);
  }
}

/** Nothing of our own environment (secrets among it) is Postgres's business, and PG* variables would change what it does. */
const cleanEnvironment = (): NodeJS.ProcessEnv => ({ PATH: process.env['PATH'], LC_ALL: 'C', TZ: 'UTC' });

async function answers(admin: SocketDatabase): Promise<boolean> {
  const client = clientFor(admin);
  try {
    await client.connect();
    return true;
  } catch (error) {
    if ((error as { code?: string }).code === '28P01') {
      throw new StartError('start.postgres-password', 'The embedded Postgres does not accept the password in secrets.json of the data folder: that file was changed or replaced.');
    }
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}

export function clientFor(settings: SocketDatabase): pg.Client {
  const client = new pg.Client({
    host: settings.socketDir, port: settings.port, user: settings.user, password: settings.password, database: settings.database, connectionTimeoutMillis: 5_000,
  });
  client.on('error', () => undefined);
  return client;
}

/** The application's own role owns its database and nothing else. Repeated at every start, as any step may have been cut off. */
async function makeDatabase(admin: SocketDatabase, settings: SocketDatabase): Promise<void> {
  const client = clientFor(admin);
  await client.connect();
  try {
    const role = await client.query('select 1 from pg_roles where rolname = $1', [settings.user]);
    const password = client.escapeLiteral(settings.password);
    if (role.rowCount === 0) await client.query(`create role ${settings.user} login password ${password}`);
    const database = await client.query('select 1 from pg_database where datname = $1', [settings.database]);
    if (database.rowCount === 0) await client.query(`create database ${settings.database} owner ${settings.user}`);
  } finally {
    await client.end();
  }
}

/** Ends a Postgres that an earlier run left behind: the number in its own pid file counts only if that process works in this very folder. */
export async function endEarlierPostgres(cluster: string, say: Say): Promise<void> {
  const pidFile = path.join(cluster, 'postmaster.pid');
  if (!existsSync(pidFile)) return;
  const pid = Number(readFileSync(pidFile, 'utf8').split('\n')[0]);
  const mark = Number.isInteger(pid) && pid > 1 ? markOf(pid) : null;
  if (mark === null || !worksIn(pid, cluster)) {
    // Postgres itself would take any living process of its user for an earlier self; we have seen that this one is not.
    for (const file of ['postmaster.pid', `.s.PGSQL.${PORT}.lock`]) rmSync(path.join(cluster, file), { force: true });
    return;
  }
  say('Ending the database that an earlier run left …');
  const ended = await endProcess(mark, [{ signal: 'SIGINT', waitMs: 20_000 }, { signal: 'SIGQUIT', waitMs: 5_000 }, { signal: 'SIGKILL', waitMs: 2_000 }]);
  if (!ended) throw new StartError('start.postgres-left', `An earlier Postgres (process ${pid}) of this data folder cannot be ended.`);
}

function worksIn(pid: number, cluster: string): boolean {
  if (process.platform !== 'linux') {
    const lines = readFileSync(path.join(cluster, 'postmaster.pid'), 'utf8').split('\n');
    return lines[1] === cluster;
  }
  try {
    return readlinkSync(`/proc/${pid}/cwd`) === realpathSync(cluster) && statSync(`/proc/${pid}/cwd`).ino === statSync(cluster).ino;
  } catch {
    return false;
  }
}

const exitOf = (child: ChildProcess): Promise<void> =>
  new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) resolve();
    else child.once('exit', () => resolve());
  });

/** SIGINT is Postgres's "fast" stop: open transactions are rolled back, everything else is written. */
async function stopPostgres(child: ChildProcess): Promise<void> {
  const mark = child.pid === undefined ? null : markOf(child.pid);
  if (mark === null) return;
  await endProcess(mark, [{ signal: 'SIGINT', waitMs: 30_000 }, { signal: 'SIGQUIT', waitMs: 5_000 }, { signal: 'SIGKILL', waitMs: 2_000 }]);
}
