import { afterAll, afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Database } from './database.js';
import { type Migration, MIGRATIONS } from './schema.js';
import { leaveCryptoAlone } from './testing/pretend-time.js';
import { ADA, closeShops, diskOf, openShop, type Shop } from './testing/shop.js';
import { openTablet } from './tablet.js';

afterEach(closeShops);
afterAll(leaveCryptoAlone);

const MINUTE = 60_000;

describe('the disk of a tablet', () => {
  let shop: Shop;
  const state = () => shop.tablet.state;

  beforeEach(async () => {
    shop = await openShop();
    shop.browser.goOffline();
    await shop.tablet.capture(ADA);
    await shop.time.pass(1_000);
  });

  it.each([
    ['quota', 'seen before', false], ['full-disk', 'seen before', false], ['quota', 'at the last moment', true], ['full-disk', 'at the last moment', true],
  ] as const)('is full (%s, %s): nobody is thanked, no number is used up, and it goes on once there is room', async (fault, _, late) => {
    Object.assign(shop.browser, { diskFault: fault, filledUpLate: late });
    await expect(shop.tablet.capture(ADA)).rejects.toMatchObject({ name: 'StorageFull' });
    expect(state().trouble).toBe('storage-full');
    shop.browser.diskFault = 'none';
    await shop.tablet.capture(ADA);
    await shop.time.pass(1_000);
    expect(state()).toMatchObject({ waiting: 2, capturedToday: 2, trouble: 'offline' });
    shop.browser.goOnline();
    await shop.time.passUntil(() => state().waiting === 0, MINUTE);
    expect([...shop.server.only.records.values()].map(({ seq }) => seq)).toEqual([1, 2]);
  });

  it('is left alone while the disk is full, by customers, uploads and everything else: a record cut off in it costs the whole database', async () => {
    shop.browser.diskFault = 'full-disk';
    await expect(shop.tablet.capture(ADA)).rejects.toMatchObject({ name: 'StorageFull' });
    await expect(shop.tablet.startShift()).rejects.toMatchObject({ name: 'StorageFull' });
    shop.browser.goOnline();
    shop.tablet.sync();
    await shop.time.pass(20 * MINUTE);
    expect([shop.browser.writesOnFullDisk, state().waiting]).toEqual([0, 1]);
    shop.browser.diskFault = 'none';
    await shop.time.passUntil(() => state().waiting === 0, MINUTE);
  });

  it('is found to have room again by whoever presses for it, and by itself within half a minute', async () => {
    for (const press of [true, false]) {
      shop.browser.diskFault = 'full-disk';
      await expect(shop.tablet.capture(ADA)).rejects.toMatchObject({ name: 'StorageFull' });
      shop.browser.diskFault = 'none';
      if (press) shop.tablet.sync();
      await shop.time.pass(press ? 100 : 31_000);
      expect([press, state().trouble]).toEqual([press, 'offline']);
    }
  });

  it('cannot be opened any more: told as broken, and found mended', async () => {
    shop.browser.diskFault = 'unreadable';
    shop.page.cutConnections();
    await expect(shop.tablet.capture(ADA)).rejects.toMatchObject({ name: 'StorageBroken' });
    expect(state().trouble).toBe('storage-broken');
    shop.browser.diskFault = 'none';
    await shop.time.pass(MINUTE);
    expect(state()).toMatchObject({ trouble: 'offline', waiting: 1, phase: 'ready' });
  });

  it('warns of a full disk before anybody signs', async () => {
    shop.browser.diskFault = 'quota';
    await shop.time.pass(11 * MINUTE);
    expect(state().trouble).toBe('storage-full');
    shop.browser.diskFault = 'none';
    await shop.time.pass(11 * MINUTE);
    expect(state().trouble).toBe('offline');
  });

  it('is opened anew when the browser cut the connection, and nobody notices', async () => {
    shop.page.cutConnections();
    await shop.tablet.capture(ADA);
    await shop.time.pass(1_000);
    expect(state()).toMatchObject({ waiting: 2, trouble: 'offline' });
  });

  it('says nothing of pairing while it cannot be read at the start', async () => {
    shop.browser.diskFault = 'unreadable';
    await shop.restart();
    expect(state()).toMatchObject({ phase: 'unsupported', trouble: 'storage-broken' });
    shop.browser.diskFault = 'none';
    await shop.time.pass(MINUTE);
    expect(state()).toMatchObject({ phase: 'ready', waiting: 1 });
  });

  it('keeps what was captured, the identity, the kit and the counts over a kill', async () => {
    await shop.tablet.startShift();
    await shop.tablet.capture(ADA);
    await shop.restart();
    expect(state()).toMatchObject({ phase: 'ready', waiting: 2, capturedToday: 2, shift: { captured: 1, typed: 0 }, device: { name: 'Till 1', storeName: 'Rue de Rivoli' } });
    expect(state().device?.fingerprint).toMatch(/^[0-9A-Z]{4}-[0-9A-Z]{4}$/);
  });

  it('holds nothing of what a person wrote, before or after sending', async () => {
    const typed = { ...ADA, email: 'ada.canarius@example.org', town: 'Canarytown' };
    await shop.tablet.capture(typed);
    const canaries = /Canarius|canarius|Canarytown|75001/;
    expect(await diskOf(shop.browser)).not.toMatch(canaries);
    shop.browser.goOnline();
    await shop.time.passUntil(() => state().waiting === 0, MINUTE);
    const after = await diskOf(shop.browser);
    expect(after).not.toMatch(canaries);
    for (const { sealed } of shop.server.only.records.values()) expect(after).not.toContain(sealed);
  });

  it('throws receipts away after 90 days', async () => {
    shop.browser.goOnline();
    await shop.time.passUntil(() => state().waiting === 0, MINUTE);
    const [id = ''] = shop.server.only.records.keys();
    expect(await diskOf(shop.browser)).toContain(id);
    shop.time.nowMs += 91 * 24 * 60 * MINUTE;
    await shop.time.pass(2 * MINUTE);
    expect(await diskOf(shop.browser)).not.toContain(id);
  });
});

describe('a new version of the database', () => {
  const add: Migration = async (_db, tx) => {
    await tx.objectStore('settings').put(77, 'batchNumber');
  };

  it('takes the old one over with all that waits; old code lets go, asks for the new version and never goes back', async () => {
    const shop = await openShop();
    shop.browser.goOffline();
    await shop.tablet.capture(ADA);
    const newer = new Database(shop.browser.page('2.0.0'), () => {}, [...MIGRATIONS, add]);
    expect(await newer.get('batchNumber')).toBe(77);
    expect(await newer.read(['outbox'], async (tx) => tx.objectStore('outbox').count())).toBe(1);
    expect(shop.tablet.state.trouble).toBe('upgrade');
    await expect(shop.tablet.capture(ADA)).rejects.toMatchObject({ name: 'StorageBroken' });
    const oldAgain = await openTablet(shop.browser.page());
    expect(oldAgain.state.trouble).toBe('upgrade');
    expect(await newer.get('batchNumber')).toBe(77);
  });

  it('that fails half way leaves the old one as it was', async () => {
    const shop = await openShop();
    shop.browser.goOffline();
    await shop.tablet.capture(ADA);
    shop.page.kill();
    const broken = new Database(shop.browser.page('2.0.0'), () => {}, [...MIGRATIONS, async (db, tx) => {
      await add(db, tx);
      throw new Error('half way');
    }]);
    await expect(broken.get('batchNumber')).rejects.toMatchObject({ name: 'StorageBroken' });
    await shop.restart();
    expect(shop.tablet.state).toMatchObject({ phase: 'ready', waiting: 1 });
  });
});
