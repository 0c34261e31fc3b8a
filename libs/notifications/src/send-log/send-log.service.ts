import { Injectable } from '@nestjs/common';
import { AppConfig } from '#libs/config';
import { Database, type Tx } from '#libs/database';
import { MAILS } from '#libs/metrics';
import { codeOf } from '#libs/queues';
import { Mailer } from '../mailer/mailer.js';
import { type Mail, messageIdOf, type Notice } from '../mailer/message.js';
import { NotificationError } from '../notifications.errors.js';
import { giveBackToDay, hold, type LoggedMail, type Mailbox, noteAttempt, noteDue, settle, takeFromDay } from './send-log.repository.js';
import { Slots } from './slots.js';

/** What looking again found: a mail to send, or the reason (a code) why none is due any more. */
export type Look =
  | { readonly send: Mail; readonly mailbox?: Mailbox & { readonly limited: boolean } }
  | { readonly skip: string };

/** What became of a notice; `before`: an earlier delivery of the same event had settled it. */
export type Sent = 'accepted' | 'refused' | 'skipped' | 'before';

/** A failure that may pass. `server`: no other mail would get through now either. */
export class MailDelayed extends NotificationError {
  constructor(code: string, readonly server: boolean) {
    super(code);
    this.name = 'MailDelayed';
  }
}

/** What strangers can make us send to one mailbox in a day, by petition. */
export const MAILS_A_DAY = 3;
/** How long a mailbox may put us off before we give up (RFC 5321, 4.5.4.1: "at least 4-5 days"). */
const PATIENCE_MS = 5 * 24 * 3_600_000;
/** Each sending holds a connection to Postgres, and looking again needs another: well below the pool's size. */
const AT_ONCE = 4;

/**
 * Sends each notice to each recipient once, whoever asks and however often (PRODUCT, "What must always hold", 4).
 *
 * The notice's row is held from the last look at the state until the mail server's answer is written down, so workers
 * wait for each other; a worker that dies lets go of it. Only a death between the server's acceptance and our commit
 * sends the mail again, under the same Message-ID.
 */
@Injectable()
export class SendLog {
  private readonly slots = new Slots(AT_ONCE);

  constructor(private readonly db: Database, private readonly mailer: Mailer, private readonly config: AppConfig) {}

  /**
   * @param look reads the state anew and writes the mail; asked only if the notice is not settled
   * @throws MailDelayed when it should be tried again later
   * @throws NotificationError with the code of whatever else went wrong, and nothing but the code
   */
  async once(notice: Notice, look: () => Promise<Look>): Promise<Sent> {
    return this.slots.run(async () => {
      try {
        return await this.sendHeld(notice, look);
      } catch (error) {
        throw error instanceof NotificationError ? error : new NotificationError(codeOf(error));
      }
    });
  }

  private async sendHeld(notice: Notice, look: () => Promise<Look>): Promise<Sent> {
    await noteDue(this.db, notice, messageIdOf(notice, this.config.publicUrl));
    // Once only: after a deadlock the mail may have gone, and the job's own next attempt looks again.
    const sent = await this.db.transaction(async (tx) => {
      await tx.query(`set local lock_timeout = '60s'`);
      const row = await hold(tx, notice);
      if (!row || row.state !== 'due') return 'before';
      return this.attempt(tx, row, await look());
    }, { tries: 1 });
    MAILS.inc({ notice: notice.kind, result: typeof sent === 'string' ? sent : 'put-off' });
    if (typeof sent !== 'string') throw sent;
    return sent;
  }

  /** Answers a delay instead of throwing it, so that the attempt itself is committed. */
  private async attempt(tx: Tx, row: LoggedMail, look: Look): Promise<Sent | MailDelayed> {
    if ('skip' in look) return this.skip(tx, row, look.skip);
    const { mailbox } = look;
    if (mailbox && !(await takeFromDay(tx, mailbox, mailbox.limited ? MAILS_A_DAY : null))) return this.skip(tx, row, 'mailbox_day_full');
    const delivery = await this.mailer.send(look.send, row.messageId);
    if (delivery.outcome === 'accepted') {
      await settle(tx, row.id, 'accepted', null, true);
      return 'accepted';
    }
    if (mailbox) await giveBackToDay(tx, mailbox);
    const patienceIsOver = delivery.outcome === 'passing' && !delivery.server && Date.now() - row.dueSince.getTime() > PATIENCE_MS;
    if (delivery.outcome === 'refused' || patienceIsOver) {
      await settle(tx, row.id, 'refused', delivery.code, true);
      return 'refused';
    }
    await noteAttempt(tx, row.id, delivery.code);
    return new MailDelayed(delivery.code, delivery.server);
  }

  private async skip(tx: Tx, row: LoggedMail, code: string): Promise<Sent> {
    await settle(tx, row.id, 'skipped', code, false);
    return 'skipped';
  }
}

/**
 * Sends many; one mailbox that puts us off holds up no other. Ends early when the server itself is away.
 *
 * @throws the first delay or failure, after the others had their turn
 */
export async function sendEach<Item>(items: readonly Item[], send: (item: Item) => Promise<unknown>): Promise<void> {
  const line = [...items];
  const failures: unknown[] = [];
  const sendInTurn = async (): Promise<void> => {
    for (let item = line.shift(); item !== undefined; item = line.shift()) {
      try {
        await send(item);
      } catch (error) {
        failures.push(error);
        if (error instanceof MailDelayed && error.server) line.length = 0;
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, sendInTurn));
  if (failures.length > 0) throw failures[0] as Error;
}
