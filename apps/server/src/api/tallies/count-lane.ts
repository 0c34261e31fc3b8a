import { Injectable } from '@nestjs/common';
import { PetitionDirectory } from '#libs/petitions';
import { allowedToAnyone } from '../../edge/decorators.js';
import { RateLimits } from '../../edge/rate-limit.guard.js';
import type { ReadyAnswer, SwiftLane } from '../../edge/swift-lane.js';
import { PublicCounts } from '../../reading/public-counts.js';
import { COUNT_HEADERS } from './count-answer.js';
import { TalliesController } from './tallies.controller.js';

const PLAIN = /^\/api\/v1\/petitions\/([a-z0-9-]{1,200})\/tally$/;
const HEADERS = { ...COUNT_HEADERS, 'content-type': 'application/json; charset=utf-8' };

/** `TalliesController.tally` once more, past Nest, for whoever shows no login and whose count was read within this second: the same limit, the same count, the same answer. */
@Injectable()
export class CountLane {
  private readonly limit = allowedToAnyone(TalliesController, 'tally');

  constructor(private readonly directory: PetitionDirectory, private readonly counts: PublicCounts, private readonly limits: RateLimits) {}

  open(lane: SwiftLane): void {
    lane.answer({ find: (url) => this.atHand(url), spend: (address) => this.limits.spend(this.limit, address) });
  }

  private atHand(url: string): ReadyAnswer | undefined {
    const slug = PLAIN.exec(url)?.[1];
    const petition = slug === undefined ? undefined : this.directory.atHand(slug);
    const count = petition && petition.status !== 'draft' ? this.counts.atHand(petition.id) : null;
    return count ? { headers: HEADERS, etag: count.etag, body: count.json } : undefined;
  }
}
