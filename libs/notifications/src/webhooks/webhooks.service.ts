import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { AuditLog, notFound } from '#libs/access';
import { type FieldFault } from '#libs/config';
import { Database, type Tx, txRows, writeOutbox } from '#libs/database';
import { OutboundRules, targetFault } from '#libs/outbound';
import { type Page } from '#libs/petitions';
import { PublishedKeys } from '#libs/signatures';
import { type CampaignPublicKey } from '#libs/vault';
import { sealSecret } from './webhook-secrets.js';
import { newWebhookSecret } from './webhook-signature.js';
import { appendTo, listDeliveries, listWebhooks, type Delivery, type DeliveryFilter, type Webhook, type WebhookFilter } from './webhooks.repository.js';
import { LONGEST_OVERLAP_HOURS, OVERLAP_HOURS, WEBHOOK_EVENTS, type WebhookEvent } from './webhook-rules.js';
import { webhookConflict, webhookInvalid, webhookKeysMissing } from './webhooks.errors.js';
import { WEBHOOK_DUE } from './webhooks.events.js';

export interface WebhookInput {
  name: string;
  url: string;
  events: readonly string[];
}

export interface NewWebhook extends WebhookInput {
  campaignId: number;
  /** Null: of the whole campaign. */
  jurisdictionId: string | null;
}

/** A campaign has so many at most: each event is written once for each. */
export const MOST_WEBHOOKS = 50;
const MOST_CHARACTERS = 2_000;

/**
 * Webhooks as organisers keep them. Makes secrets, shows each once and seals it: from then on only the worker can read it. Sends
 * nothing itself. Rights are the caller's to ask.
 */
@Injectable()
export class Webhooks {
  constructor(private readonly db: Database, private readonly audit: AuditLog, private readonly keys: PublishedKeys, private readonly rules: OutboundRules) {}

  list(filter: WebhookFilter): Promise<Page<Webhook>> {
    return listWebhooks(this.db, filter);
  }

  /** @throws DomainError `access.not_found` */
  async get(id: string): Promise<Webhook> {
    const { items: [found] } = await this.list({ ids: [id] });
    if (!found) throw notFound();
    return found;
  }

  deliveries(filter: DeliveryFilter): Promise<Page<Delivery>> {
    return listDeliveries(this.db, filter);
  }

  /** @returns with the secret, told this once. @throws DomainError `webhooks.invalid`, `webhooks.record_campaign`, `webhooks.too_many`, `webhooks.keys_missing` */
  async create(input: NewWebhook, actor: string): Promise<{ webhook: Webhook; secret: string }> {
    const { campaignId, jurisdictionId } = input;
    const fields = this.checked(input);
    const [place] = await this.db.rows<{ slug: string; live: boolean; known: boolean }>(
      `select slug, kind = 'live' as live, ($2::text is null or exists (select 1 from jurisdictions where campaign_id = c.id and id = $2)) as known from campaigns c where id = $1`, [campaignId, jurisdictionId]);
    if (!place) throw notFound();
    if (!place.known) throw webhookInvalid([{ field: 'jurisdiction', code: 'unknown' }]);
    if (!place.live) throw webhookConflict('record');
    const key = await this.keyOf(place.slug);
    const [id, secret] = [randomUUID(), newWebhookSecret()];
    const sealed = sealSecret(key, id, secret);
    await this.db.transaction(async (tx) => {
      const [row] = await txRows<{ n: string }>(tx, `select count(*) as n from webhooks where campaign_id = $1 and (select id from campaigns where id = $1 for no key update) is not null`, [campaignId]);
      if (Number(row?.n) >= MOST_WEBHOOKS) throw webhookConflict('tooMany');
      await tx.query(
        `insert into webhooks (id, campaign_id, jurisdiction_id, name, url, events, secret, secret_at, created_by) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
        [id, campaignId, jurisdictionId, fields.name, fields.url, fields.events, sealed.secret, sealed.at, actor]);
      await this.note(tx, actor, 'webhook.create', id, { campaign: campaignId, jurisdiction: jurisdictionId, events: fields.events });
    }, { actor });
    return { webhook: await this.get(id), secret };
  }

  /** Another address takes along what waits. @throws DomainError `webhooks.invalid` */
  async change(id: string, input: WebhookInput, actor: string): Promise<Webhook> {
    const fields = this.checked(input);
    await this.held(id, actor, async (tx) => {
      await tx.query(`update webhooks set name = $2, url = $3, events = $4 where id = $1`, [id, fields.name, fields.url, fields.events]);
      await this.note(tx, actor, 'webhook.change', id, { events: fields.events });
    });
    return this.get(id);
  }

  /** The earlier secret signs along for so many hours; 0: it ends now. @throws DomainError `webhooks.keys_missing` */
  async rotateSecret(id: string, actor: string, overlapHours: number = OVERLAP_HOURS): Promise<{ webhook: Webhook; secret: string }> {
    const hours = Math.min(Math.max(0, overlapHours), LONGEST_OVERLAP_HOURS);
    const key = await this.keyOf((await this.get(id)).campaign);
    const secret = newWebhookSecret();
    const sealed = sealSecret(key, id, secret);
    await this.held(id, actor, async (tx) => {
      await tx.query(
        `update webhooks set secret = $2, secret_at = $3, earlier_secret = case when $4::float > 0 then secret end, earlier_secret_at = case when $4::float > 0 then secret_at end,
                earlier_until = case when $4::float > 0 then clock_timestamp() + $4::float * interval '1 hour' end where id = $1`, [id, sealed.secret, sealed.at, hours]);
      await this.note(tx, actor, 'webhook.rotate-secret', id, { overlapHours: hours });
    });
    return { webhook: await this.get(id), secret };
  }

  /** What happens goes on being written down, and waits. */
  async pause(id: string, actor: string): Promise<Webhook> {
    await this.held(id, actor, async (tx) => {
      await tx.query(`update webhooks set state = 'paused', reason = 'organiser', state_changed_at = clock_timestamp() where id = $1 and state = 'active'`, [id]);
      await this.note(tx, actor, 'webhook.pause', id);
    });
    return this.get(id);
  }

  /** Sends again, what waited first and in order; also after a receiver said that it is gone. */
  async resume(id: string, actor: string): Promise<Webhook> {
    await this.held(id, actor, async (tx) => {
      await tx.query(`update webhooks set state = 'active', reason = null, dead_in_row = 0, state_changed_at = clock_timestamp() where id = $1 and state <> 'active'`, [id]);
      await tx.query(`update webhook_deliveries set next_at = clock_timestamp() where webhook_id = $1 and state = 'waiting'`, [id]);
      await this.due(tx, id);
      await this.note(tx, actor, 'webhook.resume', id);
    });
    return this.get(id);
  }

  /** With all that was and is to be sent. */
  async remove(id: string, actor: string): Promise<void> {
    await this.held(id, actor, async (tx) => {
      await tx.query(`delete from webhooks where id = $1`, [id]);
      await this.note(tx, actor, 'webhook.remove', id);
    });
  }

  /** Puts a test message at the end of the list. @throws DomainError `webhooks.switched_off` unless it is active */
  async ping(id: string, actor: string): Promise<void> {
    const { campaign } = await this.get(id);
    await this.held(id, actor, async (tx) => {
      const [row] = await txRows<{ state: string }>(tx, `select state from webhooks where id = $1`, [id]);
      if (row?.state !== 'active') throw webhookConflict('off');
      await appendTo(tx, [id], { event: 'ping', about: `ping:${randomUUID()}`, campaign, demonstration: false, data: {} });
      await this.due(tx, id);
      await this.note(tx, actor, 'webhook.ping', id);
    });
  }

  /** One once more, under its own number and id. @throws DomainError `access.not_found` */
  async replay(id: string, deliveryId: string, actor: string): Promise<void> {
    await this.again(id, actor, `id = $2::uuid`, deliveryId, true);
  }

  /** All since an instant once more, in order. Returns how many. */
  replaySince(id: string, since: Date, actor: string): Promise<number> {
    return this.again(id, actor, `created_at >= $2::timestamptz`, since.toISOString(), false);
  }

  private again(id: string, actor: string, which: string, value: string, mustBe: boolean): Promise<number> {
    return this.held(id, actor, async (tx) => {
      const rows = await txRows<{ id: string }>(
        tx, `update webhook_deliveries set state = 'waiting', attempts = 0, next_at = clock_timestamp(), settled_at = null where webhook_id = $1 and ${which} and state <> 'waiting' returning id`, [id, value]);
      const waiting = mustBe && rows.length === 0 ? await txRows(tx, `select 1 from webhook_deliveries where webhook_id = $1 and ${which}`, [id, value]) : rows;
      if (mustBe && waiting.length === 0) throw notFound();
      await this.due(tx, id);
      await this.note(tx, actor, 'webhook.replay', id, { deliveries: rows.length });
      return rows.length;
    });
  }

  /** Holds the webhook's row, as whoever sends or adds to its list does. */
  private held<Result>(id: string, actor: string, work: (tx: Tx) => Promise<Result>): Promise<Result> {
    return this.db.transaction(async (tx) => {
      if ((await txRows(tx, `select 1 from webhooks where id = $1 for update`, [id])).length === 0) throw notFound();
      return work(tx);
    }, { actor });
  }

  private due(tx: Tx, webhookId: string): Promise<void> {
    return writeOutbox(tx, [{ topic: WEBHOOK_DUE, payload: { webhookId } }]);
  }

  /** Never the address that is called: it may hold a secret. */
  private async note(tx: Tx, actor: string, action: string, id: string, details: Record<string, string | number | string[] | null> = {}): Promise<void> {
    await this.audit.append(tx, { actor, action, subject: `webhook:${id}`, details });
  }

  private async keyOf(campaign: string): Promise<CampaignPublicKey> {
    await this.keys.prepare(campaign);
    try {
      return this.keys.current(campaign);
    } catch {
      throw webhookKeysMissing();
    }
  }

  private checked({ name, url, events }: WebhookInput): { name: string; url: string; events: WebhookEvent[] } {
    const faults: FieldFault[] = [];
    if (name.trim() === '') faults.push({ field: 'name', code: 'required' });
    const at = url.trim();
    const fault = at === '' ? 'required' : at.length > MOST_CHARACTERS ? 'too_long' : targetFault(at, this.rules);
    if (fault) faults.push({ field: 'url', code: fault, ...(fault === 'too_long' ? { facts: { max: MOST_CHARACTERS } } : {}) });
    const chosen = WEBHOOK_EVENTS.filter((event) => events.includes(event));
    if (chosen.length === 0) faults.push({ field: 'events', code: 'required' });
    else if (events.some((event) => !WEBHOOK_EVENTS.some((known) => known === event))) faults.push({ field: 'events', code: 'unknown' });
    if (faults.length > 0) throw webhookInvalid(faults);
    return { name: name.trim(), url: at, events: chosen };
  }
}
