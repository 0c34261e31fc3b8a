import { createHash } from 'node:crypto';
import { isLoopbackHost } from '#libs/config';

/** What is told, about what, to whom: the identity of a mail. `recipient` is a user or a signature, never an address. */
export interface Notice {
  readonly kind: string;
  readonly about: string;
  readonly recipient: string;
}

/** What a calendar program reads of a mail (RFC 6047): an alternative of the text, and a file for those that take no other. */
export interface CalendarPart {
  readonly method: 'REQUEST' | 'CANCEL';
  readonly content: string;
}

/** A mail ready to go. */
export interface Mail {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** BCP 47. */
  readonly language: string;
  /** Name shown as the sender. */
  readonly sender: string;
  readonly replyTo?: string | null;
  /** An https address that ends this series of mails by a mere POST (RFC 8058). Mails that answer an act have none. */
  readonly unsubscribeUrl?: string | null;
  readonly calendar?: CalendarPart | null;
}

/**
 * One Message-ID a notice and recipient, for ever: whoever sends it again after a crash sends the same one, and the
 * mailbox can tell. The hash lets nobody read who the recipient is.
 */
export function messageIdOf(notice: Notice, publicUrl: string): string {
  const digest = createHash('sha256').update(JSON.stringify([notice.kind, notice.about, notice.recipient])).digest('hex').slice(0, 40);
  return `<${digest}@${mailDomain(publicUrl)}>`;
}

/** The domain mails are sent from. A loopback address is no mail domain, and `localhost` is the honest word for it. */
export function mailDomain(publicUrl: string): string {
  const host = new URL(publicUrl).hostname;
  if (isLoopbackHost(host)) return 'localhost';
  return /^[\d.]+$|^\[/.test(host) ? `[${host.replace(/^\[(.*)\]$/, 'IPv6:$1')}]` : host;
}

/** Headers beside From, To and Subject. Auto-Submitted (RFC 3834) keeps holiday answers away. */
export function headersOf(mail: Mail): Record<string, string> {
  const headers: Record<string, string> = { 'Auto-Submitted': 'auto-generated', 'Content-Language': mail.language };
  if (mail.unsubscribeUrl?.startsWith('https://')) {
    headers['List-Unsubscribe'] = `<${mail.unsubscribeUrl}>`;
    headers['List-Unsubscribe-Post'] = 'List-Unsubscribe=One-Click';
  }
  return headers;
}
