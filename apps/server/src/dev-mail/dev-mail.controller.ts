import { Controller, Get, Header, HttpStatus, Param, Query, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { AllowLoopback } from '../edge/decorators.js';
import { gonePage, listPage, mailPage } from './dev-mail-pages.js';
import { CaughtMails } from './caught-mails.js';
import { type CaughtMail } from './mail-box.js';

/** The mails are shown with their own inline styles; scripts, pictures and frames from elsewhere stay out. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/** Where mail arrives while no mail server is set (CONTRACT.md, "Start"). It answers this machine only. */
@ApiExcludeController()
@AllowLoopback()
@Controller('dev')
export class DevMailController {
  constructor(private readonly mails: CaughtMails) {}

  @Get('mail.json')
  @Header('Cache-Control', 'no-store')
  json(@Query('to') to?: string): Promise<readonly CaughtMail[]> {
    return this.mails.list(text(to));
  }

  @Get('mail')
  async list(@Res() reply: FastifyReply, @Query('to') to?: string, @Query('refresh') refresh?: string): Promise<void> {
    this.answer(reply, HttpStatus.OK, listPage(await this.mails.list(text(to)), text(to), refresh !== undefined));
  }

  @Get('mail/:id')
  async one(@Res() reply: FastifyReply, @Param('id') id: string): Promise<void> {
    const mail = await this.mails.find(id);
    this.answer(reply, mail ? HttpStatus.OK : HttpStatus.NOT_FOUND, mail ? mailPage(mail) : gonePage());
  }

  private answer(reply: FastifyReply, status: HttpStatus, html: string): void {
    void reply.status(status).headers({
      'content-type': 'text/html; charset=utf-8', 'content-security-policy': POLICY, 'cache-control': 'no-store', 'referrer-policy': 'no-referrer',
    }).send(html);
  }
}

/** The same parameter given twice comes as a list. */
const text = (value: unknown): string => (typeof value === 'string' ? value : '');
