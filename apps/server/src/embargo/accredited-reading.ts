import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { AccreditedReaders, type PublicationKind } from '#libs/embargo';
import { ReadingCookie } from './reading-cookie.js';

/** `accredited`: somebody who opened a personal link to this publication. Readers of the libs show them what the public will see. */
export type ReadingAudience = 'public' | 'accredited';

/**
 * Asked by every page and route that shows what a publication holds: may whoever asks read it ahead of the public? Where they may, the
 * reading is written down before the answer. From its instant on everybody is the public, and nothing is written down any more.
 */
@Injectable()
export class AccreditedReading {
  constructor(private readonly readers: AccreditedReaders, private readonly cookie: ReadingCookie) {}

  /** Null: what is in no publication. */
  async audienceOf(request: FastifyRequest, publicationId: string | null): Promise<ReadingAudience> {
    const tokens = this.cookie.tokens(request);
    if (tokens.length === 0 || publicationId === null) return 'public';
    return (await this.readers.mayRead(tokens, publicationId, addressOf(request))) ? 'accredited' : 'public';
  }

  /** For lists: ids of the campaign's publications that whoever asks may read ahead, beside the public ones. */
  async publicationsOf(request: FastifyRequest, shown: { campaignId: number; kind: PublicationKind }): Promise<string[]> {
    const tokens = this.cookie.tokens(request);
    return tokens.length === 0 ? [] : this.readers.openedBy(tokens, shown, addressOf(request));
  }

  /** Whether the request bears a personal link at all: its answers go past every cache. */
  concerns(request: FastifyRequest): boolean {
    return this.cookie.tokens(request).length > 0;
  }

  /** Marks an answer that was made for an accredited reader: nobody keeps it, nobody finds it. Headers that are set later win; it is to be called before the answer is sent. */
  keepPrivate(reply: FastifyReply): void {
    void reply.header('cache-control', 'no-store').header('x-robots-tag', 'noindex').header('referrer-policy', 'no-referrer');
  }
}

const addressOf = (request: FastifyRequest): string => request.url.split('?')[0] ?? '';
