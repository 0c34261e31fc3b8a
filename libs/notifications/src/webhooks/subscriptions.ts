import { type OutboxRow } from '#libs/database';
import { type JobRequest } from '#libs/queues';
import { WEBHOOK_DUE, WEBHOOK_STOPPED } from './webhooks.events.js';
import { MAIL_WEBHOOK_STOPPED, NOTE_WEBHOOKS, SEND_WEBHOOK } from './webhooks.jobs.js';

/** Facts that webhooks may be told. The payload goes along: it holds ids. */
export const webhooksFor = ({ id, topic, payload }: OutboxRow): JobRequest<object>[] => [{ kind: NOTE_WEBHOOKS, payload: { id, topic, payload }, id: `webhooks-${id}` }];

/** What follows from the webhooks' own events. */
export function webhookJobsFor({ id, topic, payload }: OutboxRow): JobRequest<object>[] {
  const job = { payload: { webhookId: String(payload['webhookId']) } };
  switch (topic) {
    case WEBHOOK_DUE: return [{ kind: SEND_WEBHOOK, ...job, id: `webhook-${id}` }];
    case WEBHOOK_STOPPED: return [{ kind: MAIL_WEBHOOK_STOPPED, ...job, id: `webhook-stopped-${id}` }];
    default: return [];
  }
}
