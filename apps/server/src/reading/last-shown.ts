import { databaseIsAway } from '#libs/database';

/** How long the database may take before what was shown last is shown again. */
const PATIENCE_MS = 1_000;
/** The same, shortly after it did not answer: nobody has to wait to find that out again. */
const BRIEF_PATIENCE_MS = 50;
const SHORTLY_MS = 5_000;

let oldAt = -Infinity;
/** When this process last showed something older than it asked for, by `performance.now()`: what was being made then may hold it. */
export const oldShownAt = (): number => oldAt;

interface Entry<View> {
  /** The reading begun last; null once it failed. */
  reading: Promise<View> | null;
  /** When it began: what it finds is at least as new. */
  beganAt: number;
  /** What was found last, and how new it is at least; -Infinity: it is known to be old. */
  found?: { view: View; by: Promise<View>; asOf: number };
}

/**
 * What was shown last. A crowd that comes within `freshMs` shares one reading; and while the database does not answer,
 * what was found last is shown again: people sign on, and need the page to do it.
 */
export class LastShown<View> {
  private readonly entries = new Map<string | number, Entry<View>>();
  private unansweredAt = -Infinity;

  /**
   * @param most views kept in memory, of those read last
   * @param freshMs how old what is shown may be while the database answers; 0: each asks for itself
   * @param graceMs for so much longer it is at hand while somebody reads it anew, so that a crowd need not wait with them
   */
  constructor(private readonly most: number, private readonly freshMs = 0, private readonly graceMs = 0) {}

  /**
   * What `read` finds; if it fails or takes too long, what was found last under this key.
   * @param bare what is shown while the database is away and nothing was found yet, where it is better than nothing
   * @throws what `read` threw, where there is neither
   */
  async of(key: string | number, read: () => Promise<View>, bare?: View): Promise<View> {
    const last = this.entries.get(key)?.found;
    const reading = this.newest(key, read);
    if (last ? last.by === reading : bare === undefined) return reading;
    let timer: NodeJS.Timeout | undefined;
    const instead = (): View => {
      oldAt = this.unansweredAt = performance.now();
      return last ? last.view : (bare as View);
    };
    const failed = (error: unknown): View => {
      if (!last && !databaseIsAway(error)) throw error;
      return instead();
    };
    const patience = performance.now() - this.unansweredAt < SHORTLY_MS ? BRIEF_PATIENCE_MS : PATIENCE_MS;
    const tired = new Promise<View>((resolve) => { timer = setTimeout(() => resolve(instead()), patience); });
    try {
      return await Promise.race([reading.catch(failed), tired]);
    } finally {
      clearTimeout(timer);
    }
  }

  /** What `of` would find without waiting; undefined: it has to be asked. */
  atHand(key: string | number): View | undefined {
    const entry = this.entries.get(key);
    if (!entry?.found) return undefined;
    const { found: { view, by, asOf }, reading } = entry;
    return performance.now() - asOf < this.freshMs + (by === reading ? 0 : this.graceMs) ? view : undefined;
  }

  /** What `read` finds and nothing older, shared with all who ask within `freshMs`. @throws what `read` threw */
  newest(key: string | number, read: () => Promise<View>): Promise<View> {
    const known = this.entries.get(key);
    if (known?.reading && this.isFresh(known)) return known.reading;
    const entry: Entry<View> = known ?? { reading: null, beganAt: -Infinity };
    const beganAt = entry.beganAt = performance.now();
    const reading = entry.reading = read().then((view) => {
      // One that was overtaken by a later one, or by a change, tells nobody but those who wait for it.
      if (entry.reading === reading || !entry.found) entry.found = { view, by: reading, asOf: entry.beganAt === beganAt ? beganAt : -Infinity };
      this.keep(key, entry);
      return view;
    });
    reading.catch(() => {
      if (entry.reading !== reading) return;
      entry.reading = null;
      if (!entry.found) this.entries.delete(key);
    });
    this.entries.set(key, entry);
    return reading;
  }

  /** What this key leads to has changed: from now on it is read again. What was found stays for when nothing can be read. */
  changed(key: string | number): void {
    const entry = this.entries.get(key);
    if (!entry) return;
    entry.beganAt = -Infinity;
    if (entry.found) entry.found.asOf = -Infinity;
  }

  private isFresh({ beganAt }: Entry<View>): boolean {
    return performance.now() - beganAt < this.freshMs;
  }

  private keep(key: string | number, entry: Entry<View>): void {
    // Taken out and put back, so that the Map's order is that of last reading.
    this.entries.delete(key);
    this.entries.set(key, entry);
    if (this.entries.size > this.most) this.entries.delete(this.entries.keys().next().value as string | number);
  }
}
