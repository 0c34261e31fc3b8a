import { hash, randomBytes } from 'node:crypto';
import { isIPv4, isIPv6 } from 'node:net';

const DAY_MS = 86_400_000;

/** Addresses in a form that only this process can make, and that nobody can turn back once the day is over. */
export class AddressKeys {
  private secret = newSecret();
  private day: number;

  constructor(private readonly now: () => number = Date.now) {
    this.day = this.today();
  }

  keyOf(address: string): string {
    return this.hashed(networkOf(address), 'base64url').slice(0, 22);
  }

  /** The same as a number of 48 bits, never 0: of a hundred thousand addresses, two share one in one case of fifty thousand. */
  numberOf(address: string): number {
    return this.numberOfNetwork(networkOf(address));
  }

  /** As `numberOf`, of what need not be a single address. */
  numberOfNetwork(network: string): number {
    return Number.parseInt(this.hashed(network, 'hex').slice(0, 12), 16) || 1;
  }

  /** Cut short by whoever calls, so that nobody can go on from it; the call in one go is a fifth of an HMAC's, and each request makes several. */
  private hashed(network: string, encoding: 'hex' | 'base64url'): string {
    if (this.today() !== this.day) {
      this.secret = newSecret();
      this.day = this.today();
    }
    return hash('sha256', this.secret + network, encoding);
  }

  private today(): number {
    return Math.floor(this.now() / DAY_MS);
  }
}

const newSecret = (): string => randomBytes(32).toString('base64url');

/** An IPv4 address itself; of IPv6 the /64, which one subscriber has all of. */
export function networkOf(address: string): string {
  const bare = address.split('%')[0] ?? address;
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(bare)?.[1];
  if (mapped) return mapped;
  if (isIPv4(bare) || !isIPv6(bare)) return bare;
  const [head = '', tail] = bare.toLowerCase().split('::');
  const left = head === '' ? [] : head.split(':');
  // A dotted tail (::1.2.3.4) lies in the last 32 bits, so it never reaches the /64.
  const right = tail === undefined || tail === '' ? [] : tail.split(':');
  const dotted = right.some((group) => group.includes('.')) ? 1 : 0;
  const missing = tail === undefined ? 0 : 8 - left.length - right.length - dotted;
  const groups = [...left, ...Array<string>(Math.max(0, missing)).fill('0'), ...right];
  return `${groups.slice(0, 4).map((group) => Number.parseInt(group || '0', 16).toString(16)).join(':')}::/64`;
}
