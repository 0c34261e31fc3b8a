import pg from 'pg';
import { DataSource, type EntityTarget, type ObjectLiteral } from 'typeorm';
import { type DatabaseSettings, typeormConnection } from '#libs/config';
import { migrations } from '#migrations';

export type Entity = EntityTarget<ObjectLiteral>;

/**
 * A connection that may be lost in the very moment in which it is handed out. The pool listens for errors of idle connections and TypeORM
 * for those it works with, but TypeORM a microtask after the pool has stopped: "ready" and "the server goes down" in one piece from the
 * network fall between, and an error that nobody listens for ends the process. Whoever uses the connection is told by its first query.
 */
class Connection extends pg.Client {
  constructor(config?: pg.ClientConfig) {
    super(config);
    this.on('error', () => undefined);
  }
}

/** How one process talks to Postgres. The schema comes from `migrations/` alone. */
export function dataSourceFor(settings: DatabaseSettings, options: { entities?: Entity[]; poolSize?: number; name?: string } = {}): DataSource {
  return new DataSource({
    type: 'postgres',
    ...typeormConnection(settings),
    entities: (options.entities ?? []) as never[],
    migrations,
    migrationsTableName: 'migrations',
    migrationsTransactionMode: 'each',
    synchronize: false,
    poolSize: options.poolSize ?? 10,
    applicationName: options.name ?? 'countersign',
    // An idle connection keeps no process alive that has nothing else to do, such as one whose start failed.
    extra: { connectionTimeoutMillis: 5_000, idleTimeoutMillis: 60_000, allowExitOnIdle: true, Client: Connection },
  });
}

/** Brings the schema up to date. One process at a time: others wait on an advisory lock. Returns the names applied. */
export async function runMigrations(settings: DatabaseSettings): Promise<string[]> {
  const source = dataSourceFor(settings, { poolSize: 2, name: 'countersign-migrate' });
  await source.initialize();
  const lock = source.createQueryRunner();
  try {
    await lock.query(`select pg_advisory_lock(hashtext('countersign-migrations'))`);
    const applied = await source.runMigrations();
    return applied.map((migration) => migration.name);
  } finally {
    await lock.query(`select pg_advisory_unlock(hashtext('countersign-migrations'))`).catch(() => undefined);
    await lock.release();
    await source.destroy();
  }
}
