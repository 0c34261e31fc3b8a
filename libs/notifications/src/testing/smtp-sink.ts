import { type AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { type ParsedMail, simpleParser } from 'mailparser';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';

export interface Received { to: string; messageId: string; subject: string; text: string; html: string; headers: ParsedMail['headers']; raw: string }

/** What the server answers to a recipient or, after the content, to the message; undefined: it accepts. */
export type Answer = { code: number; text: string } | undefined;

/** A real SMTP server on loopback that keeps what it accepts and refuses what it is told to. */
export class SmtpSink {
  readonly received: Received[] = [];
  toRecipient: (address: string) => Answer = () => undefined;
  /** Runs after the message was taken and before the client hears of it. */
  onAccepted: (mail: Received) => Promise<void> = async () => undefined;
  private server: SMTPServer | null = null;
  port = 0;

  async start(): Promise<void> {
    const server = new SMTPServer(this.options());
    server.on('error', () => undefined);
    await new Promise<void>((resolve) => server.listen(this.port, '127.0.0.1', resolve));
    this.port = (server.server.address() as AddressInfo).port;
    this.server = server;
  }

  async stop(): Promise<void> {
    const { server } = this;
    this.server = null;
    if (server) await new Promise<void>((resolve) => server.close(() => resolve()));
  }

  get url(): string {
    return `smtp://127.0.0.1:${this.port}`;
  }

  private options(): SMTPServerOptions {
    return {
      disabledCommands: ['AUTH', 'STARTTLS'],
      closeTimeout: 200,
      logger: false,
      onRcptTo: ({ address }, _session, done) => {
        const answer = this.toRecipient(address);
        done(answer ? Object.assign(new Error(answer.text), { responseCode: answer.code }) : null);
      },
      onData: (stream, _session, done) => {
        void buffer(stream).then(async (raw) => {
          const received = readMail(await simpleParser(raw), raw.toString());
          this.received.push(received);
          await this.onAccepted(received);
        }).then(() => done(), (error: Error) => done(error));
      },
    };
  }
}

function readMail(mail: ParsedMail, raw: string): Received {
  const [to] = Array.isArray(mail.to) ? mail.to : mail.to ? [mail.to] : [];
  return {
    to: to?.value[0]?.address ?? '', messageId: mail.messageId ?? '', subject: mail.subject ?? '',
    text: mail.text ?? '', html: mail.html || '', headers: mail.headers, raw,
  };
}
