import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { type DataSource } from 'typeorm';
import { type AuditHead, AuditLog } from '#libs/access';
import { Database, dataSourceFor } from '#libs/database';
import { testDatabase, type TestDatabase } from '../../../test/support/services.js';
import { verify } from './verify.js';

describe('verify, after somebody had the database to themselves', () => {
  let test: TestDatabase;
  let source: DataSource;
  let audit: AuditLog;
  let db: Database;
  let thief: pg.Client;
  /** As a mail carried it. */
  let mailed: AuditHead;

  beforeAll(async () => {
    test = await testDatabase();
    source = await dataSourceFor(test.config.database).initialize();
    db = new Database(source);
    audit = new AuditLog(db);
    for (let n = 1; n <= 12; n++) await db.transaction((tx) => audit.append(tx, { actor: 'spec', action: 'petition.open', subject: `petition:p${n}`, details: { n } }));
    mailed = await audit.head();
    await audit.carry(mailed, 'digest:spec');
    thief = new pg.Client(test.admin);
    await thief.connect();
    await thief.query('create table kept as select * from audit_log; create table kept_heads as select * from carried_heads; drop trigger append_only on audit_log; drop trigger append_only on carried_heads');
  }, 60_000);
  afterAll(async () => {
    await thief?.end();
    await source?.destroy();
    await test?.drop();
  });

  /** Where `verify` found drift. */
  async function foundAfter(deed: () => Promise<unknown>, heads: AuditHead[] = []): Promise<string[]> {
    await deed();
    const { drift } = await verify(test.config, heads);
    await thief.query('delete from audit_log; insert into audit_log select * from kept; delete from carried_heads; insert into carried_heads select * from kept_heads');
    return drift.map(({ where, stored }) => `${where}: ${stored}`);
  }

  const rewrite = async (): Promise<void> => {
    await thief.query('delete from audit_log');
    for (let n = 1; n <= 15; n++) await db.transaction((tx) => audit.append(tx, { actor: 'spec', action: 'petition.open', subject: `petition:q${n}`, details: { n } }));
  };

  it('finds nothing where nothing was done', async () => {
    expect(await foundAfter(() => Promise.resolve(), [mailed])).toEqual([]);
  });

  it('finds an entry that was altered', async () => {
    expect(await foundAfter(() => thief.query(`update audit_log set actor = 'someone-else' where n = 5`))).toContain('audit entry 5: altered');
  });

  it('finds an entry that was removed', async () => {
    expect(await foundAfter(() => thief.query(`delete from audit_log where n = 5`))).toContain('audit entry 5: removed');
  });

  it('finds that the end was cut off', async () => {
    expect(await foundAfter(() => thief.query(`delete from audit_log where n > 9`))).toEqual(['audit entry 12: truncated']);
  });

  it('finds a chain that was written anew, whole in itself, by the head it remembers to have carried', async () => {
    expect(await foundAfter(rewrite)).toEqual(['audit entry 12: altered']);
  });

  it('finds it by the head in a mail, where the memory of it was wiped too', async () => {
    const wiped = async (): Promise<void> => {
      await rewrite();
      await thief.query('delete from carried_heads');
    };
    expect(await foundAfter(wiped)).toEqual([]);
    expect(await foundAfter(wiped, [mailed])).toEqual(['audit entry 12: altered']);
  });
});
