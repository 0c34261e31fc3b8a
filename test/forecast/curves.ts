/**
 * Invented petition curves on which the forecast is tuned and scored. Each is made of the same few things that move real
 * petitions, by a seeded generator, so that the set is these lines and no file of numbers:
 *
 * - a level that starts with a launch and fades, grows by word of mouth until it is saturated, or holds;
 * - the rhythm of hours and weekdays; days that are better or worse than others, and resemble the day before;
 * - press: bursts at random days that rise within hours and fade within days;
 * - stores that open and add daytime hours, never on their closing day;
 * - holidays that halve it for days; paper that is typed in by the batch.
 *
 * The thirty curves for tuning and the ten unseen ones come from other seeds *and* from other ranges of every parameter.
 */

const HOUR = 3_600_000;
export const FIRST_HOUR = Date.UTC(2026, 0, 5, 6);
const DAYS = 520;

export interface Curve {
  name: string;
  /** Counted in each hour since `FIRST_HOUR`. */
  hourly: readonly number[];
  /** Days of it that are seen when the forecast is made. */
  seenDays: number;
}

type Span = readonly [number, number];

/** From where to where each parameter is drawn. */
interface Kind {
  level: Span;
  noise: Span;
  persistence: Span;
  nights: Span;
  weekend: Span;
  pressEveryDays: Span;
  pressHeight: Span;
  pressDays: Span;
  fadeDays: Span;
  growDays: Span;
  storeShare: Span;
  paperShare: Span;
  holidayDepth: Span;
  seen: Span;
}

const TUNING: Kind = {
  level: [15, 1_500], noise: [0.08, 0.3], persistence: [0, 0.5], nights: [0.5, 0.95], weekend: [0.5, 1.1], pressEveryDays: [15, 60], pressHeight: [1.5, 6], pressDays: [0.5, 2],
  fadeDays: [15, 60], growDays: [10, 40], storeShare: [0.2, 0.8], paperShare: [0.1, 0.5], holidayDepth: [0.3, 0.7], seen: [5, 40],
};
const UNSEEN: Kind = {
  level: [30, 4_000], noise: [0.12, 0.35], persistence: [0.2, 0.6], nights: [0.3, 0.9], weekend: [0.65, 1.35], pressEveryDays: [20, 45], pressHeight: [2, 8], pressDays: [0.8, 2.5],
  fadeDays: [20, 80], growDays: [14, 55], storeShare: [0.3, 1.1], paperShare: [0.15, 0.6], holidayDepth: [0.25, 0.6], seen: [4, 33],
};

/** What a curve is mainly; each also has the rhythm, the noise and the press of all. */
const STORIES = ['steady', 'fading', 'news', 'growing', 'saturating', 'stores', 'paper', 'holiday', 'dying', 'stepwise'] as const;
type Story = (typeof STORIES)[number];

export const tuningCurves = (count = 30): Curve[] => Array.from({ length: count }, (_, n) => curve(STORIES[n % 10] as Story, TUNING, 1_000 + n));
export const unseenCurves = (): Curve[] => Array.from({ length: 10 }, (_, n) => curve(STORIES[n] as Story, UNSEEN, 20_261_122 + n * 101));
/** More of the unseen kind, for a look at how lucky the ten are. */
export const moreUnseenCurves = (count: number): Curve[] => Array.from({ length: count }, (_, n) => curve(STORIES[n % 10] as Story, UNSEEN, 500_000 + n * 29));

function curve(story: Story, kind: Kind, seed: number): Curve {
  const dice = new Dice(seed);
  const draw = (span: Span): number => span[0] + (span[1] - span[0]) * dice.next();
  const level = Math.exp(draw([Math.log(kind.level[0]), Math.log(kind.level[1])]));
  const [nights, weekend, noise, persistence] = [draw(kind.nights), draw(kind.weekend), draw(kind.noise), draw(kind.persistence)];
  const seenDays = Math.round(draw(kind.seen));
  const shape = shapeOf(story, kind, seenDays, draw, dice);
  const press = burstsOf(kind, draw, dice);
  const byStores = story === 'stores' ? draw(kind.storeShare) : 0.1 * draw(kind.storeShare);
  const opened = story === 'stores' ? Math.round(draw([1, Math.max(2, seenDays * 0.7)])) : 0;
  const byPaper = story === 'paper' ? draw(kind.paperShare) : 0;
  const paperDay = Math.floor(dice.next() * 5);
  let mood = 0;
  const hourly: number[] = [];
  for (let day = 0; day < DAYS; day++) {
    mood = persistence * mood + noise * Math.sqrt(1 - persistence ** 2) * dice.normal();
    const weekday = (day + 1) % 7;
    const ofDay = level * shape(day) * Math.exp(mood) * (weekday === 6 || weekday === 0 ? weekend : 1);
    for (let hour = 0; hour < 24; hour++) {
      const local = (hour + 7) % 24;
      const rhythm = 1 + nights * Math.sin(((local - 8) / 24) * 2 * Math.PI) * 0.9 + (local >= 19 && local < 22 ? 0.3 * nights : 0);
      const lifted = press.reduce((sum, burst) => sum + burst(day * 24 + hour), 0);
      const shop = day >= opened && weekday !== 0 && local >= 9 && local < 19 ? byStores * level * 0.1 : 0;
      const typed = byPaper > 0 && weekday === paperDay + 1 && local >= 10 && local < 16 ? (byPaper * level * 7) / 6 : 0;
      hourly.push(dice.poisson(Math.max(0, (ofDay / 24) * rhythm + (level / 24) * lifted * rhythm * Math.max(0.15, shape(day)) + shop * shape(0) + typed)));
    }
  }
  return { name: `${story} ${seed}`, hourly, seenDays };
}

function shapeOf(story: Story, kind: Kind, seenDays: number, draw: (span: Span) => number, dice: Dice): (day: number) => number {
  const [fade, grow] = [draw(kind.fadeDays), draw(kind.growDays)];
  switch (story) {
    case 'steady': case 'stores': case 'paper': return () => 1;
    case 'fading': return (day) => Math.exp(-day / fade);
    case 'news': {
      const exponent = 0.8 + 0.3 * dice.next();
      return (day) => 0.15 + 6 / (1 + day) ** exponent;
    }
    case 'growing': return (day) => Math.min(8, 0.3 * Math.exp(day / grow));
    case 'saturating': return (day) => 0.1 + 1.9 / (1 + Math.exp(-(day - grow) / (grow / 4)));
    case 'holiday': {
      const [from, long, depth] = [seenDays + draw([-6, 4]), draw([5, 14]), draw(kind.holidayDepth)];
      return (day) => (day >= from && day < from + long ? depth : 1);
    }
    case 'dying': return (day) => Math.exp(-day / (fade * 0.45)) + 0.03;
    case 'stepwise': {
      const [at, to] = [seenDays * draw([0.3, 0.9]), draw([0.5, 2.2])];
      return (day) => (day < at ? 1 : to);
    }
  }
}

function burstsOf(kind: Kind, draw: (span: Span) => number, dice: Dice): ((hour: number) => number)[] {
  const every = draw(kind.pressEveryDays);
  const bursts: ((hour: number) => number)[] = [];
  for (let day = -Math.log(1 - dice.next()) * every; day < DAYS; day += -Math.log(1 - dice.next()) * every) {
    const [start, height, days] = [day * 24, draw(kind.pressHeight), draw(kind.pressDays)];
    bursts.push((hour) => (hour < start || hour > start + days * 24 * 7 ? 0 : height * Math.min(1, (hour - start + 1) / 4) * Math.exp(-(hour - start) / (24 * days))));
  }
  return bursts;
}

/** Randomness of another kind than the one inside the forecast: Marsaglia's xorshift (2003), 32 bits. */
class Dice {
  private state: number;

  constructor(seed: number) {
    this.state = Math.imul(seed + 1, 2_654_435_761) | 1;
    for (let n = 0; n < 8; n++) this.next();
  }

  next(): number {
    this.state ^= this.state << 13;
    this.state ^= this.state >>> 17;
    this.state ^= this.state << 5;
    return (this.state >>> 0) / 4_294_967_296;
  }

  normal(): number {
    return Math.sqrt(-2 * Math.log(1 - this.next())) * Math.cos(2 * Math.PI * this.next());
  }

  poisson(mean: number): number {
    if (mean > 40) return Math.max(0, Math.round(mean + Math.sqrt(mean) * this.normal()));
    const limit = Math.exp(-mean);
    let count = 0;
    for (let product = this.next(); product > limit; product *= this.next()) count++;
    return count;
  }
}

/** The share of the way that was made when the forecast is asked for. */
export const WAYS = [0.6, 0.8, 0.9] as const;

export interface Question {
  now: number;
  since: number;
  hourly: { hour: number; count: number }[];
  total: number;
  threshold: number;
  /** When it came, milliseconds; Infinity if not within a year. */
  truth: number;
}

/** What a forecast would be asked on the last day seen, for a milestone of which `way` is reached. */
export function questionOf({ hourly, seenDays }: Curve, way: number): Question {
  const hours = seenDays * 24 + 5;
  const now = FIRST_HOUR + hours * HOUR + 7 * 60_000;
  const seen = hourly.slice(0, hours);
  const total = seen.reduce((sum, count) => sum + count, 0);
  const threshold = Math.max(total + 1, Math.ceil(total / way));
  let running = total;
  let truth = Infinity;
  for (let at = hours; at < Math.min(hourly.length, hours + 365 * 24); at++) {
    const count = hourly[at] ?? 0;
    if (running + count >= threshold) {
      truth = Math.max(now, FIRST_HOUR + HOUR * (at + (threshold - running) / count));
      break;
    }
    running += count;
  }
  return { now, since: FIRST_HOUR, hourly: seen.map((count, n) => ({ hour: FIRST_HOUR + n * HOUR, count })).slice(-28 * 24), total, threshold, truth };
}

export interface Score {
  asked: number;
  /** Ranges with the truth inside; one without an end holds only what does not come within a year. */
  held: number;
  early: number;
  late: number;
  silent: number;
  /** Ranges without an end though it came. */
  open: number;
  /** Median of (to − from) / (truth − now). */
  medianWidth: number;
}

export function scoreOf(questions: readonly Question[], answer: (question: Question) => { from: number; to: number | null } | null): Score {
  const score: Score = { asked: questions.length, held: 0, early: 0, late: 0, silent: 0, open: 0, medianWidth: 0 };
  const widths: number[] = [];
  for (const question of questions) {
    const range = answer(question);
    const { truth, now } = question;
    // Nothing said is right only where it does not come within a year.
    if (range === null) score[truth === Infinity ? 'held' : 'silent']++;
    else if (range.to === null) score[truth === Infinity ? 'held' : 'open']++;
    else score[truth < range.from ? 'early' : truth > range.to ? 'late' : 'held']++;
    if (range?.to && truth !== Infinity) widths.push((range.to - range.from) / Math.max(HOUR, truth - now));
  }
  widths.sort((a, b) => a - b);
  score.medianWidth = widths[Math.floor(widths.length / 2)] ?? Infinity;
  return score;
}
