import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import { DomainError, isLoopbackHost } from '#libs/config';
import { AddressKeys } from './address-key.js';
import { Buckets } from './buckets.js';
import { LIMIT } from './decorators.js';
import { LIMITS, take, type LimitName, type LimitRule } from './rate-limit-rules.js';

const NAMES = Object.keys(LIMITS) as LimitName[];

/** Buckets by limit and keyed address, in this process's memory only. */
@Injectable()
export class RateLimits {
  readonly addresses = new AddressKeys();
  private readonly buckets = new Buckets();

  /** @throws DomainError `rate.limited` with the seconds to wait */
  spend(limit: LimitName, address: string): void {
    const rule: LimitRule = LIMITS[limit];
    if (rule.sparesLoopback && isLoopbackHost(address)) return;
    const now = Date.now();
    const key = this.addresses.numberOf(address) + NAMES.indexOf(limit) * 2 ** 48;
    const wait = this.buckets.with(key, rule.burst, now, (bucket) => take(bucket, rule, now));
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
