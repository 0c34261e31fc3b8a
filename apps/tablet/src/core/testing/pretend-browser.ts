import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { type Channel, type Locks, type Platform, type PlatformEvent } from '../platform.js';
import { type PretendTime } from './pretend-time.js';

interface Waiter {
  name: string;
  mode: 'shared' | 'exclusive';
  owner: PretendPage;
  grant: () => void;
}

/** Web Locks over the tabs of one browser: first come, first served, shared or alone, and free when their tab is killed. */
class PretendLocks {
  private held: Waiter[] = [];
  private queue: Waiter[] = [];

  of(owner: PretendPage): Locks {
    return {
      request: async (name, { ifAvailable = false, mode = 'exclusive' }, work) => {
        let taken: Waiter | null = null;
        const granted = new Promise<void>((resolve) => {
          const waiter: Waiter = { name, mode, owner, grant: resolve };
          if (this.free(waiter) && !this.queue.some((other) => other.name === name)) this.held.push((taken = waiter));
          else if (!ifAvailable) this.queue.push((taken = waiter));
          if (taken === null || this.held.includes(taken)) resolve();
        });
        await granted;
        if (taken === null) return work(null);
        try {
          return await work({});
        } finally {
          this.release((waiter) => waiter === taken);
        }
      },
    };
  }

  release(which: (waiter: Waiter) => boolean): void {
    this.held = this.held.filter((waiter) => !which(waiter));
    this.queue = this.queue.filter((waiter) => !which(waiter));
    for (const waiter of [...this.queue]) {
      if (!this.free(waiter)) continue;
      this.queue = this.queue.filter((other) => other !== waiter);
      this.held.push(waiter);
      waiter.grant();
    }
  }

  releaseAllOf(owner: PretendPage): void {
    this.release((waiter) => waiter.owner === owner);
  }

  private free(waiter: Waiter): boolean {
    return !this.held.some((other) => other.name === waiter.name && (other.mode === 'exclusive' || waiter.mode === 'exclusive'));
  }
}

/** One tablet's browser: a disk that outlives its tabs, and the locks and channels between them. */
export class PretendBrowser {
  readonly disk = new IDBFactory();
  readonly locks = new PretendLocks();
  readonly pages = new Set<PretendPage>();
  online = true;
  visible = true;
  /** What this tablet's clock shows beyond the true time. */
  clockErrorMs = 0;
  persistGranted = true;
  /** `quota`: as by the debugging protocol. `full-disk`: UnknownError and a dead connection. `unreadable`: not even opening works. */
  diskFault: 'none' | 'quota' | 'full-disk' | 'unreadable' = 'none';
  /** The disk fills up between the look for room and the write. */
  filledUpLate = false;
  /** How many transactions met a full disk: with a real one, each may cost the whole database. */
  writesOnFullDisk = 0;
  /** Below 1: how much of the jitter is used, so that tests are the same every time. */
  random: () => number = () => 0.5;

  constructor(readonly time: PretendTime, readonly fetch: (url: string, init: RequestInit) => Promise<Response>, readonly appVersion = '1.0.0') {}

  /** Opens a tab. */
  page(appVersion = this.appVersion): PretendPage {
    const page = new PretendPage(this, appVersion);
    this.pages.add(page);
    return page;
  }

  goOffline(): void {
    this.online = false;
    this.emit('offline');
  }

  goOnline(tell = true): void {
    this.online = true;
    if (tell) this.emit('online');
  }

  emit(event: PlatformEvent): void {
    for (const page of this.pages) page.emit(event);
  }
}

/** One tab. `kill` is kill -9: from then on nothing of it reaches disk or network, what it waited for never comes, its locks are free. */
export class PretendPage implements Platform {
  readonly indexedDB: IDBFactory;
  readonly locks: Locks;
  readonly crypto = globalThis.crypto;
  readonly origin = 'https://countersign.example';
  private dead = false;
  private readonly databases = new Set<IDBDatabase>();
  private readonly listeners: { event: PlatformEvent; listener: () => void }[] = [];
  private readonly channels: (Channel & { name: string })[] = [];

  constructor(readonly browser: PretendBrowser, readonly appVersion: string) {
    this.locks = browser.locks.of(this);
    this.indexedDB = { open: (name: string, version?: number) => this.open(name, version) } as unknown as IDBFactory;
  }

  kill(): void {
    this.dead = true;
    this.cutConnections();
    this.browser.pages.delete(this);
    this.browser.locks.releaseAllOf(this);
  }

  /** As iOS does to pages in the background. */
  cutConnections(): void {
    for (const db of this.databases) db.close();
    this.databases.clear();
  }

  emit(event: PlatformEvent): void {
    for (const one of [...this.listeners]) if (!this.dead && one.event === event) one.listener();
  }

  async fetch(url: string, init: RequestInit): Promise<Response> {
    if (this.dead) return never();
    if (!this.browser.online) throw new TypeError('Failed to fetch');
    // A killed page's request may have left: the server answers it, nobody hears it.
    const response = await this.browser.fetch(url, init);
    return this.dead ? never() : response;
  }

  channel(name: string): Channel {
    const channel: Channel & { name: string } = {
      name, onmessage: null,
      postMessage: (message) => {
        for (const page of this.browser.pages) for (const other of page.channels) if (other !== channel && other.name === name) queueMicrotask(() => other.onmessage?.({ data: structuredClone(message) }));
      },
      close: () => this.channels.splice(this.channels.indexOf(channel), 1),
    };
    this.channels.push(channel);
    return channel;
  }

  now(): number {
    return this.browser.time.nowMs + this.browser.clockErrorMs;
  }

  random(): number {
    return this.browser.random();
  }

  setTimer(work: () => void, ms: number): () => void {
    return this.browser.time.setTimer(() => {
      if (!this.dead) work();
    }, ms);
  }

  online(): boolean {
    return this.browser.online;
  }

  visible(): boolean {
    return this.browser.visible;
  }

  on(event: PlatformEvent, listener: () => void): () => void {
    const one = { event, listener };
    this.listeners.push(one);
    return () => this.listeners.splice(this.listeners.indexOf(one), 1);
  }

  async persist(): Promise<boolean> {
    return this.browser.persistGranted;
  }

  async persisted(): Promise<boolean> {
    return this.browser.persistGranted;
  }

  async tryRoom(): Promise<void> {
    const { diskFault, filledUpLate } = this.browser;
    if (!filledUpLate && (diskFault === 'quota' || diskFault === 'full-disk')) throw new DOMException('no room', 'UnknownError');
  }

  private open(name: string, version?: number): IDBOpenDBRequest {
    if (this.dead || this.browser.diskFault === 'unreadable') throw new DOMException('gone', 'UnknownError');
    const request = this.browser.disk.open(name, version);
    const end = this.browser.time.activity.begin();
    for (const event of ['success', 'error', 'blocked']) request.addEventListener(event, end);
    request.addEventListener('success', () => this.watch(request.result));
    return request;
  }

  private watch(db: IDBDatabase): void {
    if (this.dead) return db.close();
    this.databases.add(db);
    const begin = db.transaction.bind(db);
    db.transaction = (stores, mode, options) => {
      if (mode === 'readwrite') this.failAsTheDiskDoes(db);
      const tx = begin(stores, mode, options);
      const end = this.browser.time.activity.begin();
      for (const event of ['complete', 'abort']) tx.addEventListener(event, end);
      return tx;
    };
  }

  private failAsTheDiskDoes(db: IDBDatabase): void {
    if (this.browser.diskFault === 'quota') throw new DOMException('quota', 'QuotaExceededError');
    if (this.browser.diskFault !== 'full-disk') return;
    this.browser.writesOnFullDisk += 1;
    db.close();
    throw new DOMException('Internal error', 'UnknownError');
  }
}

function never(): Promise<never> {
  return new Promise<never>(() => {});
}
