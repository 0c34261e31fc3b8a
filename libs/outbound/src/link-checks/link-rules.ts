import { type OutboundCode } from '../outbound.errors.js';

/** What one look at a link found. `unknown`: nothing can be said, as with robots that are turned away. */
export type LinkFinding = 'alive' | 'failed' | 'unknown';

/** Failures on this many days, one after another, before a link is called dead. */
export const DEAD_AFTER = 3;
const DAY = 86_400_000;
/** A link that lives is looked at once a week; one that failed, each day until it is clear. */
export const LOOK_EVERY_MS = 7 * DAY;
export const LOOK_AGAIN_MS = DAY;

/**
 * Gone is what says so itself (404, 410), or what nobody answers for. A server in trouble fails as well: a day later it is well
 * again. What turns robots away (401, 403, 405, 429, 451, 999) lives as far as we can know.
 */
export function findingOf(status: number): LinkFinding {
  if (status === 404 || status === 410 || (status >= 500 && status < 600)) return 'failed';
  return (status >= 200 && status < 400) ? 'alive' : 'unknown';
}

export function findingOfRefusal(code: OutboundCode): LinkFinding {
  switch (code) {
    case 'dns': case 'timeout': case 'connection': case 'tls': return 'failed';
    case 'too_large': return 'alive';
    case 'bad_url': case 'bad_scheme': case 'bad_port': case 'private_address': return 'unknown';
  }
}

export interface LinkRecord {
  failures: number;
  /** `YYYY-MM-DD`, UTC. */
  failedOn: string | null;
  deadSince: Date | null;
}

/** Two failures on one day are one. */
export function afterLook(before: LinkRecord, finding: LinkFinding, now: Date): LinkRecord & { nextAt: Date } {
  const day = now.toISOString().slice(0, 10);
  const later = (ms: number): Date => new Date(now.getTime() + ms);
  if (finding === 'alive') return { failures: 0, failedOn: null, deadSince: null, nextAt: later(LOOK_EVERY_MS) };
  if (finding === 'unknown') return { ...before, nextAt: later(LOOK_EVERY_MS) };
  const failures = before.failedOn === day ? before.failures : before.failures + 1;
  const deadSince = before.deadSince ?? (failures >= DEAD_AFTER ? now : null);
  return { failures, failedOn: day, deadSince, nextAt: later(deadSince ? LOOK_EVERY_MS : LOOK_AGAIN_MS) };
}
