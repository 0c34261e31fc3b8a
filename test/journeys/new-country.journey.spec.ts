import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { verify } from '#libs/verification';
import { startInstallation, type Installation } from '../support/demonstration.js';
import { storyByApi } from '../support/new-country/by-api.js';
import { openWorld, type Step } from '../support/new-country/world.js';

/** From a draft to promises kept and broken two years later, by programs with tokens alone; the steps and what each holds stand in `storyByApi`. */
describe('a new country by the API alone', () => {
  let installation: Installation;
  let steps: Step[];

  beforeAll(async () => {
    installation = await startInstallation();
    const { url, config, database: db } = installation;
    steps = storyByApi(await openWorld({ url, config, db, signatures: 120, campaign: 'toit' }));
  }, 120_000);
  afterAll(() => installation?.end(), 60_000);

  it('goes from draft to review, opening, signatures, handover, seal, answer and two years of promises', async () => {
    for (const step of steps) {
      const seen = await step.run().catch((missed: Error) => Promise.reject(new Error(`${step.does}: ${missed.message}`, { cause: missed })));
      expect(seen).not.toBe('');
    }
  }, 120_000);

  it('leaves figures, seals and audit that add up', async () => {
    expect((await verify(installation.config)).drift).toEqual([]);
  }, 30_000);
});
