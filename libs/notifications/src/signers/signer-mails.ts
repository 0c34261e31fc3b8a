import { Injectable } from '@nestjs/common';
import { AppConfig, Log } from '#libs/config';
import { Database } from '#libs/database';
import { Links } from '../links.js';
import { replyAddress } from '../people.js';
import { type SignerIds } from '../notifications.jobs.js';
import { type Look, MailDelayed, type Sent, sendEach, SendLog } from '../send-log/send-log.service.js';
import { render } from '../templates/render.js';
import { signerLetter, type SignerMailKind } from './signer-letters.js';
import { SignerMailSource } from './signer-mail-source.js';
import { signerSetting } from './signers.repository.js';

/**
 * Writes to signers, in the worker only. A stranger can make us send at most three mails a day to one mailbox; what
 * goes beyond is left out silently, since an answer would tell. A thank-you counts, but is never left out: only the
 * mailbox's owner brings it about, once, and it carries the way back.
 */
@Injectable()
export class SignerMails {
  private readonly links: Links;

  constructor(private readonly db: Database, private readonly sendLog: SendLog, private readonly source: SignerMailSource, config: AppConfig, private readonly log: Log) {
    this.links = new Links(config.publicUrl);
  }

  confirmations({ petitionId, ids, traces }: SignerIds): Promise<void> {
    return sendEach(ids, (id) => this.followed(traces?.[id], 'confirmation', this.send('confirmation', petitionId, id)));
  }

  reminders({ petitionId, ids }: SignerIds): Promise<void> {
    return sendEach(ids, (id) => this.send('confirmation-reminder', petitionId, id));
  }

  alreadyCounted({ petitionId, ids, traces }: SignerIds): Promise<void> {
    return sendEach(ids, (id) => this.followed(traces?.[id], 'already-counted', this.send('already-counted', petitionId, id)));
  }

  thanks({ petitionId, ids }: SignerIds): Promise<void> {
    return sendEach(ids, (id) => this.send('thank-you', petitionId, id));
  }

  async withdrawalLink({ petitionId, recordId, request }: { petitionId: number; recordId: string; request: string }): Promise<void> {
    await this.send('withdrawal-link', petitionId, recordId, `:request:${request}`);
  }

  private send(kind: SignerMailKind, petitionId: number, recordId: string, about = ''): Promise<Sent> {
    const notice = { kind, about: `petition:${petitionId}${about}`, recipient: `signature:${recordId}` };
    return this.sendLog.once(notice, () => this.look(kind, petitionId, recordId));
  }

  private async followed(trace: string | undefined, notice: SignerMailKind, sending: Promise<Sent>): Promise<Sent> {
    if (trace === undefined) return sending;
    const tell = (result: string): void => this.log.pino.info({ trace, notice, result }, "a traced signature's mail");
    try {
      const sent = await sending;
      tell(sent);
      return sent;
    } catch (error) {
      tell(error instanceof MailDelayed ? 'put-off' : 'failed');
      throw error;
    }
  }

  private async look(kind: SignerMailKind, petitionId: number, recordId: string): Promise<Look> {
    const setting = await signerSetting(this.db, petitionId);
    if (!setting || setting.kind === 'record') return { skip: 'record' };
    const signer = await this.source.forMail(petitionId, recordId);
    if (!signer) return { skip: 'erased' };
    const letter = signerLetter(kind, signer, setting, this.links);
    if (!letter) return { skip: 'stale' };
    return {
      send: { ...render(letter), to: signer.email, replyTo: replyAddress(setting.contact) },
      mailbox: { petitionId, emailKey: signer.emailKey, limited: kind !== 'thank-you' },
    };
  }
}
