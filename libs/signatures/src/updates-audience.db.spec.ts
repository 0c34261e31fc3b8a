import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { testDatabase, type TestDatabase } from '../../../test/support/services.js';
import { signingParts, type SigningParts } from '../../../test/support/signing-parts.js';
import { type Channel, type SealedBatch } from './sealed-batch.js';
import { AUDIENCE_SQL, SupporterRecords } from './updates-audience.js';

describe('news to supporters', () => {
  let database: TestDatabase;
  let parts: SigningParts;
  let records: SupporterRecords;

  beforeAll(async () => {
    database = await testDatabase();
    parts = await signingParts(database.config);
    await parts.queues.ready();
    records = new SupporterRecords(parts.db, parts.keys);
  });
  afterAll(async () => {
    await parts.close();
    await database.drop();
  });

  /** Somebody who ticked the campaign's box and a partner's, written as it is written in earnest. Gives back the record's id. */
  async function sign(petitionId: number, name: string, channel: Channel = 'online'): Promise<string> {
    const person = { givenName: name, familyName: 'Example', email: `${name.toLowerCase()}@example.invalid`, postcode: null, town: null, country: 'GB' };
    await parts.intake.acceptAll([{ petitionId, campaign: 'spec', textVersion: 1, language: 'en', channel, person, updates: ['campaign', 'child'], signedAt: new Date() }]);
    const [job] = await parts.queues.queue('intake').getWaiting();
    await job?.remove();
    const batch = job?.data as SealedBatch;
    await parts.writer.write(batch);
    return batch.records[0]?.id ?? '';
  }
  const press = async (petitionId: number, id: string): Promise<unknown> => parts.presses.confirm((await parts.mails.forMail(petitionId, id))?.confirmToken ?? '');
  const audience = async (petitionId: number, box: string): Promise<string[]> => (await parts.db.rows<{ id: string }>(`select id from (${AUDIENCE_SQL}) a`, [petitionId, box])).map(({ id }) => id);
  const statuses = (petitionId: number): Promise<unknown[]> => parts.db.rows('select status, count(*)::int as n from signatures where petition_id = $1 group by 1', [petitionId]);

  it('goes, of the campaign and of its partners, to nobody but who pressed the button of a mail', async () => {
    const petition = await parts.petition('GB');
    const [ada, bo, cy] = [await sign(petition, 'Ada'), await sign(petition, 'Bo', 'store'), await sign(petition, 'Cy', 'paper')];
    const waits = await sign(petition, 'Di');
    await press(petition, ada);
    expect(await statuses(petition)).toEqual(expect.arrayContaining([{ status: 'counted', n: 3 }, { status: 'pending', n: 1 }]));
    for (const box of ['campaign', 'child']) {
      expect(await audience(petition, box)).toEqual([ada]);
      expect(await records.open(petition, ada, box)).toMatchObject({ email: 'ada@example.invalid' });
      for (const id of [bo, cy, waits]) expect(await records.open(petition, id, box)).toBeNull();
    }
    expect((await parts.mails.forMail(petition, ada))?.confirmedByMail).toBe(true);
    for (const id of [bo, cy, waits]) expect((await parts.mails.forMail(petition, id))?.confirmedByMail).toBe(false);
  });

  it('goes to nobody of a petition that asks for no confirmation', async () => {
    const petition = await parts.petition('FR', { confirmation: 'none' });
    const ada = await sign(petition, 'Ada');
    expect(await statuses(petition)).toEqual([{ status: 'counted', n: 1 }]);
    expect(await audience(petition, 'campaign')).toEqual([]);
    expect(await records.open(petition, ada, 'campaign')).toBeNull();
    expect((await parts.mails.forMail(petition, ada))?.confirmedByMail).toBe(false);
  });
});
