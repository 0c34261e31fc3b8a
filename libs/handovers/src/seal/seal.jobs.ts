import { defineJob } from '#libs/queues';

export const MAKE_SEAL = defineJob<{ sealId: string }>('handovers.make-seal', 'clockwork');
/** What was asked for a later cut-off, and what a dead worker left half made. */
export const MAKE_DUE_SEALS = defineJob<Record<string, never>>('handovers.make-due-seals', 'clockwork');
