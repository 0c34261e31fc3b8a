import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { type Tablet } from '../core/tablet.js';
import { Upgrade } from './upgrade.js';

/** A browser's side of service workers: one registration, whose waiting worker takes over when told to. */
function container(controlled: boolean, { deafFor = 0 } = {}): { asContainer: ServiceWorkerContainer; offer: () => void; told: unknown[]; updates: () => number } {
  const target = new EventTarget();
  const told: unknown[] = [];
  let updates = 0;
  const installing = new EventTarget();
  const registration = Object.assign(new EventTarget(), {
    waiting: null as { postMessage(message: unknown): void } | null,
    installing,
    update: () => Promise.resolve(void updates++),
  });
  const asContainer = Object.assign(target, { controller: controlled ? {} : null, register: () => Promise.resolve(registration) });
  const offer = (): void => {
    registration.dispatchEvent(new Event('updatefound'));
    registration.waiting = { postMessage: (message) => {
      if (told.push(message) <= deafFor) return;
      registration.waiting = null;
      target.dispatchEvent(new Event('controllerchange'));
    } };
    installing.dispatchEvent(new Event('statechange'));
  };
  return { asContainer: asContainer as unknown as ServiceWorkerContainer, offer, told, updates: () => updates };
}

/** The core's side: quiet when the test says so. */
function core(): { tablet: Tablet; quiet: () => Promise<void>; wantUpgrade: () => void } {
  let waiting: (() => Promise<void>) | null = null;
  let wanted: () => void = () => undefined;
  const tablet = {
    whenQuiet: (work: () => Promise<void>) => new Promise<void>((resolve) => { waiting = () => work().then(resolve); }),
    onUpgradeWanted: (listener: () => void) => { wanted = listener; return () => undefined; },
  } as unknown as Tablet;
  const quiet = (): Promise<void> => {
    const work = waiting;
    waiting = null;
    return work?.() ?? Promise.resolve();
  };
  return { tablet, quiet, wantUpgrade: () => wanted() };
}

beforeEach(() => void jest.useFakeTimers({ doNotFake: ['queueMicrotask', 'nextTick'] }));
afterEach(() => void jest.useRealTimers());

describe('a new version', () => {
  it('takes over only when all is quiet, and then the page loads anew', async () => {
    const reload = jest.fn();
    const world = container(true);
    const { tablet, quiet } = core();
    const upgrade = new Upgrade(world.asContainer, reload);
    await upgrade.begin(tablet);
    upgrade.setIdle(true, tablet);
    world.offer();
    expect(world.told).toEqual([]);
    await quiet();
    expect(world.told).toEqual([{ type: 'SKIP_WAITING' }]);
    expect(reload).toHaveBeenCalledTimes(1);
  });

  it('that gives no sign is told again in the next quiet moment', async () => {
    const reload = jest.fn();
    const world = container(true, { deafFor: 1 });
    const { tablet, quiet } = core();
    const upgrade = new Upgrade(world.asContainer, reload);
    await upgrade.begin(tablet);
    upgrade.setIdle(true, tablet);
    world.offer();
    const first = quiet();
    await jest.advanceTimersByTimeAsync(15_000);
    await first;
    await jest.advanceTimersByTimeAsync(0);
    expect(reload).not.toHaveBeenCalled();
    await quiet();
    expect([world.told.length, reload.mock.calls.length]).toEqual([2, 1]);
  });

  it('that another tab brought about reloads a busy screen only when it is idle again', async () => {
    const reload = jest.fn();
    const world = container(true);
    const { tablet } = core();
    const upgrade = new Upgrade(world.asContainer, reload);
    await upgrade.begin(tablet);
    upgrade.setIdle(false, tablet);
    world.asContainer.dispatchEvent(new Event('controllerchange'));
    expect(reload).not.toHaveBeenCalled();
    upgrade.setIdle(true, tablet);
    expect(reload).toHaveBeenCalledTimes(1);
  });

  it('is no reason to reload when it is the first there is', async () => {
    const reload = jest.fn();
    const world = container(false);
    const { tablet } = core();
    const upgrade = new Upgrade(world.asContainer, reload);
    await upgrade.begin(tablet);
    upgrade.setIdle(true, tablet);
    world.asContainer.dispatchEvent(new Event('controllerchange'));
    expect(reload).not.toHaveBeenCalled();
  });

  it('is looked for every half hour, and at once when the server takes the old one no longer', async () => {
    const world = container(true);
    const { tablet, wantUpgrade } = core();
    await new Upgrade(world.asContainer, () => undefined).begin(tablet);
    expect(world.updates()).toBe(0);
    jest.advanceTimersByTime(61 * 60_000);
    expect(world.updates()).toBe(2);
    wantUpgrade();
    expect(world.updates()).toBe(3);
  });
});
