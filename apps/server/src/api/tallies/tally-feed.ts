import { Injectable, type BeforeApplicationShutdown } from '@nestjs/common';
import { DomainError } from '#libs/config';
import { LiveCounts, type PublishedTally } from '#libs/tallies';
import { PublicCounts } from '../../reading/public-counts.js';

/** Open streams in all, and from one address (a school or a whole mobile network may share one). */
const MOST = 15_000;
const MOST_AN_ADDRESS = 30;
const HEARTBEAT_MS = 20_000;

/** One open stream. */
export interface TallySink {
  tally(tally: PublishedTally): void;
  heartbeat(): void;
  end(): void;
}

interface Feed { sinks: Set<TallySink>; stop: () => void; last: string; busy: boolean; again: boolean }

/**
 * Tells whoever listens how the public count of a petition changes. However many listen, it is computed once a change; and a
 * change that the public is not shown (something pending, a small cell, a petition of high privacy) is not told at all.
 */
@Injectable()
export class TallyFeed implements BeforeApplicationShutdown {
  private readonly feeds = new Map<number, Feed>();
  private readonly byAddress = new Map<string, number>();
  private open = 0;
  private readonly heart = setInterval(() => this.each((sink) => sink.heartbeat()), HEARTBEAT_MS).unref();

  constructor(private readonly live: LiveCounts, private readonly counts: PublicCounts) {}

  /** Takes a place, or refuses. @throws DomainError `rate.limited`, `service.unavailable`. @returns what gives the place back */
  enter(address: string): () => void {
    const mine = this.byAddress.get(address) ?? 0;
    if (mine >= MOST_AN_ADDRESS) throw new DomainError('rate.limited', 'too-many', { retryAfterS: 30, facts: { seconds: 30 } });
    if (this.open >= MOST) throw new DomainError('service.unavailable', 'unavailable', { retryAfterS: 30 });
    this.byAddress.set(address, mine + 1);
    this.open += 1;
    let left = false;
    return () => {
      if (left) return;
      left = true;
      this.open -= 1;
      const rest = (this.byAddress.get(address) ?? 1) - 1;
      if (rest > 0) this.byAddress.set(address, rest);
      else this.byAddress.delete(address);
    };
  }

  /** Tells `sink` of every change from now on, until the returned function is called. */
  follow(petitionId: number, first: PublishedTally, sink: TallySink): () => void {
    const feed = this.feeds.get(petitionId) ?? this.begin(petitionId, first);
    feed.sinks.add(sink);
    return () => {
      feed.sinks.delete(sink);
      if (feed.sinks.size > 0 || this.feeds.get(petitionId) !== feed) return;
      feed.stop();
      this.feeds.delete(petitionId);
    };
  }

  /** Before the server closes, which waits for every answer that is still being written. */
  beforeApplicationShutdown(): void {
    clearInterval(this.heart);
    this.each((sink) => sink.end());
    this.feeds.forEach((feed) => feed.stop());
  }

  private begin(petitionId: number, first: PublishedTally): Feed {
    const feed: Feed = { sinks: new Set(), stop: this.live.listen(petitionId, () => void this.tell(petitionId)), last: figuresIn(first), busy: false, again: false };
    this.feeds.set(petitionId, feed);
    return feed;
  }

  private async tell(petitionId: number): Promise<void> {
    const feed = this.feeds.get(petitionId);
    if (!feed) return;
    feed.again = feed.busy;
    if (feed.busy) return;
    feed.busy = true;
    try {
      const tally = (await this.counts.newest(petitionId))?.tally;
      const figures = tally && figuresIn(tally);
      if (tally && figures !== feed.last) {
        feed.last = figures ?? '';
        feed.sinks.forEach((sink) => sink.tally(tally));
      }
    } catch {
      // The next change tells it; what a page shows meanwhile was true a moment ago.
    } finally {
      feed.busy = false;
    }
    if (feed.again) await this.tell(petitionId);
  }

  private each(act: (sink: TallySink) => void): void {
    this.feeds.forEach((feed) => feed.sinks.forEach(act));
  }
}

/** What of a tally is worth telling: all but when it was read, and a forecast that moves with the clock. */
const figuresIn = ({ asOf: _, nextMilestone, ...figures }: PublishedTally): string => JSON.stringify([figures, nextMilestone?.threshold, nextMilestone?.remaining]);
