/**
 * A process of its own that keeps a throw-away Postgres and Redis for one jest run. It goes, and takes them and their
 * folder with it, when it is told to or when jest is gone, however that came about.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { loadConfig } from '#libs/config';
import { runMigrations } from '#libs/database';
import { startServices, type RunningServices } from '../../apps/cli/src/services/embedded-services.js';
import { clientFor, type SocketDatabase } from '../../apps/cli/src/services/postgres.js';

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
const dataDir = mkdtempSync(path.join(tmpdir(), 'countersign-test-'));
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

async function end(code: number): Promise<void> {
  if (ending) return;
  ending = true;
  await services?.stop().catch(() => undefined);
  rmSync(dataDir, { recursive: true, force: true });
  process.exit(code);
}

process.on('disconnect', () => void end(0));
process.on('message', () => void end(0));
// Ctrl-C reaches the whole group: jest ends on it, and then we do.
process.on('SIGINT', () => undefined);

start().then(
  (ready) => process.send?.({ ready }),
  (error: unknown) => {
    process.send?.({ failed: error instanceof Error ? (error.stack ?? error.message) : String(error) });
    void end(1);
  },
);
