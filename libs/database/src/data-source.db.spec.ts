import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type pg from 'pg';
import { type DataSource } from 'typeorm';
import { testDatabase, type TestDatabase } from '../../../test/support/services.js';
import { dataSourceFor } from './data-source.js';

describe('the connections of a process', () => {
  let database: TestDatabase;
  let source: DataSource;

  beforeAll(async () => {
    database = await testDatabase();
    source = await dataSourceFor(database.config.database, { poolSize: 2 }).initialize();
  });
  afterAll(async () => {
    await source?.destroy();
    await database?.drop();
  });

  it('may be lost while they are handed out, before anybody who works with them listens; the next query has another one', async () => {
    const { master } = source.driver as unknown as { master: pg.Pool };
    const held = await master.connect();
    const lost = await new Promise<pg.PoolClient>((resolve, reject) => {
      master.connect((error, client) => {
        if (error || !client) return reject(error ?? new Error('no connection'));
        // As its parser does on reading "terminating connection" right behind "ready".
        const brokenOff = (client as unknown as { _handleErrorEvent(error: Error): void })._handleErrorEvent.bind(client);
        expect(() => brokenOff(new Error('terminating connection due to unexpected postmaster exit'))).not.toThrow();
        resolve(client);
      });
    });
    await expect(lost.query('select 1')).rejects.toThrow('not queryable');
    lost.release();
    held.release();
    expect(await Promise.all([1, 2].map((n) => source.query<{ n: number }[]>('select $1::int as n', [n])))).toEqual([[{ n: 1 }], [{ n: 2 }]]);
    expect(master.totalCount).toBeLessThanOrEqual(2);
  });
});
