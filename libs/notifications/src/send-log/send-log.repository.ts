import { type Database, type Tx, txRows } from '#libs/database';
import { type Notice } from '../mailer/message.js';

export type MailState = 'due' | 'accepted' | 'refused' | 'skipped';
export interface LoggedMail { id: string; messageId: string; state: MailState; dueSince: Date }

/**
 * Notes that a mail is due, unless it is noted already. Committed at once, so that no crash forgets it. Without a target
 * for the conflict: the Message-ID is unique too, and of two that note it at once either key may be met first.
 */
export async function noteDue(db: Database, notice: Notice, messageId: string): Promise<void> {
  await db.rows(
    `insert into mail_log (kind, about, recipient, message_id) values ($1, $2, $3, $4) on conflict do nothing`,
    [notice.kind, notice.about, notice.recipient, messageId],
  );
}

/** The mail's row, held: whoever else would send the same mail waits until this transaction ends. */
export async function hold(tx: Tx, notice: Notice): Promise<LoggedMail | null> {
  const [row] = await txRows<LoggedMail>(
    tx,
    `select id, message_id as "messageId", state, created_at as "dueSince" from mail_log
      where kind = $1 and about = $2 and recipient = $3 for update`,
    [notice.kind, notice.about, notice.recipient],
  );
  return row ?? null;
}

export async function settle(tx: Tx, id: string, state: Exclude<MailState, 'due'>, code: string | null, tried: boolean): Promise<void> {
  await tx.query(
    `update mail_log set state = $2, code = $3, attempts = attempts + $4, settled_at = clock_timestamp() where id = $1`,
    [id, state, code, tried ? 1 : 0],
  );
}

export async function noteAttempt(tx: Tx, id: string, code: string): Promise<void> {
  await tx.query(`update mail_log set attempts = attempts + 1, code = $2 where id = $1`, [id, code]);
}

/** A mailbox by its key, as seen from one petition; what we send on which UTC day is counted by it. */
export interface Mailbox { petitionId: number; emailKey: Buffer }

/** Takes one of the day's mails for this mailbox; false if `most` were had. A null `most` counts without a limit. */
export async function takeFromDay(tx: Tx, mailbox: Mailbox, most: number | null): Promise<boolean> {
  const taken = await txRows<unknown>(
    tx,
    `insert into mailbox_days as d (petition_id, email_key, day, mails) values ($1, $2, (clock_timestamp() at time zone 'UTC')::date, 1)
     on conflict (petition_id, email_key, day) do update set mails = d.mails + 1 where $3::int is null or d.mails < $3
     returning 1`,
    [mailbox.petitionId, mailbox.emailKey, most],
  );
  return taken.length > 0;
}

/** Gives it back after an attempt that put nothing into the mailbox. */
export async function giveBackToDay(tx: Tx, mailbox: Mailbox): Promise<void> {
  await tx.query(
    `update mailbox_days set mails = mails - 1
      where petition_id = $1 and email_key = $2 and day = (clock_timestamp() at time zone 'UTC')::date and mails > 0`,
    [mailbox.petitionId, mailbox.emailKey],
  );
}
