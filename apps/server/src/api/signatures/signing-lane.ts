import { type BeforeApplicationShutdown, Injectable } from '@nestjs/common';
import { ExecutionContextHost } from '@nestjs/core/helpers/execution-context-host.js';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { allowedToAnyone } from '../../edge/decorators.js';
import { ProblemFilter } from '../../edge/problem.filter.js';
import { RateLimits } from '../../edge/rate-limit.guard.js';
import { takeCsrf } from '../../edge/request-access.js';
import type { SwiftLane } from '../../edge/swift-lane.js';
import { tracedOf } from '../../edge/traces.js';
import { PostedSignatures } from './posted-signatures.js';
import { SignaturesController } from './signatures.controller.js';

const URL = '/api/v1/petitions/:petition/signatures';
const PLAIN = /^\/api\/v1\/petitions\/([a-z0-9-]{1,200})\/signatures$/;

/** `SignaturesController.sign` once more, past Nest: the same limit, the same check and desk, the same answers. A spec holds both to that. */
@Injectable()
export class SigningLane implements BeforeApplicationShutdown {
  private readonly limit = allowedToAnyone(SignaturesController, 'sign');
  private lane: SwiftLane | null = null;

  constructor(private readonly posted: PostedSignatures, private readonly limits: RateLimits, private readonly problems: ProblemFilter) {}

  async open(lane: SwiftLane): Promise<void> {
    await lane.open({
      url: URL, plain: PLAIN,
      handler: (request, reply) => this.sign(request, reply),
      failed: (error, request, reply) => this.problems.catch(error, new ExecutionContextHost([request, reply])),
    });
    this.lane = lane;
  }

  beforeApplicationShutdown(): void {
    this.lane?.shut();
  }

  private sign(request: FastifyRequest, reply: FastifyReply): void {
    // Fastify makes it out anew at every asking, through all proxies that are believed.
    const address = request.ip;
    this.limits.spend(this.limit, address);
    takeCsrf(request);
    this.posted.take((request.params as { petition: string }).petition, request.body, request.headers, address, tracedOf(request)).then(
      ({ receipt }) => reply.code(202).header('cache-control', 'no-store').header('content-type', 'application/json; charset=utf-8').send(`{"receipt":"${receipt}","status":"received"}`),
      (error: unknown) => reply.send(error),
    );
  }
}
