import { type Bucket } from './rate-limit-rules.js';

const WAYS = 8;

/**
 * Buckets by number, in memory of a fixed size that no crowd makes grow, and that the garbage collector does not look at: a Map of as
 * many entries, each used for a moment, cost a twentieth of every request and held on to a hundred megabytes. A number has its place in
 * one row of eight; a new one takes that of the one in its row that was used longest ago, whose bucket is full again by then or nearly.
 */
export class Buckets {
  private readonly rows: number;
  /** 0: free. */
  private readonly keys: Float64Array;
  private readonly levels: Float32Array;
  private readonly times: Float64Array;
  private readonly bucket: Bucket = { level: 0, at: 0 };

  /** @param most about so many are kept */
  constructor(most = 131_072) {
    // Odd, so that numbers that differ in their upper bits only lie apart.
    this.rows = Math.ceil(most / WAYS) | 1;
    this.keys = new Float64Array(this.rows * WAYS);
    this.levels = new Float32Array(this.rows * WAYS);
    this.times = new Float64Array(this.rows * WAYS);
  }

  /**
   * What `use` makes of the bucket is kept; a new one holds `full`.
   * @param key a whole number above 0 and below 2^53, as good as random
   */
  with<Answer>(key: number, full: number, now: number, use: (bucket: Bucket) => Answer): Answer {
    const at = this.placeOf(key);
    const known = this.keys[at] === key;
    this.bucket.level = known ? (this.levels[at] ?? full) : full;
    this.bucket.at = known ? (this.times[at] ?? now) : now;
    const answer = use(this.bucket);
    this.keys[at] = key;
    this.levels[at] = this.bucket.level;
    this.times[at] = this.bucket.at;
    return answer;
  }

  /** Undefined: it has none. */
  look(key: number): Readonly<Bucket> | undefined {
    const at = this.placeOf(key);
    return this.keys[at] === key ? { level: this.levels[at] ?? 0, at: this.times[at] ?? 0 } : undefined;
  }

  /** Where it lies; else a free place of its row, else that of the one used longest ago. */
  private placeOf(key: number): number {
    const first = (key % this.rows) * WAYS;
    let oldest = first;
    for (let at = first; at < first + WAYS; at++) {
      if (this.keys[at] === key) return at;
      if ((this.times[at] ?? 0) < (this.times[oldest] ?? 0)) oldest = at;
    }
    return oldest;
  }
}
