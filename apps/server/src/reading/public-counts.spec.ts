import { beforeEach, describe, expect, it } from '@jest/globals';
import { LiveCounts, PublishedTallies, type PublishedTally } from '#libs/tallies';
import { PublicCounts } from './public-counts.js';

class SpecTallies extends PublishedTallies {
  counted = 1;
  readings = 0;
  away = false;
  /** Holds readings up until it is called. */
  held: Promise<void> = Promise.resolve();

  constructor() {
    super(undefined as never);
  }

  override async forPublic(petitionId: number): Promise<PublishedTally | null> {
    this.readings += 1;
    const { counted, away } = this;
    await this.held;
    if (away) throw new Error('away');
    return petitionId > 1 ? null : {
      petition: 'spec', asOf: `reading ${this.readings}`, counted, attested: null, total: counted, byCountry: {}, byChannel: {}, milestones: [], nextMilestone: null,
    };
  }
}

class SpecLive extends LiveCounts {
  private watcher: (petitionId: number) => void = () => undefined;

  constructor() {
    super({ queuePrefix: 'spec' } as never, undefined as never);
  }

  override watch(watcher: (petitionId: number) => void): void {
    this.watcher = watcher;
  }

  override changed(petitionIds: Iterable<number>): void {
    for (const id of petitionIds) this.watcher(id);
  }
}

let tallies: SpecTallies;
let live: SpecLive;
let counts: PublicCounts;

beforeEach(() => {
  [tallies, live] = [new SpecTallies(), new SpecLive()];
  counts = new PublicCounts(tallies, live);
  counts.onModuleInit();
});

const counted = async (): Promise<number | undefined> => (await counts.of(1))?.tally.counted;

describe('the public count', () => {
  it('is read once for a crowd, and the same for all of them', async () => {
    const told = await Promise.all(Array.from({ length: 500 }, (_, n) => (n % 2 === 0 ? counts.of(1) : counts.newest(1))));
    expect([tallies.readings, new Set(told).size]).toEqual([1, 1]);
    expect(counts.atHand(1)).toBe(told[0]);
    expect(JSON.parse(told[0]?.json ?? '')).toEqual(told[0]?.tally);
  });

  it('is read anew as soon as it is said to have changed, also by those who come while an older reading is on its way', async () => {
    let go: () => void = () => undefined;
    tallies.held = new Promise((resolve) => { go = resolve; });
    const before = counts.newest(1);
    tallies.counted = 2;
    live.changed([1]);
    const after = counts.newest(1);
    go();
    expect([(await before)?.tally.counted, (await after)?.tally.counted, await counted()]).toEqual([1, 2, 2]);
    tallies.counted = 3;
    expect(await counted()).toBe(2);
    live.changed([7]);
    expect(await counted()).toBe(2);
    live.changed([1]);
    expect(counts.atHand(1)).toBeUndefined();
    expect([await counted(), tallies.readings]).toEqual([3, 3]);
  });

  it('bears another mark whenever it says something else', async () => {
    const first = await counts.of(1);
    live.changed([1]);
    expect((await counts.of(1))?.etag).not.toBe(first?.etag);
  });

  it('is the last one, with its instant, while it cannot be read; a stream is told nothing old', async () => {
    const last = await counts.of(1);
    tallies.away = true;
    live.changed([1]);
    expect(await counts.of(1)).toBe(last);
    await expect(counts.newest(1)).rejects.toThrow('away');
    [tallies.away, tallies.counted] = [false, 5];
    expect(await counted()).toBe(5);
  });

  it('is none for a petition that is not there', async () => {
    expect([await counts.of(2), counts.atHand(2)]).toEqual([null, null]);
  });
});
