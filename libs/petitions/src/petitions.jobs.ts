import { defineJob } from '#libs/queues';

/** Clockwork, each minute: opens approved drafts whose first day has come, closes what is over. Repetition changes nothing. */
export const KEEP_TIMETABLE = defineJob<Record<string, never>>('petitions.timetable', 'clockwork');
