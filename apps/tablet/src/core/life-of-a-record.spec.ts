import fc from 'fast-check';
import { afterAll, afterEach, describe, expect, it } from '@jest/globals';
import { type Fault } from './testing/pretend-server.js';
import { leaveCryptoAlone } from './testing/pretend-time.js';
import { ADA, closeShops, openShop, type Shop } from './testing/shop.js';
import { openTablet } from './tablet.js';

afterEach(closeShops);
afterAll(leaveCryptoAlone);

const FAULTS: Fault[] = ['reset-before', 'reset-after', 'thrice', 'lost', 'login-page', '500', '503', '429', 'half', 'garbled'];

type Step =
  | { do: 'capture'; count: number }
  | { do: 'captureInTwoTabs' }
  | { do: 'pass'; ms: number }
  | { do: 'kill' }
  | { do: 'killWhileCapturing'; after: number }
  | { do: 'killWhileSending'; request: number }
  | { do: 'cutConnections' }
  | { do: 'offline' } | { do: 'online'; told: boolean }
  | { do: 'press' };

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant('capture' as const), count: fc.integer({ min: 1, max: 8 }) }) },
  { weight: 1, arbitrary: fc.constant({ do: 'captureInTwoTabs' as const }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('pass' as const), ms: fc.integer({ min: 1, max: 90_000 }) }) },
  { weight: 1, arbitrary: fc.constant({ do: 'kill' as const }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('killWhileCapturing' as const), after: fc.integer({ min: 0, max: 30 }) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('killWhileSending' as const), request: fc.integer({ min: 1, max: 3 }) }) },
  { weight: 1, arbitrary: fc.constant({ do: 'cutConnections' as const }) },
  { weight: 1, arbitrary: fc.constant({ do: 'offline' as const }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('online' as const), told: fc.boolean() }) },
  { weight: 1, arbitrary: fc.constant({ do: 'press' as const }) },
);

/** Every capture bears a text version of its own, so that it is known again on the server. */
class Counting {
  private next = 1;
  readonly acknowledged: number[] = [];

  constructor(private readonly shop: Shop) {}

  async capture(tablet = this.shop.tablet): Promise<void> {
    const mark = this.next++;
    await tablet.capture({ ...ADA, textVersion: mark });
    this.acknowledged.push(mark);
  }

  get attempted(): number {
    return this.next - 1;
  }
}

async function take(shop: Shop, counting: Counting, step: Step): Promise<void> {
  switch (step.do) {
    case 'capture':
      for (let n = 0; n < step.count; n++) await counting.capture();
      return;
    case 'captureInTwoTabs': {
      const other = shop.browser.page();
      const tab = await openTablet(other);
      await Promise.all([counting.capture(), counting.capture(tab), counting.capture(), counting.capture(tab)]);
      await shop.time.pass(10);
      return other.kill();
    }
    case 'pass': return shop.time.pass(step.ms);
    case 'kill': return shop.restart();
    case 'killWhileCapturing': {
      // It may be kept or not, since nobody was thanked; the promise never tells, or says no.
      void counting.capture().catch(() => {});
      for (let turn = 0; turn < step.after; turn++) await new Promise<void>((resolve) => void setImmediate(resolve));
      return shop.restart();
    }
    case 'killWhileSending': {
      let left = step.request;
      const before = shop.server.nextFault;
      shop.server.nextFault = (path) => {
        if (--left === 0) shop.page.kill();
        return before(path);
      };
      shop.tablet.sync();
      await shop.time.pass(2_000);
      shop.server.nextFault = before;
      return shop.restart();
    }
    case 'cutConnections': return shop.page.cutConnections();
    case 'offline': return shop.browser.goOffline();
    case 'online': return shop.browser.goOnline(step.told);
    case 'press': return shop.tablet.sync();
  }
}

describe('whatever breaks, in the end', () => {
  it('exactly the captured records are at the server, each once, without a hole in their numbers', async () => {
    await fc.assert(fc.asyncProperty(
      fc.array(step, { minLength: 3, maxLength: 20 }), fc.array(fc.constantFrom<Fault>('none', 'none', ...FAULTS), { maxLength: 30 }), fc.constantFrom(3, 50, 200), fc.integer({ min: -5_000_000, max: 5_000_000 }),
      async (steps, faults, largestBatch, clockErrorMs) => {
        const shop = await openShop({ clockErrorMs });
        shop.server.largestBatch = largestBatch;
        const counting = new Counting(shop);
        const left = [...faults];
        shop.server.nextFault = () => left.shift() ?? 'none';
        for (const one of steps) await take(shop, counting, one);
        left.length = 0;
        shop.browser.goOnline();
        await shop.time.pass(1_000);
        await shop.time.passUntil(() => shop.tablet.state.waiting === 0 && shop.tablet.state.trouble === 'none', 10 * 60_000);
        const records = [...shop.server.only.records.values()];
        const marks = records.map((record) => record.textVersion).sort((a, b) => a - b);
        expect(new Set(marks).size).toBe(marks.length);
        expect(marks).toEqual(expect.arrayContaining(counting.acknowledged));
        expect(marks.length).toBeLessThanOrEqual(counting.attempted);
        expect(records.map((record) => record.seq).sort((a, b) => a - b)).toEqual(Array.from({ length: records.length }, (_, index) => index + 1));
        for (const record of records) expect(Math.abs(Date.parse(record.deviceClock) + record.offsetMs - Date.parse(record.signedAt))).toBe(0);
        expect(shop.tablet.state.trouble).toBe('none');
        await shop.close();
      },
    ), { numRuns: Number(process.env.TABLET_RUNS ?? 12) });
  });
});
