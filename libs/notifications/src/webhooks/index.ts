export { webhookJobsFor, webhooksFor } from './subscriptions.js';
export { WebhookClerk } from './webhook-clerk.js';
export { WebhookMails } from './webhook-mails.js';
export { WebhookNews } from './webhook-news.js';
export {
  DELIVERY_STATES, LONGEST_OVERLAP_HOURS, OVERLAP_HOURS, WEBHOOK_EVENTS, WEBHOOK_STATES, type DeliveryState, type WebhookEvent, type WebhookReason, type WebhookState,
} from './webhook-rules.js';
export { WebhookSender } from './webhook-sender.js';
export { WEBHOOK_ERRORS } from './webhooks.errors.js';
export { WEBHOOK_DUE, WEBHOOK_STOPPED } from './webhooks.events.js';
export { DAILY_WEBHOOKS, MAIL_WEBHOOK_STOPPED, NOTE_WEBHOOKS, SEND_WEBHOOK, SWEEP_WEBHOOKS } from './webhooks.jobs.js';
export { WebhooksModule } from './webhooks.module.js';
export { type Delivery, type Webhook } from './webhooks.repository.js';
export { Webhooks, type NewWebhook, type WebhookInput } from './webhooks.service.js';
