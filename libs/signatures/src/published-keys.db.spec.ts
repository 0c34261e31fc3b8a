import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { monthOf, verifyPublicKey } from '#libs/vault';
import { testDatabase, type TestDatabase } from '../../../test/support/services.js';
import { signingParts, type SigningParts } from '../../../test/support/signing-parts.js';
import { PublishedKeys } from './published-keys.js';

describe('the table of public keys', () => {
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

  it('gives back whole what the worker published, of both suites, and to the server the X25519 one', async () => {
    const { publicKeys, rootFingerprint } = parts.keys.campaignKeys('spec');
    const published = new PublishedKeys(parts.db);
    await published.prepare('spec');
    const offered = published.offered('spec');
    expect(offered).toHaveLength(4);
    expect(offered).toEqual(expect.arrayContaining(publicKeys));
    expect(offered.every((key) => verifyPublicKey(key, rootFingerprint))).toBe(true);
    expect(published.current('spec')).toMatchObject({ suite: 'x25519', month: monthOf(Date.now()) });
  });

  it('gains the P-256 keys of a campaign from before there were any', async () => {
    await parts.db.rows(`delete from campaign_keys where suite = 'p256'`);
    const published = new PublishedKeys(parts.db);
    await published.prepare('spec');
    expect(published.offered('spec').map(({ suite }) => suite)).toEqual(['x25519', 'x25519']);
    await parts.keeper.ensureKeys();
    const after = new PublishedKeys(parts.db);
    await after.prepare('spec');
    expect(new Set(after.offered('spec').map(({ suite, month }) => `${month} ${suite}`)).size).toBe(4);
  });
});
