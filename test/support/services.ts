import { randomBytes } from 'node:crypto';
import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { Redis } from 'ioredis';
import pg from 'pg';
import { type AppConfig, loadConfig, pgConnection, redisConnection } from '#libs/config';
import type { TestServices } from './services-host.js';

export interface TestDatabase {
  /** Settings of an installation of one's own: own database, own queue prefix, own data and keys folder. */
  readonly config: AppConfig;
  /** The superuser's connection to the same database, for what the application may not do. */
  readonly admin: pg.ClientConfig;
  /** Ends every connection and removes all of it. Safe to call twice. */
  drop(): Promise<void>;
}

/**
 * A migrated database, queue prefix and data folder for one spec file, in the Postgres and Redis of this jest run.
 * Takes about 50 ms. The role is the application's own: it owns the database and is no superuser.
 */
export async function testDatabase(): Promise<TestDatabase> {
  const services = servicesOfThisRun();
  const name = `t_${randomBytes(6).toString('hex')}`;
  await asAdmin(services, (client) => client.query(`create database ${name} template ${services.template} owner ${services.owner.user}`));
  const dataDir = path.join(services.dataDir, 'specs', name);
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const config = loadConfig({ NODE_ENV: 'test', DATA_DIR: dataDir, LOG_LEVEL: 'silent', SERVICE_NAME: 'test', QUEUE_PREFIX: name.replace('_', '-') }).with({
    database: { ...services.admin, ...services.owner, database: name },
    redis: services.redis,
    smtp: { kind: 'catcher', socketPath: path.join(dataDir, 'm.sock') },
    port: 0,
  });
  const drop = async (): Promise<void> => {
    await asAdmin(services, (client) => client.query(`drop database if exists ${name} with (force)`));
    await forgetKeys(config);
    rmSync(dataDir, { recursive: true, force: true });
  };
  return { config, admin: pgConnection({ ...services.admin, database: name }), drop };
}

function servicesOfThisRun(): TestServices {
  const text = process.env['COUNTERSIGN_TEST_SERVICES'];
  if (!text) throw new Error('no test services: run this file by jest, and name it *.db.spec.ts, *.journey.spec.ts or *.browser.spec.ts');
  return JSON.parse(text) as TestServices;
}

/** Everything here answers at once or never: a hard limit, so that no test run hangs on a service that is gone. */
async function asAdmin(services: TestServices, work: (client: pg.Client) => Promise<unknown>): Promise<void> {
  const client = new pg.Client({ ...pgConnection(services.admin), connectionTimeoutMillis: 5_000, query_timeout: 15_000 });
  client.on('error', () => undefined);
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}

async function forgetKeys(config: AppConfig): Promise<void> {
  const redis = new Redis({ ...redisConnection(config.redis), retryStrategy: () => null, maxRetriesPerRequest: 0, commandTimeout: 5_000 });
  redis.on('error', () => undefined);
  try {
    let cursor = '0';
    do {
      const [next, keys] = await redis.scan(cursor, 'MATCH', `${config.queuePrefix}*`, 'COUNT', 1000);
      if (keys.length > 0) await redis.unlink(...keys);
      cursor = next;
    } while (cursor !== '0');
  } finally {
    redis.disconnect();
  }
}
