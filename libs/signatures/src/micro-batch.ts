export interface MicroBatchOptions<Item> {
  /** A batch goes as soon as it holds so many … */
  max: number;
  /** … or so many milliseconds after its first item. */
  waitMs: number;
  /** Where many come at once a batch waits longer, to be bigger: each costs the same, however few are in it. */
  crowd?: { /** A batch that weighs so much says that they do. */ from: number; waitMs: number; /** Without it each item weighs one. */ weigh?: (item: Item) => number };
  /** Batches under way at once; more items wait their turn. */
  atOnce: number;
  /** Items waiting beyond which new ones are refused, so that memory stays bounded. */
  maxWaiting: number;
  /** What a refused item is answered. */
  refuse: () => Error;
}

interface Waiting<Item, Result> { item: Item; resolve: (result: Result) => void; reject: (error: unknown) => void }

/**
 * Gathers what arrives within a few milliseconds and does it as one. Each caller gets the answer to its own item. While as many batches
 * are under way as may be, the next one gathers on: the slower they are, the bigger it grows, and the fewer there are.
 */
export class MicroBatch<Item, Result> {
  private waiting: Waiting<Item, Result>[] = [];
  private timer: NodeJS.Timeout | null = null;
  private running = 0;
  private crowded = false;
  /** What waits has waited long enough, but as many are under way as may be. */
  private overdue = false;

  constructor(private readonly flush: (items: Item[]) => Promise<Result[]>, private readonly options: MicroBatchOptions<Item>) {}

  add(item: Item): Promise<Result> {
    if (this.waiting.length >= this.options.maxWaiting) return Promise.reject(this.options.refuse());
    return new Promise((resolve, reject) => {
      this.waiting.push({ item, resolve, reject });
      if (this.waiting.length >= this.options.max) this.go();
      else if (!this.overdue) this.timer ??= setTimeout(() => this.go(), (this.crowded ? this.options.crowd : this.options)?.waitMs);
    });
  }

  /** Resolves when nothing waits and nothing is under way. */
  async idle(): Promise<void> {
    while (this.waiting.length + this.running > 0) {
      this.go();
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }

  private go(): void {
    if (this.timer) clearTimeout(this.timer);
    this.timer = null;
    while (this.waiting.length > 0 && this.running < this.options.atOnce) void this.send(this.waiting.splice(0, this.options.max));
    this.overdue = this.waiting.length > 0;
  }

  private async send(batch: Waiting<Item, Result>[]): Promise<void> {
    this.running++;
    this.crowded = this.weight(batch) >= (this.options.crowd?.from ?? Infinity);
    try {
      const results = await this.flush(batch.map((one) => one.item));
      batch.forEach((one, at) => one.resolve(results[at] as Result));
    } catch (error) {
      for (const one of batch) one.reject(error);
    }
    this.running--;
    if (this.overdue) this.go();
  }

  private weight(batch: readonly Waiting<Item, Result>[]): number {
    const weigh = this.options.crowd?.weigh;
    return weigh ? batch.reduce((sum, { item }) => sum + weigh(item), 0) : batch.length;
  }
}
