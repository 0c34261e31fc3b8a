import { createHash } from 'node:crypto';
import { type FieldFault } from '#libs/config';
import { canonical } from '#libs/database';
import { type RankedCard, type RankedRow, type RankingRules } from './ranking.types.js';

const MOST_POINTS = 1000;

/** What is wrong with a method. */
export function rulesFaults(rules: RankingRules): FieldFault[] {
  const faults: FieldFault[] = [];
  const whole = (n: number): boolean => Number.isInteger(n) && n >= 0 && n <= MOST_POINTS;
  const { green, yellow, red } = rules.points;
  for (const [field, n] of Object.entries({ 'points.green': green, 'points.yellow': yellow, 'points.red': red, ...keyed('goals', rules.goals), ...keyed('indicators', rules.indicators) })) {
    if (!whole(n)) faults.push({ field, code: 'out_of_range' });
  }
  if (faults.length === 0 && !(green > yellow && yellow > red)) faults.push({ field: 'points', code: 'out_of_order' });
  if (!Number.isInteger(rules.minimumKnown) || rules.minimumKnown < 1 || rules.minimumKnown > 100) faults.push({ field: 'minimumKnown', code: 'out_of_range' });
  return faults;
}

const keyed = (of: string, weights: Readonly<Record<string, number>>): Record<string, number> => Object.fromEntries(Object.entries(weights).map(([key, n]) => [`${of}.${key}`, n]));

/**
 * Ranks cards by a method: highest share of points first, equal shares share a rank (standard competition ranking), and whoever has too
 * little known comes last without one. The order of the input changes nothing.
 */
export function rank(rules: RankingRules, cards: readonly RankedCard[]): RankedRow[] {
  const rows = cards.map((card) => scored(rules, card));
  const enough: Portion = { points: rules.minimumKnown, of: 100 };
  const ranked = rows.filter(({ score, share }) => score !== null && compare(share, enough) >= 0);
  const others = rows.filter((row) => !ranked.includes(row)).sort((a, b) => a.jurisdiction.localeCompare(b.jurisdiction, 'en'));
  ranked.sort((a, b) => compare(b.score, a.score) || a.jurisdiction.localeCompare(b.jurisdiction, 'en'));
  const rankOf = (row: Scored): number => ranked.filter((other) => compare(other.score, row.score) > 0).length + 1;
  const ranks = ranked.map(rankOf);
  return [
    ...ranked.map((row, n) => told(row, ranks[n] ?? null, ranks.filter((one) => one === ranks[n]).length > 1)),
    ...others.map((row) => told(row, null, false)),
  ];
}

interface Portion { points: number; of: number }
interface Scored { jurisdiction: string; score: Portion | null; share: Portion; notKnown: string[]; notAssessed: string[] }

function scored(rules: RankingRules, { jurisdiction, ratings }: RankedCard): Scored {
  const { green, red } = rules.points;
  const row: Scored = { jurisdiction, score: null, share: { points: 0, of: 0 }, notKnown: [], notAssessed: [] };
  let [points, of] = [0, 0];
  for (const { indicator, goal, rating } of ratings) {
    const weight = (rules.goals[goal] ?? 1) * (rules.indicators[indicator] ?? 1);
    const coloured = rating !== null && rating !== 'not-assessed';
    row.share.of += weight;
    if (coloured) row.share.points += weight;
    if (rating === null) row.notKnown.push(indicator);
    if (rating === 'not-assessed') row.notAssessed.push(indicator);
    if (!coloured && (rating === null ? rules.notKnown : rules.notAssessed) === 'left-out') continue;
    points += weight * (coloured ? rules.points[rating] : red);
    of += weight * green;
  }
  // Nothing has a colour: whatever the method makes of silence, there is no score.
  if (row.share.points > 0 && of > 0) row.score = { points, of };
  return row;
}

/** As fractions, by whole numbers: two thirds are not 0.6666. Weights of a thousand times a thousand make products that no `number` holds. */
function compare(a: Portion | null, b: Portion | null): number {
  if (a === null || b === null) return Number(a !== null) - Number(b !== null);
  const [left, right] = [BigInt(a.points) * BigInt(b.of), BigInt(b.points) * BigInt(a.of)];
  return Number(left > right) - Number(left < right);
}

const told = ({ jurisdiction, score, share, notKnown, notAssessed }: Scored, place: number | null, tied: boolean): RankedRow =>
  ({ jurisdiction, rank: place, tied, score, known: share.of === 0 ? 0 : Math.floor((share.points * 100) / share.of), notKnown, notAssessed });

/** What a ranking was computed from, in one number: the same for the same method and cards in whatever order. */
export function inputHash(rules: RankingRules, cards: readonly RankedCard[]): string {
  const sorted = [...cards].sort((a, b) => (a.jurisdiction < b.jurisdiction ? -1 : 1))
    .map(({ jurisdiction, ratings }) => ({ jurisdiction, ratings: [...ratings].sort((a, b) => (a.indicator < b.indicator ? -1 : 1)) }));
  return createHash('sha256').update(canonical({ rules, cards: sorted })).digest('hex');
}
