import { type SmtpSink } from '../../../libs/notifications/src/testing/smtp-sink.js';
import { parseToken } from '#libs/vault';
import { type Ledger } from '../ledger.js';

export interface Letter { token: string; petitionId: number; record: string; person: string }

/** Reads every mail as it comes in: whom it went to, under which Message-ID, and the button it carries. */
export class PostOffice {
  /** Buttons that confirm, in the order they came. */
  readonly toConfirm: Letter[] = [];
  /** The latest button that takes a signature back, by petition and person. */
  readonly toWithdraw = new Map<string, Letter>();

  constructor(sink: SmtpSink, ledger: Ledger) {
    sink.onAccepted = async (mail) => {
      sink.received.length = 0;
      ledger.note({ e: 'mail', id: mail.messageId, to: mail.to.toLowerCase() });
      const person = mail.to.toLowerCase().split('@')[0] ?? '';
      const confirm = letter(/\/c\/([A-Za-z0-9_-]{70})/.exec(mail.text)?.[1], person);
      if (confirm) this.toConfirm.push(confirm);
      const withdraw = letter(/\/w\/([A-Za-z0-9_-]{70})/.exec(mail.text)?.[1], person);
      if (withdraw) this.toWithdraw.set(`${withdraw.petitionId} ${person}`, withdraw);
    };
  }
}

function letter(token: string | undefined, person: string): Letter | null {
  const parsed = token === undefined ? null : parseToken(token);
  return token !== undefined && parsed ? { token, petitionId: parsed.petitionId, record: parsed.recordId, person } : null;
}
