export interface MicroBatchOptions {
  /** A batch goes as soon as it holds so many … */
  max: number;
  /** … or so many milliseconds after its first item. */
  waitMs: number;
  /** Batches under way at once; more items wait their turn. */
  atOnce: number;
  /** Items waiting beyond which new ones are refused, so that memory stays bounded. */
  maxWaiting: number;
  /** What a refused item is answered. */
  refuse: () => Error;
}

/** Gathers what arrives within a few milliseconds and does it as one. Each caller gets the answer to its own item. */
export class MicroBatch<Item, Result> {
  private waiting: { item: Item; resolve: (result: Result) => void; reject: (error: unknown) => void }[] = [];
  private timer: NodeJS.Timeout | null = null;
  private running = 0;

  constructor(private readonly flush: (items: Item[]) => Promise<Result[]>, private readonly options: MicroBatchOptions) {}

  add(item: Item): Promise<Result> {
    if (this.waiting.length >= this.options.maxWaiting) return Promise.reject(this.options.refuse());
    return new Promise((resolve, reject) => {
      this.waiting.push({ item, resolve, reject });
      if (this.waiting.length >= this.options.max) this.go();
      else this.timer ??= setTimeout(() => this.go(), this.options.waitMs);
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
    while (this.waiting.length > 0 && this.running < this.options.atOnce) {
      const batch = this.waiting.splice(0, this.options.max);
      this.running++;
      void this.flush(batch.map((one) => one.item))
        .then((results) => batch.forEach((one, at) => one.resolve(results[at] as Result)), (error: unknown) => batch.forEach((one) => one.reject(error)))
        .finally(() => {
          this.running--;
          if (this.waiting.length > 0) this.go();
        });
    }
  }
}
