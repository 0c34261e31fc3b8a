import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createHash, randomBytes } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';
import { testDatabase, type TestDatabase } from '../../../../test/support/services.js';
import { signingParts, type SigningParts } from '../../../../test/support/signing-parts.js';
import { type NewRow } from '../ledger.repository.js';
import { recount } from '../recount.js';

const HOUR = 3_600_000;
const hex = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 32);
const token = (id: string): Buffer => createHash('sha256').update(id).digest();

describe('signatures that are held, and signatures taken back in', () => {
  let database: TestDatabase;
  let parts: SigningParts;
  let letters = 0;
  const petition = (): Promise<number> => parts.petition(`Z${String.fromCharCode(65 + letters++)}`);
  const row = (petitionId: number, more: Partial<NewRow> & { email?: string } = {}): NewRow => {
    const id = more.id ?? uuidv7();
    const { email = id, ...rest } = more;
    return { petitionId, id, channel: 'online', country: 'GB', emailKey: hex(email), nameKey: null, signedAt: Date.now(), receivedAt: Date.now(), confirmedAt: null, confirmHash: token(id), withdrawHash: token(`w${id}`),
      personCommit: randomBytes(32), sealed: randomBytes(64), textVersion: 1, language: 'en', claimedAt: null, via: null, updates: [], synthetic: false, ...rest };
  };
  const write = (...rows: NewRow[]): Promise<unknown> => parts.ledger.record(uuidv7(), rows);
  const press = ({ petitionId, id }: NewRow): Promise<unknown> => parts.ledger.confirm([{ petitionId, recordId: id, hash: token(id) }]);
  const statusOf = async (...rows: NewRow[]): Promise<string[]> =>
    Promise.all(rows.map(async ({ id }) => (await parts.db.rows<{ status: string }>('select status from signatures where id = $1', [id]))[0]?.status ?? 'absent'));
  const counted = async (petitionId: number): Promise<number> => (await parts.figures.totals([petitionId])).get(petitionId)?.counted ?? -1;
  const mailed = (topic: string, { id }: NewRow): Promise<unknown[]> => parts.db.rows(`select 1 from outbox where topic = $1 and payload -> 'ids' ? $2`, [topic, id]);

  beforeAll(async () => {
    database = await testDatabase();
    parts = await signingParts(database.config);
  });
  afterAll(async () => {
    expect((await recount(parts.db)).drift).toEqual([]);
    await parts.close();
    await database.drop();
  });

  it('mails who is held, counts them not even once they pressed, and counts them once they are released', async () => {
    const id = await petition();
    const held = row(id, { held: 'screening.challenged' });
    await write(held);
    expect(await mailed('signatures.unconfirmed', held)).toHaveLength(1);
    expect(await press(held)).toEqual(['done']);
    expect([await statusOf(held), await counted(id)]).toEqual([['quarantined'], 0]);
    expect(await mailed('signatures.counted', held)).toHaveLength(0);
    expect(await parts.ledger.restore(id, [held.id], 'olga')).toBe(1);
    expect([await statusOf(held), await counted(id)]).toEqual([['counted'], 1]);
    expect(await mailed('signatures.counted', held)).toHaveLength(1);
    expect(await parts.db.rows('select 1 from held_signatures where record_id = $1', [held.id])).toHaveLength(0);
    expect(await parts.ledger.restore(id, [held.id], 'olga')).toBe(0);
  });

  it('lets a released one wait for its mailbox, at most three at a time', async () => {
    const id = await petition();
    const rows = [0, 1, 2, 3, 4].map((n) => row(id, { email: 'one mailbox', held: 'screening.challenged', signedAt: Date.now() - 10_000 + n }));
    await write(...rows);
    await parts.ledger.restore(id, rows.map((one) => one.id), 'olga');
    expect((await statusOf(...rows)).sort()).toEqual(['expired', 'expired', 'pending', 'pending', 'pending']);
  });

  it('does not let somebody held stand in the way of the same person at the next counter', async () => {
    const id = await petition();
    const [held, other] = [row(id, { email: 'ada', held: 'screening.challenged', signedAt: Date.now() - HOUR }), row(id, { email: 'ada' })];
    await write(held);
    await press(held);
    await write(other);
    expect(await statusOf(other)).toEqual(['pending']);
    await press(other);
    expect([await statusOf(held, other), await counted(id)]).toEqual([['quarantined', 'counted'], 1]);
    await parts.ledger.restore(id, [held.id], 'olga');
    expect([await statusOf(held, other), await counted(id)]).toEqual([['counted', 'duplicate'], 1]);
  });

  it('undoes an invalidation to the cell: whoever had moved up steps back, and the hour is the one it was', async () => {
    const id = await petition();
    const [first, second, alone] = [row(id, { email: 'bo', country: 'FR', signedAt: Date.now() - HOUR }), row(id, { email: 'bo' }), row(id, { country: 'SE' })];
    await write(first, second, alone);
    for (const one of [first, second, alone]) await press(one);
    await parts.db.rows(`update signatures set counted_at = counted_at - interval '5 hours' where petition_id = $1 and status = 'counted'`, [id]);
    await parts.db.rows(`update tally_cells set hour = hour - interval '5 hours' where petition_id = $1 and status = 'counted'`, [id]);
    const cells = (): Promise<unknown[]> => parts.db.rows(`select hour, country, channel, status, n from tally_cells where petition_id = $1 and n > 0 order by 1, 2, 3, 4`, [id]);
    const before = await cells();
    expect(await parts.ledger.invalidate(id, [first.id, alone.id], 'olga')).toBe(2);
    expect([await statusOf(first, second, alone), await counted(id)]).toEqual([['invalid', 'counted', 'invalid'], 1]);
    expect(await parts.ledger.restore(id, [first.id, alone.id], 'olga')).toBe(2);
    expect([await statusOf(first, second, alone), await counted(id)]).toEqual([['counted', 'duplicate', 'counted'], 2]);
    expect(await cells()).toEqual(before);
  });

  it('counts from now whoever comes back after a handover was sealed without them', async () => {
    const id = await petition();
    const one = row(id);
    await write(one);
    await press(one);
    await parts.ledger.invalidate(id, [one.id], 'olga');
    await parts.db.rows(`update petition_tallies set sealed_until = clock_timestamp() where petition_id = $1`, [id]);
    await parts.ledger.restore(id, [one.id], 'olga');
    expect(await parts.db.rows(`select s.status, s.counted_at > t.sealed_until as later from signatures s join petition_tallies t using (petition_id) where s.id = $1`, [one.id])).toEqual([{ status: 'counted', later: true }]);
  });

  it('takes nobody back in who has taken their name back', async () => {
    const id = await petition();
    const [mine, held] = [row(id, { email: 'cy' }), row(id, { email: 'cy', held: 'screening.challenged', signedAt: Date.now() - 1_000 })];
    await write(mine, held);
    await press(mine);
    await press(held);
    await parts.ledger.withdraw([{ petitionId: id, recordId: mine.id, hash: token(`w${mine.id}`) }]);
    await parts.ledger.restore(id, [held.id, mine.id], 'olga');
    expect([await statusOf(mine, held), await counted(id)]).toEqual([['withdrawn', 'withdrawn'], 0]);
  });
});
