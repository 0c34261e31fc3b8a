import { Injectable } from '@nestjs/common';
import { Database, type Tx, txRows } from '#libs/database';
import { Queues } from '#libs/queues';
import { PublishedKeys } from '#libs/signatures';
import { PrivateKeyStore } from '#libs/vault';
import { WebhookNews } from './webhook-news.js';
import { SecretOpener, sealSecret } from './webhook-secrets.js';
import { appendTo, holdListeners } from './webhooks.repository.js';
import { SEND_WEBHOOK } from './webhooks.jobs.js';

/** How long deliveries are kept; what still waits then was stopped for months, and is dropped as well. */
const KEPT_DAYS = 90;
/** Before the month's key could be taken away (two months), with room for a worker that was off. */
const SEALED_ANEW_AFTER_DAYS = 25;
/** By then the day's figures of petitions of high privacy are published. */
const COUNT_AFTER_MINUTES = 30;

/** Writes what happened into the lists of webhooks that want to be told, and looks after the lists. */
@Injectable()
export class WebhookClerk {
  private readonly secrets: SecretOpener;

  constructor(private readonly db: Database, private readonly news: WebhookNews, private readonly queues: Queues, private readonly published: PublishedKeys, keys: PrivateKeyStore) {
    this.secrets = new SecretOpener(keys);
  }

  /** Again, it adds nothing. */
  async note({ id, topic, payload }: { id: string; topic: string; payload: Record<string, unknown> }): Promise<void> {
    if ((await this.db.rows(`select 1 from webhooks limit 1`)).length === 0) return;
    for (const { event, data, campaign, demonstration, ...where } of await this.news.of(topic, payload)) {
      await this.tell(async (tx) => {
        const listeners = await holdListeners(tx, event, where);
        await appendTo(tx, listeners, { event, about: `event:${id}:${event}`, campaign, demonstration, data });
        return listeners;
      });
    }
  }

  /** Once a day and webhook, in the first hour after midnight UTC; what a worker missed comes late that day, or not. */
  async countOf(now: Date = new Date()): Promise<void> {
    if (now.getUTCHours() * 60 + now.getUTCMinutes() < COUNT_AFTER_MINUTES) return;
    const day = now.toISOString().slice(0, 10);
    const due = await this.db.rows<{ id: string; campaignId: number; campaign: string; demonstration: boolean; jurisdiction: string | null }>(
      `select w.id, c.id as "campaignId", c.slug as campaign, c.demonstration, w.jurisdiction_id as jurisdiction from webhooks w join campaigns c on c.id = w.campaign_id
        where 'count.daily' = any(w.events) and w.state <> 'off' and c.kind = 'live' and not exists (select 1 from webhook_deliveries where webhook_id = w.id and about = $1) order by w.id`, [`daily:${day}`]);
    for (const { id, campaignId, campaign, demonstration, jurisdiction } of due) {
      const petitions = await this.news.counts(campaignId, jurisdiction);
      if (petitions.length === 0) continue;
      await this.tell(async (tx) => {
        const held = await txRows(tx, `select 1 from webhooks where id = $1 and state <> 'off' for update`, [id]);
        if (held.length > 0) await appendTo(tx, [id], { event: 'count.daily', about: `daily:${day}`, campaign, demonstration, data: { day, petitions } }, now);
        return [id];
      });
    }
  }

  async tidy(): Promise<void> {
    await this.db.rows(`delete from webhook_deliveries where created_at < now() - interval '${KEPT_DAYS} days'`);
    await this.db.rows(`update webhooks set earlier_secret = null, earlier_secret_at = null, earlier_until = null where earlier_until <= now()`);
    const old = await this.db.rows<{ id: string; campaign: string; secret: Buffer; at: Date }>(
      `select w.id, c.slug as campaign, w.secret, w.secret_at as at from webhooks w join campaigns c on c.id = w.campaign_id where w.secret_at < now() - interval '${SEALED_ANEW_AFTER_DAYS} days'`);
    for (const { id, campaign, secret, at } of old) {
      await this.published.prepare(campaign);
      const anew = sealSecret(this.published.current(campaign), id, await this.secrets.open(id, { secret, at }));
      await this.db.rows(`update webhooks set secret = $3, secret_at = $4 where id = $1 and secret = $2`, [id, secret, anew.secret, anew.at]);
    }
  }

  private async tell(write: (tx: Tx) => Promise<string[]>): Promise<void> {
    const listeners = await this.db.transaction(write);
    await this.queues.addAll(listeners.map((webhookId) => ({ kind: SEND_WEBHOOK, payload: { webhookId } })));
  }
}
