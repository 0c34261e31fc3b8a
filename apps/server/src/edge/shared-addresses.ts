import { Injectable } from '@nestjs/common';
import { isLoopbackHost } from '#libs/config';
import { AddressKeys, networkOf } from './address-key.js';
import { Buckets } from './buckets.js';
import { type Bucket, type LimitRule } from './rate-limit-rules.js';

/** What one address may sign without being asked for anything, and the /56 around an IPv6 /64. */
const ONE: LimitRule = { perMinute: 20, burst: 60, sparesLoopback: true };
const AROUND: LimitRule = { perMinute: 80, burst: 240, sparesLoopback: true };
/** A confirmed signature is worth three: a school whose pupils press their buttons signs on. */
const CONFIRMED_IS_WORTH = 3;
/** However well it behaves, no more than this at once. */
const MOST_SAVED = 600;
const VOUCHED_FOR_MS = 24 * 3_600_000;
const MOST_KEPT = 100_000;

/**
 * Addresses that many people share, and how they are told from one that misbehaves: by what they did. A paired tablet vouches for its
 * shop's address for a day; each button pressed earns an address more. Beyond its allowance nobody is refused: a challenge is asked for.
 * By keyed address, in this process's memory only.
 */
@Injectable()
export class SharedAddresses {
  private readonly keys = new AddressKeys();
  private readonly buckets = new Buckets();
  private readonly vouched = new Map<number, number>();

  /** Spends one signature. `crowded`: the allowance was used up. */
  spend(address: string): { crowded: boolean; vouchedFor: boolean } {
    const now = Date.now();
    const network = networkOf(address);
    const key = this.keys.numberOfNetwork(network);
    if (this.vouched.size > 0 && (this.vouched.get(key) ?? 0) > now) return { crowded: false, vouchedFor: true };
    const enough = this.takeOne(key, ONE, now);
    const around = aroundOf(network);
    const enoughAround = around === null || this.takeOne(this.keys.numberOfNetwork(around), AROUND, now);
    return { crowded: !enough || !enoughAround, vouchedFor: false };
  }

  /** Whether the next would be too many. */
  isCrowded(address: string): boolean {
    if (isLoopbackHost(address) || this.isVouchedFor(address)) return false;
    const bucket = this.buckets.look(this.keys.numberOf(address));
    return bucket !== undefined && bucket.level + ((Date.now() - bucket.at) * ONE.perMinute) / 60_000 < 1;
  }

  /** Somebody here pressed the button in their mail. */
  confirmed(address: string): void {
    this.buckets.with(this.keys.numberOf(address), ONE.burst, Date.now(), (bucket) => { bucket.level = Math.min(MOST_SAVED, bucket.level + CONFIRMED_IS_WORTH); });
  }

  /** A paired tablet speaks from here. */
  vouchFor(address: string): void {
    remember(this.vouched, this.keys.numberOf(address), Date.now() + VOUCHED_FOR_MS);
  }

  isVouchedFor(address: string): boolean {
    return this.vouched.size > 0 && (this.vouched.get(this.keys.numberOf(address)) ?? 0) > Date.now();
  }

  private takeOne(key: number, rule: LimitRule, now: number): boolean {
    return this.buckets.with(key, rule.burst, now, (bucket) => takeOne(bucket, rule, now));
  }
}

/** What was earned beyond the burst is kept until it is spent; by itself a bucket fills up to its burst only. */
function takeOne(bucket: Bucket, { perMinute, burst }: LimitRule, now: number): boolean {
  if (bucket.level < burst) bucket.level = Math.min(burst, bucket.level + (Math.max(0, now - bucket.at) * perMinute) / 60_000);
  bucket.at = now;
  if (bucket.level < 1) return false;
  bucket.level -= 1;
  return true;
}

/** Puts it last, so that what was not used for longest is let go. */
function remember(map: Map<number, number>, key: number, value: number): void {
  map.delete(key);
  map.set(key, value);
  if (map.size > MOST_KEPT) map.delete(map.keys().next().value as number);
}

/** The /56 around the /64 of an IPv6 address, which a household or a server's owner is often given. Null for IPv4. */
function aroundOf(network: string): string | null {
  if (!network.includes(':')) return null;
  const [a, b, c, d = '0'] = network.split(':', 4);
  return `${a}:${b}:${c}:${(Number.parseInt(d || '0', 16) & 0xff00).toString(16)}`;
}
