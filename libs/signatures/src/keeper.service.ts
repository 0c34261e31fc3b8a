import { Injectable } from '@nestjs/common';
import { Database, txRows, writeOutbox } from '#libs/database';
import { openBlob, Opener, PrivateKeyStore } from '#libs/vault';
import { UNCONFIRMED_SQL } from './ledger.repository.js';
import { SignatureLedger } from './ledger.service.js';
import { emailKeyOf } from './person-keys.js';
import { PublishedKeys } from './published-keys.js';
import { REMINDER_DUE, WITHDRAWAL_REQUESTED } from './signatures.events.js';
import { type WithdrawalRequest } from './signatures.jobs.js';
import { CONFIRM_WITHIN_MS, REMIND_AFTER_MS } from './unconfirmed-rules.js';

/** The worker's housekeeping: keys of campaigns, erasing what was never confirmed, reminding, finding who asked for a link. */
@Injectable()
export class SignatureKeeper {
  private readonly opener: Opener;

  constructor(private readonly db: Database, private readonly ledger: SignatureLedger, private readonly published: PublishedKeys, private readonly keys: PrivateKeyStore) {
    this.opener = new Opener(keys);
  }

  /** Every living campaign has the keys of this month and the next, and their public halves are where the doors read them. */
  async ensureKeys(): Promise<void> {
    const campaigns = await this.db.rows<{ id: number; slug: string; fingerprint: string | null }>(
      `select c.id, c.slug, (select root_fingerprint from campaign_keys k where k.campaign_id = c.id limit 1) as fingerprint from campaigns c where c.kind = 'live' order by c.id`);
    for (const { id, slug, fingerprint } of campaigns) {
      await this.published.publish(id, await this.keys.ensureCampaign(slug, fingerprint ? { expectedRootFingerprint: fingerprint } : {}));
    }
  }

  /** Erases records unconfirmed for 14 days, whatever was judged of them. Returns how many. */
  async eraseLapsed(now: number = Date.now()): Promise<number> {
    const before = new Date(now - CONFIRM_WITHIN_MS);
    const due = await this.db.rows<{ petition_id: number }>(`select distinct petition_id from (${UNCONFIRMED_SQL}) u`, [before.toISOString()]);
    let erased = 0;
    for (const { petition_id: petitionId } of due) {
      for (let n = 1; n > 0;) erased += n = await this.ledger.expire(petitionId, before);
    }
    await this.db.rows(`delete from mailbox_days where day < current_date - 2`);
    return erased;
  }

  /** Leaves one reminder for each record that has waited two days, so many in a transaction. Returns how many. */
  async remind(now: number = Date.now(), atOnce = 500): Promise<number> {
    let reminded = 0;
    for (let n = 1; n > 0;) reminded += n = await this.remindSome(now, atOnce);
    return reminded;
  }

  private remindSome(now: number, limit: number): Promise<number> {
    return this.db.transaction(async (tx) => {
      const due = await txRows<{ petitionId: number; id: string }>(
        tx,
        `update signatures s set reminded_at = clock_timestamp() from (
           select petition_id, id from signatures where status = 'pending' and sealed is not null and reminded_at is null and not synthetic
              and signed_at < $1 and signed_at > $2 limit $3 for update skip locked) d
          where s.petition_id = d.petition_id and s.id = d.id returning s.petition_id as "petitionId", s.id`,
        [new Date(now - REMIND_AFTER_MS).toISOString(), new Date(now - CONFIRM_WITHIN_MS).toISOString(), limit],
      );
      await writeOutbox(tx, due.map(({ petitionId, id }) => ({ topic: REMINDER_DUE, payload: { petitionId, ids: [id] } })));
      return due.length;
    });
  }

  /** Opens the request and, if that mailbox has a signature that stands, has the link sent to it. Says nothing either way. */
  async findForWithdrawal(request: WithdrawalRequest): Promise<void> {
    const address = openBlob(this.opener, Buffer.from(request.sealed, 'base64'), { kind: 'withdrawal-request', id: request.id, petitionId: request.petitionId, at: request.at }).toString('utf8');
    const key = emailKeyOf(this.keys.hashKey(request.campaign), address);
    if (key === null) return;
    await this.db.transaction(async (tx) => {
      const [found] = await txRows<{ id: string }>(
        tx,
        `select id from signatures where petition_id = $1 and email_key = $2 and sealed is not null and status in ('counted', 'duplicate', 'pending', 'expired')
          order by status = 'counted' desc, status = 'duplicate' desc, signed_at limit 1`,
        [request.petitionId, Buffer.from(key, 'hex')],
      );
      if (found) await writeOutbox(tx, [{ topic: WITHDRAWAL_REQUESTED, payload: { petitionId: request.petitionId, ids: [found.id], request: request.id } }]);
    });
  }
}
