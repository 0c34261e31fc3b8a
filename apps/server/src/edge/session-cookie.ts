import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { AppConfig } from '#libs/config';
import type { NewSession } from '#libs/access';

/** The cookie of a session. On https the `__Host-` prefix keeps other hosts of the domain from setting one. */
@Injectable()
export class SessionCookie {
  readonly name: string;
  private readonly secure: boolean;

  constructor(config: AppConfig) {
    this.secure = config.publicUrl.startsWith('https://');
    this.name = this.secure ? '__Host-countersign' : 'countersign_session';
  }

  read(request: FastifyRequest): string | null {
    return request.cookies[this.name] || null;
  }

  set(reply: FastifyReply, session: Pick<NewSession, 'token'>): void {
    // No expiry: the cookie ends with the browser, and the session by the database's clock.
    reply.setCookie(this.name, session.token, this.options());
  }

  clear(reply: FastifyReply): void {
    reply.clearCookie(this.name, this.options());
  }

  private options() {
    return { path: '/', httpOnly: true, sameSite: 'lax', secure: this.secure } as const;
  }
}
