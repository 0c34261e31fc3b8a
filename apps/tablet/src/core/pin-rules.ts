const FREE_TRIES = 5;
const FIRST_WAIT_MS = 30_000;
const LONGEST_WAIT_MS = 15 * 60_000;

export function isPin(text: string): boolean {
  return /^[0-9]{4,8}$/.test(text);
}

/** How long after so many wrong tries in a row the next one is taken: five at once, then 30 s, 1, 2, 4 … 15 minutes. */
export function waitAfter(wrong: number): number {
  return wrong < FREE_TRIES ? 0 : Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (wrong - FREE_TRIES));
}

/** What is left of a wait, in whole seconds. A clock that was set back must not lock staff out for longer than the wait ever was. */
export function waitLeft(wrong: number, waitUntil: number, nowMs: number): number {
  return Math.ceil(Math.max(0, Math.min(waitUntil - nowMs, waitAfter(wrong))) / 1000);
}
