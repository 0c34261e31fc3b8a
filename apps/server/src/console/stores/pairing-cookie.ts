import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { AppConfig } from '#libs/config';

const NAME = 'countersign_pairing';

/**
 * The code of a pairing under way, kept by the manager's own browser for its ten minutes: the server has only its hash, and the
 * page that shows it is loaded again and again while it waits.
 */
@Injectable()
export class PairingCookie {
  private readonly secure: boolean;

  constructor(config: AppConfig) {
    this.secure = config.publicUrl.startsWith('https://');
  }

  remember(reply: FastifyReply, pairingId: string, code: string, expires: Date): void {
    reply.setCookie(NAME, `${pairingId}.${code}`, { path: '/console/stores', httpOnly: true, sameSite: 'strict', secure: this.secure, expires });
  }

  /** Null in another browser, and of an older pairing. */
  codeOf(request: FastifyRequest, pairingId: string): string | null {
    const [id, code] = (request.cookies[NAME] ?? '').split('.');
    return id === pairingId && /^[0-9A-Z]{3}-[0-9A-Z]{5}$/.test(code ?? '') ? (code ?? null) : null;
  }
}
