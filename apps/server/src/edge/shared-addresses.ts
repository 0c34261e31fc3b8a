import { isLoopbackHost } from '#libs/config';
import { AddressKeys, networkOf } from './address-key.js';
import { Buckets } from './buckets.js';
import { levelAt, take, type Rate } from './rate-limit-rules.js';

/** What one address may sign without being asked for anything, and the /56 around an IPv6 /64. */
const ONE: Rate = { perMinute: 20, burst: 60 };
const AROUND: Rate = { perMinute: 80, burst: 240 };
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
export class SharedAddresses {
  private readonly keys: AddressKeys;
  private readonly buckets = new Buckets();
  private readonly vouched = new Map<number, number>();

  constructor(private readonly now: () => number = Date.now) {
    this.keys = new AddressKeys(now);
  }

  /** Spends one signature. `crowded`: the allowance was used up, of the address or of the /56 around it. */
  spend(address: string): { crowded: boolean; vouchedFor: boolean } {
    const now = this.now();
    const network = networkOf(address);
    const key = this.keys.numberOfNetwork(network);
    if (this.vouches(key, now)) return { crowded: false, vouchedFor: true };
    const around = this.keyAround(network);
    const enough = this.takeOne(key, ONE, now);
    const enoughAround = around === null || this.takeOne(around, AROUND, now);
    return { crowded: !enough || !enoughAround, vouchedFor: false };
  }

  /** Whether the next would be too many: asks whomever `spend` would hold. */
  isCrowded(address: string): boolean {
    if (isLoopbackHost(address)) return false;
    const now = this.now();
    const network = networkOf(address);
    const key = this.keys.numberOfNetwork(network);
    if (this.vouches(key, now)) return false;
    const around = this.keyAround(network);
    return this.isEmpty(key, ONE, now) || (around !== null && this.isEmpty(around, AROUND, now));
  }

  /** Somebody here pressed the button in their mail. */
  confirmed(address: string): void {
    const now = this.now();
    const network = networkOf(address);
    const around = this.keyAround(network);
    this.earn(this.keys.numberOfNetwork(network), ONE, now);
    if (around !== null) this.earn(around, AROUND, now);
  }

  /** A paired tablet speaks from here. */
  vouchFor(address: string): void {
    remember(this.vouched, this.keys.numberOf(address), this.now() + VOUCHED_FOR_MS);
  }

  private vouches(key: number, now: number): boolean {
    return this.vouched.size > 0 && (this.vouched.get(key) ?? 0) > now;
  }

  private takeOne(key: number, rate: Rate, now: number): boolean {
    return this.buckets.with(key, rate.burst, now, (bucket) => take(bucket, rate, now)) === 0;
  }

  private isEmpty(key: number, rate: Rate, now: number): boolean {
    const bucket = this.buckets.look(key);
    return bucket !== undefined && levelAt(bucket, rate, now) < 1;
  }

  private earn(key: number, rate: Rate, now: number): void {
    this.buckets.with(key, rate.burst, now, (bucket) => {
      bucket.level = Math.min(MOST_SAVED, levelAt(bucket, rate, now) + CONFIRMED_IS_WORTH);
      bucket.at = now;
    });
  }

  /** Null for IPv4, around which nothing belongs together. */
  private keyAround(network: string): number | null {
    const around = aroundOf(network);
    return around === null ? null : this.keys.numberOfNetwork(around);
  }
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
