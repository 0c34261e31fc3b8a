import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { testDatabase, type TestDatabase } from '../../../test/support/services.js';
import { signingParts, type SigningParts } from '../../../test/support/signing-parts.js';
import { StoreFigures } from './store-figures.js';

describe('figures of stores', () => {
  let database: TestDatabase;
  let parts: SigningParts;
  let figures: StoreFigures;
  let petitionId: number;
  let campaignId: number;

  beforeAll(async () => {
    database = await testDatabase();
    parts = await signingParts(database.config);
    figures = new StoreFigures(parts.db);
    petitionId = await parts.petition('GB');
    const [row] = await parts.db.rows<{ id: number }>(`select campaign_id as id from petitions where id = $1`, [petitionId]);
    campaignId = row?.id ?? 0;
  });
  afterAll(async () => {
    await parts.close();
    await database.drop();
  });

  /** So many counted by this code, on the tablet, so many days ago: in the tally and in that of the links, as the ledger writes them. */
  async function counted(via: string | null, daysAgo: number, n: number): Promise<void> {
    if (via !== null) {
      await parts.db.rows(
        `insert into link_tallies as t (petition_id, via, day, channel, n) values ($1, $2, (clock_timestamp() at time zone 'UTC')::date - $3::int, 'store', $4)
         on conflict (petition_id, via, day, channel) do update set n = t.n + excluded.n`, [petitionId, via, daysAgo, n]);
    }
    await parts.db.rows(
      `insert into tally_cells as c (petition_id, hour, country, channel, status, n) values ($1, date_trunc('day', clock_timestamp(), 'UTC') - $2 * interval '1 day', 'GB', 'store', 'counted', $3)
       on conflict (petition_id, hour, country, channel, status) do update set n = c.n + excluded.n`, [petitionId, daysAgo, n]);
  }
  const told = async (code: string): Promise<number> => (await figures.ofCodes(campaignId, [code])).get(code) ?? 0;
  const sum = (lines: readonly { counted: number }[]): number => lines.reduce((all, line) => all + line.counted, 0);

  it('are the same on the store\'s page, in lists and in sums, and add up to the tally with what is not told', async () => {
    for (const [daysAgo, n] of [[9, 14], [8, 4], [6, 3], [5, 8], [2, 9]] as const) await counted('till', daysAgo, n);
    await counted('small', 3, 9);
    await counted(null, 1, 5);
    const spans = await figures.daily({ campaignId, code: 'till', days: 28 });
    expect(spans.map(({ total }) => total)).toEqual([15, 14]);
    expect(await told('till')).toBe(29);
    const totals = await figures.totals({ campaignId, jurisdictionId: null });
    expect(totals.map(({ code, counted: n }) => [code, n])).toEqual([['till', 29], [null, 9 + 9 + 5]]);
    const [tally] = await parts.db.rows<{ n: number }>(`select sum(n)::int as n from tally_cells where petition_id = $1`, [petitionId]);
    expect(sum(totals)).toBe(tally?.n);
  });

  it('tell nobody whether the one person who signed in the shop today, or on a quiet day, was counted', async () => {
    const seen = async (): Promise<unknown> => [await figures.daily({ campaignId, code: 'small', days: 28 }), await told('small'), await figures.daily({ campaignId, code: 'till', days: 28 }), await told('till')];
    const before = await seen();
    await counted('till', 0, 1);
    await counted('small', 0, 25);
    expect(await seen()).toEqual(before);
    await counted('small', 1, 1);
    expect(await told('small')).toBe(10);
  });
});
