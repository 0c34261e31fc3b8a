import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Redis } from 'ioredis';
import pg from 'pg';
import { pgConnection, redisConnection } from '#libs/config';
import { testDatabase, type TestDatabase } from './services.js';

describe('the database of a spec file', () => {
  let one: TestDatabase;
  let other: TestDatabase;
  const query = async (database: TestDatabase, sql: string): Promise<pg.QueryResult<Record<string, unknown>>> => {
    const client = new pg.Client(pgConnection(database.config.database));
    await client.connect();
    try {
      return await client.query(sql);
    } finally {
      await client.end();
    }
  };

  beforeAll(async () => {
    [one, other] = [await testDatabase(), await testDatabase()];
  });
  afterAll(async () => {
    await one.drop();
    await other.drop();
  });

  it('is migrated', async () => {
    const { rowCount } = await query(one, 'select 1 from migrations');
    expect(rowCount).toBeGreaterThan(0);
  });

  it('is seen by nobody else', async () => {
    await query(one, 'create table mine (id int)');
    await expect(query(other, 'select * from mine')).rejects.toMatchObject({ code: '42P01' });
    expect(one.config.queuePrefix).not.toBe(other.config.queuePrefix);
    expect(one.config.keysDir).not.toBe(other.config.keysDir);
  });

  it('belongs to the role of the application, which is no superuser', async () => {
    const { rows } = await query(one, 'select rolsuper, rolcreatedb, rolcreaterole from pg_roles where rolname = current_user');
    expect(rows).toEqual([{ rolsuper: false, rolcreatedb: false, rolcreaterole: false }]);
  });

  it('has a Redis that never evicts', async () => {
    const redis = new Redis(redisConnection(one.config.redis));
    expect(await redis.config('GET', 'maxmemory-policy')).toEqual(['maxmemory-policy', 'noeviction']);
    redis.disconnect();
  });

  it('is gone after drop, with its keys', async () => {
    const third = await testDatabase();
    const redis = new Redis(redisConnection(third.config.redis));
    await redis.set(`${third.config.queuePrefix}:x`, '1');
    await third.drop();
    expect(await redis.exists(`${third.config.queuePrefix}:x`)).toBe(0);
    redis.disconnect();
    await expect(query(third, 'select 1')).rejects.toMatchObject({ code: '3D000' });
  });
});
