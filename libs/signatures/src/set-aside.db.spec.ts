import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { v7 as uuidv7 } from 'uuid';
import { testDatabase, type TestDatabase } from '../../../test/support/services.js';
import { signingParts, type SigningParts } from '../../../test/support/signing-parts.js';
import { type SealedSignature } from './sealed-batch.js';
import { type Aside, setAside } from './set-aside.js';

describe('what is laid aside', () => {
  let database: TestDatabase;
  let parts: SigningParts;

  beforeAll(async () => {
    database = await testDatabase();
    parts = await signingParts(database.config);
  });
  afterAll(async () => {
    await parts.close();
    await database.drop();
  });

  const sealed = (more: Partial<SealedSignature> = {}): Aside => ({
    record: { id: uuidv7(), petitionId: 1, textVersion: 1, language: 'en', channel: 'store', signedAt: new Date().toISOString(), sealed: 'AAAA', ...more }, code: 'stores.late', deviceId: null,
  });
  const lay = (records: Aside[], more?: { fromRelease: boolean }): Promise<void> => parts.db.transaction((tx) => setAside(tx, records, more));
  const lies = ({ record }: Aside): Promise<unknown[]> => parts.db.rows('select code, resolution from quarantine where record_id = $1 order by code', [record.id]);
  const judge = ({ record }: Aside, resolution: string): Promise<unknown[]> => parts.db.rows(`update quarantine set resolution = $2, resolved_at = now(), resolved_by = 'olga' where record_id = $1`, [record.id, resolution]);

  it('may hold texts that no database takes', async () => {
    const odd = sealed({ via: 'a\u0000b\ud800' });
    await lay([odd, sealed()]);
    expect(await parts.db.rows(`select record ->> 'via' as via from quarantine where record_id = $1`, [odd.record.id])).toEqual([{ via: 'a\ufffdb\ufffd' }]);
  });

  it('lies there once however often it comes, beside another of the same id', async () => {
    const one = sealed();
    const other = { ...one, record: { ...one.record, sealed: 'BBBB' }, code: 'stores.sequence_conflict' };
    await lay([one, one]);
    await lay([other, one]);
    expect(await lies(one)).toEqual([{ code: 'stores.late', resolution: null }, { code: 'stores.sequence_conflict', resolution: null }]);
  });

  it('stays judged when a tablet sends it again, and waits anew when it was released and still cannot be written', async () => {
    const [released, discarded] = [sealed(), sealed()];
    await lay([released, discarded]);
    await judge(released, 'released');
    await judge(discarded, 'discarded');
    await lay([released, discarded]);
    expect([await lies(released), await lies(discarded)]).toEqual([[{ code: 'stores.late', resolution: 'released' }], [{ code: 'stores.late', resolution: 'discarded' }]]);
    await lay([{ ...released, code: 'vault.not_authentic' }, { ...discarded, code: 'vault.not_authentic' }], { fromRelease: true });
    expect([await lies(released), await lies(discarded)]).toEqual([[{ code: 'vault.not_authentic', resolution: null }], [{ code: 'stores.late', resolution: 'discarded' }]]);
  });
});
