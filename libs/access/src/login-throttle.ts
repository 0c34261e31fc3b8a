import { createHmac, randomBytes } from 'node:crypto';

interface Failures { count: number; since: number }

interface Limit { readonly failures: number; readonly windowMs: number }

const MINUTE = 60_000;
/** One person at one place; one account from everywhere; one place for every account. */
const LIMITS: Readonly<Record<'pair' | 'account' | 'address', Limit>> = {
  pair: { failures: 5, windowMs: 15 * MINUTE },
  account: { failures: 50, windowMs: 60 * MINUTE },
  address: { failures: 30, windowMs: 15 * MINUTE },
};
const MOST_KEPT = 100_000;

/**
 * Counts failed logins, in this process's memory, under keys that a random secret makes useless to anyone else.
 * A stranger can lock an account only by failing fifty times an hour, and never longer than the hour.
 */
export class LoginThrottle {
  private readonly secret = randomBytes(32);
  private readonly failures = new Map<string, Failures>();

  constructor(private readonly now: () => number = Date.now) {}

  /** Seconds until another try is allowed; 0 if it is allowed now. */
  waitS(email: string, addressKey: string): number {
    return Math.max(0, ...this.keys(email, addressKey).map(([kind, key]) => {
      const found = this.failures.get(key);
      if (!found || found.count < LIMITS[kind].failures) return 0;
      return Math.ceil((found.since + LIMITS[kind].windowMs - this.now()) / 1000);
    }));
  }

  /**
   * Takes one try before the password is looked at, so that a hundred at once are not all let through.
   * @returns seconds to wait, or 0 and the try is counted as failed until `succeeded` takes it back
   */
  take(email: string, addressKey: string): number {
    const wait = this.waitS(email, addressKey);
    if (wait > 0) return wait;
    for (const [kind, key] of this.keys(email, addressKey)) {
      const found = this.failures.get(key);
      if (!found || found.since + LIMITS[kind].windowMs <= this.now()) {
        this.failures.delete(key);
        this.failures.set(key, { count: 1, since: this.now() });
      } else found.count++;
    }
    while (this.failures.size > MOST_KEPT) this.failures.delete(this.failures.keys().next().value as string);
    return 0;
  }

  /** Takes one try back without forgetting the others: the password was right, the code is still to come. */
  giveBack(email: string, addressKey: string): void {
    for (const [, key] of this.keys(email, addressKey)) {
      const found = this.failures.get(key);
      if (found) found.count--;
    }
  }

  succeeded(email: string, addressKey: string): void {
    for (const [kind, key] of this.keys(email, addressKey)) {
      const found = this.failures.get(key);
      if (kind === 'pair') this.failures.delete(key);
      else if (found) found.count--;
    }
  }

  private keys(email: string, addressKey: string): ['pair' | 'account' | 'address', string][] {
    const account = email.trim().toLowerCase();
    return ([['pair', `${account}\0${addressKey}`], ['account', account], ['address', addressKey]] as const)
      .map(([kind, text]) => [kind, createHmac('sha256', this.secret).update(`${kind}\0${text}`).digest('base64')]);
  }
}
