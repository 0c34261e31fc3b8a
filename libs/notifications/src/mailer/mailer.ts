import { connect } from 'node:net';
import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { createTransport } from 'nodemailer';
import { AppConfig, type SmtpSettings } from '#libs/config';
import { headersOf, mailDomain, type Mail } from './message.js';
import { type Failure, sortFailure } from './refusal-rules.js';

export type Delivery = { readonly outcome: 'accepted' } | Failure;

const CONNECTIONS = 4;
const PATIENCE = { connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 30_000, dnsTimeout: 10_000 };

/** Hands mails to the mail server (RFC 5321). `accepted` means that the server has taken responsibility for one. */
@Injectable()
export class Mailer implements OnApplicationShutdown {
  private readonly transport: ReturnType<typeof transportTo>;
  private readonly from: string;

  constructor(config: AppConfig) {
    this.transport = transportTo(config.smtp);
    this.from = senderAddress(config.smtp, config.publicUrl);
    // An idle connection that the server ends is no event; what concerns a mail comes back from `send`.
    this.transport.on('error', () => undefined);
  }

  /** Never throws: every failure comes back sorted, as a code without the server's words. */
  async send(mail: Mail, messageId: string): Promise<Delivery> {
    try {
      await this.transport.sendMail({
        from: { name: mail.sender, address: this.from },
        to: { name: '', address: mail.to },
        ...(mail.replyTo ? { replyTo: mail.replyTo } : {}),
        subject: mail.subject,
        text: mail.text,
        html: mail.html,
        ...(mail.calendar ? { icalEvent: { ...mail.calendar, filename: mail.calendar.method === 'REQUEST' ? 'invitation.ics' : 'cancellation.ics' } } : {}),
        messageId,
        headers: headersOf(mail),
        // Where the server can (RFC 3461): a series' returned mails name the mail that they are about, and bring no content back.
        ...(mail.unsubscribeUrl ? { dsn: { envid: messageId.slice(1, -1), ret: 'HDRS' as const, notify: 'FAILURE' as const } } : {}),
        disableFileAccess: true,
        disableUrlAccess: true,
      });
      return { outcome: 'accepted' };
    } catch (error) {
      return sortFailure(error);
    }
  }

  onApplicationShutdown(): void {
    this.transport.close();
  }
}

function transportTo(smtp: SmtpSettings) {
  // No requeueing inside the client: the send log decides about another attempt.
  const common = { pool: true as const, maxConnections: CONNECTIONS, maxRequeues: 0, ...PATIENCE };
  if (smtp.kind === 'url') return createTransport({ ...common, url: smtp.url, requireTLS: smtp.requireTls && smtp.url.startsWith('smtp:') });
  return createTransport({ ...common, host: 'localhost', ignoreTLS: true, getSocket: throughSocket(smtp.socketPath) });
}

type SocketGiven = (error: Error | null, options?: { connection: ReturnType<typeof connect> }) => void;

/** The client knows hosts and ports only; the built-in catcher listens on a Unix socket that nobody else can enter. */
const throughSocket = (socketPath: string) => (_options: unknown, given: SocketGiven): void => {
  const socket = connect(socketPath);
  const failed = (): void => given(Object.assign(new Error('the mail catcher is not there'), { code: 'ECONNECTION', command: 'CONN' }));
  socket.once('error', failed);
  socket.once('connect', () => {
    socket.removeListener('error', failed);
    given(null, { connection: socket });
  });
};

/** Most servers let an account send as itself only; where the account is no address, mails come from the site's own domain. */
export function senderAddress(smtp: SmtpSettings, publicUrl: string): string {
  const account = smtp.kind === 'url' ? decodeURIComponent(new URL(smtp.url).username) : '';
  return /^[^\s@<>]+@[^\s@<>]+$/.test(account) ? account : `no-reply@${mailDomain(publicUrl)}`;
}
