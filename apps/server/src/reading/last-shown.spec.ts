import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { LastShown } from './last-shown.js';

const away = (): Promise<never> => Promise.reject(new Error('away'));

afterEach(() => void jest.restoreAllMocks());

describe('what was shown last', () => {
  it('is shown again while nothing can be read, and gives way to what is new', async () => {
    const shown = new LastShown<number>(10);
    expect(await shown.of('page', async () => 1)).toBe(1);
    expect(await shown.of('page', away)).toBe(1);
    expect(await shown.of('page', () => new Promise(() => undefined))).toBe(1);
    expect(await shown.of('page', async () => 2)).toBe(2);
  });

  it('is nothing for a page that nobody has seen yet', async () => {
    await expect(new LastShown<number>(10).of('page', away)).rejects.toThrow('away');
  });

  it('is something bare, where that was given and the database is away, until there is more', async () => {
    const shown = new LastShown<number>(10);
    const cut = (): Promise<never> => Promise.reject(Object.assign(new Error('connect'), { code: 'ECONNREFUSED' }));
    expect(await shown.of('page', cut, 0)).toBe(0);
    expect(await shown.of('page', () => new Promise(() => undefined), 0)).toBe(0);
    await expect(shown.of('page', away, 0)).rejects.toThrow('away');
    expect(await shown.of('page', async () => 1, 0)).toBe(1);
    expect(await shown.of('page', cut, 0)).toBe(1);
  });

  it('is forgotten for the pages used least', async () => {
    const shown = new LastShown<string>(2);
    for (const page of ['a', 'b', 'a', 'c']) await shown.of(page, async () => page);
    await expect(shown.of('b', away)).rejects.toThrow('away');
    expect(await shown.of('a', away)).toBe('a');
  });

  it('is shared by all who come before it is too old, counted from when its reading began', async () => {
    let now = 5_000;
    jest.spyOn(performance, 'now').mockImplementation(() => now);
    const shown = new LastShown<number>(10, 1_000);
    let readings = 0;
    const read = async (): Promise<number> => {
      now += 300;
      return ++readings;
    };
    expect([await shown.of('page', read), await shown.of('page', read)]).toEqual([1, 1]);
    now += 699;
    expect([shown.atHand('page'), await shown.of('page', read)]).toEqual([1, 1]);
    now += 1;
    expect([shown.atHand('page'), await shown.of('page', read)]).toEqual([undefined, 2]);
  });

  it('is at hand a little longer while somebody reads it anew, unless it is known to have changed', async () => {
    let now = 5_000;
    jest.spyOn(performance, 'now').mockImplementation(() => now);
    const shown = new LastShown<number>(10, 750, 250);
    let tell: (view: number) => void = () => undefined;
    const slowly = (): Promise<number> => new Promise((resolve) => { tell = resolve; });
    await shown.of('page', async () => 1);
    now += 750;
    expect(shown.atHand('page')).toBeUndefined();
    const second = shown.newest('page', slowly);
    now += 249;
    expect(shown.atHand('page')).toBe(1);
    now += 1;
    expect(shown.atHand('page')).toBeUndefined();
    tell(2);
    await second;
    expect(shown.atHand('page')).toBe(2);
    now += 800;
    const third = shown.newest('page', slowly);
    expect(shown.atHand('page')).toBeUndefined();
    shown.changed('page');
    tell(3);
    await third;
    expect(shown.atHand('page')).toBeUndefined();
  });

  it('is read again after a reading that failed, by the next who comes', async () => {
    const shown = new LastShown<number>(10, 1_000);
    await expect(shown.of('page', away)).rejects.toThrow('away');
    expect(await shown.of('page', async () => 1)).toBe(1);
  });
});
