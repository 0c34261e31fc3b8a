import { defineJob } from '#libs/queues';

/** How many people a bundle's signatures are from. Reads millions of rows: behind nothing that somebody waits for. */
export const RECKON_OVERLAP = defineJob<{ handoverId: string }>('handovers.reckon-overlap', 'clockwork');
