import { localDay } from './clock-rules.js';
import { type Database } from './database.js';
import { type Platform } from './platform.js';
import { type Live, readSaved, type Saved, stateOf } from './state-rules.js';
import { type TabletState } from './types.js';

/** What this page last read from the disk and knows besides, as the one state that screens see. The disk is the truth; other tabs write it too. */
export class Memory {
  saved: Saved | null = null;
  state: TabletState;
  /** By the newest answer; the disk may know an older one. */
  offsetMs = 0;
  private live: Live;
  private readonly listeners = new Set<() => void>();
  private refreshing: Promise<void> | null = null;
  private again: Promise<void> | null = null;

  constructor(private readonly platform: Platform, private readonly db: Database, supported: boolean) {
    this.live = { supported, storageProtected: false, health: 'well', unanswered: false, kitRefused: false, sending: { trouble: 'none', uploading: false } };
    this.state = stateOf(null, this.live);
  }

  get storageProtected(): boolean {
    return this.live.storageProtected;
  }

  now(): number {
    return this.platform.now() + this.offsetMs;
  }

  subscribe(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  know(change: Partial<Live>): void {
    this.live = { ...this.live, ...change };
    this.render();
  }

  /** Reads anew; resolved when what was on the disk at the time of calling is in `state`. Many calls at once cost two readings. */
  refresh(): Promise<void> {
    if (!this.refreshing) {
      this.refreshing = this.read().finally(() => {
        this.refreshing = null;
      });
      return this.refreshing;
    }
    this.again ??= this.refreshing.then(() => {
      this.again = null;
      return this.refresh();
    });
    return this.again;
  }

  private async read(): Promise<void> {
    try {
      const before = this.saved?.offsetMs;
      const saved = await readSaved(this.db, ({ timeZone, offsetMs }) => localDay(this.platform.now() + offsetMs, timeZone));
      // Another tab has learned it, or an earlier page.
      if (saved.offsetMs !== before) this.offsetMs = saved.offsetMs;
      this.saved = saved;
    } catch {
      // The database has said how it is; what was read before still stands, and the next tick reads again.
    }
    this.render();
  }

  private render(): void {
    this.state = stateOf(this.saved, this.live);
    for (const listener of [...this.listeners]) listener();
  }
}
