/** A bucket that holds `burst` and refills by `perMinute`. */
export interface Rate {
  readonly perMinute: number;
  readonly burst: number;
}

export interface LimitRule extends Rate {
  /** Whether calls from this very machine are spared: `countersign simulate` and the bench use the real door. */
  readonly sparesLoopback: boolean;
}

/**
 * By address, and generous: a school, a company, a whole mobile network may share one. What protects a mailbox or an account is
 * elsewhere (the worker caps mails, `Sessions` caps wrong passwords).
 */
export const LIMITS = {
  general: { perMinute: 600, burst: 600, sparesLoopback: true },
  /** The ceiling. From what an address may sign without being asked for anything on, a challenge is asked for (`SharedAddresses`). */
  signing: { perMinute: 600, burst: 600, sparesLoopback: true },
  /** Pages and buttons behind a signer's links: where many sign, many confirm. A token of 256 bits is not found by trying. */
  press: { perMinute: 600, burst: 600, sparesLoopback: true },
  token: { perMinute: 60, burst: 60, sparesLoopback: true },
  login: { perMinute: 20, burst: 20, sparesLoopback: false },
  /** A shopping centre's tablets may share one address. */
  tablets: { perMinute: 1_200, burst: 1_200, sparesLoopback: true },
  pairing: { perMinute: 10, burst: 20, sparesLoopback: true },
  organising: { perMinute: 300, burst: 300, sparesLoopback: true },
} as const satisfies Record<string, LimitRule>;

export type LimitName = keyof typeof LIMITS;

export interface Bucket {
  level: number;
  at: number;
}

/** What a bucket holds by now. By itself it fills up to its burst only; what it was given beyond stays until it is spent. */
export function levelAt({ level, at }: Readonly<Bucket>, { perMinute, burst }: Rate, now: number): number {
  return level < burst ? Math.min(burst, level + (Math.max(0, now - at) * perMinute) / 60_000) : level;
}

/**
 * Takes one from the bucket.
 * @returns 0 if there was one, else the seconds until there is
 */
export function take(bucket: Bucket, rate: Rate, now: number): number {
  bucket.level = levelAt(bucket, rate, now);
  bucket.at = now;
  if (bucket.level < 1) return Math.max(1, Math.ceil(((1 - bucket.level) * 60) / rate.perMinute));
  bucket.level -= 1;
  return 0;
}
