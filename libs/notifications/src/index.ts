export { NotificationHandlers } from './handlers.js';
export { Mailer, type Delivery } from './mailer/mailer.js';
export { type CalendarPart, type Mail, type Notice } from './mailer/message.js';
export {
  ASK_SAMPLES, MAIL_DIGESTS, MAIL_WITHDRAWAL_LINK, SEND_UPDATES, type CommitmentNews, type HandoverNews, type MilestoneStep, type SignerIds,
} from './notifications.jobs.js';
export { NotificationsModule, type NotificationSources } from './notifications.module.js';
export { MilestoneForecast } from './organisers/milestone-forecast.js';
export { SendLog, type Look, type Sent } from './send-log/send-log.service.js';
export { SignerMailSource, type SignerForMail } from './signers/signer-mail-source.js';
export { jobsFor } from './subscriptions.js';
export { UpdateBounces, type BouncesRead } from './supporters/bounces.service.js';
export { UPDATE_TEST_ASKED } from './supporters/supporters.events.js';
export { Unsubscribes } from './supporters/unsubscribes.js';
export { type Caps, LONGEST_BODY, LONGEST_SUBJECT, mayStep, OWN_NEWS } from './supporters/update-rules.js';
export { UpdateSender } from './supporters/update-sender.js';
export { SupporterUpdates } from './supporters/updates.service.js';
export {
  type SupporterUpdate, type UpdateAudience, type UpdateListItem, type UpdatePage, type UpdatePreview, type UpdateState, type UpdateSubject, type UpdateText,
} from './supporters/updates.types.js';
export {
  DAILY_WEBHOOKS, DELIVERY_STATES, LONGEST_OVERLAP_HOURS, SWEEP_WEBHOOKS, WEBHOOK_DUE, WEBHOOK_EVENTS, WEBHOOK_STOPPED, WebhookClerk, webhookJobsFor,
  webhooksFor, Webhooks, WebhookSender, WebhooksModule, type Delivery as WebhookDelivery, type DeliveryState, type NewWebhook, type Webhook,
  type WebhookEvent, type WebhookInput, type WebhookReason, type WebhookState,
} from './webhooks/index.js';
