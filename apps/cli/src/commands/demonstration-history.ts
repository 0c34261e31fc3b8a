import { writeDemonstrationHistory } from '../demonstration/write-history.js';
import type { FirstStartStep } from './first-start.js';

/** The signers that the demonstration has had, marked synthetic: through the real queue, so after the worker runs. */
export const demonstrationHistory: FirstStartStep = {
  name: 'demonstration-history', title: 'Inventing the signers of the demonstration', phase: 'after-processes', sample: true,
  run: async ({ config, say }) => void (await writeDemonstrationHistory(config, say)),
};
