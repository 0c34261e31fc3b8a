import { afterAll, afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type Fault } from './testing/pretend-server.js';
import { leaveCryptoAlone } from './testing/pretend-time.js';
import { ADA, closeShops, openShop, type Shop } from './testing/shop.js';
import { openTablet } from './tablet.js';

afterEach(closeShops);
afterAll(leaveCryptoAlone);

const MINUTE = 60_000;

describe('sending what waits', () => {
  let shop: Shop;
  const state = () => shop.tablet.state;
  const batches = () => shop.server.requests.filter(({ path }) => path.endsWith('/batches'));
  const capture = async (count: number) => {
    for (let n = 1; n <= count; n++) await shop.tablet.capture({ ...ADA, textVersion: n });
  };
  const sent = () => [...shop.server.only.records.values()].map(({ textVersion }) => textVersion).sort((a, b) => a - b);
  const allSent = () => shop.time.passUntil(() => state().waiting === 0, 10 * MINUTE);
  const upTo = (count: number) => Array.from({ length: count }, (_, index) => index + 1);

  beforeEach(async () => {
    shop = await openShop();
    await shop.time.pass(1_000);
  });

  it('begins within 30 s of the network, told of it or not, however long it was away', async () => {
    for (const told of [true, false]) {
      shop.browser.goOffline();
      await capture(3);
      await shop.time.pass(30 * MINUTE);
      expect(state()).toMatchObject({ waiting: 3, trouble: 'offline' });
      expect(state().oldestWaiting).not.toBeNull();
      shop.browser.random = () => 0.999;
      shop.browser.goOnline(told);
      expect(await shop.time.passUntil(() => state().waiting === 0, MINUTE)).toBeLessThanOrEqual(told ? 100 : 30_000);
      expect(state().trouble).toBe('none');
    }
  });

  it('asks first after a failure, rather than handing records to whoever answers', async () => {
    shop.server.nextFault = () => 'login-page';
    await capture(2);
    await shop.time.pass(10 * MINUTE);
    shop.server.nextFault = () => 'none';
    await allSent();
    // One batch met the login page; no number was used up by the hundreds of tries after it.
    expect(Math.max(...shop.server.only.batches.keys())).toBeLessThanOrEqual(4);
  });

  it('counts a login page for being offline, and believes nothing it says', async () => {
    shop.server.nextFault = () => 'login-page';
    await capture(2);
    await shop.time.pass(5 * MINUTE);
    expect(state()).toMatchObject({ waiting: 2, trouble: 'offline' });
    shop.server.nextFault = () => 'none';
    await allSent();
    expect(sent()).toEqual([1, 2]);
  });

  it('keeps what an answer leaves out, and sends it again', async () => {
    shop.browser.goOffline();
    await capture(20);
    shop.server.nextFault = (path) => (path.endsWith('/batches') ? 'half' : 'none');
    shop.browser.goOnline();
    await allSent();
    expect(sent()).toEqual(upTo(20));
    expect(shop.server.only.repeated).toBe(0);
  });

  it('goes in halves through a server that takes but few at a time', async () => {
    shop.browser.goOffline();
    await capture(120);
    shop.server.largestBatch = 7;
    shop.browser.goOnline();
    await allSent();
    expect(sent()).toEqual(upTo(120));
  });

  it('sets aside the one record that the server does not take, sends all others, and tries it again by the next version', async () => {
    shop.browser.goOffline();
    await capture(70);
    shop.server.malformed = (record) => record.textVersion === 33;
    shop.browser.goOnline();
    await shop.time.pass(MINUTE);
    expect(state()).toMatchObject({ waiting: 1, trouble: 'stuck' });
    expect(sent()).toEqual(upTo(70).filter((n) => n !== 33));
    await capture(1);
    await shop.time.pass(MINUTE);
    expect(state().waiting).toBe(1);
    const before = batches().filter(({ status }) => status === 422).length;
    await shop.time.pass(10 * MINUTE);
    expect(batches().filter(({ status }) => status === 422)).toHaveLength(before);
    shop.server.malformed = () => false;
    await shop.restart('1.0.1');
    await allSent();
    expect(state().trouble).toBe('none');
  });

  it('tries a record that was set aside again a day later', async () => {
    shop.server.malformed = () => true;
    await capture(1);
    await shop.time.pass(MINUTE);
    expect(state().trouble).toBe('stuck');
    shop.server.malformed = () => false;
    shop.time.nowMs += 24 * 60 * MINUTE;
    await shop.time.pass(MINUTE);
    expect(state()).toMatchObject({ waiting: 0, trouble: 'none' });
  });

  it('takes over the time from the server and tries once more at once', async () => {
    shop.server.clockErrorMs = 3_600_000;
    await capture(1);
    expect(await allSent()).toBeLessThan(1_000);
    await capture(1);
    await allSent();
    const [, later] = [...shop.server.only.records.values()].sort((a, b) => a.seq - b.seq);
    expect(later?.offsetMs).toBe(3_600_000);
    expect(Date.parse(later?.signedAt ?? '')).toBe(shop.time.nowMs + 3_600_000);
    expect(shop.tablet.now()).toBe(shop.time.nowMs + 3_600_000);
  });

  it('stops within one request when the tablet is called stolen, keeps everything, and goes on when it is taken back', async () => {
    shop.browser.goOffline();
    await capture(120);
    shop.server.only.state = 'stolen';
    const before = batches().length;
    shop.browser.goOnline();
    await shop.time.pass(20 * MINUTE);
    expect(batches().length - before).toBeLessThanOrEqual(1);
    const after = shop.server.requests.filter(({ status }) => status === 403).length;
    expect(after).toBeGreaterThan(0);
    expect(state()).toMatchObject({ phase: 'refused', waiting: 120, trouble: 'ask-manager' });
    await expect(shop.tablet.capture(ADA)).rejects.toMatchObject({ name: 'NotPaired' });
    shop.server.only.state = 'active';
    shop.tablet.sync();
    await allSent();
    expect(state()).toMatchObject({ phase: 'ready', trouble: 'none' });
    expect(sent()).toEqual(upTo(120));
  });

  it('lets a retired tablet hand over what it holds, and collect nothing new', async () => {
    shop.browser.goOffline();
    await capture(60);
    shop.server.only.state = 'retired';
    shop.browser.goOnline();
    await allSent();
    await shop.time.pass(20 * MINUTE);
    expect(state()).toMatchObject({ phase: 'refused', trouble: 'retired' });
    expect(sent()).toEqual(upTo(60));
  });

  it('asks for a new version when this one is too old, and keeps collecting', async () => {
    let asked = 0;
    shop.tablet.onUpgradeWanted(() => asked++);
    shop.server.upgradeWanted = true;
    await capture(2);
    await shop.time.pass(1_000);
    expect({ asked, trouble: state().trouble, waiting: state().waiting }).toEqual({ asked: 1, trouble: 'upgrade', waiting: 2 });
    shop.server.upgradeWanted = false;
    await shop.time.pass(16 * MINUTE);
    expect(state()).toMatchObject({ waiting: 0, trouble: 'none' });
  });

  it('waits as long as the server asks, even if pressed', async () => {
    shop.server.nextFault = (path) => (path.endsWith('/batches') ? '429' : 'none');
    const before = shop.time.nowMs;
    await capture(1);
    await shop.time.pass(100);
    shop.server.nextFault = () => 'none';
    shop.tablet.sync();
    await allSent();
    expect(shop.time.nowMs - before).toBeGreaterThanOrEqual(7_000);
  });

  it('never hangs on an answer that does not come', async () => {
    let faults: Fault[] = ['lost', 'lost'];
    shop.server.nextFault = () => faults.shift() ?? 'none';
    await capture(1);
    expect(await allSent()).toBeLessThan(2 * MINUTE);
    faults = [];
    expect(shop.server.only.repeated).toBeGreaterThan(0);
    expect(sent()).toEqual([1]);
  });

  it('finds a batch number that the server has not seen with another body', async () => {
    for (let number = 1; number <= 500; number++) shop.server.only.batches.set(number, 'another');
    await capture(1);
    await allSent();
    expect(sent()).toEqual([1]);
    expect(batches().filter(({ status }) => status === 409).length).toBeLessThan(10);
  });

  it('is done by one tab at a time, and both see how it goes', async () => {
    const other = await openTablet(shop.browser.page());
    shop.browser.goOffline();
    await Promise.all([capture(30), (async () => { for (let n = 31; n <= 60; n++) await other.capture({ ...ADA, textVersion: n }); })()]);
    await shop.time.pass(1_000);
    expect([state().waiting, other.state.waiting]).toEqual([60, 60]);
    let atOnce = 0;
    let most = 0;
    const handle = shop.server.fetch;
    Object.assign(shop.browser, { fetch: async (url: string, init: RequestInit) => {
      most = Math.max(most, ++atOnce);
      try {
        return await handle(url, init);
      } finally {
        atOnce--;
      }
    } });
    shop.browser.goOnline();
    await allSent();
    await shop.time.pass(1_000);
    expect(most).toBe(1);
    expect(other.state).toMatchObject({ waiting: 0, capturedToday: 60, trouble: 'none' });
    expect(shop.server.only.repeated).toBe(0);
    expect([...shop.server.only.records.values()].map(({ seq }) => seq)).toEqual(upTo(60));
  });

  it('gives a sign of life every quarter of an hour, with what waits and the shifts', async () => {
    await shop.tablet.startShift();
    await capture(2);
    await allSent();
    const before = batches().length;
    await shop.time.pass(60 * MINUTE);
    expect(batches().length - before).toBeGreaterThanOrEqual(4);
    expect(batches().length - before).toBeLessThanOrEqual(5);
    await shop.tablet.endShift();
    await shop.time.pass(1_000);
    expect([...shop.server.only.shifts.values()]).toMatchObject([{ captured: 2, typed: 0, endedAt: expect.any(String) }]);
    expect(shop.server.only.last).toMatchObject({ waiting: 0, highestSeq: 2, storageProtected: true, appVersion: '1.0.0' });
  });
});
