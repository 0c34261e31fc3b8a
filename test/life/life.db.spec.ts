import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { testDatabase, type TestDatabase } from '../support/services.js';
import { histories, type History, live } from './histories.js';
import { ONCE_DIFFERED } from './known.js';
import { RealWorlds } from './real-world.js';

let database: TestDatabase;
let worlds: RealWorlds;

beforeAll(async () => {
  database = await testDatabase();
  worlds = await RealWorlds.open(database.config);
});
afterAll(async () => {
  await worlds?.close();
  await database?.drop();
});

/** Always the same ones here; thousands of them, on any seed: `npm run acceptance -- life`. */
describe('the whole life of a petition', () => {
  it('agrees with a page of plain words at each step, whatever happens in whatever order', async () => {
    await fc.assert(fc.asyncProperty(histories(30), async (history) => live(history, await worlds.newWorld())), { seed: 4711, numRuns: 20, examples: ONCE_DIFFERED.map((one): [History] => [one]) });
    expect(await worlds.drift()).toEqual([]);
  }, 120_000);
});
