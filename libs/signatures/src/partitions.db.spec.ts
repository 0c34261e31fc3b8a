import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { testDatabase, type TestDatabase } from '../../../test/support/services.js';
import { signingParts, type SigningParts } from '../../../test/support/signing-parts.js';
import { type SealedBatch } from './sealed-batch.js';

/** What lets the table be spread over machines as it is (docs/SCALING.md): Citus with `petition_id` as distribution column, or plain partitions. */
describe('partitions of signatures', () => {
  let database: TestDatabase;
  let parts: SigningParts;

  beforeAll(async () => {
    database = await testDatabase();
    parts = await signingParts(database.config);
    await parts.queues.ready();
  });
  afterAll(async () => {
    await parts.close();
    await database.drop();
  });

  it('have petition_id in every unique key, and in every key that refers to them', async () => {
    const keys = await parts.db.rows<{ index: string; columns: string[] }>(
      `select i.indexrelid::regclass::text as index, array_agg(a.attname::text order by a.attname) as columns
         from pg_index i join pg_attribute a on a.attrelid = i.indrelid and a.attnum = any(i.indkey)
        where i.indisunique and i.indrelid in (select 'signatures'::regclass union select inhrelid from pg_inherits where inhparent = 'signatures'::regclass) group by 1`);
    expect(keys.length).toBeGreaterThan(2);
    expect(keys.filter(({ columns }) => !columns.includes('petition_id'))).toEqual([]);
    const referring = await parts.db.rows<{ name: string; columns: string[] }>(
      `select c.conname as name, array_agg(a.attname::text) as columns from pg_constraint c join pg_attribute a on a.attrelid = c.conrelid and a.attnum = any(c.conkey)
        where c.contype = 'f' and c.confrelid = 'signatures'::regclass group by 1`);
    expect(referring.filter(({ columns }) => !columns.includes('petition_id'))).toEqual([]);
  });

  it('are touched one at a time by the whole way of a signature', async () => {
    const petition = await parts.petition('GB');
    for (const id of ['FR', 'ES']) await parts.petition(id);
    const [home] = await parts.db.rows<{ name: string }>(
      `select c.relname as name from pg_inherits h join pg_class c on c.oid = h.inhrelid
        where h.inhparent = 'signatures'::regclass and satisfies_hash_partition('signatures'::regclass, (select count(*)::int from pg_inherits where inhparent = 'signatures'::regclass),
              (substring(pg_get_expr(c.relpartbound, c.oid) from 'remainder (\\d+)'))::int, $1::int)`, [petition]);
    const before = await touched();
    const person = (n: number) => ({ givenName: `Ada ${n}`, familyName: 'Example', email: `ada${n % 2 ? n : n % 6}@example.invalid`, postcode: 'AB1 2CD', town: null, country: 'GB' });
    await parts.intake.acceptAll(Array.from({ length: 20 }, (_, n) => ({ petitionId: petition, campaign: 'spec', textVersion: 1, language: 'en', channel: n % 2 ? 'online' as const : 'store' as const, person: person(n), signedAt: new Date() })));
    for (const job of await parts.queues.queue('intake').getWaiting()) {
      await parts.writer.write(job.data as SealedBatch);
      await parts.writer.write(job.data as SealedBatch);
    }
    const rows = await parts.db.rows<{ id: string; status: string }>(`select id, status from signatures where petition_id = $1`, [petition]);
    const pending = rows.find(({ status }) => status === 'pending');
    const counted = rows.find(({ status }) => status === 'counted');
    const [waiting, standing] = [await parts.mails.forMail(petition, pending?.id ?? ''), await parts.mails.forMail(petition, counted?.id ?? '')];
    await parts.presses.confirm(waiting?.confirmToken ?? '');
    await parts.ledger.invalidate(petition, [rows.findLast(({ status }) => status === 'counted')?.id ?? ''], 'spec');
    await parts.presses.withdraw(standing?.withdrawToken ?? '');
    await parts.ledger.expire(petition, new Date());
    const after = await settled(before);
    expect(more(before, after)).toEqual([home?.name]);
    await parts.db.rows(`select 1 from signatures where id = $1`, [pending?.id]);
    expect(more(after, await settled(after)).length).toBeGreaterThan(1);
  });

  type Reads = readonly { name: string; n: number }[];
  const more = (before: Reads, after: Reads): string[] => after.filter(({ name, n }) => n > (before.find((one) => one.name === name)?.n ?? 0)).map(({ name }) => name);

  /** How often each partition was read, by whichever way. */
  const touched = (): Promise<Reads> => parts.db.rows(
    `select relname as name, (coalesce(seq_scan, 0) + coalesce(idx_scan, 0))::int as n from pg_stat_user_tables where relid in (select inhrelid from pg_inherits where inhparent = 'signatures'::regclass) order by 1`);

  /** Backends tell what they did within a second or so. */
  async function settled(before: Reads): Promise<Reads> {
    const sum = (all: Reads): number => all.reduce((total, { n }) => total + n, 0);
    for (let last = -1, tries = 0; tries < 40; tries++) {
      await new Promise((resolve) => setTimeout(resolve, 300));
      // Each connection is made to tell.
      await Promise.all(Array.from({ length: 8 }, () => parts.db.rows(`select pg_stat_force_next_flush(), pg_sleep(0.02)`)));
      const now = sum(await touched());
      if (now > sum(before) && now === last) break;
      last = now;
    }
    return touched();
  }
});
