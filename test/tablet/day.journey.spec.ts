import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startInstallation, type Installation } from '../support/demonstration.js';
import { storeParts } from '../support/stores.js';
import { simulatedDay } from './simulated-day.js';

describe('a day in the stores', () => {
  let installation: Installation;
  beforeAll(async () => {
    installation = await startInstallation();
  }, 60_000);
  afterAll(() => installation.end());

  it('reconciles to the unit: four tablets, two shifts, outages, lost answers, killed browsers and a thief', async () => {
    const report = await simulatedDay(installation.url, installation.database, storeParts(installation.database), 'keep-your-word-gb', { tablets: 4, shifts: 2, customers: 12, seed: 'small' });
    expect(report.faults).toEqual([]);
    expect(report.stored).toBeGreaterThan(40);
  }, 120_000);
});
