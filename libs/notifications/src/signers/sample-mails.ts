import { Injectable } from '@nestjs/common';
import { AppConfig } from '#libs/config';
import { Database } from '#libs/database';
import { type DueQuestion, SampleQuestions } from '#libs/handovers';
import { Queues } from '#libs/queues';
import { hashToken } from '#libs/vault';
import { Links } from '../links.js';
import { ASK_SAMPLES } from '../notifications.jobs.js';
import { replyAddress } from '../people.js';
import { type Look, MailDelayed, sendEach, SendLog } from '../send-log/send-log.service.js';
import { render } from '../templates/render.js';
import { sampleLetter } from './sample-letters.js';
import { SignerMailSource } from './signer-mail-source.js';
import { signerSetting } from './signers.repository.js';

/** A job's share: the end of a worker waits for it. */
const AT_A_TIME = 100;

/**
 * Asks those drawn for a sample whether they signed, in the worker only: each record is opened for its own mail. One mail and one reminder
 * at most to each signer and sample, within what its mailbox gets in a day.
 */
@Injectable()
export class SampleMails {
  private readonly links: Links;

  constructor(
    private readonly db: Database, private readonly sendLog: SendLog, private readonly source: SignerMailSource, private readonly questions: SampleQuestions, private readonly queues: Queues, config: AppConfig,
  ) {
    this.links = new Links(config.publicUrl);
  }

  /** Clockwork: sends what is due, and comes again at once while there is more. */
  async tick(): Promise<void> {
    const due = await this.questions.due(AT_A_TIME);
    await sendEach(due, (question) => this.send(question)).catch((error: unknown) => {
      // A mailbox or a mail server that puts us off: each question has its next time already.
      if (!(error instanceof MailDelayed)) throw error;
    });
    if (due.length === AT_A_TIME) await this.queues.add({ kind: ASK_SAMPLES, payload: {} });
  }

  private async send(question: DueQuestion): Promise<void> {
    const notice = { kind: question.step === 'question' ? 'sample-question' : 'sample-question-reminder', about: `sample:${question.sampleId}`, recipient: `signature:${question.recordId}` };
    try {
      await this.sendLog.once(notice, () => this.look(question));
    } catch (error) {
      await this.questions.settled(question, 'later');
      throw error;
    }
    // As the log has it: an earlier delivery may have sent it and died before it could say so.
    const [logged] = await this.db.rows<{ state: string }>(`select state from mail_log where kind = $1 and about = $2 and recipient = $3`, [notice.kind, notice.about, notice.recipient]);
    await this.questions.settled(question, logged?.state === 'accepted' ? 'sent' : 'never');
  }

  private async look(question: DueQuestion): Promise<Look> {
    if (!(await this.questions.calledFor(question))) return { skip: 'stale' };
    const { petitionId, recordId } = question;
    const setting = await signerSetting(this.db, petitionId);
    if (!setting || setting.kind === 'record') return { skip: 'record' };
    const signer = await this.source.forMail(petitionId, recordId);
    if (!signer) return { skip: 'erased' };
    if (await this.suppressed(petitionId, signer.emailKey)) return { skip: 'suppressed' };
    const token = this.source.sampleToken(question.campaign, petitionId, recordId, question.attempt);
    const letter = sampleLetter(question, signer, setting, token, this.links);
    if (!letter) return { skip: 'stale' };
    await this.questions.willBear(question, hashToken(token));
    return { send: { ...render(letter), to: signer.email, replyTo: replyAddress(setting.contact) }, mailbox: { petitionId, emailKey: signer.emailKey, limited: true } };
  }

  /** Whoever wants no more mails of this campaign, and mailboxes that are gone. */
  private async suppressed(petitionId: number, emailKey: Buffer): Promise<boolean> {
    const rows = await this.db.rows(`select 1 from update_suppressions u join petitions p on p.campaign_id = u.campaign_id where p.id = $1 and u.email_key = $2`, [petitionId, emailKey]);
    return rows.length > 0;
  }
}
