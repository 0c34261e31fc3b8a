import type { ChildProcess } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Screen } from '../../apps/server/src/screening/screen.js';
import { attack } from '../attack/attack.js';
import { SERVERS } from '../support/several.js';
import { startServer, type StartedServer } from '../support/app.js';
import { begin, end } from '../support/children.js';
import { environmentOf, eventually, furnish, type Furnished } from '../support/installation.js';
import { testDatabase, type TestDatabase } from '../support/services.js';

describe('a petition that is attacked from all sides', () => {
  let database: TestDatabase;
  let server: StartedServer;
  let furnished: Furnished;
  let worker: ChildProcess;

  beforeAll(async () => {
    database = await testDatabase();
    furnished = await furnish(database.config);
    worker = await begin('worker.ts', environmentOf(database.config));
    server = await startServer(database.config.with({ trustedProxies: ['127.0.0.0/8'] }));
  }, 60_000);
  afterAll(async () => {
    await end(worker);
    await server.close();
    await furnished.close();
    await database.drop();
  });

  it('thanks every honest signer meanwhile, finds the robots out, and counts who solved what it asked', async () => {
    const slug = await furnished.petition('AT', { confirmation: 'none' });
    await eventually('the keys', async () => (await furnished.db.rows(`select 1 from campaign_keys`)).length > 0);
    const judged = async (): Promise<void> => {
      await server.app.get(Screen).judge();
      // Other servers read it every two seconds.
      if (SERVERS > 1) await new Promise((resolve) => setTimeout(resolve, 3_000));
    };
    const figures = await attack(server.url, slug, { slowHeaders: 100, slowBodies: 50, largeBodies: 10, readers: 200, bots: 160, honest: 16 }, judged);
    expect(figures).toMatchObject({ honest: 16, thanked: 16, readers: 200, asked: true, solved: 8 });
    await eventually('all are written', async () => (await furnished.db.rows(`select 1 from signatures`)).length === 176);
    // Robots beyond nobody's allowance came before it was noticed; none of the people is held.
    expect(await furnished.db.rows(`select s.status, count(*)::int as n from signatures s where s.status = 'quarantined' group by 1`)).toEqual([]);
    expect(await furnished.db.rows(`select range is not null as tagged, count(*)::int as n from screening_tags group by range order by 2 desc limit 1`)).toEqual([{ tagged: true, n: 160 }]);
  }, 60_000);
});
