import { Injectable } from '@nestjs/common';
import { handle, type HandledJob } from '#libs/queues';
import { WebhookClerk } from './webhook-clerk.js';
import { WebhookMails } from './webhook-mails.js';
import { WebhookSender } from './webhook-sender.js';
import { DAILY_WEBHOOKS, MAIL_WEBHOOK_STOPPED, NOTE_WEBHOOKS, SEND_WEBHOOK, SWEEP_WEBHOOKS } from './webhooks.jobs.js';

/** The webhooks' jobs, each with the one who does it. */
@Injectable()
export class WebhookHandlers {
  constructor(private readonly clerk: WebhookClerk, private readonly sender: WebhookSender, private readonly mails: WebhookMails) {}

  all(): HandledJob[] {
    return [
      handle(NOTE_WEBHOOKS, (event) => this.clerk.note(event)),
      handle(SEND_WEBHOOK, async ({ webhookId }) => void (await this.sender.send(webhookId))),
      handle(SWEEP_WEBHOOKS, async () => void (await this.sender.sweep())),
      handle(DAILY_WEBHOOKS, async () => {
        await this.clerk.countOf();
        await this.clerk.tidy();
      }),
      handle(MAIL_WEBHOOK_STOPPED, (webhook) => this.mails.stopped(webhook)),
    ];
  }
}
