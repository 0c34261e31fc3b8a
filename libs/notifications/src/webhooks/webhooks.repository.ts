import { type Database, type Tx, txRows } from '#libs/database';
import { type Page } from '#libs/petitions';
import { type DeliveryState, type WebhookEvent, type WebhookReason, type WebhookState } from './webhook-rules.js';

export interface Webhook {
  id: string;
  /** Slug. */
  campaign: string;
  campaignId: number;
  /** Null: of the whole campaign. */
  jurisdiction: string | null;
  name: string;
  url: string;
  events: WebhookEvent[];
  state: WebhookState;
  /** Why it does not send; null while it does. */
  reason: WebhookReason | null;
  stateChangedAt: Date;
  /** When the secret was made or replaced, and until when the one before it signs along. */
  secretAt: Date;
  earlierSecretUntil: Date | null;
  waiting: number;
  dead: number;
  lastDeliveredAt: Date | null;
  createdAt: Date;
}

export interface Delivery {
  /** Also the header `webhook-id`, in every try. */
  id: string;
  sequence: number;
  event: string;
  state: DeliveryState;
  attempts: number;
  /** HTTP status of the last try, or why there was none. */
  result: string | null;
  tookMs: number | null;
  triedAt: Date | null;
  /** Of one that waits. */
  nextAt: Date | null;
  createdAt: Date;
  settledAt: Date | null;
}

export interface Paged { page?: number; pageSize?: number }
export interface WebhookFilter extends Paged {
  ids?: readonly string[];
  campaignId?: number;
  /** Jurisdictions whose webhooks are asked for; null or left out: all, with those of the whole campaign. */
  within?: readonly string[] | null;
}
export interface DeliveryFilter extends Paged { webhookId: string; state?: DeliveryState }

const paging = ({ page = 1, pageSize = 25 }: Paged): { page: number; pageSize: number } => ({ page: Math.max(1, page), pageSize: Math.min(Math.max(1, pageSize), 100) });

export async function listWebhooks(db: Database, { ids, campaignId, within, ...paged }: WebhookFilter): Promise<Page<Webhook>> {
  const { page, pageSize } = paging(paged);
  const rows = await db.rows<Webhook & { total: string }>(
    `select w.id, c.slug as campaign, w.campaign_id as "campaignId", w.jurisdiction_id as jurisdiction, w.name, w.url, w.events, w.state, w.reason, w.state_changed_at as "stateChangedAt",
            date_trunc('milliseconds', w.secret_at) as "secretAt", case when w.earlier_until > clock_timestamp() then w.earlier_until end as "earlierSecretUntil",
            (select count(*)::int from webhook_deliveries d where d.webhook_id = w.id and d.state = 'waiting') as waiting,
            (select count(*)::int from webhook_deliveries d where d.webhook_id = w.id and d.state = 'dead') as dead,
            (select max(settled_at) from webhook_deliveries d where d.webhook_id = w.id and d.state = 'delivered') as "lastDeliveredAt",
            w.created_at as "createdAt", count(*) over () as total
       from webhooks w join campaigns c on c.id = w.campaign_id
      where ($1::uuid[] is null or w.id = any($1)) and ($2::int is null or w.campaign_id = $2) and ($3::text[] is null or w.jurisdiction_id = any($3))
      order by w.created_at, w.id limit $4 offset $5`,
    [ids ?? null, campaignId ?? null, within ?? null, pageSize, (page - 1) * pageSize]);
  return { items: rows.map(({ total: _, ...webhook }) => webhook), page, pageSize, total: Number(rows[0]?.total ?? 0) };
}

/** Newest first. */
export async function listDeliveries(db: Database, { webhookId, state, ...paged }: DeliveryFilter): Promise<Page<Delivery>> {
  const { page, pageSize } = paging(paged);
  const rows = await db.rows<Omit<Delivery, 'sequence'> & { sequence: string }>(
    `select id, sequence, event, state, attempts, result, took_ms as "tookMs", tried_at as "triedAt", case when state = 'waiting' then next_at end as "nextAt", created_at as "createdAt", settled_at as "settledAt"
       from webhook_deliveries where webhook_id = $1 and ($2::text is null or state = $2) order by sequence desc limit $3 offset $4`,
    [webhookId, state ?? null, pageSize, (page - 1) * pageSize]);
  const [count] = await db.rows<{ n: string }>(`select count(*) as n from webhook_deliveries where webhook_id = $1 and ($2::text is null or state = $2)`, [webhookId, state ?? null]);
  return { items: rows.map((row) => ({ ...row, sequence: Number(row.sequence) })), page, pageSize, total: Number(count?.n ?? 0) };
}

/** What a webhook is told. Ids, slugs, days, counts and what the public reads; nothing of a signer. */
export interface Message {
  event: WebhookEvent | 'ping';
  about: string;
  /** Slug. */
  campaign: string;
  demonstration: boolean;
  data: object;
}

/**
 * Adds a message to the lists of these webhooks, whose rows the caller holds; where it stands already, nothing. The number is
 * given out and used in one transaction, so that none is left out and none comes twice.
 */
export async function appendTo(tx: Tx, webhookIds: readonly string[], { event, about, campaign, demonstration, data }: Message, now: Date = new Date()): Promise<void> {
  for (const id of webhookIds) {
    const [row] = await txRows<{ next: string; told: boolean }>(
      tx, `select last_sequence + 1 as next, exists (select 1 from webhook_deliveries where webhook_id = $1 and about = $2) as told from webhooks where id = $1`, [id, about]);
    if (!row || row.told) continue;
    const body = JSON.stringify({ type: event, timestamp: now.toISOString(), sequence: Number(row.next), campaign, demonstration, data });
    await tx.query(`insert into webhook_deliveries (webhook_id, sequence, event, about, body) values ($1, $2, $3, $4, $5)`, [id, row.next, event, about, body]);
    await tx.query(`update webhooks set last_sequence = $2 where id = $1`, [id, row.next]);
  }
}

/** Holds, in the order of their ids, the webhooks that want this told. */
export async function holdListeners(tx: Tx, event: WebhookEvent, { campaignId, jurisdictions }: { campaignId: number; jurisdictions: readonly string[] | 'all' }): Promise<string[]> {
  const rows = await txRows<{ id: string }>(
    tx,
    `select id from webhooks where campaign_id = $1 and state <> 'off' and $2 = any(events) and (jurisdiction_id is null or $3::text[] is null or jurisdiction_id = any($3)) order by id for update`,
    [campaignId, event, jurisdictions === 'all' ? null : jurisdictions]);
  return rows.map(({ id }) => id);
}
