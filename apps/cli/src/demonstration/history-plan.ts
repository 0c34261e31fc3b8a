import { createHash } from 'node:crypto';
import { DateTime } from 'luxon';
import type { HistoryEntry } from '#libs/petitions';
import type { Channel } from '#libs/signatures';
import { inventedAddress, inventPerson, INVENTED_COUNTRIES, type InventedPerson } from '../people/invented-people.js';
import { Random } from '../people/random.js';

export interface HistoryPetition {
  slug: string;
  timeZone: string;
  history: HistoryEntry;
}

/** One invented record. */
export interface PlannedRecord {
  /** The same at every planning: what was written before a kill is not written again. */
  id: string;
  slug: string;
  signedAt: Date;
  channel: Channel;
  person: InventedPerson & { email: string | null };
}

const [HOUR, DAY] = [3_600_000, 86_400_000];

/** Of a hundred people, so many sign a second time. */
const TWICE = 0.03;

/** How many sign at each hour of the day, midnight first: nights are quiet, lunch and evening are not. */
const HOURS = [2, 1, 1, 1, 1, 2, 4, 8, 11, 12, 12, 13, 16, 14, 12, 11, 12, 14, 17, 20, 21, 17, 10, 5];

/** Monday first. */
const WEEKDAYS = [1.05, 1, 1, 0.95, 0.9, 1.05, 1.05];

/**
 * The invented signers of a petition up to an instant: as many people as its `history` says, some of them twice. Equal
 * input, equal plan. Whoever signs without an address has no postcode either, so that no two of them are held for one person.
 */
export function planHistory({ slug, timeZone, history }: HistoryPetition, start: Date): PlannedRecord[] {
  const random = new Random(`history ${slug}`);
  const end = start.getTime() - (history.endsDaysBeforeStart ?? 0) * DAY;
  const first = end - history.days * DAY;
  const perDay = shareOut(history.counted, dayWeights(history, first, timeZone, random));
  const channels = Object.entries(history.channels ?? { online: 1 }) as [Channel, number][];
  const countries = Object.entries(history.countries ?? { [slug.slice(-2).toUpperCase()]: 1 });

  const records: PlannedRecord[] = [];
  perDay.forEach((people, day) => {
    const hours = hourWeights(first + day * DAY, timeZone);
    for (let n = 0; n < people; n += 1) {
      const number = records.length;
      const country = random.weighted(countries);
      const channel = random.weighted(channels);
      const invented = inventPerson(random, country === 'other' ? random.of(INVENTED_COUNTRIES) : country);
      const nameless = channel === 'paper' || (channel === 'store' && random.next() < 0.4);
      const person = nameless ? { ...invented, postcode: null, email: null } : { ...invented, email: inventedAddress(slug, number) };
      const signedAt = first + day * DAY + random.weighted(hours) * HOUR + random.below(HOUR);
      records.push({ id: recordId(slug, number, signedAt), slug, signedAt: new Date(signedAt), channel, person });
      if (person.email !== null && random.next() < TWICE) {
        const again = Math.min(signedAt + Math.floor(random.next() * 2 * DAY), end - 1);
        records.push({ id: recordId(slug, number + 1, again), slug, signedAt: new Date(again), channel: 'online', person });
      }
    }
  });
  return records;
}

/** What is written together: the records of one hour, in the order of the hours. */
export function batchesOf(records: readonly PlannedRecord[]): { id: string; asOf: Date; records: PlannedRecord[] }[] {
  const hours = new Map<number, PlannedRecord[]>();
  for (const record of records) {
    const hour = Math.floor(record.signedAt.getTime() / HOUR);
    hours.set(hour, [...(hours.get(hour) ?? []), record]);
  }
  return [...hours].sort(([a], [b]) => a - b).map(([hour, mine]) => {
    const latest = Math.max(...mine.map(({ signedAt }) => signedAt.getTime()));
    return { id: uuid(hour * HOUR, `batch ${mine.map(({ id }) => id).join()}`), asOf: new Date(latest), records: mine };
  });
}

function dayWeights(history: HistoryEntry, first: number, timeZone: string, random: Random): number[] {
  return Array.from({ length: history.days }, (_, day) => {
    const weekday = WEEKDAYS[DateTime.fromMillis(first + (day + 0.5) * DAY, { zone: timeZone }).weekday - 1] ?? 1;
    return shapeAt(history.shape, day, history.days) * weekday * (0.9 + 0.2 * random.next());
  });
}

function shapeAt(shape: HistoryEntry['shape'], day: number, days: number): number {
  switch (shape) {
    // A launch is told everywhere; four days later it is last week's news.
    case 'launch-then-steady': return 1 + 6 * Math.exp(-day / 1.6);
    case 'steady': return 1;
    case 'rising': return 0.5 + (1.5 * day) / Math.max(1, days - 1);
  }
}

/** Whole numbers that add up to `total`, in proportion to the weights (largest remainder). */
export function shareOut(total: number, weights: readonly number[]): number[] {
  const sum = weights.reduce((all, weight) => all + weight, 0);
  const exact = weights.map((weight) => (total * weight) / sum);
  const whole = exact.map(Math.floor);
  const missing = total - whole.reduce((all, n) => all + n, 0);
  const neediest = exact.map((value, at) => ({ at, rest: value - Math.floor(value) })).sort((a, b) => b.rest - a.rest || a.at - b.at).slice(0, missing);
  for (const { at } of neediest) whole[at] = (whole[at] ?? 0) + 1;
  return whole;
}

/** For each hour of the day that begins at `from`, how many people there are awake and at it. */
const hourWeights = (from: number, timeZone: string): (readonly [number, number])[] =>
  Array.from({ length: 24 }, (_, n) => [n, HOURS[DateTime.fromMillis(from + (n + 0.5) * HOUR, { zone: timeZone }).hour] ?? 1] as const);

const recordId = (slug: string, number: number, signedAt: number): string => uuid(signedAt, `record ${slug} ${number}`);

/** A UUIDv7 (RFC 9562, 5.7) whose random part follows from a text. */
function uuid(at: number, text: string): string {
  const hash = createHash('sha256').update(text).digest();
  const bytes = Buffer.alloc(16);
  bytes.writeUIntBE(at, 0, 6);
  hash.copy(bytes, 6, 0, 10);
  bytes[6] = 0x70 | ((bytes[6] ?? 0) & 0x0f);
  bytes[8] = 0x80 | ((bytes[8] ?? 0) & 0x3f);
  const hex = bytes.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
