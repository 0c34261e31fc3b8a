/**
 * When will the next milestone be reached? A range, or nothing: too little is known before a whole day has passed and
 * half the way is gone.
 *
 * Method "recent-days-resampled": many futures are put together from the last days (at most two weeks, newer ones more
 * often), whole days at a time, so that nights, mornings and weekends stay what they were. Each future carries on a part of the
 * trend of these days, fading, with a doubt that is the greater the fewer and the more uneven they are. The range
 * leaves out the earliest and the latest tenth of the futures. The same input gives the same range (seeded).
 */

const HOUR = 3_600_000;
const DAY_HOURS = 24;
const MAX_DAYS = 14;
const HORIZON_DAYS = 365;
const FUTURES = 400;

/** How much less a day is drawn than the one after it. */
const RECENCY = 0.85;
/** How much of a trend is left a day later. */
const TREND_FADING = 0.85;
/** The steepest trend believed, per day, as a logarithm. */
const STEEPEST = 0.3;
/** The doubt in the general level that no number of days takes away, as a logarithm. */
const LEVEL_DOUBT = 0.12;

export const FORECAST_METHOD = 'recent-days-resampled';

/** How long before the earliest plausible time a milestone counts as approaching. */
export const FORECAST_LEAD_HOURS = 72;

export interface ForecastInput {
  /** Counted signatures by hour: start of the hour in milliseconds. Any order; hours without any may be left out. */
  hourly: readonly { hour: number; count: number }[];
  /** Since when the petition collects, milliseconds: an hour without a row after it is a zero. */
  since: number;
  now: number;
  /** Counted and attested: what milestones count. */
  total: number;
  /** The next milestone. */
  threshold: number;
}

export interface Forecast {
  /** Milliseconds: the earliest and latest plausible time; `to` null where it may well never be. */
  from: number;
  to: number | null;
  method: typeof FORECAST_METHOD;
}

/** The range in which the threshold will be reached; null if too little is known, it is reached, or it lies beyond a year. */
export function forecast(input: ForecastInput): Forecast | null {
  const remaining = input.threshold - input.total;
  if (remaining <= 0 || input.total * 2 < input.threshold) return null;
  const start = Math.floor(input.now / HOUR) * HOUR;
  const days = recentDays(input, start);
  if (days.length === 0 || days.every((day) => day.sum === 0)) return null;

  const random = seeded(input.threshold + days.length * 7919);
  const trend = trendOf(days);
  const reached = Array.from({ length: FUTURES }, () => hoursUntil(remaining, days, trend, random)).sort((a, b) => a - b);
  const early = reached[Math.floor(FUTURES * 0.1)] ?? Infinity;
  const late = reached[Math.ceil(FUTURES * 0.9) - 1] ?? Infinity;
  if (early === Infinity) return null;
  const instant = (hours: number): number => Math.max(input.now, Math.round(start + hours * HOUR));
  return { from: instant(early), to: late === Infinity ? null : instant(late), method: FORECAST_METHOD };
}

/** Whether a milestone is approaching by forecast: its earliest plausible time is within the lead. */
export function approachingByForecast(range: Forecast | null, now: number, leadHours: number = FORECAST_LEAD_HOURS): boolean {
  return range !== null && range.from - now <= leadHours * HOUR;
}

interface Day { hours: number[]; sum: number }

/** Whole days back from `start`, newest first; each begins at the hour of day of `start`. Empty if less than one. */
function recentDays({ hourly, since }: ForecastInput, start: number): Day[] {
  const first = Math.min(since, ...hourly.filter(({ count }) => count > 0).map(({ hour }) => hour));
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
  const points = days.map(({ sum }, back) => ({ x: -back, y: Math.log(sum + 0.5), weight: RECENCY ** back }));
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

/** One future: hours from the start until `remaining` more are counted; Infinity beyond the horizon. */
function hoursUntil(remaining: number, days: readonly Day[], trend: Trend, random: () => number): number {
  const slope = clamp(trend.slope * (0.4 + 0.6 * random()) + trend.doubt * normal(random));
  const level = Math.exp(trend.level * normal(random));
  let missing = remaining;
  let drift = 0;
  for (let ahead = 0; ahead < HORIZON_DAYS; ahead++) {
    drift += slope * TREND_FADING ** ahead;
    const back = drawDay(days.length, random);
    const day = days[back] as Day;
    // A day drawn from further back is brought to today's level first.
    const scale = level * Math.exp(slope * back + drift);
    if (day.sum * scale < missing) {
      missing -= day.sum * scale;
      continue;
    }
    for (const [hour, count] of day.hours.entries()) {
      if (count * scale >= missing && count > 0) return ahead * DAY_HOURS + hour + missing / (count * scale);
      missing -= count * scale;
    }
    return (ahead + 1) * DAY_HOURS;
  }
  return Infinity;
}

/** A day back, 0 the newest, drawn with geometric weights. */
function drawDay(count: number, random: () => number): number {
  const whole = 1 - RECENCY ** count;
  return Math.min(count - 1, Math.floor(Math.log(1 - random() * whole) / Math.log(RECENCY)));
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
