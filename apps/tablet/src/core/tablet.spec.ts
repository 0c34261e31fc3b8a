import { afterAll, afterEach, describe, expect, it } from '@jest/globals';
import { leaveCryptoAlone } from './testing/pretend-time.js';
import { ADA, closeShops, diskOf, openShop } from './testing/shop.js';

afterEach(closeShops);
afterAll(leaveCryptoAlone);

describe('a tablet', () => {
  it('is paired, admitted, collects and uploads', async () => {
    const shop = await openShop({ paired: false });
    expect(shop.tablet.state.phase).toBe('unpaired');
    expect(await shop.tablet.pair('WRONG', 'Till 1')).toBe('code-unknown');
    expect(await shop.tablet.pair(shop.server.newCode('ABC-DEFGH'), 'Till 1', shop.server.rootFingerprint.slice(0, 20))).toBe('awaiting');
    expect(shop.tablet.state).toMatchObject({ phase: 'awaiting', storageProtected: true, trouble: 'none' });
    shop.browser.goOffline();
    await shop.time.passUntil(() => shop.tablet.state.trouble === 'offline', 60_000);
    shop.browser.goOnline();
    await shop.time.passUntil(() => shop.tablet.state.trouble === 'none', 60_000);
    await expect(shop.tablet.capture(ADA)).rejects.toMatchObject({ name: 'NotPaired' });
    shop.server.admitAll();
    const waited = await shop.time.passUntil(() => shop.tablet.state.phase === 'ready', 60_000);
    expect(waited).toBeLessThanOrEqual(3_000);
    await shop.tablet.capture(ADA);
    await shop.time.passUntil(() => shop.tablet.state.waiting === 0, 1_000);
    expect([...shop.server.only.records.values()]).toMatchObject([{ seq: 1, petitionId: 7, channel: 'store' }]);
    expect(shop.tablet.state).toMatchObject({ capturedToday: 1, trouble: 'none' });
    expect(await diskOf(shop.browser)).not.toMatch(/Canarius/);
  });
});
