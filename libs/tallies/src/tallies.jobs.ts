import { defineJob } from '#libs/queues';

/** Looks whether a next milestone is near by forecast. */
export const FORECAST_MILESTONES = defineJob<Record<string, never>>('tallies.forecast', 'clockwork');

/** Takes the day's figure of petitions of high privacy. */
export const PUBLISH_DAILY = defineJob<Record<string, never>>('tallies.publish-daily', 'clockwork');
