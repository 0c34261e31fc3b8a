import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type DataSource } from 'typeorm';
import { testDatabase, type TestDatabase } from '../../../test/support/services.js';
import { BinaryRows, copyInto } from './copy.js';
import { dataSourceFor } from './data-source.js';
import { Database, sqlState } from './database.js';

const HOUR = 3_600_000;

describe('rows written by COPY', () => {
  let database: TestDatabase;
  let source: DataSource;
  let db: Database;

  beforeAll(async () => {
    database = await testDatabase();
    source = await dataSourceFor(database.config.database, { poolSize: 2 }).initialize();
    db = new Database(source);
    await db.rows(`create unlogged table copied (n integer, id uuid, said text, list text[], yes boolean, bytes bytea, hex bytea, at timestamptz, channel channel, check (n is distinct from 13))`);
  });
  afterAll(async () => {
    await source.destroy();
    await database.drop();
  });

  interface Row { n: number; id: string; said: string | null; list: string[] | null; yes: boolean; bytes: Buffer | null; hex: string | null; at: number | null }
  const written = (rows: readonly Row[]): Buffer => {
    const out = new BinaryRows();
    for (const row of rows) {
      out.row(9);
      out.integer(row.n);
      out.uuid(row.id);
      out.text(row.said);
      out.texts(row.list);
      out.boolean(row.yes);
      out.bytes(row.bytes);
      out.hex(row.hex);
      out.instant(row.at);
      out.text('online');
    }
    return out.end();
  };
  const put = (rows: readonly Row[]): Promise<void> => db.transaction((tx) => copyInto(tx, 'copy copied from stdin with (format binary)', written(rows)));
  const text = fc.string({ unit: 'grapheme' }).filter((value) => !value.includes('\0'));
  const bytes = fc.uint8Array({ maxLength: 300 }).map((value) => Buffer.from(value));
  const row = fc.record<Row>({
    n: fc.integer({ min: 14 }), id: fc.uuid(), said: fc.option(text), list: fc.option(fc.array(text, { minLength: 1 })), yes: fc.boolean(), bytes: fc.option(bytes), hex: fc.option(bytes.map((value) => value.toString('hex'))),
    at: fc.option(fc.integer({ min: -50 * 365 * 24 * HOUR, max: 200 * 365 * 24 * HOUR })),
  });
  const one: Row = { n: 1, id: '019aab3c-7d10-7e6a-9d5c-0242ac120002', said: null, list: null, yes: true, bytes: null, hex: null, at: 0 };

  it('are read as they were written', async () => {
    await fc.assert(fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 20 }), async (rows) => {
      await db.rows('truncate copied');
      await put(rows);
      const read = await db.rows(`select n, id, said, list, yes, bytes, encode(hex, 'hex') as hex, (extract(epoch from at) * 1000)::float8 as at from copied order by ctid`);
      expect(read).toEqual(rows);
    }), { numRuns: 40 });
  });

  it('are more than one piece of memory holds', async () => {
    await db.rows('truncate copied');
    await put(Array.from({ length: 3_000 }, (_, n) => ({ ...one, n: n + 20, said: 'x'.repeat(100) })));
    expect(await db.rows('select count(*)::int as n, min(length(said)) as least from copied')).toEqual([{ n: 3_000, least: 100 }]);
  });

  it('exist all or not at all, and what Postgres refuses is told with its code and table; the connection goes on', async () => {
    await db.rows('truncate copied');
    await expect(put([one, { ...one, n: 13 }])).rejects.toMatchObject({ code: '23514', table: 'copied' });
    await expect(put([{ ...one, said: 'with \0 inside' }])).rejects.toMatchObject({ code: '22021' });
    expect(await db.rows('select 1 from copied')).toEqual([]);
    await put([one]);
    expect(await db.rows('select n from copied')).toEqual([{ n: 1 }]);
  });

  it.each<[string, Partial<Row>]>([
    ['a number beyond 32 bits', { n: 2 ** 31 }], ['half a number', { n: 0.5 }], ['no number', { n: NaN }], ['no id', { id: 'x' }], ['an id of other letters', { id: 'z'.repeat(36) }], ['no hex', { hex: 'abz0' }],
    ['no instant', { at: NaN }], ['an instant that no clock shows', { at: 1e300 }],
  ])('are refused as data at fault: %s', (_, wrong) => {
    let code: string | null = null;
    try {
      written([{ ...one, ...wrong }]);
    } catch (error) {
      code = sqlState(error);
    }
    expect(code).toBe('22000');
  });
});
