import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Log } from '#libs/config';
import { signingParts, type SigningParts } from '../../../test/support/signing-parts.js';
import { testDatabase, type TestDatabase } from '../../../test/support/services.js';
import { NightlyRecount } from './nightly-recount.js';

const NIGHT = new Date('2026-03-02T03:00:00Z');
const after = (hours: number): Date => new Date(NIGHT.getTime() + hours * 3_600_000);

describe('the nightly recount', () => {
  let database: TestDatabase;
  let parts: SigningParts;
  let errors: unknown[];
  let recount: NightlyRecount;

  beforeAll(async () => {
    database = await testDatabase();
    parts = await signingParts(database.config);
    await parts.petition('GB');
    const log = new Log(database.config);
    errors = [];
    log.pino.error = ((fields: unknown) => errors.push(fields));
    recount = new NightlyRecount(database.config, parts.db, log);
  });
  afterAll(async () => {
    await parts.close();
    await database.drop();
  });

  it('is made once a night, however many workers ask', async () => {
    expect(await NightlyRecount.last(parts.db)).toBeNull();
    await Promise.all([recount.runIfDue(NIGHT), recount.runIfDue(NIGHT), recount.runIfDue(NIGHT)]);
    expect(await parts.db.rows(`select to_char(day, 'YYYY-MM-DD') as day, drift from recounts`)).toEqual([{ day: '2026-03-02', drift: 0 }]);
    expect(await NightlyRecount.last(parts.db)).toMatchObject({ drift: 0 });
    expect(errors).toEqual([]);
  });

  it('raises an alarm that names what does not agree', async () => {
    await parts.db.rows(`insert into petition_tallies (petition_id, counted) select id, 3 from petitions`);
    await parts.db.rows(`update recounts set began_at = $1`, [NIGHT]);
    await recount.runIfDue(after(24));
    expect(await NightlyRecount.last(parts.db)).toMatchObject({ drift: 1 });
    expect(errors).toMatchObject([{ drift: 1, first: [{ where: expect.stringContaining('spec-gb'), stored: '3', recounted: '0' }] }]);
  });

  it('takes a night up again that a killed worker left, but not while it may still be at it', async () => {
    await parts.db.rows(`update recounts set ended_at = null, drift = null, began_at = clock_timestamp() where day = '2026-03-03'`);
    await recount.runIfDue(after(24));
    expect(await NightlyRecount.last(parts.db)).toMatchObject({ drift: 0 });
    await parts.db.rows(`update recounts set began_at = clock_timestamp() - interval '7 hours' where day = '2026-03-03'`);
    await recount.runIfDue(after(24));
    expect(await NightlyRecount.last(parts.db)).toMatchObject({ drift: 1 });
  });
});
