const FIRST_MS = 1_000;
/** So that a store is back within 30 s of the network when no `online` event tells of it: with full jitter every wait is shorter. */
const VISIBLE_MOST_MS = 28_000;
const HIDDEN_MOST_MS = 5 * 60_000;
/** A server may ask for so long a wait at most: a mistyped header must not silence a store. */
const ASKED_MOST_MS = 15 * 60_000;
const ASKED_LEAST_MS = 1_000;

/**
 * How long to wait after so many failures in a row: full jitter (random between nothing and a doubling bound), for ever.
 * @param random in [0, 1)
 */
export function backoff(failures: number, visible: boolean, random: number): number {
  const most = visible ? VISIBLE_MOST_MS : HIDDEN_MOST_MS;
  const bound = Math.min(most, FIRST_MS * 2 ** Math.min(failures, 20));
  // Never quite nothing, so that a server which fails at once is not asked in a busy loop.
  return Math.max(250, Math.round(bound * random));
}

/**
 * `Retry-After` (RFC 9110 10.2.3: seconds or a date) as milliseconds, bounded; up to a tenth more, so that all the stores that were
 * told the same do not come back in the same second. Null if there is none.
 */
export function retryAfter(header: string | null, nowMs: number, random: number): number | null {
  if (header === null) return null;
  const asked = /^\s*\d+\s*$/.test(header) ? Number(header) * 1000 : Date.parse(header) - nowMs;
  if (!Number.isFinite(asked)) return null;
  return Math.round(Math.min(Math.max(asked, ASKED_LEAST_MS), ASKED_MOST_MS) * (1 + random / 10));
}
