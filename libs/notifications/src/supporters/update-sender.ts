import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { AuditLog } from '#libs/access';
import { AppConfig, Log } from '#libs/config';
import { Database, type Tx, txRows } from '#libs/database';
import { codeOf, Queues } from '#libs/queues';
import { type Supporter, SupporterRecords } from '#libs/signatures';
import { hashToken } from '#libs/vault';
import { Links } from '../links.js';
import { Mailer } from '../mailer/mailer.js';
import { messageIdOf } from '../mailer/message.js';
import { mailboxIsGone } from '../mailer/refusal-rules.js';
import { SEND_UPDATES } from '../notifications.jobs.js';
import { replyAddress } from '../people.js';
import { SendLog } from '../send-log/send-log.service.js';
import { render, type Rendered } from '../templates/render.js';
import { updateLetter, type UpdateMaterial } from './update-letters.js';
import { capBroken, PATIENCE_MS, pauseAfter } from './update-rules.js';
import { capsWithin, fixAudience, otherTimesHeld, suppress } from './updates.repository.js';
import { SupporterUpdates } from './updates.service.js';

/** Rows in hand at a time. What a kill can send twice is what is on its way at that instant: at most `LANES`. */
const BATCH = 50;
/** One less than the mailer has connections, so that a confirmation never waits behind all of them. */
const LANES = 3;
/** How long rows stay in the hands of a worker that may have died; one that lives says so three times within it. */
const LEASE = '1 minute';
const SIGN_OF_LIFE_MS = 20_000;
/** Stands for the recipient's own token while a letter is written. */
const OWN_LINK = 'own-link-of-this-recipient';
/** A job's share of time: the end of a worker waits for it. */
const SLICE_MS = 8_000;

interface Recipient { recordId: string; attempts: number; dueSince: Date; messageId: string }
interface Batch { updateId: string; claim: string; petitionId: number; campaignId: number; campaign: string; box: string; material: UpdateMaterial; recipients: Recipient[]; letters: Map<string, Rendered | null> }

/**
 * Sends approved updates, in the worker only. Each recipient is one row, settled as soon as the mail server has answered; rows are taken
 * in hand for a while rather than locked, so that no transaction is open while a mail is on its way. A worker that dies lets go by the
 * clock; only what was on its way at that instant comes twice, under the same Message-ID.
 */
@Injectable()
export class UpdateSender {
  private readonly links: Links;
  private busy = false;

  constructor(
    private readonly db: Database, private readonly mailer: Mailer, private readonly sendLog: SendLog, private readonly records: SupporterRecords, private readonly updates: SupporterUpdates,
    private readonly audit: AuditLog, private readonly queues: Queues, private readonly config: AppConfig, private readonly log: Log,
  ) {
    this.links = new Links(config.publicUrl);
  }

  /** Clockwork: starts what is due, and sends for a while; comes again at once while there is more. In one process once at a time. */
  async tick(now: () => number = Date.now): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    try {
      await this.startDue();
      const until = now() + SLICE_MS;
      let more = true;
      while (more && now() < until) more = await this.sendSome(until);
      if (more) await this.queues.add({ kind: SEND_UPDATES, payload: {} });
      else await this.finish();
    } finally {
      this.busy = false;
    }
  }

  /** The mail of one language to the organiser who asked for it. */
  async test({ updateId, userId, language, request }: { updateId: string; userId: string; language: string; request: string }): Promise<void> {
    const notice = { kind: 'supporter-update-test', about: `update:${updateId}:${request}`, recipient: `user:${userId}` };
    await this.sendLog.once(notice, async () => {
      const [user] = await this.db.rows<{ email: string }>(`select email from users where id = $1 and disabled_at is null`, [userId]);
      const { material } = await this.updates.madeOf(updateId);
      const made = updateLetter(material, language, this.links, this.links.unsubscribe('preview'));
      if (!user || !made) return { skip: 'stale' };
      return { send: { ...render(made.letter), to: user.email, replyTo: replyAddress(material.contact) } };
    });
  }

  /** Fixes the audience of each approved update whose time has come. Returns how many began. */
  async startDue(): Promise<number> {
    const due = await this.db.rows<{ id: string }>(`select id from supporter_updates where state = 'approved' and send_at <= clock_timestamp() order by send_at`);
    let begun = 0;
    for (const { id } of due) {
      const { petition, box } = await this.updates.madeOf(id);
      begun += await this.db.transaction(async (tx) => {
        const [held] = await txRows<{ id: string }>(tx, `select id from supporter_updates where id = $1 and state = 'approved' for update skip locked`, [id]);
        if (!held) return 0;
        // Owners may have tightened the caps since; then it waits until they allow it.
        const others = (await otherTimesHeld(tx, petition.id, id)).filter((at) => at.getTime() <= Date.now());
        if (capBroken(new Date(), others, await capsWithin(tx, petition.campaignId))) return 0;
        const n = await fixAudience(tx, id, petition, box);
        await tx.query(`update supporter_updates set state = 'sending', started_at = clock_timestamp(), recipients = $2 where id = $1`, [id, n]);
        await this.audit.append(tx, { actor: 'worker', action: 'supporters.start', subject: `supporter-update:${id}`, details: { petition: petition.slug } });
        return 1;
      }, { actor: 'worker' });
    }
    return begun;
  }

  /** One batch, of which nothing is begun after `until`. False: nothing is due now, or the mail server is away. */
  async sendSome(until = Date.now() + SLICE_MS): Promise<boolean> {
    const batch = await this.claim();
    if (!batch) return false;
    const line = [...batch.recipients];
    let away = false;
    const failures: unknown[] = [];
    const lane = async (): Promise<void> => {
      for (let next = line.shift(); next; next = line.shift()) {
        try {
          const went = await this.one(batch, next);
          if (went === 'away') away = true;
          if (went !== 'next') line.length = 0;
        } catch (error) {
          failures.push(error);
        }
        if (Date.now() > until) line.length = 0;
      }
    };
    const signs = setInterval(() => void this.stillAtIt(batch).catch(() => undefined), SIGN_OF_LIFE_MS);
    await Promise.all(Array.from({ length: LANES }, lane)).finally(() => clearInterval(signs));
    await this.letGo(batch, failures.length > 0);
    if (failures.length > 0) this.log.pino.warn({ code: codeOf(failures[0]), n: failures.length }, 'news to some supporters waits');
    return !away;
  }

  private async claim(): Promise<Batch | null> {
    const sending = await this.db.rows<{ id: string }>(`select id from supporter_updates where state = 'sending' order by started_at`);
    for (const { id } of sending) {
      const { petition, box, material } = await this.updates.madeOf(id);
      const claim = randomUUID();
      const recipients = await this.db.transaction((tx) => this.take(tx, id, petition, claim));
      if (recipients.length > 0) return { updateId: id, claim, petitionId: petition.id, campaignId: petition.campaignId, campaign: petition.campaign, box, material, recipients, letters: new Map() };
    }
    return null;
  }

  /** Takes rows in hand. What the mail will bear is written down before: its Message-ID, and the hash of its link. */
  private async take(tx: Tx, updateId: string, petition: { id: number; campaign: string }, claim: string): Promise<Recipient[]> {
    const rows = await txRows<Omit<Recipient, 'messageId'>>(
      tx,
      `select record_id as "recordId", attempts, due_since as "dueSince" from update_recipients
        where update_id = $1 and state = 'due' and due_at <= clock_timestamp() order by due_at limit ${BATCH} for update skip locked`, [updateId]);
    const recipients = rows.map((row) => ({ ...row, messageId: messageIdOf({ kind: 'supporter-update', about: `update:${updateId}`, recipient: `signature:${row.recordId}` }, this.config.publicUrl) }));
    if (recipients.length === 0) return [];
    await tx.query(
      `update update_recipients r set claim = $2, due_at = clock_timestamp() + interval '${LEASE}', message_id = w.message_id, unsubscribe_hash = w.hash
         from unnest($3::uuid[], $4::text[], $5::bytea[]) as w(record_id, message_id, hash) where r.update_id = $1 and r.record_id = w.record_id`,
      [updateId, claim, recipients.map((r) => r.recordId), recipients.map((r) => r.messageId), recipients.map((r) => hashToken(this.records.unsubscribeToken(petition.campaign, petition.id, r.recordId)))]);
    return recipients;
  }

  /** Looks again, sends, writes down. `stop`: the update was paused or stopped meanwhile; `away`: the mail server is. */
  private async one(batch: Batch, recipient: Recipient): Promise<'next' | 'stop' | 'away'> {
    const supporter = await this.records.open(batch.petitionId, recipient.recordId, batch.box);
    const standing = await this.standing(batch, recipient, supporter);
    if (standing === 'elsewhere') return 'next';
    if (standing === 'halted') return 'stop';
    if (!supporter) return this.settled(batch, recipient, 'skipped', 'left', false);
    if (standing === 'suppressed') return this.settled(batch, recipient, 'unsubscribed', null, false);
    const unsubscribeUrl = this.links.unsubscribe(this.records.unsubscribeToken(batch.campaign, batch.petitionId, recipient.recordId));
    const letter = this.letterFor(batch, supporter.language, unsubscribeUrl);
    if (!letter) return this.settled(batch, recipient, 'skipped', 'no_text', false);
    const delivery = await this.mailer.send({ ...letter, to: supporter.email, replyTo: replyAddress(batch.material.contact), unsubscribeUrl }, recipient.messageId);
    if (delivery.outcome === 'accepted') return this.settled(batch, recipient, 'accepted', null, true);
    const patienceIsOver = delivery.outcome === 'passing' && !delivery.server && Date.now() - recipient.dueSince.getTime() > PATIENCE_MS;
    if (delivery.outcome === 'refused' || patienceIsOver) {
      if (mailboxIsGone(delivery.code)) await this.db.transaction((tx) => suppress(tx, batch.campaignId, supporter.emailKey, 'bounced'));
      return this.settled(batch, recipient, 'refused', delivery.code, true);
    }
    await this.db.rows(
      `update update_recipients set attempts = attempts + 1, code = $3, claim = null, due_at = clock_timestamp() + $4 * interval '1 millisecond' where update_id = $1 and record_id = $2 and state = 'due'`,
      [batch.updateId, recipient.recordId, delivery.code, delivery.server ? 0 : pauseAfter(recipient.attempts + 1)]);
    return delivery.server ? 'away' : 'next';
  }

  /** Mails of one language differ by their link only: written once a batch, for words and dates cost more than the sending. */
  private letterFor({ letters, material }: Batch, language: string, unsubscribeUrl: string): Rendered | null {
    let written = letters.get(language);
    if (written === undefined) {
      const made = updateLetter(material, language, this.links, this.links.unsubscribe(OWN_LINK));
      letters.set(language, (written = made && render(made.letter)));
    }
    const link = this.links.unsubscribe(OWN_LINK);
    return written && { ...written, text: written.text.replaceAll(link, () => unsubscribeUrl), html: written.html.replaceAll(link, () => unsubscribeUrl) };
  }

  /** Whether the row is still ours to send, and the mailbox still wants it. */
  private async standing(batch: Batch, recipient: Recipient, supporter: Supporter | null): Promise<'ours' | 'elsewhere' | 'halted' | 'suppressed'> {
    const [row] = await this.db.rows<{ state: string; suppressed: boolean }>(
      `select u.state, exists (select 1 from update_suppressions x where x.campaign_id = $4 and x.email_key = $5 and x.at >= $6) as suppressed
         from update_recipients r join supporter_updates u on u.id = r.update_id where r.update_id = $1 and r.record_id = $2 and r.claim = $3 and r.state = 'due'`,
      [batch.updateId, recipient.recordId, batch.claim, batch.campaignId, supporter?.emailKey ?? null, supporter?.signedAt.toISOString() ?? null]);
    if (!row) return 'elsewhere';
    if (row.state !== 'sending') return 'halted';
    return row.suppressed ? 'suppressed' : 'ours';
  }

  private async settled(batch: Batch, { recordId }: Recipient, state: 'accepted' | 'refused' | 'skipped' | 'unsubscribed', code: string | null, tried: boolean): Promise<'next'> {
    await this.db.rows(
      `update update_recipients set state = $3, code = $4, attempts = attempts + $5, claim = null, settled_at = clock_timestamp() where update_id = $1 and record_id = $2 and state <> 'accepted'`,
      [batch.updateId, recordId, state, code, tried ? 1 : 0]);
    return 'next';
  }

  private async stillAtIt({ updateId, claim }: Batch): Promise<void> {
    await this.db.rows(`update update_recipients set due_at = clock_timestamp() + interval '${LEASE}' where update_id = $1 and claim = $2 and state = 'due'`, [updateId, claim]);
  }

  /** What was not begun is anybody's again, at once; after failures a little later, so that one bad row keeps nobody busy. */
  private async letGo(batch: Batch, failed: boolean): Promise<void> {
    await this.db.rows(
      `update update_recipients set claim = null, due_at = clock_timestamp() + $3 * interval '1 second' where update_id = $1 and claim = $2 and state = 'due'`,
      [batch.updateId, batch.claim, failed ? 60 : 0]);
  }

  private async finish(): Promise<void> {
    await this.db.rows(
      `update supporter_updates u set state = 'sent', ended_at = clock_timestamp()
        where state = 'sending' and not exists (select 1 from update_recipients r where r.update_id = u.id and r.state = 'due')`);
  }
}

