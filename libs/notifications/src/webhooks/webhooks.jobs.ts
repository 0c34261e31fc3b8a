import { defineJob } from '#libs/queues';

/** Writes what a committed event means for webhooks into their lists. Again, it adds nothing. */
export const NOTE_WEBHOOKS = defineJob<{ id: string; topic: string; payload: Record<string, unknown> }>('webhooks.note', 'calls');
/** Sends what one webhook has due, in order. In two workers at once, one of them finds nothing to do. */
export const SEND_WEBHOOK = defineJob<{ webhookId: string }>('webhooks.send', 'calls');
/** Clockwork: finds what is due and nobody is sending. */
export const SWEEP_WEBHOOKS = defineJob<Record<string, never>>('webhooks.sweep', 'clockwork');
/** Clockwork: the day's count, once a day; lets old deliveries go; seals secrets to the month's key. */
export const DAILY_WEBHOOKS = defineJob<Record<string, never>>('webhooks.daily', 'clockwork');
/** Tells organisers that a webhook stopped. */
export const MAIL_WEBHOOK_STOPPED = defineJob<{ webhookId: string }>('webhooks.stopped', 'acts');
