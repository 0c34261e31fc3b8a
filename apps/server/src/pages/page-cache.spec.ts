import { describe, expect, it } from '@jest/globals';
import { type Changes, isGood, PageCache } from './page-cache.js';

const CALM: Changes = { toldAt: 0, countedAt: 0, isAway: false, oldShownAt: 0 };

describe('a kept page', () => {
  it.each<[string, number, Changes, number, boolean]>([
    ['made well after the last change is right until the next', 5_000, CALM, 30_000, true],
    ['is made anew all the same after half a minute: days pass without anybody saying so', 5_000, CALM, 35_011, false],
    ['made about a change is shown for a moment', 5_000, { ...CALM, toldAt: 4_500 }, 5_200, true],
    ['… and then made anew, since it may have been read from what was kept before', 5_000, { ...CALM, toldAt: 4_500 }, 5_411, false],
    ['older than what somebody wrote is never shown', 5_000, { ...CALM, toldAt: 5_001 }, 5_002, false],
    ['older than a count is shown for a moment, in a crowd', 5_000, { ...CALM, countedAt: 5_001 }, 5_100, true],
    ['older than a count is made anew within the second', 5_000, { ...CALM, countedAt: 5_001 }, 5_411, false],
    ['made while the database was slow may hold what was found before, and is shown for a moment', 5_000, { ...CALM, oldShownAt: 5_005 }, 5_411, false],
    ['made well after that is right again', 5_000, { ...CALM, oldShownAt: 3_000 }, 30_000, true],
    ['is shown for as long as nobody knows what has changed', 5_000, { ...CALM, toldAt: 90_000, countedAt: 90_000, isAway: true }, 99_000, true],
  ])('%s', (_title, begun, changes, now, good) => {
    expect(isGood({ begun, made: begun + 10, oldShownAt: changes.oldShownAt }, changes, now)).toBe(good);
  });
});

describe('kept pages', () => {
  const at = { now: 10_000 };
  const cache = new PageCache(CALM, 1_600, () => at.now);

  it('are those that were begun last, of two for one address', () => {
    cache.keep('/a', 'new', {}, 9_000);
    cache.keep('/a', 'old', {}, 8_000);
    expect(cache.find('/a')?.plain.toString()).toBe('new');
  });

  it('are shown on while one reader has them made anew', () => {
    const changes = { ...CALM };
    const changing = new PageCache(changes, 1_600, () => at.now);
    changing.keep('/b', 'old', {}, 9_000);
    changes.toldAt = 9_500;
    expect([changing.find('/b'), changing.find('/b')?.plain.toString()]).toEqual([undefined, 'old']);
    changing.keep('/b', 'new', {}, 9_900);
    expect(changing.find('/b')?.plain.toString()).toBe('new');
  });

  it('are for the next to make where the first was refused, and shown to nobody once there is no such page', () => {
    const changes = { ...CALM };
    const changing = new PageCache(changes, 1_600, () => at.now);
    changing.keep('/c', 'old', {}, 9_000);
    changes.toldAt = 9_500;
    expect([changing.find('/c'), changing.find('/c')?.plain.toString()]).toEqual([undefined, 'old']);
    changing.notMade('/c', false);
    expect([changing.find('/c'), changing.find('/c')?.plain.toString()]).toEqual([undefined, 'old']);
    changing.notMade('/c', true);
    expect([changing.find('/c'), changing.find('/c')]).toEqual([undefined, undefined]);
  });

  it('stay, where the database was slow only after they were made', () => {
    const changes = { ...CALM };
    const slow = new PageCache(changes, 1_600, () => at.now);
    slow.keep('/right', 'right', {}, at.now - 10);
    changes.oldShownAt = at.now;
    slow.keep('/old', 'perhaps old', {}, at.now - 10);
    at.now += 1_000;
    expect([slow.find('/right')?.plain.toString(), slow.find('/old')]).toEqual(['right', undefined]);
  });

  it('take no more room than they may: the oldest goes first', () => {
    for (let n = 0; n < 20; n++) cache.keep(`/${n}`, 'x'.repeat(190), {}, 9_000);
    expect(cache.find('/0')).toBeUndefined();
    expect(cache.find('/19')).toBeDefined();
    cache.keep('/large', 'x'.repeat(1_000), {}, 9_000);
    expect(cache.find('/large')).toBeUndefined();
  });

  it('are sent as the reader takes them, from the second reader on', async () => {
    const roomy = new PageCache(CALM, 1_000_000, () => at.now);
    roomy.keep('/a', 'word '.repeat(1_000), { 'content-type': 'text/html' }, 9_000);
    const page = roomy.find('/a')!;
    expect(roomy.bodyFor(page, 'gzip, br').encoding).toBeUndefined();
    expect(roomy.bodyFor(page, 'gzip, br').encoding).toBeUndefined();
    while (!page.br) await new Promise((resolve) => setTimeout(resolve, 5));
    const { br } = page;
    // A crowd that comes at once has it made once.
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(roomy.bodyFor(page, 'gzip, br')).toMatchObject({ encoding: 'br' });
    expect(page.br).toBe(br);
    for (const accepted of ['identity', 'br;q=0', 'br; q=0.0, identity']) expect(roomy.bodyFor(page, accepted).encoding).toBeUndefined();
    expect(roomy.bodyFor(page, 'br;q=0.5').encoding).toBe('br');
    expect(page.br.length).toBeLessThan(200);
  });
});
