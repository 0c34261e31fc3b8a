import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { testDatabase, type TestDatabase } from '../../../test/support/services.js';
import { signingParts, type SigningParts } from '../../../test/support/signing-parts.js';
import { type SealedBatch } from './sealed-batch.js';

describe('the writer of batches', () => {
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

  /** One person's signature in a store, sealed as it arrives at the worker. */
  async function sealed(petitionId: number, signedAt: Date, country = 'GB'): Promise<SealedBatch> {
    const person = { givenName: 'Ada', familyName: 'Example', email: 'ada@example.invalid', postcode: null, town: null, country };
    await parts.intake.acceptAll([{ petitionId, campaign: 'spec', textVersion: 1, language: 'en', channel: 'store', person, signedAt }]);
    const [job] = await parts.queues.queue('intake').getWaiting();
    await job?.remove();
    if (!job) throw new Error('no batch was handed over');
    return job.data as SealedBatch;
  }
  const setAside = async (): Promise<number> => (await parts.db.rows('select 1 from quarantine')).length;
  const countedOf = async (petitionId: number): Promise<number> => (await parts.figures.totals([petitionId])).get(petitionId)?.counted ?? -1;

  it('sets nobody aside for a table that is not there: the batch waits', async () => {
    const petition = await parts.petition('AA');
    const batch = await sealed(petition, new Date());
    await parts.db.rows('alter table batches rename to batches_elsewhere');
    await expect(parts.writer.write(batch)).rejects.toMatchObject({ code: '42P01' });
    await parts.db.rows('alter table batches_elsewhere rename to batches');
    expect(await setAside()).toBe(0);
    await parts.writer.write(batch);
    expect(await countedOf(petition)).toBe(1);
  });

  it('sets nobody aside for a tally that is wrong: the batch waits', async () => {
    const petition = await parts.petition('BB');
    await parts.writer.write(await sealed(petition, new Date(), 'FR'));
    const earlier = await sealed(petition, new Date(Date.now() - 3_600_000));
    await parts.db.rows('update tally_cells set n = 0 where petition_id = $1', [petition]);
    await expect(parts.writer.write(earlier)).rejects.toMatchObject({ code: '23514' });
    expect(await setAside()).toBe(0);
  });

  it('writes the batches of others, though one that came in the same moment cannot be written', async () => {
    const [wrong, right] = [await parts.petition('DD'), await parts.petition('EE')];
    await parts.writer.write(await sealed(wrong, new Date(), 'FR'));
    const stuck = await sealed(wrong, new Date(Date.now() - 3_600_000));
    await parts.db.rows('update tally_cells set n = 0 where petition_id = $1', [wrong]);
    const others: SealedBatch[] = [];
    for (let n = 0; n < 6; n++) others.push(await sealed(right, new Date()));
    const answers = await Promise.allSettled([...others, stuck].map((batch) => parts.writer.write(batch)));
    expect(answers.map(({ status }) => status)).toEqual([...others.map(() => 'fulfilled'), 'rejected']);
    expect(await countedOf(right)).toBe(1);
  });

  it('sets aside, alone and as sealed as it came, a record whose row no table takes', async () => {
    const petition = await parts.petition('CC');
    const good = await sealed(petition, new Date());
    const bad = await sealed(petition, new Date());
    await parts.db.rows(`alter table signatures add constraint spec check (via is distinct from 'refused')`);
    await parts.writer.write({ ...good, records: [...good.records, ...bad.records.map((record) => ({ ...record, via: 'refused' }))] });
    expect(await parts.db.rows('select record_id, code from quarantine')).toEqual([{ record_id: bad.records[0]?.id, code: '23514' }]);
    expect(await countedOf(petition)).toBe(1);
  });

  it('sets aside a text that no database holds, and keeps nobody waiting behind it', async () => {
    const petition = await parts.petition('FF');
    const [good, bad] = [await sealed(petition, new Date()), await sealed(petition, new Date())];
    await parts.writer.write({ ...good, records: [...bad.records.map((record) => ({ ...record, via: 'a\u0000b\ud800' })), ...good.records] });
    expect(await parts.db.rows(`select code from quarantine where petition_id = $1`, [petition])).toEqual([{ code: '22021' }]);
    expect(await countedOf(petition)).toBe(1);
  });
});
