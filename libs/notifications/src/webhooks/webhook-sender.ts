import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { AuditLog } from '#libs/access';
import { Database, type Tx, txRows, writeOutbox } from '#libs/database';
import { Outbound, OutboundRefused } from '#libs/outbound';
import { Queues } from '#libs/queues';
import { PrivateKeyStore } from '#libs/vault';
import { SecretOpener } from './webhook-secrets.js';
import { signedHeaders } from './webhook-signature.js';
import { type Attempt, PAUSED_AFTER_DEAD, verdictOn, type Verdict } from './webhook-rules.js';
import { WEBHOOK_STOPPED } from './webhooks.events.js';
import { SEND_WEBHOOK } from './webhooks.jobs.js';

/** For connection, answer and all. */
const TIMEOUT_MS = 15_000;
/** Longer than a try can take: after that whoever had it is dead, and another may send the same again, under the same id. */
const LEASE = `interval '60 seconds'`;
/** Sent by one job before others have their turn. */
const IN_A_ROW = 50;

interface Claimed {
  lease: string;
  webhookId: string;
  url: string;
  secret: Buffer;
  secretAt: Date;
  earlierSecret: Buffer | null;
  earlierSecretAt: Date | null;
  deliveryId: string;
  body: string;
  attempts: number;
}

/**
 * Sends the lists of webhooks, each in its order: the oldest that waits, and the next one only once that is delivered or dead. The
 * table is the truth; who sends holds a lease on the webhook. A death between sending and noting sends the same again, under the
 * same `webhook-id`.
 */
@Injectable()
export class WebhookSender {
  private readonly secrets: SecretOpener;

  constructor(private readonly db: Database, private readonly outbound: Outbound, private readonly audit: AuditLog, private readonly queues: Queues, keys: PrivateKeyStore) {
    this.secrets = new SecretOpener(keys);
  }

  /** Sends what this webhook has due. Returns how many were tried. */
  async send(webhookId: string): Promise<number> {
    for (let n = 0; n < IN_A_ROW; n++) {
      const claimed = await this.claim(webhookId);
      if (!claimed) return n;
      await this.settle(claimed, await this.attempt(claimed));
    }
    await this.queues.add({ kind: SEND_WEBHOOK, payload: { webhookId } });
    return IN_A_ROW;
  }

  /** A job for each webhook whose oldest waiting message is due. Returns how many. */
  async sweep(): Promise<number> {
    const due = await this.db.rows<{ id: string }>(
      `select w.id from webhooks w cross join lateral (select next_at from webhook_deliveries where webhook_id = w.id and state = 'waiting' order by sequence limit 1) head
        where w.state = 'active' and (w.lease_until is null or w.lease_until <= clock_timestamp()) and head.next_at <= clock_timestamp()`);
    await this.queues.addAll(due.map(({ id }) => ({ kind: SEND_WEBHOOK, payload: { webhookId: id }, id: `webhook-sweep-${id}` })));
    return due.length;
  }

  private claim(webhookId: string): Promise<Claimed | null> {
    return this.db.transaction(async (tx) => {
      const [webhook] = await txRows<Omit<Claimed, 'lease' | 'deliveryId' | 'body' | 'attempts'>>(
        tx,
        `select id as "webhookId", url, secret, secret_at as "secretAt", case when earlier_until > clock_timestamp() then earlier_secret end as "earlierSecret", earlier_secret_at as "earlierSecretAt"
           from webhooks where id = $1 and state = 'active' and (lease_until is null or lease_until <= clock_timestamp()) for update skip locked`, [webhookId]);
      if (!webhook) return null;
      const [head] = await txRows<{ deliveryId: string; body: string; attempts: number; due: boolean }>(
        tx,
        `select id as "deliveryId", body, attempts, next_at <= clock_timestamp() as due from webhook_deliveries where webhook_id = $1 and state = 'waiting' order by sequence limit 1`, [webhookId]);
      if (!head?.due) return null;
      const lease = randomUUID();
      await tx.query(`update webhooks set lease = $2, lease_until = clock_timestamp() + ${LEASE} where id = $1`, [webhookId, lease]);
      return { ...webhook, ...head, lease };
    });
  }

  private async attempt(claimed: Claimed): Promise<Attempt & { tookMs: number }> {
    const { deliveryId: id, body, url, webhookId } = claimed;
    const secrets = [await this.secrets.open(webhookId, { secret: claimed.secret, at: claimed.secretAt })];
    if (claimed.earlierSecret && claimed.earlierSecretAt) secrets.push(await this.secrets.open(webhookId, { secret: claimed.earlierSecret, at: claimed.earlierSecretAt }));
    const headers = { 'content-type': 'application/json; charset=utf-8', ...signedHeaders({ id, timestamp: Math.floor(Date.now() / 1_000), body }, secrets) };
    const began = performance.now();
    const took = (): number => Math.round(performance.now() - began);
    try {
      const answer = await this.outbound.request({ method: 'POST', url, headers, body, timeoutMs: TIMEOUT_MS, statusOnly: true });
      return { status: answer.status, code: null, retryAfter: answer.headers['retry-after'] ?? null, tookMs: took() };
    } catch (error) {
      if (error instanceof OutboundRefused) return { status: null, code: error.code, retryAfter: null, tookMs: took() };
      throw error;
    }
  }

  /** Whoever lost the lease meanwhile notes nothing: another has taken it up. */
  private async settle({ lease, webhookId, deliveryId, attempts }: Claimed, attempt: Attempt & { tookMs: number }): Promise<void> {
    const verdict = verdictOn(attempt, attempts + 1, new Date());
    await this.db.transaction(async (tx) => {
      const [held] = await txRows<{ deadInRow: number; state: string }>(
        tx, `select dead_in_row as "deadInRow", state from webhooks where id = $1 and lease = $2 for update`, [webhookId, lease]);
      if (!held) return;
      await tx.query(
        `update webhook_deliveries set state = $2, attempts = attempts + 1, tried_at = clock_timestamp(), result = $3, took_ms = $4,
                next_at = clock_timestamp() + $5::float * interval '1 millisecond', settled_at = case when $2 <> 'waiting' then clock_timestamp() end where id = $1`,
        [deliveryId, verdict.state, attempt.status === null ? attempt.code : String(attempt.status), attempt.tookMs, verdict.state === 'waiting' ? verdict.inMs : 0]);
      const deadInRow = verdict.state === 'dead' ? held.deadInRow + 1 : verdict.state === 'delivered' ? 0 : held.deadInRow;
      await tx.query(`update webhooks set lease = null, lease_until = null, dead_in_row = $2 where id = $1`, [webhookId, deadInRow]);
      if (held.state === 'active') await this.perhapsStop(tx, webhookId, verdict, deadInRow);
    });
  }

  private async perhapsStop(tx: Tx, webhookId: string, verdict: Verdict, deadInRow: number): Promise<void> {
    if (verdict.state !== 'dead' || (!verdict.gone && deadInRow < PAUSED_AFTER_DEAD)) return;
    const [state, reason] = verdict.gone ? ['off', 'gone'] : ['paused', 'failing'];
    await tx.query(`update webhooks set state = $2, reason = $3, state_changed_at = clock_timestamp() where id = $1`, [webhookId, state, reason]);
    await writeOutbox(tx, [{ topic: WEBHOOK_STOPPED, payload: { webhookId } }]);
    await this.audit.append(tx, { actor: 'system', action: `webhook.${state}`, subject: `webhook:${webhookId}`, details: { reason } });
  }
}
