import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createHash, randomBytes } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';
import { AuditLog } from '#libs/access';
import { type LiveCounts } from '#libs/tallies';
import { testDatabase, type TestDatabase } from '../../../../test/support/services.js';
import { signingParts, type SigningParts } from '../../../../test/support/signing-parts.js';
import { type NewRow } from '../ledger.repository.js';
import { recount } from '../recount.js';
import { clusterId, Clusters } from './clusters.js';
import { ScreeningSweep } from './screening-sweep.js';

const hex = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 32);
const nobodyListens = { changed: () => undefined } as unknown as LiveCounts;

describe('signatures that belong together', () => {
  let database: TestDatabase;
  let parts: SigningParts;
  let clusters: Clusters;
  let sweep: ScreeningSweep;
  const row = (petitionId: number, more: Partial<NewRow> & { email?: string } = {}): NewRow => {
    const { email = uuidv7(), ...rest } = more;
    return { petitionId, id: uuidv7(), channel: 'online', country: 'GB', emailKey: hex(email), nameKey: null, signedAt: Date.now(), receivedAt: Date.now(), confirmedAt: Date.now(), confirmHash: null, withdrawHash: null,
      personCommit: randomBytes(32), sealed: randomBytes(64), textVersion: 1, language: 'en', claimedAt: null, via: null, updates: [], synthetic: false, ...rest };
  };
  const tags = (range: bigint | null, disposable = false): NewRow['tags'] => ({ range, domain: null, pattern: null, disposable });
  const counted = async (petitionId: number): Promise<number> => (await parts.figures.totals([petitionId])).get(petitionId)?.counted ?? -1;

  beforeAll(async () => {
    database = await testDatabase();
    parts = await signingParts(database.config);
    const audit = new AuditLog(parts.db);
    clusters = new Clusters(parts.db, parts.ledger, audit, nobodyListens);
    sweep = new ScreeningSweep(parts.db, parts.ledger, audit, nobodyListens);
  });
  afterAll(async () => {
    expect((await recount(parts.db)).drift).toEqual([]);
    await parts.close();
    await database.drop();
  });

  it('are shown from ten on, told beforehand to the figure what would happen, taken out at once, and put back', async () => {
    const id = await parts.petition('GB');
    const bots = Array.from({ length: 12 }, (_, n) => row(id, { tags: tags(-7n, n < 3), signedAt: Date.now() - 60_000 + n * 1_000, country: n < 4 ? 'FR' : 'GB', ...(n === 0 ? { email: 'ada' } : {}) }));
    await parts.ledger.record(uuidv7(), [...bots, row(id, { email: 'ada', country: 'FR', tags: tags(9n) }), row(id, { tags: tags(9n) })]);
    expect(await counted(id)).toBe(13);
    const { items, disposableShare } = await clusters.list(id, { page: 1 });
    expect(items).toMatchObject([{ kind: 'range', key: '-7', n: 12, counted: 12, held: 0 }]);
    expect(disposableShare).toBeCloseTo(3 / 14);
    const expected = { records: 12, countedBefore: 13, countedAfter: 2, heirs: 1, sealed: 0, capped: false, cells: [{ country: 'FR', channel: 'online', before: 4, after: 1 }, { country: 'GB', channel: 'online', before: 9, after: 1 }] };
    expect(await clusters.preview(id, clusterId('range.-7'), 'invalidated')).toEqual(expected);
    expect(await counted(id)).toBe(13);
    expect(await clusters.act(id, clusterId('range.-7'), 'invalidated', 'robots', 'olga')).toEqual(expected);
    expect(await counted(id)).toBe(2);
    const [done] = await clusters.done(id);
    expect(done).toMatchObject({ deed: 'invalidated', records: 12, countedBefore: 13, countedAfter: 2, undoneAt: null });
    await clusters.undo(id, done?.id ?? '', 'olga');
    await clusters.undo(id, done?.id ?? '', 'olga');
    expect(await counted(id)).toBe(13);
    const audit = await parts.db.rows<{ action: string; details: { countedAfter: number } }>(`select action, details from audit_log where subject = $1 order by n`, [`petition:${id}`]);
    expect(audit.map(({ action, details }) => [action, details.countedAfter])).toEqual([['screening.invalidated', 2], ['screening.undone', 13]]);
  });

  it('are released once it is calm, but for those that stand out; and an organiser releases the rest', async () => {
    const id = await parts.petition('FR');
    const crowd = Array.from({ length: 10 }, () => row(id, { held: 'screening.challenged', tags: tags(5n) }));
    const alone = [row(id, { held: 'screening.challenged', tags: tags(6n) }), row(id, { held: 'screening.challenged' }), row(id, { held: 'screening.challenged', tags: tags(6n, true) })];
    await parts.ledger.record(uuidv7(), [...crowd, ...alone]);
    await sweep.sweep();
    expect(await counted(id)).toBe(0);
    await parts.db.rows(`update held_signatures set at = at - interval '1 hour' where petition_id = $1`, [id]);
    await sweep.sweep();
    expect(await counted(id)).toBe(2);
    expect(await clusters.act(id, clusterId('held.all'), 'released', 'looked at', 'olga')).toMatchObject({ records: 11, countedAfter: 13 });
    const [done] = await clusters.done(id);
    await clusters.undo(id, done?.id ?? '', 'olga');
    expect([await counted(id), (await clusters.list(id, { page: 1 })).held]).toEqual([2, 11]);
  });

  it('are nobody of their own: of fewer than ten nothing is told, whoever guesses a second or a number', async () => {
    const id = await parts.petition('NO');
    const at = Math.floor(Date.now() / 1_000) - 60;
    await parts.ledger.record(uuidv7(), Array.from({ length: 9 }, (_, n) => row(id, { tags: tags(3n, true), signedAt: at * 1_000 + n })));
    for (const guessed of [`second.${at}`, 'range.3', 'disposable.all']) {
      expect(await clusters.preview(id, clusterId(guessed), 'invalidated')).toMatchObject({ records: 0, cells: [] });
      expect(await clusters.act(id, clusterId(guessed), 'invalidated', 'one person', 'olga')).toMatchObject({ records: 0 });
    }
    expect(await counted(id)).toBe(9);
  });

  it('can be taken in again after an invalidation as long as nobody is erased, and not beyond', async () => {
    const id = await parts.petition('IS');
    const waiting = (signedAt: number): NewRow[] => Array.from({ length: 10 }, () => row(id, { tags: tags(9n), confirmedAt: null, confirmHash: randomBytes(32), signedAt }));
    const states = (): Promise<unknown[]> => parts.db.rows('select status, sealed is null as erased, count(*)::int as n from signatures where petition_id = $1 group by 1, 2 order by 1, 2', [id]);
    await parts.ledger.record(uuidv7(), [...waiting(Date.now()), ...waiting(Date.now() - 15 * 86_400_000)]);
    await clusters.act(id, clusterId('range.9'), 'invalidated', 'robots', 'olga');
    expect(await states()).toEqual([{ status: 'invalid', erased: false, n: 20 }]);
    expect(await parts.keeper.eraseLapsed()).toBe(10);
    const [done] = await clusters.done(id);
    await clusters.undo(id, done?.id ?? '', 'olga');
    expect(await states()).toEqual([{ status: 'pending', erased: false, n: 10 }, { status: 'invalid', erased: true, n: 10 }]);
  });

  it('are noted no longer than what was written stands', async () => {
    const id = await parts.petition('DK');
    const notes = (): Promise<unknown[]> => parts.db.rows('select record_id from screening_tags where petition_id = $1 union all select record_id from held_signatures where petition_id = $1', [id]);
    const one = row(id, { tags: tags(4n), held: 'screening.challenged', withdrawHash: randomBytes(32) });
    await parts.ledger.record(uuidv7(), [one]);
    expect(await notes()).toHaveLength(2);
    await parts.ledger.withdraw([{ petitionId: id, recordId: one.id, hash: one.withdrawHash as Buffer }]);
    expect(await notes()).toEqual([]);
  });

  it('are not said to be put back once nobody knows which they were', async () => {
    const id = await parts.petition('FI');
    await parts.ledger.record(uuidv7(), Array.from({ length: 10 }, () => row(id, { tags: tags(8n) })));
    await clusters.act(id, clusterId('range.8'), 'invalidated', 'robots', 'olga');
    const [done] = await clusters.done(id);
    await parts.db.rows('update screening_actions set done_at = done_at - interval \'91 days\' where id = $1', [done?.id]);
    await sweep.sweep();
    await expect(clusters.undo(id, done?.id ?? '', 'olga')).rejects.toMatchObject({ code: 'screening.unknown' });
    expect((await clusters.done(id))[0]?.undoneAt).toBeNull();
  });

  it('need a reason, without an address, and a name of their own', async () => {
    const id = await parts.petition('SE');
    await expect(clusters.act(id, clusterId('held.all'), 'released', ' ', 'olga')).rejects.toMatchObject({ code: 'screening.invalid' });
    await expect(clusters.act(id, clusterId('held.all'), 'released', 'ada@example.org', 'olga')).rejects.toMatchObject({ code: 'screening.invalid' });
    for (const wrong of ['range.all', 'held.7', 'other.7', "range.1' or true", '']) expect(() => clusterId(wrong)).toThrow('screening.unknown');
  });
});
