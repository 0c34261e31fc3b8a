import { type BeforeApplicationShutdown, Injectable } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { type PublicationChange } from '#libs/embargo';
import { beginEventStream, type EventStream } from '../../edge/event-stream.js';
import { PublicationCalls } from '../../embargo/publication-calls.js';
import { TallyFeed } from '../tallies/tally-feed.js';

const HEARTBEAT_MS = 20_000;

/** Tells whoever listens to a campaign what becomes public and what is withdrawn, when it does. */
@Injectable()
export class PublicationStreams implements BeforeApplicationShutdown {
  private readonly listeners = new Map<number, Set<EventStream>>();
  private heart: NodeJS.Timeout | null = null;
  private deaf: (() => void) | null = null;

  constructor(private readonly calls: PublicationCalls, private readonly places: TallyFeed) {}

  /** Streams of counts and these share their places. @throws DomainError `rate.limited`, `service.unavailable` */
  open(campaignId: number, address: string, reply: FastifyReply): void {
    const leave = this.places.enter(address);
    this.deaf ??= this.calls.listen((change) => this.tell(change));
    this.heart ??= setInterval(() => this.each((stream) => stream.heartbeat()), HEARTBEAT_MS).unref();
    const all = this.listeners.get(campaignId) ?? new Set();
    this.listeners.set(campaignId, all);
    const stream = beginEventStream(reply, () => {
      all.delete(stream);
      leave();
    });
    all.add(stream);
  }

  /** Before the server closes, which waits for every answer that is still being written. */
  beforeApplicationShutdown(): void {
    if (this.heart) clearInterval(this.heart);
    this.deaf?.();
    this.each((stream) => stream.end());
  }

  /** Ids alone: what they stand for is asked for, of those who know who asks. */
  private tell({ campaignId, publicationId, news, corrects }: PublicationChange): void {
    this.listeners.get(campaignId)?.forEach((stream) => stream.say(news, { publication: publicationId, ...(news === 'public' ? { corrects } : {}) }));
  }

  private each(act: (stream: EventStream) => void): void {
    this.listeners.forEach((streams) => streams.forEach(act));
  }
}
