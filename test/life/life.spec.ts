import { describe, it } from '@jest/globals';
import fc from 'fast-check';
import { histories, live } from './histories.js';
import { PureWorld } from './pure-world.js';

describe('the rules of a petition’s life', () => {
  it('agree with a page of plain words at each step of 3,000 histories', async () => {
    await fc.assert(fc.asyncProperty(histories(40), (history) => live(history, new PureWorld())), { numRuns: 3_000 });
  }, 60_000);
});
