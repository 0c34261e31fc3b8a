import { defineJob } from '#libs/queues';

export const MAKE_NAMES = defineJob<{ exportId: string }>('handovers.make-names', 'clockwork');
/** What nobody approved in time ends, what a dead worker left is made, and what was kept long enough is erased. */
export const KEEP_NAMES = defineJob<Record<string, never>>('handovers.keep-names', 'clockwork');
