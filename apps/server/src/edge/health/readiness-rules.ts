import type { DoorState } from '#libs/signatures';

export type Health = 'ok' | 'degraded' | 'down';

export interface CheckResult {
  readonly status: Health;
  /** In short stable words, never an error's text. */
  readonly why?: string;
}

export interface Readiness {
  readonly status: Health;
  readonly checks: Readonly<Record<string, CheckResult>>;
}

/** The door that batches go through, as the last of them found it. */
export function doorCheck({ inUse, since, redisIsFull }: Pick<DoorState, 'inUse' | 'since' | 'redisIsFull'>): CheckResult {
  switch (inUse) {
    case 'redis': return { status: 'ok' };
    case 'postgres': return { status: 'degraded', why: `postgres since ${since.toISOString()}${redisIsFull ? ', redis is full' : ''}` };
    case 'none': return { status: 'down', why: `none since ${since.toISOString()}${redisIsFull ? ', redis is full' : ''}` };
  }
}

/** Of these two one is enough: while one is away signatures wait in the other. */
const DOORS = ['postgres', 'redis'];

/** Down as soon as one check is, but for the stores: with one of them away signing goes on, which is degraded. */
export function together(checks: Readonly<Record<string, CheckResult>>): Readiness {
  const down = Object.keys(checks).filter((name) => checks[name]?.status === 'down');
  const blocked = down.some((name) => !DOORS.includes(name)) || DOORS.every((name) => down.includes(name));
  const weaker = Object.values(checks).some(({ status }) => status !== 'ok');
  return { status: blocked ? 'down' : weaker ? 'degraded' : 'ok', checks };
}
