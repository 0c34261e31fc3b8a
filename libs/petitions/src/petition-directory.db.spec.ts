import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Database, dataSourceFor } from '#libs/database';
import { testDatabase, type TestDatabase } from '../../../test/support/services.js';
import { signingParts, type SigningParts } from '../../../test/support/signing-parts.js';
import { PetitionDirectory } from './petition-directory.js';

/** Only the process's own clock is moved, by which it knows how old something is: that of the day may jump. */
const real = performance.now.bind(performance);
let ahead = 0;
const later = (ms: number): void => {
  ahead += ms;
  jest.spyOn(performance, 'now').mockImplementation(() => real() + ahead);
};

describe('the door\'s look at a petition', () => {
  let database: TestDatabase;
  let parts: SigningParts;
  const status = async (directory: PetitionDirectory): Promise<string | undefined> => (await directory.bySlug('spec-gb'))?.status;

  beforeAll(async () => {
    database = await testDatabase();
    parts = await signingParts(database.config);
    await parts.petition('GB');
  });
  afterEach(() => {
    jest.restoreAllMocks();
    ahead = 0;
  });
  afterAll(async () => {
    await parts.close();
    await database.drop();
  });

  it('sees a change after a second, never what was read before it', async () => {
    const directory = new PetitionDirectory(parts.db);
    expect(await status(directory)).toBe('open');
    await parts.db.rows(`update petitions set status = 'closed' where slug = 'spec-gb'`);
    expect(await status(directory)).toBe('open');
    later(1_001);
    expect(await status(directory)).toBe('closed');
    await parts.db.rows(`update petitions set status = 'open' where slug = 'spec-gb'`);
  });

  it('goes on with what it read last while the database is away, for ten minutes', async () => {
    const source = await dataSourceFor(database.config.database, { poolSize: 1 }).initialize();
    const directory = new PetitionDirectory(new Database(source));
    expect(await status(directory)).toBe('open');
    await source.destroy();
    later(60_000);
    expect(await status(directory)).toBe('open');
    later(600_000);
    await expect(status(directory)).rejects.toThrow();
  });

  it('forgets no petition over slugs that somebody makes up, and does not keep those', async () => {
    const directory = new PetitionDirectory(parts.db);
    expect(await status(directory)).toBe('open');
    const read = jest.spyOn(parts.db, 'rows').mockRejectedValue(new Error('away'));
    try {
      later(2_000);
      const made = Array.from({ length: 3_000 }, (_, n) => directory.bySlug(`made-up-${n}`).catch(() => null));
      expect((directory as unknown as { known: Map<string, unknown> }).known.size).toBeLessThanOrEqual(1_000);
      expect(await status(directory)).toBe('open');
      await Promise.all(made);
    } finally {
      read.mockRestore();
    }
  });
});
