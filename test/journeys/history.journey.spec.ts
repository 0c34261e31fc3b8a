import type { ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { accessEntities } from '#libs/access';
import { Database, dataSourceFor } from '#libs/database';
import { HANDOVER_ENTITIES } from '#libs/handovers';
import { writeDemonstrationHistory } from '../../apps/cli/src/demonstration/write-history.js';
import { verify } from '#libs/verification';
import { begin, end } from '../support/children.js';
import { importFile } from '../support/importing.js';
import { environmentOf, eventually } from '../support/installation.js';
import { testDatabase, type TestDatabase } from '../support/services.js';

const MINUTE = 60_000;

describe('the past of the demonstration', () => {
  let database: TestDatabase;
  let db: Database;
  const workers: ChildProcess[] = [];
  const worker = async (): Promise<ChildProcess> => {
    const child = await begin('worker.ts', environmentOf(database.config));
    workers.push(child);
    return child;
  };
  const counts = async (): Promise<Record<string, number>> =>
    Object.fromEntries((await db.rows<{ slug: string; counted: number }>(`select p.slug, t.counted from petition_tallies t join petitions p on p.id = t.petition_id where t.counted > 0`)).map(({ slug, counted }) => [slug, counted]));
  const records = async (): Promise<number> => (await db.rows<{ n: number }>(`select count(*)::int as n from signatures`))[0]?.n ?? 0;

  beforeAll(async () => {
    database = await testDatabase();
    db = new Database(await dataSourceFor(database.config.database, { entities: [...accessEntities, ...HANDOVER_ENTITIES], poolSize: 3 }).initialize());
    await importFile(db, readFileSync(new URL('../../data/keep-your-word/campaign.json', import.meta.url), 'utf8'));
  }, MINUTE);
  afterAll(async () => {
    await Promise.all(workers.map(end));
    await db.dataSource.destroy();
    await database.drop();
  });

  it('is what the file says, though everything was killed half-way and begun again, and a third time adds nothing', async () => {
    const first = await worker();
    const begun = writeDemonstrationHistory(database.config, () => undefined);
    await eventually('some of it', async () => (await records()) > 300);
    first.kill('SIGKILL');
    await worker();
    await writeDemonstrationHistory(database.config, () => undefined);
    await begun;
    const expected = { 'keep-your-word-gb': 893, 'keep-your-word-fr': 412, 'keep-your-word-nl': 167, 'keep-your-word-se': 1_284, 'keep-your-word-es': 640, 'keep-your-word-bh': 14 };
    expect(await counts()).toMatchObject(expected);
    const before = await records();
    await writeDemonstrationHistory(database.config, () => undefined);
    expect([await counts(), await records()]).toEqual([expect.objectContaining(expected), before]);
    expect((await verify(database.config)).drift).toEqual([]);
  }, 4 * MINUTE);

  it('lies in the past, is marked, and was told to nobody', async () => {
    const [row] = await db.rows<object>(
      `select bool_and(synthetic) as synthetic, max(counted_at) < now() as past, min(counted_at) < now() - interval '29 days' as long, count(distinct channel)::int as channels from signatures`);
    expect(row).toEqual({ synthetic: true, past: true, long: true, channels: 3 });
    expect(await db.rows(`select 1 from outbox`)).toEqual([]);
    expect(await db.rows(`select 1 from mail_log`)).toEqual([]);
    expect(await db.rows(`select threshold, silent from milestones where reached_at is not null`)).toEqual([{ threshold: 1_000, silent: true }]);
    expect(await db.rows(`select 1 from milestones where approaching_at is not null and petition_id = (select id from petitions where slug = 'keep-your-word-gb')`)).toEqual([]);
  });
});
