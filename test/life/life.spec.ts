import { describe, it } from '@jest/globals';
import fc from 'fast-check';
import { histories, type History, live } from './histories.js';
import { ONCE_DIFFERED } from './known.js';
import { PureWorld } from './pure-world.js';

/** Always the same ones here, on any seed by `npm run acceptance -- life`. */
describe('the rules of a petition’s life', () => {
  it('agree with a page of plain words at each step of 3,000 histories', async () => {
    await fc.assert(fc.asyncProperty(histories(40), (history) => live(history, new PureWorld())), { seed: 4711, numRuns: 3_000, examples: ONCE_DIFFERED.map((one): [History] => [one]) });
  }, 200_000);
});
