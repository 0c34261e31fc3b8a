/**
 * What organisers steer by, worked out from rows of one snapshot: pure, so that page, file and API say the same. Figures are
 * exact; who may see them is decided before these rows are read.
 */
import { type ForecastHistory, type Outlook, outlooks } from './forecast-rules.js';
import { type Threshold, thresholdsOf } from './tally-book.js';

const HOUR = 3_600_000;
export const HOURS_SHOWN = 48;
/** Milestones ahead that get a forecast each. */
const STEPS_AHEAD = 3;

export interface SteeredPetition {
  petitionId: number;
  slug: string;
  jurisdictionId: string;
  jurisdictionName: string;
  jurisdictionKind: 'country' | 'region' | 'world';
  status: string;
  target: number | null;
  openedAt: Date | null;
  counted: number;
  pending: number;
  attested: number;
  lowerBound: boolean;
  milestones: Threshold[];
}

export interface CellRow extends Spans { petitionId: number; country: string; channel: string }
export interface LinkRow extends Spans { petitionId: number; via: string; store: string | null; storePlace: string | null }
export interface DayRow { petitionId: number; day: string; n: number }
export interface HourRow { petitionId: number; hour: number; n: number }

export interface SteeringRows {
  petitions: readonly SteeredPetition[];
  cells: readonly CellRow[];
  links: readonly LinkRow[];
  /** Every day with a signature, in the reader's time zone. */
  days: readonly DayRow[];
  /** The hours that a forecast looks at. */
  hours: readonly HourRow[];
}

export interface Spans {
  all: number;
  today: number;
  /** The seven days that end with today, in the reader's time zone. */
  week: number;
  weekBefore: number;
  /** The seven days before up to the same hour of the last of them: what `week` may fairly be compared with. */
  weekBeforeSoFar: number;
}

export interface ShareLine extends Spans {
  key: string;
  /** A store's name; null where the key says it. */
  name: string | null;
  /** Of all that the table holds: this week, and the week before up to the same hour. Null where there was nothing to share. */
  share: number | null;
  shareBefore: number | null;
}

export interface MemberLine extends Spans {
  petition: SteeredPetition;
  total: number;
  /** Whether it is part of the sum: of a region only its countries are. */
  summed: boolean;
  /** Of the way to its own target; null without one. */
  targetShare: number | null;
  next: Outlook | null;
  /** The last fourteen days, oldest first. */
  days: number[];
}

export interface Steering {
  asOf: Date;
  timeZone: string;
  total: { counted: number; pending: number; attested: number; lowerBound: boolean; total: number };
  pace: Spans;
  /** The next steps, nearest first. */
  ahead: Outlook[];
  /** Counted by hour, 48 of them, the running one last. */
  hours: { hour: string; n: number }[];
  /** Counted by day since the first, the days without any too. */
  days: { day: string; n: number }[];
  channels: ShareLine[];
  countries: ShareLine[];
  /** Stores, partners and links, and `''` for what came without one. */
  links: ShareLine[];
  members: MemberLine[];
}

const SPANS = ['all', 'today', 'week', 'weekBefore', 'weekBeforeSoFar'] as const;
const none = (): Spans => ({ all: 0, today: 0, week: 0, weekBefore: 0, weekBeforeSoFar: 0 });
const add = (sum: Spans, row: Spans): Spans => {
  for (const span of SPANS) sum[span] += row[span];
  return sum;
};

/** @param days the calendar from the first day to today, `YYYY-MM-DD`, in the reader's time zone */
export function steering(rows: SteeringRows, now: Date, timeZone: string, days: readonly string[]): Steering {
  const summed = new Set(summedOf(rows.petitions).map(({ petitionId }) => petitionId));
  const mine = <Row extends { petitionId: number }>(list: readonly Row[]): Row[] => list.filter(({ petitionId }) => summed.has(petitionId));
  const petitions = mine(rows.petitions);
  const cells = mine(rows.cells);
  const hours = mine(rows.hours);
  const total = totalOf(petitions);
  const pace = cells.reduce(add, none());
  const links = sharesOf([...mine(rows.links).map((row) => ({ ...row, key: row.via, name: row.store })), ...withoutLink(cells, mine(rows.links))]);
  return {
    asOf: now, timeZone, total, pace,
    ahead: outlooks(historyOf(petitions, hours, total.total, now), stepsOf(petitions, total.total)),
    hours: lastHours(hours, now),
    days: byDay(mine(rows.days), days),
    channels: sharesOf(cells.map((row) => ({ ...row, key: row.channel, name: null }))),
    countries: sharesOf(cells.map((row) => ({ ...row, key: row.country, name: null }))),
    links: links.filter(({ key, all }) => key !== '' || all > 0),
    members: rows.petitions.length > 1 ? membersOf(rows, summed, now, days.slice(-14)) : [],
  };
}

/** Only countries are added: what regions and the world are vouched for overlaps theirs. Without a country, all there is. */
function summedOf(petitions: readonly SteeredPetition[]): readonly SteeredPetition[] {
  const countries = petitions.filter(({ jurisdictionKind }) => jurisdictionKind === 'country');
  return countries.length > 0 ? countries : petitions;
}

function totalOf(petitions: readonly SteeredPetition[]): Steering['total'] {
  const sum = (of: (petition: SteeredPetition) => number): number => petitions.reduce((all, one) => all + of(one), 0);
  const [counted, attested] = [sum((one) => one.counted), sum((one) => one.attested)];
  return { counted, attested, pending: sum((one) => one.pending), lowerBound: petitions.some((one) => one.lowerBound), total: counted + attested };
}

function historyOf(petitions: readonly SteeredPetition[], hours: readonly HourRow[], total: number, now: Date): ForecastHistory {
  const opened = petitions.flatMap(({ openedAt }) => (openedAt ? [openedAt.getTime()] : []));
  return { now: now.getTime(), total, since: Math.min(now.getTime(), ...opened), hourly: hours.map(({ hour, n }) => ({ hour, count: n })) };
}

/** Of one petition its own ladder, target and what its organisers set; of several, the steps of 1, 2.5 and 5 times powers of ten. */
export function stepsOf(petitions: readonly SteeredPetition[], total: number): number[] {
  const [one, another] = petitions;
  if (!one || petitions.every(({ status }) => status !== 'open')) return [];
  const all = another ? roundSteps(total) : thresholdsOf(one, one.milestones).map(({ threshold }) => threshold);
  return all.filter((threshold) => threshold > total).slice(0, STEPS_AHEAD);
}

function roundSteps(total: number): number[] {
  const power = 10 ** Math.max(2, Math.floor(Math.log10(Math.max(1, total))));
  return [1, 2.5, 5, 10, 25, 50].map((factor) => factor * power);
}

function lastHours(rows: readonly HourRow[], now: Date): Steering['hours'] {
  const last = Math.floor(now.getTime() / HOUR) * HOUR;
  const sums = new Map<number, number>();
  for (const { hour, n } of rows) sums.set(hour, (sums.get(hour) ?? 0) + n);
  return Array.from({ length: HOURS_SHOWN }, (_, at) => {
    const hour = last - (HOURS_SHOWN - 1 - at) * HOUR;
    return { hour: new Date(hour).toISOString(), n: sums.get(hour) ?? 0 };
  });
}

function byDay(rows: readonly DayRow[], days: readonly string[]): Steering['days'] {
  const sums = new Map<string, number>();
  for (const { day, n } of rows) sums.set(day, (sums.get(day) ?? 0) + n);
  return days.map((day) => ({ day, n: sums.get(day) ?? 0 }));
}

/** What came without a link is what is left; links are kept by UTC day, so of a short span it may be a few off and is never below nought. */
function withoutLink(cells: readonly CellRow[], links: readonly LinkRow[]): (Spans & { key: string; name: null })[] {
  const [all, by] = [cells.reduce(add, none()), links.reduce(add, none())];
  const rest = none();
  for (const span of SPANS) rest[span] = Math.max(0, all[span] - by[span]);
  return [{ ...rest, key: '', name: null }];
}

/** Lines by key, most of this week first, with their shares of the week and of the week before. */
function sharesOf(rows: readonly (Spans & { key: string; name: string | null })[]): ShareLine[] {
  const lines = new Map<string, ShareLine>();
  for (const row of rows) {
    const line = lines.get(row.key) ?? { ...none(), key: row.key, name: row.name, share: null, shareBefore: null };
    add(line, row);
    lines.set(row.key, line);
  }
  const list = [...lines.values()];
  const whole = list.reduce(add, none());
  for (const line of list) {
    line.share = whole.week > 0 ? line.week / whole.week : null;
    line.shareBefore = whole.weekBeforeSoFar > 0 ? line.weekBeforeSoFar / whole.weekBeforeSoFar : null;
  }
  return list.sort((a, b) => b.week - a.week || b.all - a.all || (a.key < b.key ? -1 : 1));
}

function membersOf(rows: SteeringRows, summed: ReadonlySet<number>, now: Date, days: readonly string[]): MemberLine[] {
  const [cells, hours, counts] = [grouped(rows.cells), grouped(rows.hours), grouped(rows.days)];
  return rows.petitions.map((petition) => {
    const total = petition.counted + petition.attested;
    const own = hours.get(petition.petitionId) ?? [];
    const [step] = stepsOf([petition], total);
    return {
      ...(cells.get(petition.petitionId) ?? []).reduce(add, none()),
      petition, total, summed: summed.has(petition.petitionId), targetShare: petition.target ? total / petition.target : null,
      next: step === undefined ? null : (outlooks(historyOf([petition], own, total, now), [step])[0] ?? null),
      days: byDay(counts.get(petition.petitionId) ?? [], days).map(({ n }) => n),
    };
  });
}

function grouped<Row extends { petitionId: number }>(rows: readonly Row[]): Map<number, Row[]> {
  const groups = new Map<number, Row[]>();
  for (const row of rows) {
    const group = groups.get(row.petitionId);
    if (group) group.push(row);
    else groups.set(row.petitionId, [row]);
  }
  return groups;
}

/** How much more or less than in the same part of the week before; null where there is nothing to compare with. */
export const changeOf = ({ week, weekBeforeSoFar }: Pick<Spans, 'week' | 'weekBeforeSoFar'>): number | null => (weekBeforeSoFar > 0 ? week / weekBeforeSoFar - 1 : null);

export type MemberOrder = 'week' | 'change' | 'total' | 'target' | 'next' | 'name';
export const MEMBER_ORDERS: readonly MemberOrder[] = ['week', 'change', 'total', 'target', 'next', 'name'];

/** Largest first; what can't be said of a member stands last. @param nameOf what it is called in the reader's language */
export function sortedMembers(members: readonly MemberLine[], order: MemberOrder, nameOf: (member: MemberLine) => string): MemberLine[] {
  const rank: Record<Exclude<MemberOrder, 'name'>, (member: MemberLine) => number> = {
    week: ({ week }) => week, change: (member) => changeOf(member) ?? -Infinity, total: ({ total }) => total, target: ({ targetShare }) => targetShare ?? -1,
    next: ({ next }) => -(next?.range?.from ?? Infinity),
  };
  const byName = (a: MemberLine, b: MemberLine): number => nameOf(a).localeCompare(nameOf(b));
  if (order === 'name') return [...members].sort(byName);
  const of = rank[order];
  return [...members].sort((a, b) => (of(a) === of(b) ? byName(a, b) : of(b) - of(a)));
}

/** The one whose week grew most and the one whose fell most, in signatures; null where none did. */
export function movers<Line extends Spans>(lines: readonly Line[]): { rising: Line | null; falling: Line | null } {
  const gain = (line: Line): number => line.week - line.weekBeforeSoFar;
  const sorted = [...lines].sort((a, b) => gain(b) - gain(a));
  const [first, last] = [sorted[0], sorted.at(-1)];
  return { rising: first && gain(first) > 0 ? first : null, falling: last && gain(last) < 0 ? last : null };
}

