import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { testDatabase, type TestDatabase } from '../../../test/support/services.js';
import { signingParts, type SigningParts } from '../../../test/support/signing-parts.js';

const vouched = (petitionId: number, count: number) => ({ petitionId, count, qualifier: 'exact' as const, channel: 'paper' as const, document: 'sheets', attestedBy: 'A. Person' });

describe('the book of tallies', () => {
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

  /** What an import does: figures are there, and nobody was told of what they passed. */
  const imported = async (petitionId: number, count: number): Promise<void> => {
    await parts.db.transaction((tx) => parts.attested.writeImported(tx, [petitionId], [{ ...vouched(petitionId, count), importKey: `spec ${petitionId}`, source: null }]));
  };

  it('tells of a milestone that is reached now though coming close to it was recorded silently', async () => {
    const petition = await parts.petition('AA');
    await imported(petition, 950);
    await parts.attested.record(vouched(petition, 60), 'spec');
    const [reached] = (await parts.figures.view(petition))?.milestones ?? [];
    expect(reached).toMatchObject({ threshold: 1_000, silent: false, approachingAt: null });
    expect(reached?.reachedAt).not.toBeNull();
  });

  it('shows figures beyond two thousand million rather than nothing', async () => {
    const petition = await parts.petition('CC');
    for (let n = 0; n < 2; n++) await parts.attested.record(vouched(petition, 2_000_000_000), 'spec');
    expect(await parts.figures.view(petition)).toMatchObject({ total: 4_000_000_000, attestedByChannel: [{ channel: 'paper', n: 4_000_000_000 }] });
  });

  it('tells of nothing that an import passed, not even of what organisers had set', async () => {
    const petition = await parts.petition('BB');
    await parts.db.rows(`insert into milestones (petition_id, threshold, origin) values ($1, 300, 'organiser')`, [petition]);
    await imported(petition, 400);
    expect((await parts.figures.view(petition))?.milestones).toEqual([expect.objectContaining({ threshold: 300, silent: true })]);
    expect(await parts.db.rows(`select 1 from outbox where topic = 'milestone.crossed' and (payload ->> 'petitionId')::int = $1`, [petition])).toEqual([]);
  });
});
