import { describe, expect, it } from '@jest/globals';
import { type Stores } from '#libs/stores';
import { LinkCodes } from './link-codes.js';

function links(...answers: (ReadonlySet<string> | 'away' | 'silent')[]): LinkCodes {
  const stores = {
    knownCodes: (): Promise<ReadonlySet<string>> => {
      const answer = answers.shift();
      if (answer === 'silent') return new Promise(() => {});
      return answer === 'away' || !answer ? Promise.reject(new Error('away')) : Promise.resolve(answer);
    },
  };
  return new LinkCodes(stores as unknown as Stores);
}

describe('link codes', () => {
  it('keeps a code that a store bears and drops one that nobody does', async () => {
    expect(await links(new Set(['leeds'])).known(1, 'leeds')).toBe('leeds');
    expect(await links(new Set(['leeds'])).known(1, 'my-own-name')).toBeNull();
    expect(await links().known(1, null)).toBeNull();
  });

  it('believes what was read last while the database is away or does not answer', async () => {
    const codes = links(new Set(['leeds']), 'away', 'silent');
    await codes.known(1, 'leeds');
    expect(await codes.known(1, 'leeds')).toBe('leeds');
    expect(await codes.known(1, 'leeds')).toBe('leeds');
  });
});
