/**
 * A process of its own that keeps a throw-away Postgres and Redis for one jest run. It goes, and takes them and their
 * folder with it, when it is told to or when jest is gone, however that came about.
 */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { loadConfig } from '#libs/config';
import { runMigrations } from '#libs/database';
import { startServices, type RunningServices } from '../../apps/cli/src/services/embedded-services.js';
import { clientFor, endEarlierPostgres, type SocketDatabase } from '../../apps/cli/src/services/postgres.js';
import { endProcess, isProcessMark, lives, markOf } from '../../apps/cli/src/services/processes.js';

/** What a spec file needs to make a database of its own. */
export interface TestServices {
  readonly dataDir: string;
  readonly admin: SocketDatabase;
  readonly owner: { readonly user: string; readonly password: string };
  readonly redis: { readonly path: string; readonly password: string };
  /** The migrated database that others are copied from. */
  readonly template: string;
}

const TEMPLATE = 'migrated';
const projectRoot = path.resolve(import.meta.dirname, '..', '..');
const PREFIX = 'countersign-test-';
const dataDir = mkdtempSync(path.join(tmpdir(), PREFIX));
writeFileSync(path.join(dataDir, 'host.json'), JSON.stringify(markOf(process.pid)));
let services: RunningServices | null = null;
let ending = false;

async function start(): Promise<TestServices> {
  const config = loadConfig({ NODE_ENV: 'test', DATA_DIR: dataDir, LOG_LEVEL: 'silent' });
  services = await startServices(config, { durable: false, projectRoot, say: (line) => process.stderr.write(`${line}\n`) });
  const { postgres, redis } = services;
  if (!postgres || !redis) throw new Error('test services start their own Postgres and Redis');
  const client = clientFor(postgres.adminSettings);
  await client.connect();
  await client.query(`create database ${TEMPLATE} owner ${postgres.settings.user}`);
  await client.end();
  await runMigrations({ ...postgres.settings, database: TEMPLATE });
  const { user, password } = postgres.settings;
  return { dataDir, admin: postgres.adminSettings, owner: { user, password }, redis: redis.settings, template: TEMPLATE };
}

/** The data folder, and the copy of the Postgres programs that root may have needed outside it. */
function removeFolder(folder: string): void {
  const note = path.join(folder, 'run', 'postgres-programs');
  const copy = existsSync(note) ? readFileSync(note, 'utf8').trim().split('\n')[1] : undefined;
  if (copy && path.basename(copy).startsWith('countersign-postgres-')) rmSync(copy, { recursive: true, force: true });
  rmSync(folder, { recursive: true, force: true });
}

/** What is left of a run whose host was itself killed hard: its services run on, in a folder that says who started them. */
async function sweep(): Promise<void> {
  for (const name of readdirSync(tmpdir()).filter((each) => each.startsWith(PREFIX))) {
    const folder = path.join(tmpdir(), name);
    const host = markIn(path.join(folder, 'host.json'));
    if (host === null || lives(host) || statSync(folder).uid !== process.getuid?.()) continue;
    const redis = markIn(path.join(folder, 'run', 'redis.pid.json'));
    if (redis) await endProcess(redis, [{ signal: 'SIGKILL', waitMs: 2_000 }]);
    await endEarlierPostgres(path.join(folder, 'postgres'), () => undefined);
    removeFolder(folder);
  }
}

function markIn(file: string): { pid: number; born: string } | null {
  try {
    const mark: unknown = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : null;
    return isProcessMark(mark) ? mark : null;
  } catch {
    return null;
  }
}

async function end(code: number): Promise<void> {
  if (ending) return;
  ending = true;
  await services?.stop().catch(() => undefined);
  removeFolder(dataDir);
  process.exit(code);
}

process.on('disconnect', () => void end(0));
process.on('message', () => void end(0));
// Ctrl-C reaches the whole group: jest ends on it, and then we do.
process.on('SIGINT', () => undefined);
for (const signal of ['SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void end(0));

sweep().catch(() => undefined).then(start).then(
  (ready) => process.send?.({ ready }),
  (error: unknown) => {
    process.send?.({ failed: error instanceof Error ? (error.stack ?? error.message) : String(error) });
    void end(1);
  },
);
