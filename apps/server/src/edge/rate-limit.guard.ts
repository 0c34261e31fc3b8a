import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import { DomainError, isLoopbackHost } from '#libs/config';
import { AddressKeys } from './address-key.js';
import { LIMIT } from './decorators.js';
import { LIMITS, take, type Bucket, type LimitName, type LimitRule } from './rate-limit-rules.js';

const MOST_KEPT = 100_000;

/** Buckets by limit and keyed address, in this process's memory only. */
@Injectable()
export class RateLimits {
  readonly addresses = new AddressKeys();
  private readonly buckets = new Map<string, Bucket>();

  /** @throws DomainError `rate.limited` with the seconds to wait */
  spend(limit: LimitName, address: string): void {
    const rule: LimitRule = LIMITS[limit];
    if (rule.sparesLoopback && isLoopbackHost(address)) return;
    const key = `${limit}:${this.addresses.keyOf(address)}`;
    const now = Date.now();
    const bucket = this.buckets.get(key) ?? { level: rule.burst, at: now };
    // Taken out and put back, so that the Map's order is that of last use and the oldest can be let go.
    this.buckets.delete(key);
    this.buckets.set(key, bucket);
    if (this.buckets.size > MOST_KEPT) this.buckets.delete(this.buckets.keys().next().value as string);
    const wait = take(bucket, rule, now);
    if (wait > 0) throw new DomainError('rate.limited', 'too-many', { retryAfterS: wait, facts: { seconds: wait } });
  }
}

@Injectable()
export class RateLimitGuard implements CanActivate {
  constructor(private readonly reflector: Reflector, private readonly limits: RateLimits) {}

  canActivate(context: ExecutionContext): boolean {
    const name = this.reflector.getAllAndOverride<LimitName | undefined>(LIMIT, [context.getHandler(), context.getClass()]) ?? 'general';
    this.limits.spend(name, context.switchToHttp().getRequest<FastifyRequest>().ip);
    return true;
  }
}
