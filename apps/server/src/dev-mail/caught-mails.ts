import { chmod, rm } from 'node:fs/promises';
import { createServer, get, type Server } from 'node:http';
import { Injectable, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { AppConfig, DomainError, mailIsCaught } from '#libs/config';
import { type CaughtMail, MailBox } from './mail-box.js';

/**
 * The caught mails, whichever of several servers is asked for them: one keeps them in its memory and shows them to the others by a
 * Unix socket beside that on which it catches, as private as that one.
 */
@Injectable()
export class CaughtMails implements OnModuleInit, OnApplicationShutdown {
  private readonly socketPath: string;
  private readonly elsewhere: boolean;
  private server: Server | null = null;

  constructor({ smtp }: AppConfig, private readonly box: MailBox) {
    this.socketPath = mailIsCaught(smtp) ? `${smtp.socketPath}.box` : '';
    this.elsewhere = mailIsCaught(smtp) && smtp.elsewhere === true;
  }

  async onModuleInit(): Promise<void> {
    if (this.elsewhere) return;
    await rm(this.socketPath, { force: true });
    const server = createServer((request, answer) => {
      const to = new URL(request.url ?? '/', 'http://box').searchParams.get('to') ?? undefined;
      answer.end(JSON.stringify(this.box.list(to)));
    });
    // Exclusive: among several processes on one port each would get a part of the questions.
    await new Promise<void>((resolve, reject) => server.once('error', reject).listen({ path: this.socketPath, exclusive: true }, resolve));
    await chmod(this.socketPath, 0o600);
    this.server = server;
  }

  onApplicationShutdown(): void {
    this.server?.closeAllConnections();
    this.server?.close();
  }

  /** Newest first. @throws DomainError 503 while the server that keeps them is away */
  async list(to?: string): Promise<readonly CaughtMail[]> {
    return this.elsewhere ? this.asked(`/?to=${encodeURIComponent(to ?? '')}`) : this.box.list(to);
  }

  async find(id: string): Promise<CaughtMail | undefined> {
    return this.elsewhere ? (await this.asked('/')).find((mail) => mail.id === id) : this.box.find(id);
  }

  private asked(path: string): Promise<CaughtMail[]> {
    return new Promise((resolve, reject) => {
      const away = (): void => reject(new DomainError('service.unavailable', 'unavailable', { retryAfterS: 1 }));
      get({ socketPath: this.socketPath, path, timeout: 5_000 }, (answer) => {
        const parts: Buffer[] = [];
        answer.on('data', (part: Buffer) => parts.push(part)).on('error', away).on('end', () => resolve(JSON.parse(Buffer.concat(parts).toString('utf8')) as CaughtMail[]));
      }).on('error', away).on('timeout', away);
    });
  }
}
