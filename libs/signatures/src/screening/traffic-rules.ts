export const MODES = ['auto', 'on', 'off'] as const;
/** `auto`: by itself, from the traffic; the others are an organiser's word. */
export type Mode = (typeof MODES)[number];

/** Why a petition's traffic was found abnormal. */
export type Why = 'concentrated' | 'crowded' | 'beyond';

/** What arrived for one petition within the last minute, as one server saw it. */
export interface Traffic {
  attempts: number;
  /** Of these, from addresses that were beyond their own allowance. */
  crowded: number;
  /** Of these, from the ten ranges of addresses that sent most; addresses that stores vouch for left out. */
  fromTopRanges: number;
  /** What the busiest hour of the last weeks brought in a minute. */
  busiestMinute: number;
}

/** Below this nothing is abnormal: a class that signs together, a shop's queue. */
const FLOOR = 60;
/** A minute is livelier than its hour's average, and news makes more lively still. */
const LIVELY = 4;
/** A petition without history. */
const PLAUSIBLE_AT_LEAST = 20;
const FAST = 3;
const CONCENTRATED = 0.5;
const CROWDED = 0.5;
/** The most that is known of any petition was 2,000 a minute (United Kingdom, March 2019), by millions of people from everywhere. */
const BEYOND_A_MINUTE = 3_000;
const BEYOND = 50;

/** Once on, it takes half as much to stay on … */
const EASE = 0.5;
/** … and ten quiet minutes to end. */
export const CHALLENGED_FOR_MS = 10 * 60_000;

/** Attempts a minute that this petition's own people might make. */
export const plausible = ({ busiestMinute }: Pick<Traffic, 'busiestMinute'>): number => Math.max(PLAUSIBLE_AT_LEAST, LIVELY * busiestMinute);

/**
 * Whether a minute's traffic is abnormal, and why. Fast is not enough: after a broadcast a country signs at once, and from everywhere. It is
 *
 * - *concentrated*: faster than the petition's people ever were, and half of it from ten ranges of addresses;
 * - *crowded*: half of it from addresses beyond their own allowance;
 * - *beyond* what any petition is known to have had, and fifty times what this one could expect.
 *
 * @param already asked for a challenge: it takes half as much to go on
 */
export function abnormal(traffic: Traffic, already: boolean): Why | null {
  const ease = already ? EASE : 1;
  const { attempts } = traffic;
  if (attempts < FLOOR * ease) return null;
  if (traffic.crowded >= attempts * CROWDED * ease) return 'crowded';
  if (attempts >= FAST * plausible(traffic) * ease && traffic.fromTopRanges >= attempts * CONCENTRATED * ease) return 'concentrated';
  if (attempts >= BEYOND_A_MINUTE * ease && attempts >= BEYOND * plausible(traffic) * ease) return 'beyond';
  return null;
}

/** Whether a petition asks for a challenge. */
export function isChallenged(state: { mode: Mode; since: unknown } | undefined): boolean {
  switch (state?.mode) {
    case 'on': return true;
    case 'off': case undefined: return false;
    case 'auto': return state.since !== null;
  }
}
