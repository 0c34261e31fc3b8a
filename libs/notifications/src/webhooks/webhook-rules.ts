/** What a webhook may be told. `ping` is no choice: it is sent when somebody asks for it. */
export const WEBHOOK_EVENTS = [
  'petition.opened', 'petition.closed', 'milestone.approaching', 'milestone.reached', 'handover.scheduled', 'handover.moved', 'handover.held', 'handover.sealed',
  'commitment.status', 'publication.public', 'publication.withdrawn', 'publication.corrected', 'count.daily',
] as const;
export type WebhookEvent = (typeof WEBHOOK_EVENTS)[number];

export const WEBHOOK_STATES = ['active', 'paused', 'off'] as const;
export type WebhookState = (typeof WEBHOOK_STATES)[number];
export type WebhookReason = 'organiser' | 'failing' | 'gone';
export const DELIVERY_STATES = ['waiting', 'delivered', 'dead'] as const;
export type DeliveryState = (typeof DELIVERY_STATES)[number];

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** Pauses after each failed try: eleven tries in all, the last one three days after the first. */
export const PAUSES_MS: readonly number[] = [MINUTE, 5 * MINUTE, 20 * MINUTE, HOUR, 3 * HOUR, 6 * HOUR, 10 * HOUR, 14 * HOUR, 17.5 * HOUR, 20 * HOUR];
/** However long a receiver asks us to wait. */
export const LONGEST_PAUSE_MS = 24 * HOUR;
/** Dead letters one after another, without one delivered, until a webhook pauses itself. */
export const PAUSED_AFTER_DEAD = 3;
/** For how long a secret that was replaced signs along, unless told otherwise. */
export const OVERLAP_HOURS = 24;
export const LONGEST_OVERLAP_HOURS = 7 * 24;

/** What came of one try. `status` null: there was no answer, and `code` says why. */
export interface Attempt {
  status: number | null;
  code: string | null;
  /** The header Retry-After as it came. */
  retryAfter: string | null;
}

export type Verdict = { state: 'delivered' } | { state: 'dead'; gone: boolean } | { state: 'waiting'; inMs: number };

/**
 * What follows from a try. 2xx is delivered; 410 switches the webhook off (Standard Webhooks); everything else is tried again, not
 * before the receiver wants it (RFC 9110, 10.2.3), until the tries are used up.
 *
 * @param tries made so far, with this one
 */
export function verdictOn({ status, retryAfter }: Attempt, tries: number, now: Date, random: () => number = Math.random): Verdict {
  if (status !== null && status >= 200 && status < 300) return { state: 'delivered' };
  if (status === 410) return { state: 'dead', gone: true };
  const pause = PAUSES_MS[tries - 1];
  if (pause === undefined) return { state: 'dead', gone: false };
  // A tenth of jitter, so that what failed together does not come back together.
  const own = Math.round(pause * (0.95 + 0.1 * random()));
  const asked = status === 429 || status === 503 ? askedPause(retryAfter, now) : 0;
  return { state: 'waiting', inMs: Math.max(own, asked) };
}

/** Seconds, or a date; anything else asks for nothing. */
function askedPause(retryAfter: string | null, now: Date): number {
  if (retryAfter === null) return 0;
  const text = retryAfter.trim();
  const ms = /^\d{1,9}$/.test(text) ? Number(text) * 1_000 : Date.parse(text) - now.getTime();
  return Number.isFinite(ms) ? Math.min(Math.max(0, ms), LONGEST_PAUSE_MS) : 0;
}
