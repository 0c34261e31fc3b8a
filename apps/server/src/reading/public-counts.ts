import { createHash } from 'node:crypto';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { LiveCounts, PublishedTallies, type PublishedTally } from '#libs/tallies';
import { LastShown } from './last-shown.js';

/** With the time for which a page is kept (`PageCache`), a second. */
const FRESH_MS = 500;
const GRACE_MS = 100;
const MOST_KEPT = 1_000;

/** A petition's public count, and the same as it is sent. */
export interface PublicCount { readonly tally: PublishedTally; readonly json: string; readonly etag: string }

/**
 * The counts that this process shows to everybody: pages, API and streams have them from here, so that they say the same. Postgres is
 * asked once for all who look within a second, and again at once when a petition's tally is said to have changed (`LiveCounts`); while
 * it is away the count read last goes on being shown, with the instant of which it was true.
 */
@Injectable()
export class PublicCounts implements OnModuleInit {
  private readonly counts = new LastShown<PublicCount | null>(MOST_KEPT, FRESH_MS, GRACE_MS);

  constructor(private readonly tallies: PublishedTallies, private readonly live: LiveCounts) {}

  onModuleInit(): void {
    this.live.watch((petitionId) => this.changed(petitionId));
  }

  /** Some half a second old at most, older only while Postgres is away. Null: there is no such petition. */
  of(petitionId: number): Promise<PublicCount | null> {
    return this.counts.of(petitionId, () => this.read(petitionId));
  }

  /** The same without waiting; undefined: `of` has to be asked. */
  atHand(petitionId: number): PublicCount | null | undefined {
    return this.counts.atHand(petitionId);
  }

  /** For streams, which tell what is new or nothing. @throws what Postgres threw */
  newest(petitionId: number): Promise<PublicCount | null> {
    return this.counts.newest(petitionId, () => this.read(petitionId));
  }

  /** To be called after what of the public count no signature changes, such as a milestone of the organisers. */
  changed(petitionId: number): void {
    this.counts.changed(petitionId);
  }

  private async read(petitionId: number): Promise<PublicCount | null> {
    const tally = await this.tallies.forPublic(petitionId);
    if (!tally) return null;
    const json = JSON.stringify(tally);
    return { tally, json, etag: `"${createHash('sha256').update(json).digest('base64url').slice(0, 22)}"` };
  }
}
