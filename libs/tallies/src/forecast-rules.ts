/**
 * When will a milestone be reached? A range, or nothing with the reason: too little is known before a whole day has passed
 * and half the way is gone.
 *
 * Method "recent-days-resampled", a block bootstrap (Künsch 1989) with a damped trend (Gardner and McKenzie 1985): many
 * futures are put together from the last four weeks, whole days at a time, so that nights and mornings stay what they
 * were, and half of the time days of the same weekday, so that weekends and the day on which paper is typed in do too.
 * Each future remembers further or less far back, carries on a part of the trend of the last days, fading, with a doubt
 * that is the greater the fewer and the more uneven they are. The range leaves out the earliest and the latest tenth of
 * the futures. The same input gives the same range (seeded), whichever other milestones are asked about with it.
 *
 * Scored on invented curves that it was not tuned on: test/forecast/.
 */

const HOUR = 3_600_000;
const DAY_HOURS = 24;
const WEEK = 7;
const MAX_DAYS = 28;
const HORIZON_DAYS = 365;
const FUTURES = 400;

/** How much less a day weighs in the trend than the one after it. */
const RECENCY = 0.9;
/** How much less a day is drawn than the one after it: each future has its own, between these. */
const MEMORY = [0.83, 0.98] as const;
/** How often a day of the same weekday is drawn, once there are enough days. */
const SAME_WEEKDAY = 0.5;
const DAYS_FOR_WEEKDAYS = 10;
/** How much of a trend is left a day later: each future has its own, between these. */
const TREND_KEPT = [0.85, 0.98] as const;
/** The steepest trend believed, per day, as a logarithm. */
const STEEPEST = 0.3;
/** Days over which a trend is believed to have run: an older day is not scaled further. */
const TREND_DAYS = 21;
/** Without anybody for so many days nothing is said. */
const QUIET_DAYS = 14;
/** The doubt in the general level that no number of days takes away, as a logarithm. */
const LEVEL_DOUBT = 0.3;

export const FORECAST_METHOD = 'recent-days-resampled';

/** Days of history that are worth handing in. */
export const FORECAST_HISTORY_DAYS = MAX_DAYS + 1;

/** With fewer whole days than this a range is given, and said to stand on little. */
export const FEW_DAYS = WEEK;

/** How long ahead a milestone counts as approaching. */
export const FORECAST_LEAD_HOURS = 72;

export interface ForecastHistory {
  /** Counted signatures by hour: start of the hour in milliseconds. Any order; hours without any may be left out. */
  hourly: readonly { hour: number; count: number }[];
  /** Since when the petition collects, milliseconds: an hour without a row after it is a zero. */
  since: number;
  now: number;
  /** Counted and attested: what milestones count. */
  total: number;
}

export interface ForecastInput extends ForecastHistory {
  /** The next milestone. */
  threshold: number;
}

export interface Forecast {
  /** Milliseconds: the earliest and latest plausible time; `to` null where it may well never be. */
  from: number;
  to: number | null;
  /** One future in four reaches it by then: what *approaching* goes by, so that a wide range doesn't wake people early. */
  soon: number;
  method: typeof FORECAST_METHOD;
}

/** Why no range is given: less than a day seen, less than half the way, nobody signed for two weeks, or not within a year. */
export type Silence = 'too-early' | 'too-far' | 'quiet' | 'beyond';

export interface Outlook {
  threshold: number;
  remaining: number;
  range: Forecast | null;
  silence: Silence | null;
  /** The range stands on fewer than `FEW_DAYS` whole days. */
  fewDays: boolean;
}

/** The range in which the threshold will be reached; null if too little is known, it is reached, or it lies beyond a year. */
export function forecast(input: ForecastInput): Forecast | null {
  return outlooks(input, [input.threshold])[0]?.range ?? null;
}

/** What can be said of each threshold ahead, in ascending order; those that are reached are left out. */
export function outlooks(history: ForecastHistory, thresholds: readonly number[]): Outlook[] {
  const ahead = [...new Set(thresholds)].filter((threshold) => threshold > history.total).sort((a, b) => a - b);
  const start = Math.floor(history.now / HOUR) * HOUR;
  const days = recentDays(history, start);
  const silent = days.length === 0 ? 'too-early' : days.slice(0, QUIET_DAYS).every((day) => day.sum === 0) ? 'quiet' : null;
  const near = ahead.filter((threshold) => history.total * 2 >= threshold);
  const ranges = silent ? [] : rangesOf(near.map((threshold) => threshold - history.total), days, start, history.now);
  return ahead.map((threshold, n): Outlook => {
    const range = ranges[n] ?? null;
    const silence = range ? null : silent ?? (n >= near.length ? 'too-far' : 'beyond');
    return { threshold, remaining: threshold - history.total, range, silence, fewDays: range !== null && days.length < FEW_DAYS };
  });
}

/** @param missing ascending: how many more are to be counted for each */
function rangesOf(missing: readonly number[], days: readonly Day[], start: number, now: number): (Forecast | null)[] {
  if (missing.length === 0) return [];
  const trend = trendOf(days);
  const futures = Array.from({ length: FUTURES }, (_, n) => hoursUntil(missing, days, trend, seeded(days.length * 7919 + n * 104_729)));
  const instant = (hours: number): number => Math.max(now, Math.round(start + hours * HOUR));
  return missing.map((_, n) => {
    const reached = futures.map((future) => future[n] ?? Infinity).sort((a, b) => a - b);
    const early = reached[Math.floor(FUTURES * 0.1)] ?? Infinity;
    const soon = reached[Math.floor(FUTURES * 0.25)] ?? Infinity;
    const late = reached[Math.ceil(FUTURES * 0.9) - 1] ?? Infinity;
    return early === Infinity ? null : { from: instant(early), to: late === Infinity ? null : instant(late), soon: instant(soon), method: FORECAST_METHOD };
  });
}

/** Whether a milestone is approaching by forecast: one future in four reaches it within the lead. */
export function approachingByForecast(range: Forecast | null, now: number, leadHours: number = FORECAST_LEAD_HOURS): boolean {
  return range !== null && range.soon - now <= leadHours * HOUR;
}

interface Day { hours: number[]; sum: number }

/** Whole days back from `start`, newest first; each begins at the hour of day of `start`. Empty if less than one. */
function recentDays({ hourly, since }: ForecastHistory, start: number): Day[] {
  const first = hourly.reduce((least, { hour, count }) => (count > 0 && hour < least ? hour : least), since);
  const length = Math.min(MAX_DAYS, Math.floor((start - first) / HOUR / DAY_HOURS));
  const days: Day[] = Array.from({ length: Math.max(0, length) }, () => ({ hours: new Array<number>(DAY_HOURS).fill(0), sum: 0 }));
  for (const { hour, count } of hourly) {
    const back = Math.ceil((start - hour) / HOUR);
    const day = days[Math.floor((back - 1) / DAY_HOURS)];
    if (back < 1 || !day) continue;
    const at = DAY_HOURS - 1 - ((back - 1) % DAY_HOURS);
    day.hours[at] = (day.hours[at] ?? 0) + count;
    day.sum += count;
  }
  return days;
}

interface Trend { slope: number; doubt: number; level: number }

/** Weighted straight line through the logarithms of the days: slope per day, its doubt, and what the level is unsure by. */
function trendOf(days: readonly Day[]): Trend {
  const points = days.slice(0, TREND_DAYS).map(({ sum }, back) => ({ x: -back, y: Math.log(sum + 0.5), weight: RECENCY ** back }));
  const weight = points.reduce((total, point) => total + point.weight, 0);
  const mean = (of: (point: (typeof points)[number]) => number): number => points.reduce((total, point) => total + point.weight * of(point), 0) / weight;
  const [mx, my] = [mean(({ x }) => x), mean(({ y }) => y)];
  const spread = mean(({ x }) => (x - mx) ** 2);
  if (days.length < 3 || spread === 0) return { slope: 0, doubt: days.length < 3 ? 0.12 : 0.08, level: LEVEL_DOUBT + 0.2 / days.length };
  const raw = mean(({ x, y }) => (x - mx) * (y - my)) / spread;
  const scatter = Math.sqrt(mean(({ x, y }) => (y - my - raw * (x - mx)) ** 2));
  const doubt = Math.min(0.15, scatter / Math.sqrt(spread * days.length)) + 0.02;
  return { slope: clamp(raw), doubt, level: LEVEL_DOUBT + 0.2 / days.length };
}

const clamp = (slope: number): number => Math.max(-STEEPEST, Math.min(STEEPEST, slope));

/** One future: hours from the start until each of `missing` (ascending) more are counted; those beyond the horizon are left out. */
function hoursUntil(missing: readonly number[], days: readonly Day[], trend: Trend, random: () => number): number[] {
  const slope = clamp(trend.slope * (0.4 + 0.6 * random()) + trend.doubt * normal(random));
  const level = Math.exp(trend.level * normal(random));
  const memory = between(MEMORY, random);
  const kept = between(TREND_KEPT, random);
  const found: number[] = [];
  let counted = 0;
  let drift = 0;
  let fading = 1;
  for (let ahead = 0; ahead < HORIZON_DAYS && found.length < missing.length; ahead++) {
    drift += slope * fading;
    fading *= kept;
    const back = dayBack(ahead, days.length, memory, random);
    const day = days[back] as Day;
    // A day drawn from further back is brought to today's level first.
    const scale = level * Math.exp(slope * Math.min(back, TREND_DAYS) + drift);
    for (let next = missing[found.length]; next !== undefined && counted + day.sum * scale >= next; next = missing[found.length]) {
      found.push(ahead * DAY_HOURS + hoursInto(day, (next - counted) / scale));
    }
    counted += day.sum * scale;
  }
  return found;
}

/** Hours into a day until so many of its own are counted. */
function hoursInto(day: Day, wanted: number): number {
  let left = wanted;
  for (const [hour, count] of day.hours.entries()) {
    if (count > 0 && count >= left) return hour + Math.max(0, left) / count;
    left -= count;
  }
  return DAY_HOURS;
}

const between = ([from, to]: readonly [number, number], random: () => number): number => from + (to - from) * random();

/** A day back, 0 the newest, drawn with geometric weights; of the weekday that lies ahead, if it is to be. */
function dayBack(ahead: number, count: number, memory: number, random: () => number): number {
  const whole = 1 - memory ** count;
  const drawn = Math.min(count - 1, Math.floor(Math.log(1 - random() * whole) / Math.log(memory)));
  const byWeekday = random() < SAME_WEEKDAY;
  if (!byWeekday || count < DAYS_FOR_WEEKDAYS) return drawn;
  const same = (WEEK - 1) - (ahead % WEEK);
  return same + WEEK * Math.min(Math.floor(drawn / WEEK), Math.floor(count / WEEK) - 1);
}

/** Standard normal (Box and Muller 1958). */
function normal(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

/** A small generator of its own (mulberry32), so that a forecast can be repeated. */
function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
