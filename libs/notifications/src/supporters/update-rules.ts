import { type UpdateAudience, type UpdateState, type UpdateText } from './updates.types.js';

/** The box of the campaign's own news; the others bear the key of a partner, on whose behalf the campaign mails. */
export const OWN_NEWS = 'campaign';

export const LONGEST_SUBJECT = 150;
export const LONGEST_BODY = 5_000;

/** How often a petition's supporters may be written to. */
export interface Caps { leastDays: number; mostAYear: number }
export const CAPS: Caps = { leastDays: 7, mostAYear: 6 };

const DAY = 86_400_000;
const YEAR = 365 * DAY;

/** Which cap an update at this instant would break, beside the petition's others. Both directions count: one planned later is an update too. */
export function capBroken(at: Date, others: readonly Date[], caps: Caps): 'too_soon' | 'too_many' | null {
  const times = others.map((other) => other.getTime());
  if (times.some((other) => Math.abs(other - at.getTime()) < caps.leastDays * DAY)) return 'too_soon';
  const all = [...times, at.getTime()].sort((a, b) => a - b);
  // No window of a year may hold more than allowed, wherever in it this one stands.
  const crowded = all.some((from) => {
    const within = all.filter((time) => time >= from && time < from + YEAR);
    return within.includes(at.getTime()) && within.length > caps.mostAYear;
  });
  return crowded ? 'too_many' : null;
}

/** The first instant, from `now` on, that breaks no cap. */
export function earliestAllowed(now: Date, others: readonly Date[], caps: Caps): Date {
  const steps = [now.getTime(), ...others.flatMap((other) => [other.getTime() + caps.leastDays * DAY, other.getTime() + YEAR])];
  const fit = steps.filter((time) => time >= now.getTime() && capBroken(new Date(time), others, caps) === null);
  return new Date(Math.min(...fit, ...(fit.length === 0 ? [now.getTime() + YEAR] : [])));
}

export type UpdateStep = 'write' | 'approve' | 'pause' | 'resume' | 'stop';

const FROM: Readonly<Record<UpdateStep, readonly UpdateState[]>> = {
  write: ['draft', 'approved'], approve: ['draft'], pause: ['sending'], resume: ['paused'], stop: ['draft', 'approved', 'sending', 'paused'],
};

export const mayStep = (step: UpdateStep, state: UpdateState): boolean => FROM[step].includes(state);

/** Counts by language without any below `least`: small ones join the rest, and the smallest shown joins them while the rest is small. */
export function audienceShown(counts: readonly { language: string; n: number }[], least = 10): UpdateAudience {
  const shown = counts.filter(({ n }) => n >= least).sort((a, b) => b.n - a.n || (a.language < b.language ? -1 : 1));
  let rest = counts.filter(({ n }) => n < least).reduce((sum, { n }) => sum + n, 0);
  while (rest > 0 && rest < least) {
    const smallest = shown.pop();
    if (!smallest) return { total: null, byLanguage: [] };
    rest += smallest.n;
  }
  const byLanguage = [...shown.map(({ language, n }) => ({ language, n })), ...(rest > 0 ? [{ language: null, n: rest }] : [])];
  return { total: byLanguage.reduce((sum, { n }) => sum + n, 0), byLanguage };
}

/** The text for a supporter of this language: their own, else that of its base language, else the petition's default. */
export function textFor<Text extends Pick<UpdateText, 'language'>>(language: string, texts: readonly Text[], defaultLanguage: string): { text: Text; fallback: boolean } | null {
  const base = language.split('-')[0];
  const own = texts.find((text) => text.language === language) ?? texts.find((text) => text.language === base);
  if (own) return { text: own, fallback: false };
  const text = texts.find((one) => one.language === defaultLanguage) ?? texts[0];
  return text ? { text, fallback: true } : null;
}

/** Pause before another attempt at a mailbox that puts us off: a minute, growing to four hours. */
export const pauseAfter = (attempts: number): number => Math.min(60_000 * 4 ** Math.max(0, attempts - 1), 4 * 3_600_000);

/** How long a mailbox may put us off (RFC 5321, 4.5.4.1). */
export const PATIENCE_MS = 5 * DAY;
