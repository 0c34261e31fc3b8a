import { isDay } from '#libs/petitions';
import type { Card, CardComparison, CardEntry, CardLine, ComparedEntry, Movement, Rating } from './cards.types.js';

/** How much a colour says was done. The others say nothing that could be compared. */
const ORDER: Readonly<Partial<Record<Rating, number>>> = { red: 1, yellow: 2, green: 3 };

/** What became of a rating. Only two colours can be compared: "not known" is neither better nor worse than red. */
export function movement(from: Rating | null, to: Rating | null): Movement {
  const [before, after] = [from === null ? undefined : ORDER[from], to === null ? undefined : ORDER[to]];
  if (before === undefined || after === undefined) return 'not-comparable';
  return after > before ? 'better' : after < before ? 'worse' : 'same';
}

/**
 * Which card of a place is shown where no round is asked for: the newest that says anything of it, else the newest. A newer round in which
 * nothing was said of it yet hides no older one.
 * @param cards of one place, one a round that covers it, the newest first
 */
export function newestTelling<Said extends Pick<CardLine, 'ratings' | 'stars'>>(cards: readonly Said[]): Said | undefined {
  return cards.find(({ ratings, stars }) => stars.length > 0 || Object.values(ratings).some((rating) => rating !== null)) ?? cards[0];
}

/** Two cards of one country beside each other, by the indicators of the later one and then those it no longer has. */
export function compareCards(from: Card, to: Card): CardComparison {
  const earlier = new Map(from.entries.map((entry) => [entry.indicator.key, entry]));
  const known = new Set(to.entries.map((entry) => entry.indicator.key));
  const entries = [
    ...to.entries.map((entry) => compared(earlier.get(entry.indicator.key) ?? null, entry)),
    ...from.entries.filter((entry) => !known.has(entry.indicator.key)).map((entry) => compared(entry, null)),
  ].filter((one) => one !== null);
  const counts: Record<Movement, number> = { better: 0, same: 0, worse: 0, 'not-comparable': 0 };
  for (const entry of entries) counts[entry.movement] += 1;
  return { jurisdiction: to.jurisdiction, from, to, entries, counts };
}

function compared(from: CardEntry | null, to: CardEntry | null): ComparedEntry | null {
  const indicator = to?.indicator ?? from?.indicator;
  if (!indicator) return null;
  const star = from && to && from.star !== to.star ? (to.star ? 'came' : 'went') : null;
  return { indicator, from, to, movement: movement(from?.rating ?? null, to?.rating ?? null), star };
}

/**
 * The last instant of a day, by which "as on" that day is told. Days are those of UTC, so that the same address says the same to
 * everybody. Null: no day.
 */
export function endOfDay(day: string): Date | null {
  return isDay(day) ? new Date(`${day}T23:59:59.999Z`) : null;
}
