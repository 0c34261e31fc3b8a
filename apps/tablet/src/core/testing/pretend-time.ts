/** Work under way that no timer stands for: requests, transactions, cryptography. Time stands still meanwhile. */
export class Activity {
  private count = 0;

  begin(): () => void {
    let ended = false;
    this.count += 1;
    return () => {
      if (!ended) this.count -= 1;
      ended = true;
    };
  }

  async during<T>(work: Promise<T>): Promise<T> {
    const end = this.begin();
    try {
      return await work;
    } finally {
      end();
    }
  }

  /** Resolved when nothing has been under way for some turns of the event loop. */
  async settled(): Promise<void> {
    for (let quiet = 0; quiet < 6; ) {
      await new Promise<void>((resolve) => void setImmediate(resolve));
      quiet = this.count === 0 ? quiet + 1 : 0;
    }
  }
}

const COUNTED = ['sign', 'verify', 'digest', 'encrypt', 'decrypt', 'deriveBits', 'deriveKey', 'importKey', 'exportKey', 'generateKey'] as const;

/** Has WebCrypto of this process counted, since it works on other threads while the event loop turns. */
export function countCrypto(activity: Activity): void {
  const subtle = globalThis.crypto.subtle as unknown as Record<string, (...of: unknown[]) => Promise<unknown>>;
  for (const name of COUNTED) {
    const original = (Object.getPrototypeOf(subtle) as typeof subtle)[name];
    if (!original) continue;
    Object.defineProperty(subtle, name, { configurable: true, value: (...of: unknown[]) => activity.during(original.apply(subtle, of)) });
  }
}

/** For the end of a spec: WebCrypto belongs to the whole process. */
export function leaveCryptoAlone(): void {
  for (const name of COUNTED) delete (globalThis.crypto.subtle as unknown as Record<string, unknown>)[name];
}

/** Time that passes only when told to, as fast as the work in it gets done: a simulated day takes seconds. */
export class PretendTime {
  readonly activity = new Activity();
  private timers: { at: number; order: number; work: () => void }[] = [];
  private order = 0;

  constructor(public nowMs = Date.parse('2026-11-22T08:00:00.000Z')) {
    countCrypto(this.activity);
  }

  setTimer(work: () => void, ms: number): () => void {
    const timer = { at: this.nowMs + Math.max(0, ms), order: this.order++, work };
    this.timers.push(timer);
    return () => {
      this.timers = this.timers.filter((other) => other !== timer);
    };
  }

  /** Lets so much time pass, one timer after another, each with all the work that follows from it. */
  async pass(ms: number): Promise<void> {
    const end = this.nowMs + ms;
    await this.until(() => false, end);
    this.nowMs = end;
  }

  /** Lets time pass until something is so. @throws Error if it isn't within `withinMs` */
  async passUntil(isSo: () => boolean, withinMs: number): Promise<number> {
    const begin = this.nowMs;
    if (!(await this.until(isSo, begin + withinMs))) throw new Error(`not so within ${withinMs} ms`);
    return this.nowMs - begin;
  }

  private async until(isSo: () => boolean, end: number): Promise<boolean> {
    for (;;) {
      await this.activity.settled();
      if (isSo()) return true;
      const next = this.timers.reduce<(typeof this.timers)[number] | null>((first, timer) => (first === null || timer.at < first.at || (timer.at === first.at && timer.order < first.order) ? timer : first), null);
      if (next === null || next.at > end) return false;
      this.timers = this.timers.filter((timer) => timer !== next);
      this.nowMs = Math.max(this.nowMs, next.at);
      next.work();
    }
  }
}
