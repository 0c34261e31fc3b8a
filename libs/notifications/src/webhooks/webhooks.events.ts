/** A webhook has something to send, now: an organiser asked for it. */
export const WEBHOOK_DUE = 'webhook.due';
/** A webhook paused itself, or was switched off by its receiver. */
export const WEBHOOK_STOPPED = 'webhook.stopped';

export interface WebhookPointer {
  webhookId: string;
}
