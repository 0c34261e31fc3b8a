import { Injectable } from '@nestjs/common';
import { ExecutionContextHost } from '@nestjs/core/helpers/execution-context-host.js';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { PetitionDirectory, petitionUnknown } from '#libs/petitions';
import { allowedToAnyone } from '../../edge/decorators.js';
import { ProblemFilter } from '../../edge/problem.filter.js';
import { RateLimits } from '../../edge/rate-limit.guard.js';
import type { SwiftLane } from '../../edge/swift-lane.js';
import { type PublicCount, PublicCounts } from '../../reading/public-counts.js';
import { PetitionRights } from '../petitions/petition-rights.js';
import { sendCount } from './count-answer.js';
import { TalliesController } from './tallies.controller.js';

const URL = '/api/v1/petitions/:petition/tally';
const PLAIN = /^\/api\/v1\/petitions\/[a-z0-9-]{1,200}\/tally$/;

/** `TalliesController.tally` once more, past Nest, for whoever shows no login: the same limit, the same count, the same answers. */
@Injectable()
export class CountLane {
  private readonly limit = allowedToAnyone(TalliesController, 'tally');

  constructor(
    private readonly directory: PetitionDirectory, private readonly rights: PetitionRights, private readonly counts: PublicCounts,
    private readonly limits: RateLimits, private readonly problems: ProblemFilter,
  ) {}

  async open(lane: SwiftLane): Promise<void> {
    await lane.open({
      method: 'GET', url: URL, plain: PLAIN,
      handler: (request, reply) => this.tell(request, reply),
      failed: (error, request, reply) => this.problems.catch(error, new ExecutionContextHost([request, reply])),
    });
  }

  private tell(request: FastifyRequest, reply: FastifyReply): void {
    this.limits.spend(this.limit, request.ip);
    const { petition: slug } = request.params as { petition: string };
    const count = this.atHand(slug);
    if (count) sendCount(request, reply, count);
    else this.read(slug, request).then((read) => sendCount(request, reply, read)).catch((error: unknown) => reply.send(error));
  }

  /** Without a turn of the event loop, for the many of one second. */
  private atHand(slug: string): PublicCount | null | undefined {
    const petition = this.directory.atHand(slug);
    return petition && petition.status !== 'draft' ? this.counts.atHand(petition.id) : null;
  }

  private async read(slug: string, request: FastifyRequest): Promise<PublicCount> {
    const { petition } = await this.rights.visible(slug, request);
    const count = await this.counts.of(petition.id);
    if (!count) throw petitionUnknown();
    return count;
  }
}
