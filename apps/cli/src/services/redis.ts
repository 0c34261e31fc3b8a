import { type ChildProcess, spawn } from 'node:child_process';
import { accessSync, closeSync, constants, existsSync, mkdirSync, openSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Redis } from 'ioredis';
import type { RedisSettings } from '#libs/config';
import { writePrivately, type DataFolder } from './data-folder.js';
import { endProcess, isProcessMark, markOf } from './processes.js';
import { environmentFor, findRedis, type RedisBinary } from './redis-binary.js';
import { StartError, type Say } from './services.errors.js';

/** Loading an append-only file takes about a second per 100 MB. */
const READY_WITHIN_MS = 120_000;

export type SocketRedis = Extract<RedisSettings, { path: string }>;

export interface RunningRedis {
  readonly pid: number;
  readonly settings: SocketRedis;
  readonly exited: Promise<void>;
  stop(): Promise<void>;
}

export interface RedisOptions {
  /** False only for throw-away tests: writes no longer wait for the disk. */
  readonly durable: boolean;
  readonly projectRoot: string;
  readonly say: Say;
}

/**
 * Starts the embedded Redis of a data folder: on a Unix socket only, every write in the append-only file before it is
 * answered, nothing ever evicted. One left by an earlier run is ended first.
 */
export async function startRedis(folder: DataFolder, options: RedisOptions): Promise<RunningRedis> {
  const settings = { path: path.join(folder.short, 'run', 'redis.sock'), password: folder.secrets.redis };
  await endEarlierRedis(folder, settings, options.say);
  const binary = await findRedis(toolFolder(folder, options.projectRoot), options.say);
  const child = launch(folder, settings, binary, options);
  await waitUntilReady(folder, settings, child, options.say);
  const mark = markOf(child.pid!);
  if (mark) writePrivately(markFile(folder), JSON.stringify(mark));
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  return { pid: child.pid!, settings, exited, stop: () => stopRedis(folder, child) };
}

const markFile = (folder: DataFolder): string => path.join(folder.run, 'redis.pid.json');

function toolFolder(folder: DataFolder, projectRoot: string): string {
  const modules = path.join(projectRoot, 'node_modules');
  try {
    accessSync(modules, constants.W_OK);
    return path.join(modules, '.cache', 'countersign-redis');
  } catch {
    return path.join(folder.root, 'tools', 'redis');
  }
}

function launch(folder: DataFolder, settings: SocketRedis, binary: RedisBinary, options: RedisOptions): ChildProcess {
  const data = path.join(folder.root, 'redis');
  mkdirSync(data, { recursive: true, mode: 0o700 });
  const file = path.join(folder.run, 'redis.conf');
  // By file and not by argument: arguments can be read by every user of the machine.
  writePrivately(file, [
    'port 0', `unixsocket ${JSON.stringify(settings.path)}`, 'unixsocketperm 700', `requirepass ${JSON.stringify(settings.password)}`, `dir ${JSON.stringify(data)}`,
    'appendonly yes', `appendfsync ${options.durable ? 'always' : 'no'}`, 'no-appendfsync-on-rewrite no', 'aof-load-truncated yes', 'maxmemory-policy noeviction', 'save ""',
    'daemonize no', 'protected-mode yes', 'enable-debug-command no', `loglevel notice`, '',
  ].join('\n'));
  rmSync(settings.path, { force: true });
  const log = openSync(path.join(folder.logs, 'redis.log'), 'a', 0o600);
  try {
    const child = spawn(binary.file, [file], { cwd: data, env: environmentFor(binary), detached: true, stdio: ['ignore', log, log] });
    child.on('error', () => undefined);
    return child;
  } finally {
    closeSync(log);
  }
}

async function waitUntilReady(folder: DataFolder, settings: SocketRedis, child: ChildProcess, say: Say): Promise<void> {
  const began = Date.now();
  let told = false;
  while (Date.now() - began < READY_WITHIN_MS && child.exitCode === null && child.signalCode === null && child.pid !== undefined) {
    if ((await ask(settings, async (redis) => redis.ping())) === 'PONG') return;
    if (!told && Date.now() - began > 3_000) {
      told = true;
      say('Redis is loading its data …');
    }
    await pause(40);
  }
  child.kill('SIGKILL');
  throw new StartError('start.redis', `Redis did not start. Its own words are in ${path.join(folder.logs, 'redis.log')}`);
}

/** One question to the Redis of this folder; null if it gives no answer. */
async function ask<T>(settings: SocketRedis, question: (redis: Redis) => Promise<T>): Promise<T | null> {
  if (!existsSync(settings.path)) return null;
  const redis = new Redis({ path: settings.path, password: settings.password, lazyConnect: true, enableReadyCheck: false, retryStrategy: () => null, connectTimeout: 2_000, commandTimeout: 2_000, maxRetriesPerRequest: 0 });
  redis.on('error', () => undefined);
  try {
    await redis.connect();
    return await question(redis);
  } catch {
    return null;
  } finally {
    redis.disconnect();
  }
}

/** Whoever answers on our socket to our password is ours, and says its own process number; a hung one is known by the mark left at its start. */
async function endEarlierRedis(folder: DataFolder, settings: SocketRedis, say: Say): Promise<void> {
  const info = await ask(settings, async (redis) => redis.info('server'));
  const pid = Number(/^process_id:(\d+)/m.exec(info ?? '')?.[1]);
  const mark = Number.isInteger(pid) && pid > 1 ? markOf(pid) : leftMark(folder);
  rmSync(markFile(folder), { force: true });
  if (mark === null || markOf(mark.pid)?.born !== mark.born) return;
  say('Ending the Redis that an earlier run left …');
  const ended = await endProcess(mark, [{ signal: 'SIGTERM', waitMs: 10_000 }, { signal: 'SIGKILL', waitMs: 2_000 }]);
  if (!ended) throw new StartError('start.redis-left', `An earlier Redis (process ${mark.pid}) of this data folder cannot be ended.`);
}

function leftMark(folder: DataFolder): { pid: number; born: string } | null {
  try {
    const mark: unknown = JSON.parse(readFileSync(markFile(folder), 'utf8'));
    return isProcessMark(mark) ? mark : null;
  } catch {
    return null;
  }
}

async function stopRedis(folder: DataFolder, child: ChildProcess): Promise<void> {
  const mark = child.pid === undefined ? null : markOf(child.pid);
  if (mark) await endProcess(mark, [{ signal: 'SIGTERM', waitMs: 15_000 }, { signal: 'SIGKILL', waitMs: 2_000 }]);
  rmSync(markFile(folder), { force: true });
}
