import type { Words } from '#libs/petitions';
import { movement } from '../cards/card-rules.js';
import type { Rating } from '../cards/cards.types.js';
import { type Change, type OverviewPart, type OverviewPlace, type Part, PARTS, type Share } from './overview.types.js';
import { wholePercents } from './percents.js';

/** The cards of a round: whoever is covered has one, and what is not among the ratings is not known. */
export interface RoundCards {
  readonly covered: readonly string[];
  readonly framework: { readonly goals: readonly { readonly key: string; readonly indicators: readonly { readonly key: string }[] }[] };
  readonly ratings: readonly { readonly jurisdiction: string; readonly indicator: string; readonly rating: Rating | null; readonly star: boolean }[];
}

export interface OverviewInput {
  readonly now: RoundCards;
  readonly before: RoundCards | null;
  readonly jurisdictions: readonly { readonly id: string; readonly kind: string; readonly names: Words; readonly groups: readonly string[]; readonly members: readonly string[] }[];
  readonly groups: readonly { readonly id: string; readonly label: Words; readonly note: string | null }[];
}

interface Cell { readonly rating: Rating | null; readonly star: boolean }
type Cells = ReadonlyMap<string, Cell>;
const cellKey = (jurisdiction: string, indicator: string): string => `${jurisdiction}\n${indicator}`;
const NOTHING: Cell = { rating: null, star: false };

/** Shares of all that the round covers, then of each region and group that it covers anybody of. Regions overlap: they never add up to all. */
export function overviewOf({ now, before, jurisdictions, groups }: OverviewInput): OverviewPlace[] {
  const sight = { now: cellsOf(now), before: before && cellsOf(before) };
  const place = (kind: OverviewPlace['kind'], id: string, label: Words, note: string | null, wanted: readonly string[]): OverviewPlace[] => {
    const members = now.covered.filter((one) => wanted.includes(one));
    return members.length === 0 ? [] : [{ kind, id, label, note, members, outside: wanted.filter((one) => !members.includes(one)), ...partsOf(members, now, before, sight) }];
  };
  return [
    ...place('all', 'all', {}, null, now.covered),
    // The world is all of them once more.
    ...jurisdictions.filter((one) => one.kind === 'region').flatMap((one) => place('region', one.id, one.names, null, one.members)),
    ...groups.flatMap(({ id, label, note }) => place('group', id, label, note, jurisdictions.filter((one) => one.groups.includes(id)).map((one) => one.id))),
  ];
}

function partsOf(members: readonly string[], now: RoundCards, before: RoundCards | null, cells: { now: Cells; before: Cells | null }): Pick<OverviewPlace, 'inBoth' | 'indicators' | 'goals' | 'overall'> {
  const inBoth = before ? members.filter((one) => before.covered.includes(one)) : null;
  const earlier = new Set(before?.framework.goals.flatMap((goal) => goal.indicators.map((indicator) => indicator.key)));
  const part = (indicators: readonly string[]): OverviewPart => {
    const shared = indicators.filter((key) => earlier.has(key));
    return {
      share: shareOf(members, indicators, cells.now),
      change: inBoth && cells.before && shared.length > 0 ? changeOf(inBoth, shared, cells.before, cells.now) : null,
    };
  };
  const goals = now.framework.goals.map((goal) => ({ key: goal.key, indicators: goal.indicators.map((indicator) => indicator.key) }));
  const all = goals.flatMap((goal) => goal.indicators);
  return {
    inBoth,
    indicators: Object.fromEntries(all.map((key) => [key, part([key])])),
    goals: Object.fromEntries(goals.map(({ key, indicators }) => [key, part(indicators)])),
    overall: part(all),
  };
}

function shareOf(members: readonly string[], indicators: readonly string[], cells: Cells): Share {
  const counts = Object.fromEntries(PARTS.map((one) => [one, 0])) as Record<Part, number>;
  let stars = 0;
  for (const { rating, star } of each(members, indicators, cells)) {
    counts[rating ?? 'not-known'] += 1;
    if (star) stars += 1;
  }
  return { base: members.length * indicators.length, counts, percents: wholePercents(counts), stars };
}

function changeOf(members: readonly string[], indicators: readonly string[], before: Cells, now: Cells): Change {
  const counts = { better: 0, same: 0, worse: 0, 'not-comparable': 0 };
  const [earlier, later] = [each(members, indicators, before), each(members, indicators, now)];
  earlier.forEach((cell, index) => (counts[movement(cell.rating, later[index]?.rating ?? null)] += 1));
  const { better, same, worse } = counts;
  return { base: earlier.length, comparable: better + same + worse, better, same, worse, before: shareOf(members, indicators, before), after: shareOf(members, indicators, now) };
}

const cellsOf = ({ ratings }: RoundCards): Cells => new Map(ratings.map((one) => [cellKey(one.jurisdiction, one.indicator), one]));

const each = (members: readonly string[], indicators: readonly string[], cells: Cells): Cell[] =>
  members.flatMap((member) => indicators.map((indicator) => cells.get(cellKey(member, indicator)) ?? NOTHING));
