import { randomUUID } from 'node:crypto';
import { chmod, mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { Injectable, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { type AddressObject, type ParsedMail, simpleParser } from 'mailparser';
import { SMTPServer, type SMTPServerSession } from 'smtp-server';
import { AppConfig, mailIsCaught } from '#libs/config';
import { type CaughtMail, MailBox } from './mail-box.js';

const LARGEST = 5 * 1024 * 1024;

/** A mail server on a Unix socket that delivers to nobody: what it takes is shown at `/dev/mail` and forgotten with the process. */
@Injectable()
export class MailCatcher implements OnModuleInit, OnApplicationShutdown {
  private server: SMTPServer | null = null;

  constructor(private readonly config: AppConfig, private readonly box: MailBox) {}

  async onModuleInit(): Promise<void> {
    if (!mailIsCaught(this.config.smtp) || this.config.smtp.elsewhere) return;
    const { socketPath } = this.config.smtp;
    await mkdir(path.dirname(socketPath), { recursive: true, mode: 0o700 });
    // A process that was killed leaves its socket behind, and nobody can listen on it again.
    await rm(socketPath, { force: true });
    const server = this.makeServer();
    await new Promise<void>((resolve, reject) => {
      server.server.once('error', reject);
      server.server.listen({ path: socketPath, exclusive: true }, () => resolve());
    });
    // From here on a broken connection is the sender's matter.
    server.on('error', () => undefined);
    await chmod(socketPath, 0o600);
    this.server = server;
  }

  async onApplicationShutdown(): Promise<void> {
    const { server } = this;
    this.server = null;
    if (server) await new Promise<void>((resolve) => server.close(() => resolve()));
  }

  private makeServer(): SMTPServer {
    return new SMTPServer({
      disabledCommands: ['AUTH', 'STARTTLS'], disableReverseLookup: true, logger: false, size: LARGEST, closeTimeout: 500, name: 'mail-catcher',
      onData: (stream, session, done) => {
        simpleParser(stream).then((mail) => {
          this.box.put(readMail(mail, session));
          done();
        }, () => done(Object.assign(new Error('that is no mail'), { responseCode: 554 })));
      },
    });
  }
}

function readMail(mail: ParsedMail, { envelope }: SMTPServerSession): CaughtMail {
  const entry = mail.attachments.find(({ contentType }) => contentType === 'text/calendar');
  return {
    ...(entry ? { calendar: entry.content.toString('utf8') } : {}),
    id: randomUUID(),
    date: new Date().toISOString(),
    from: addresses(mail.from)[0] ?? '',
    to: envelope.rcptTo.map(({ address }) => address),
    subject: mail.subject ?? '',
    text: mail.text ?? '',
    html: mail.html || '',
    headers: Object.fromEntries(mail.headerLines.map(({ key, line }) => [key, line.slice(line.indexOf(':') + 1).replace(/\r?\n\s+/g, ' ').trim()])),
  };
}

const addresses = (object: AddressObject | undefined): string[] => (object?.value ?? []).flatMap(({ address }) => address ?? []);
