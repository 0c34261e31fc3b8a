import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { MicroBatch, type MicroBatchOptions } from './micro-batch.js';

beforeEach(() => { jest.useFakeTimers(); });
afterEach(() => { jest.useRealTimers(); });

function gathering(options: Partial<MicroBatchOptions<number>> = {}): { batches: MicroBatch<number, number>; sent: number[][]; arrive: (error?: Error) => Promise<void> } {
  const sent: number[][] = [];
  const under: { items: number[]; resolve: (results: number[]) => void; reject: (error: Error) => void }[] = [];
  const batches = new MicroBatch<number, number>((items) => new Promise((resolve, reject) => {
    sent.push(items);
    under.push({ items, resolve, reject });
  }), { max: 5, waitMs: 4, atOnce: 1, maxWaiting: 8, refuse: () => new Error('full'), ...options });
  const arrive = async (error?: Error): Promise<void> => {
    const first = under.shift();
    if (error) first?.reject(error);
    else first?.resolve(first.items.map((item) => item * 10));
    await jest.advanceTimersByTimeAsync(0);
  };
  return { batches, sent, arrive };
}

describe('a batch of one moment', () => {
  it('goes after its few milliseconds, and each gets the answer to its own', async () => {
    const { batches, sent, arrive } = gathering();
    const answers = Promise.all([batches.add(1), batches.add(2)]);
    await jest.advanceTimersByTimeAsync(3);
    expect(sent).toEqual([]);
    await jest.advanceTimersByTimeAsync(1);
    expect(sent).toEqual([[1, 2]]);
    await arrive();
    expect(await answers).toEqual([10, 20]);
  });

  it('goes at once when it is full', () => {
    const { batches, sent } = gathering();
    for (const item of [1, 2, 3, 4, 5, 6]) void batches.add(item);
    expect(sent).toEqual([[1, 2, 3, 4, 5]]);
  });

  it('gathers on while another is under way, and goes when that has arrived', async () => {
    const { batches, sent, arrive } = gathering();
    void batches.add(1);
    await jest.advanceTimersByTimeAsync(4);
    void batches.add(2);
    await jest.advanceTimersByTimeAsync(50);
    void batches.add(3);
    expect(sent).toEqual([[1]]);
    await arrive();
    expect(sent).toEqual([[1], [2, 3]]);
  });

  it('does not go early because another has arrived', async () => {
    const { batches, sent, arrive } = gathering({ atOnce: 2 });
    void batches.add(1);
    await jest.advanceTimersByTimeAsync(4);
    void batches.add(2);
    await jest.advanceTimersByTimeAsync(1);
    await arrive();
    expect(sent).toEqual([[1]]);
    await jest.advanceTimersByTimeAsync(3);
    expect(sent).toEqual([[1], [2]]);
  });

  it('waits longer in a crowd, and no longer than ever once the crowd is gone', async () => {
    const { batches, sent, arrive } = gathering({ crowd: { from: 3, waitMs: 20 } });
    for (const item of [1, 2, 3]) void batches.add(item);
    await jest.advanceTimersByTimeAsync(4);
    await arrive();
    void batches.add(4);
    await jest.advanceTimersByTimeAsync(19);
    expect(sent).toEqual([[1, 2, 3]]);
    await jest.advanceTimersByTimeAsync(1);
    expect(sent).toEqual([[1, 2, 3], [4]]);
    await arrive();
    void batches.add(5);
    await jest.advanceTimersByTimeAsync(4);
    expect(sent).toEqual([[1, 2, 3], [4], [5]]);
  });

  it('that fails fails for each of its own, and for nobody else', async () => {
    const { batches, arrive } = gathering();
    const first = batches.add(1);
    first.catch(() => undefined);
    await jest.advanceTimersByTimeAsync(4);
    const second = batches.add(2);
    await arrive(new Error('gone'));
    await jest.advanceTimersByTimeAsync(4);
    await arrive();
    await expect(first).rejects.toThrow('gone');
    expect(await second).toBe(20);
  });

  it('refuses what memory has no room for', async () => {
    const { batches, sent } = gathering();
    for (let item = 1; item <= 13; item++) void batches.add(item);
    await expect(batches.add(14)).rejects.toThrow('full');
    expect(sent).toEqual([[1, 2, 3, 4, 5]]);
  });

  it('leaves nothing behind at the end', async () => {
    const { batches, sent, arrive } = gathering();
    void batches.add(1);
    const idle = batches.idle();
    expect(sent).toEqual([[1]]);
    void batches.add(2);
    await arrive();
    await jest.advanceTimersByTimeAsync(5);
    await arrive();
    await jest.advanceTimersByTimeAsync(5);
    await idle;
    expect(sent).toEqual([[1], [2]]);
  });
});
