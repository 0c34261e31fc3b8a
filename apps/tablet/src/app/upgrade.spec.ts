import { describe, expect, it } from '@jest/globals';
import { BUSY_LOCK, BusySign, type LockWorld, whileAllIdle } from './upgrade.js';

/** Web Locks of one origin, for several tabs: shared holders beside each other, an exclusive one alone. */
function locks(): LockWorld & { holders: Set<string> } {
  const holders = new Set<string>();
  let n = 0;
  return {
    holders,
    async request(_name, { mode, ifAvailable }, work) {
      const free = mode === 'shared' ? ![...holders].some((each) => each.startsWith('exclusive')) : holders.size === 0;
      if (!free && !ifAvailable) throw new Error('this test waits for nobody');
      if (!free) return work(null);
      const me = `${mode}${n++}`;
      holders.add(me);
      try {
        return await work({ name: BUSY_LOCK });
      } finally {
        holders.delete(me);
      }
    },
  };
}

const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));

describe('taking over a new version', () => {
  it('happens while every tab is idle', async () => {
    let taken = 0;
    expect(await whileAllIdle(locks(), async () => void taken++)).toBe(true);
    expect(taken).toBe(1);
  });

  it('does not happen while somebody signs in another tab, and does once they are done', async () => {
    const world = locks();
    const other = new BusySign(world);
    let taken = 0;
    const attempt = (): Promise<boolean> => whileAllIdle(world, async () => void taken++);
    other.set(true);
    other.set(true);
    expect(await attempt()).toBe(false);
    expect(taken).toBe(0);
    other.set(false);
    await settled();
    expect(world.holders.size).toBe(0);
    expect(await attempt()).toBe(true);
  });

  it('waits for the last of several busy tabs', async () => {
    const world = locks();
    const [one, two] = [new BusySign(world), new BusySign(world)];
    one.set(true);
    two.set(true);
    one.set(false);
    await settled();
    expect(await whileAllIdle(world, async () => undefined)).toBe(false);
    two.set(false);
    await settled();
    expect(await whileAllIdle(world, async () => undefined)).toBe(true);
  });
});
