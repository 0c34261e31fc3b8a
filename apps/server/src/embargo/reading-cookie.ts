import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { AppConfig } from '#libs/config';

/** Publications that one person may read ahead in one browser. */
const MOST = 8;

/** The personal links that were opened in this browser. Kept from scripts and other sites; ends with the browser. */
@Injectable()
export class ReadingCookie {
  private readonly name: string;
  private readonly secure: boolean;

  constructor(config: AppConfig) {
    this.secure = config.publicUrl.startsWith('https://');
    this.name = this.secure ? '__Host-countersign-embargo' : 'countersign_embargo';
  }

  tokens(request: FastifyRequest): string[] {
    return (request.cookies[this.name] ?? '').split('.').filter((token) => token !== '').slice(0, MOST);
  }

  add(request: FastifyRequest, reply: FastifyReply, token: string): void {
    const tokens = [token, ...this.tokens(request).filter((other) => other !== token)].slice(0, MOST);
    reply.setCookie(this.name, tokens.join('.'), { path: '/', httpOnly: true, sameSite: 'lax', secure: this.secure });
  }
}
