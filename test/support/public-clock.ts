import pg from 'pg';
import { type TestDatabase } from './services.js';

/**
 * Makes the clock by which things go public stand at an instant, for every process on this database; null sets it going again. Sessions
 * learn of it when they begin, so those that are open are ended: whoever is connected connects anew, as after a restart of Postgres.
 */
export async function standStill(database: TestDatabase, at: Date | null): Promise<void> {
  const client = new pg.Client(database.admin);
  client.on('error', () => undefined);
  await client.connect();
  try {
    const name = pg.escapeIdentifier(String(database.admin.database));
    await client.query(at ? `alter database ${name} set countersign.clock_stands = ${pg.escapeLiteral(at.toISOString())}` : `alter database ${name} reset countersign.clock_stands`);
    await client.query(`select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid() and backend_type = 'client backend'`);
  } finally {
    await client.end();
  }
}
