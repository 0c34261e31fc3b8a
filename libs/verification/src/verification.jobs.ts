import { defineJob } from '#libs/queues';

/** Looks whether everything is to be counted anew. */
export const RECOUNT_NIGHTLY = defineJob<Record<string, never>>('verification.nightly', 'clockwork');
