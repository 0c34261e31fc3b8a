import { describe, expect, it, jest } from '@jest/globals';
import { type Database } from '#libs/database';
import { type CampaignPublicKey } from '#libs/vault';
import { PublishedKeys } from './published-keys.js';

const NOW = Date.UTC(2026, 10, 20, 12);
const key = (month: string): CampaignPublicKey => ({ campaignId: 'spec', keyId: month, month, suite: 'x25519', publicKey: '', rootPublicKey: '', rootFingerprint: '', signature: '' });

/** A database that answers when told to. */
function slowDatabase() {
  const asked: { answer: (keys: CampaignPublicKey[]) => void; fail: () => void }[] = [];
  const rows = (): Promise<CampaignPublicKey[]> => new Promise((resolve, reject) => asked.push({ answer: resolve, fail: () => reject(new Error('away')) }));
  return { asked, keys: new PublishedKeys({ rows } as unknown as Database) };
}

describe('the published keys', () => {
  it('are read once for all who sign in the same moment', async () => {
    const { asked, keys } = slowDatabase();
    const all = Promise.all([keys.prepare('spec'), keys.prepare('spec'), keys.prepare('spec')]);
    expect(asked).toHaveLength(1);
    asked[0]?.answer([key('2026-11')]);
    await all;
  });

  it('keep nobody waiting while they are read anew, also when the database is away', async () => {
    jest.useFakeTimers({ now: NOW, doNotFake: ['nextTick', 'queueMicrotask'] });
    const { asked, keys } = slowDatabase();
    const first = keys.prepare('spec');
    asked[0]?.answer([key('2026-11')]);
    await first;
    jest.setSystemTime(NOW + 61_000);
    jest.advanceTimersByTime(61_000);
    await keys.prepare('spec');
    await keys.prepare('spec');
    expect(asked).toHaveLength(2);
    asked[1]?.fail();
    await new Promise((resolve) => process.nextTick(resolve));
    expect(keys.current('spec').month).toBe('2026-11');
    jest.useRealTimers();
  });

  it('are waited for when none of those held is of this month or the last', async () => {
    jest.useFakeTimers({ now: NOW, doNotFake: ['nextTick', 'queueMicrotask'] });
    const { asked, keys } = slowDatabase();
    const first = keys.prepare('spec');
    asked[0]?.answer([key('2026-11')]);
    await first;
    jest.setSystemTime(NOW + 90 * 86_400_000);
    jest.advanceTimersByTime(61_000);
    const later = keys.prepare('spec');
    asked[1]?.answer([key('2027-02')]);
    await later;
    expect(keys.current('spec').month).toBe('2027-02');
    jest.useRealTimers();
  });
});
