import { afterAll, afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { openPetitions } from './kit-rules.js';
import { type SheetLine } from './types.js';
import { pretendKey, pretendRoot } from './testing/pretend-keys.js';
import { leaveCryptoAlone } from './testing/pretend-time.js';
import { ADA, closeShops, openShop, type Shop } from './testing/shop.js';
import { openTablet } from './tablet.js';

afterEach(closeShops);
afterAll(leaveCryptoAlone);

const MINUTE = 60_000;

describe('the staff', () => {
  let shop: Shop;
  const state = () => shop.tablet.state;
  const sheet = () => shop.server.kit.sheets[0]?.id ?? '';
  const line = (more: Partial<SheetLine> = {}): SheetLine => {
    const { petitionId, textVersion, language, ...person } = ADA;
    return { sheetId: sheet(), line: 4, attempt: 1, petitionId, textVersion, language, signedOn: '2026-11-20', person, secondKeying: false, ...more };
  };

  beforeEach(async () => {
    shop = await openShop();
    await shop.time.pass(1_000);
  });

  it('type in lines of sheets: the same line is the same record, at noon of its day', async () => {
    await shop.tablet.startShift();
    await shop.tablet.captureLine(line());
    await shop.time.passUntil(() => state().waiting === 0, MINUTE);
    await shop.tablet.captureLine(line());
    await shop.tablet.captureLine(line({ attempt: 2 }));
    await shop.time.passUntil(() => state().waiting === 0, MINUTE);
    const records = [...shop.server.only.records.values()];
    expect(records).toMatchObject([
      { channel: 'paper', signedAt: '2026-11-20T11:00:00.000Z', sheet: { id: sheet(), line: 4, attempt: 1, secondKeying: false } },
      { sheet: { attempt: 2 } },
    ]);
    expect(shop.server.only.repeated).toBe(1);
    expect(await shop.tablet.endShift()).toEqual({ captured: 0, typed: 3, waiting: 0 });
    expect(state()).toMatchObject({ capturedToday: 0, typedToday: 3, shift: null });
    await expect(shop.tablet.captureLine(line({ line: 21 }))).rejects.toMatchObject({ name: 'UnknownSheet' });
    await expect(shop.tablet.captureLine(line({ sheetId: 'another' }))).rejects.toMatchObject({ name: 'UnknownSheet' });
  });

  it('see which lines they typed before, also after a restart and once the server has them', async () => {
    const kept = async (more: object = {}): Promise<number[]> => {
      const [asked] = shop.server.kit.sheets;
      if (!asked) throw new Error('no sheet');
      return [...(await shop.tablet.linesKept({ ...asked, ...more }))];
    };
    expect(await kept()).toEqual([]);
    await shop.tablet.captureLine(line());
    await shop.time.passUntil(() => state().waiting === 0, MINUTE);
    shop.browser.goOffline();
    await shop.tablet.captureLine(line({ line: 7 }));
    await shop.restart();
    expect(state().waiting).toBe(1);
    expect(await kept()).toEqual([4, 7]);
    expect(await kept({ attempts: { '4': 2 } })).toEqual([7]);
    // The second keying of a line is not done by the first.
    expect(await kept({ secondKeying: true })).toEqual([]);
    await shop.tablet.captureLine(line({ secondKeying: true }));
    expect(await kept({ secondKeying: true })).toEqual([4]);
    shop.browser.goOnline();
    await shop.time.passUntil(() => state().waiting === 0, MINUTE);
    expect(await kept({ secondKeying: true })).toEqual([4]);
    expect(await kept()).toEqual([4, 7]);
  });

  it('begin a shift while another runs: that is ended, and both are reported', async () => {
    await shop.tablet.startShift();
    await shop.tablet.capture(ADA);
    await shop.tablet.startShift();
    await shop.tablet.capture(ADA);
    shop.browser.goOffline();
    await shop.tablet.capture(ADA);
    expect(await shop.tablet.endShift()).toEqual({ captured: 2, typed: 0, waiting: expect.any(Number) });
    shop.browser.goOnline();
    await shop.time.passUntil(() => state().waiting === 0, MINUTE);
    await shop.time.pass(1_000);
    const reported = [...shop.server.only.shifts.values()];
    expect(reported.map(({ captured, endedAt }) => [captured, endedAt !== null]).sort()).toEqual([[1, true], [2, true]]);
    for (const { id, captured } of reported) expect([...shop.server.only.records.values()].filter(({ shiftId }) => shiftId === id)).toHaveLength(captured);
  });

  it('are locked out for longer and longer, over reloads too, until a manager has the PIN forgotten', async () => {
    await expect(shop.tablet.setPin('12')).rejects.toBeInstanceOf(RangeError);
    await shop.tablet.setPin('4711');
    expect(await shop.tablet.checkPin('4711')).toBe('ok');
    for (let wrong = 0; wrong < 5; wrong++) expect(await shop.tablet.checkPin('0815')).toBe('wrong');
    await shop.restart();
    expect(await shop.tablet.checkPin('4711')).toEqual({ waitS: 30 });
    await shop.time.pass(30_000);
    expect(await shop.tablet.checkPin('0815')).toBe('wrong');
    expect(await shop.tablet.checkPin('4711')).toEqual({ waitS: 60 });
    shop.server.kit = { ...shop.server.kit, version: 'kit-2', pinReset: 1 };
    await shop.tablet.refreshKit();
    expect(state().pinSet).toBe(false);
    expect(await shop.tablet.checkPin('')).toBe('ok');
  });

  it('see a new kit as soon as a batch tells of it', async () => {
    shop.server.kit = { ...shop.server.kit, version: 'kit-2' };
    await shop.tablet.capture(ADA);
    await shop.time.passUntil(() => state().kit?.version === 'kit-2', MINUTE);
  });

  it('go on with the kit they have when another comes whose keys the pinned root has not signed', async () => {
    const before = state().kit?.keys;
    const mallory = await pretendRoot();
    shop.server.kit = { ...shop.server.kit, version: 'kit-2', keys: [await pretendKey(mallory, 'x25519', '2026-11')] };
    await shop.tablet.refreshKit();
    expect(state()).toMatchObject({ trouble: 'ask-manager', kit: { keys: before } });
    await shop.tablet.capture(ADA);
    shop.server.kit = { ...shop.server.kit, version: 'kit-3', keys: before ?? [] };
    await shop.tablet.refreshKit();
    expect(state().trouble).toBe('none');
  });

  it('are not offered a petition that closed since the kit was fetched', async () => {
    expect(openPetitions(state(), shop.tablet.now())).toHaveLength(1);
    expect(openPetitions(state(), Date.parse('2026-12-01T00:00:00.000Z'))).toHaveLength(0);
  });

  it('see the counts of a new day begin with nothing', async () => {
    await shop.tablet.capture(ADA);
    await shop.time.pass(1_000);
    expect(state().capturedToday).toBe(1);
    shop.time.nowMs = Date.parse('2026-11-22T23:00:00.000Z');
    await shop.time.pass(MINUTE);
    expect(state().capturedToday).toBe(0);
  });

  it('pair the tablet anew, and what waited goes with the new pairing, numbered from 1', async () => {
    shop.browser.goOffline();
    for (let n = 0; n < 3; n++) await shop.tablet.capture(ADA);
    shop.browser.goOnline(false);
    const old = shop.server.only;
    old.state = 'refused';
    expect(await shop.tablet.pair(shop.server.newCode('NEW-CODE2'), 'Till 1', shop.server.rootFingerprint)).toBe('awaiting');
    for (const device of shop.server.devices.values()) if (device !== old) device.state = 'active';
    await shop.time.passUntil(() => state().waiting === 0 && state().phase === 'ready', 5 * MINUTE);
    const anew = [...shop.server.devices.values()].find((device) => device !== old);
    expect([...(anew?.records.values() ?? [])].map(({ seq }) => seq)).toEqual([1, 2, 3]);
  });

  it('learn that a code was right but leads to another campaign than the QR code said', async () => {
    const shop = await openShop({ paired: false });
    expect(await shop.tablet.pair(shop.server.newCode('ABC-DEFGH'), 'Till 1', 'ffffffffffffffffffff')).toBe('wrong-root');
    expect(shop.tablet.state.phase).toBe('unpaired');
  });

  it('are told of a manager who says it is not the same tablet', async () => {
    const shop = await openShop({ paired: false });
    await shop.tablet.pair(shop.server.newCode('ABC-DEFGH'), 'Till 1');
    shop.server.only.state = 'refused';
    await shop.time.passUntil(() => shop.tablet.state.phase === 'refused', MINUTE);
  });
});

describe('a new version of the app', () => {
  it('takes over only in a quiet moment: every tab idle, no upload under way', async () => {
    const shop = await openShop();
    const other = await openTablet(shop.browser.page());
    other.idle(false);
    let quiet = false;
    void shop.tablet.whenQuiet(async () => {
      quiet = true;
    });
    await shop.time.pass(5_000);
    expect(quiet).toBe(false);
    shop.server.nextFault = () => 'lost';
    await shop.tablet.capture(ADA);
    other.idle(true);
    await shop.time.pass(10_000);
    expect(quiet).toBe(false);
    shop.server.nextFault = () => 'none';
    await shop.time.pass(60_000);
    expect(quiet).toBe(true);
  });
});

describe('a browser that lacks what it takes', () => {
  it('is told apart from a tablet that is not paired, and nothing is thrown', async () => {
    const shop = await openShop({ paired: false });
    for (const lack of [{ indexedDB: null }, { locks: null }, { crypto: {} as Crypto }]) {
      const page = shop.browser.page();
      const tablet = await openTablet(Object.assign(Object.create(page) as typeof page, lack));
      expect(tablet.state).toMatchObject({ phase: 'unsupported', trouble: 'none' });
      await expect(tablet.capture(ADA)).rejects.toMatchObject({ name: 'NotPaired' });
    }
  });
});
