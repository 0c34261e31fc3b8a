import { Injectable } from '@nestjs/common';
import { AccessService, type Organiser } from '#libs/access';
import { AppConfig } from '#libs/config';
import { Database } from '#libs/database';
import { Links } from '../links.js';
import { bookFor, type Campaign, heading, organiserMail, text, toldAtOnce } from '../organisers/organiser-post.js';
import { type Look, sendEach, SendLog } from '../send-log/send-log.service.js';
import { type Block } from '../templates/letter.js';

interface Stopped extends Campaign { campaignId: number; jurisdictionId: string | null; name: string; reason: 'failing' | 'gone'; since: Date; waiting: number }

/** Tells those who organise there that a webhook stopped by itself. */
@Injectable()
export class WebhookMails {
  private readonly links: Links;

  constructor(private readonly db: Database, private readonly sendLog: SendLog, private readonly access: AccessService, config: AppConfig) {
    this.links = new Links(config.publicUrl);
  }

  async stopped({ webhookId }: { webhookId: string }): Promise<void> {
    const webhook = await this.find(webhookId);
    if (!webhook) return;
    const organisers = toldAtOnce(await this.access.organisersOf(webhook.campaignId, webhook.jurisdictionId ?? ''));
    await sendEach(organisers, (organiser) =>
      this.sendLog.once({ kind: 'webhook.stopped', about: `webhook:${webhookId}:${webhook.since.getTime()}`, recipient: `user:${organiser.id}` }, () => this.look(organiser, webhookId)));
  }

  private async look(organiser: Organiser, webhookId: string): Promise<Look> {
    const webhook = await this.find(webhookId);
    if (!webhook) return { skip: 'stale' };
    const book = bookFor(organiser);
    const values = { name: { text: webhook.name, language: null }, n: webhook.waiting };
    const blocks: Block[] = [
      heading(book, `webhook.${webhook.reason}.heading`, values), text(book, `webhook.${webhook.reason}.intro`, values), text(book, 'webhook.stopped.waiting', values),
      { kind: 'button', label: book.say('webhook.stopped.open'), url: this.links.webhook(webhookId) },
    ];
    return organiserMail(organiser, book, webhook, book.plain(`webhook.${webhook.reason}.subject`, values), blocks, this.links);
  }

  /** Null once somebody has set it going again, or paused it himself. */
  private async find(webhookId: string): Promise<Stopped | null> {
    const [row] = await this.db.rows<Stopped>(
      `select c.id as "campaignId", c.title as "campaignTitle", c.default_language as "campaignLanguage", c.contact, w.jurisdiction_id as "jurisdictionId", w.name, w.reason, w.state_changed_at as since,
              (select count(*)::int from webhook_deliveries d where d.webhook_id = w.id and d.state = 'waiting') as waiting
         from webhooks w join campaigns c on c.id = w.campaign_id where w.id = $1 and w.reason in ('failing', 'gone') and c.kind = 'live'`, [webhookId]);
    return row ?? null;
  }
}
