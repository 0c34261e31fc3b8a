export type Door = 'redis' | 'postgres';

/** What is known of one door. It is open until it failed, and again once it has answered. */
export interface DoorHealth {
  readonly open: boolean;
  /** Failures since it last took a batch: an answer to a mere question forgives none. */
  readonly failures: number;
}

export const HEALTHY: DoorHealth = { open: true, failures: 0 };

export const failed = ({ failures }: DoorHealth): DoorHealth => ({ open: false, failures: failures + 1 });

/** It answered when it was asked whether it is back. Whether it stays is seen by the next batch. */
export const answered = ({ failures }: DoorHealth): DoorHealth => ({ open: true, failures });

const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 3_000;

/** How long before a door that is away is asked again: twice as long each time, up to three seconds. */
export const askAgainAfter = (failures: number): number => Math.min(FIRST_PAUSE_MS * 2 ** Math.max(failures - 1, 0), LONGEST_PAUSE_MS);

/** The doors to try, in this order: Redis first, which is the faster; one that is away, or full, not at all. */
export function doorsToTry(health: Readonly<Record<Door, DoorHealth>>, redisIsFull: boolean): Door[] {
  return [...(health.redis.open && !redisIsFull ? ['redis' as const] : []), ...(health.postgres.open ? ['postgres' as const] : [])];
}

/** Longest that a batch waits for an answer, at both doors together. */
const ANSWER_WITHIN_MS = 400;
/** What the first door may take of it while there is a second. */
const FIRST_DOOR_MS = 250;

/** How long a door may take, with so many milliseconds gone and so many other doors to go to. */
export const patience = (goneMs: number, others: number): number => Math.max(0, Math.min(others > 0 ? FIRST_DOOR_MS : ANSWER_WITHIN_MS, ANSWER_WITHIN_MS - goneMs));
