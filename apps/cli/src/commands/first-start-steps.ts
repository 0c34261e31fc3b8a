import type { FirstStartStep } from './first-start.js';

/**
 * What a new installation gets at its first start, in this order:
 * campaign keys and first logins, the record, the demonstration (`before-processes`);
 * the demonstration's synthetic signers (`after-processes`, since they go through the real pipeline).
 */
export const firstStartSteps: readonly FirstStartStep[] = [];
