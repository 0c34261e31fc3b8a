/** Without a touch for this long the customer is asked (WCAG 2.2, 2.2.1: at least 20 seconds to answer, as often as wanted). */
export const ASK_AFTER_MS = 60_000;
/** Without an answer for this long everything is wiped. */
export const ANSWER_WITHIN_MS = 20_000;

export type Idleness = { kind: 'busy' } | { kind: 'asking'; secondsLeft: number } | { kind: 'gone' };

/**
 * What to do, some time after the last touch. By the clock and not by counting ticks: a tablet that slept in a drawer
 * wakes up `gone`, and never shows what was on it. A clock put back counts as a touch.
 */
export function idleness(lastTouch: number, now: number): Idleness {
  const passed = now - lastTouch;
  if (passed < ASK_AFTER_MS) return { kind: 'busy' };
  const left = ASK_AFTER_MS + ANSWER_WITHIN_MS - passed;
  return left > 0 ? { kind: 'asking', secondsLeft: Math.ceil(left / 1000) } : { kind: 'gone' };
}
