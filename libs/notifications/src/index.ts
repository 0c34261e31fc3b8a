export { NotificationHandlers } from './handlers.js';
export { Mailer, type Delivery } from './mailer/mailer.js';
export { messageIdOf, type CalendarPart, type Mail, type Notice } from './mailer/message.js';
export { NotificationError } from './notifications.errors.js';
export {
  ASK_SAMPLES, MAIL_ALREADY_COUNTED, MAIL_COMMITMENT, MAIL_CONFIRMATION, MAIL_DIGESTS, MAIL_HANDOVER, MAIL_INVITATIONS, MAIL_MILESTONE, MAIL_REMINDER, MAIL_ROLE_INVITATION, MAIL_SILENT_TABLET, MAIL_THANKS,
  MAIL_UPDATE_TEST, MAIL_WITHDRAWAL_LINK, SEND_UPDATES,
  type CommitmentNews, type HandoverNews, type MilestoneStep, type SignerIds,
} from './notifications.jobs.js';
export { NotificationsModule, type NotificationSources } from './notifications.module.js';
export { MilestoneForecast } from './organisers/milestone-forecast.js';
export { CalendarMails } from './organisers/calendar-mails.js';
export { DigestMails } from './organisers/digest-mails.js';
export { InvitationMails } from './organisers/invitation-mails.js';
export { HandoverMails } from './organisers/handover-mails.js';
export { MilestoneMails } from './organisers/milestone-mails.js';
export { SilentTabletMails } from './organisers/silent-tablet-mails.js';
export { MailDelayed, MAILS_A_DAY, SendLog, type Look, type Sent } from './send-log/send-log.service.js';
export { SignerMailSource, type SignerForMail } from './signers/signer-mail-source.js';
export { SignerMails } from './signers/signer-mails.js';
export { jobsFor } from './subscriptions.js';
export { UpdateBounces, type BouncesRead } from './supporters/bounces.service.js';
export { SUPPORTER_ERRORS } from './supporters/supporters.errors.js';
export { UPDATE_TEST_ASKED } from './supporters/supporters.events.js';
export { Unsubscribes } from './supporters/unsubscribes.js';
export { type Caps, LONGEST_BODY, LONGEST_SUBJECT, mayStep, OWN_NEWS } from './supporters/update-rules.js';
export { UpdateSender } from './supporters/update-sender.js';
export { SupporterUpdates } from './supporters/updates.service.js';
export {
  UPDATE_STATES, type SupporterUpdate, type UpdateAudience, type UpdateListItem, type UpdatePage, type UpdatePreview, type UpdateState, type UpdateSubject, type UpdateText,
} from './supporters/updates.types.js';
export {
  DAILY_WEBHOOKS, DELIVERY_STATES, LONGEST_OVERLAP_HOURS, OVERLAP_HOURS, SWEEP_WEBHOOKS, WEBHOOK_DUE, WEBHOOK_ERRORS, WEBHOOK_EVENTS, WEBHOOK_STATES, WEBHOOK_STOPPED, WebhookClerk, webhookJobsFor,
  webhooksFor, WebhookNews, Webhooks, WebhookSender, WebhooksModule,
  type Delivery as WebhookDelivery, type DeliveryState, type NewWebhook, type Webhook, type WebhookEvent, type WebhookInput, type WebhookReason, type WebhookState,
} from './webhooks/index.js';
