import { type IDBPDatabase, type IDBPTransaction, wrap } from 'idb';
import { type Platform } from './platform.js';
import { type Migration, MIGRATIONS, type Settings, type StoreName, type TabletSchema } from './schema.js';
import { faultOf, type StorageFault } from './storage-rules.js';
import { StorageBroken, StorageFull } from './types.js';

const NAME = 'countersign-tablet';
/** iOS kills connections in a way that leaves transactions hanging. */
const WRITE_LIMIT_MS = 15_000;
const OPEN_LIMIT_MS = 10_000;
/** Many times what any transaction of ours writes. */
const ROOM_BYTES = 256 * 1024;
const ROOM_LIMIT_MS = 10_000;
const RANDOM_MOST_BYTES = 65_536;

export type StorageHealth = 'well' | 'full' | 'broken' | 'outdated';
export type Reading = IDBPTransaction<TabletSchema, StoreName[]>;
export type Writing = IDBPTransaction<TabletSchema, StoreName[], 'readwrite'>;

/**
 * The tablet's database: opens it, migrates it forward, opens it anew when its connection died, and says how it is (`health`).
 * A write has happened when its promise resolves (strict durability, `oncomplete`), and has not if it rejects.
 */
export class Database {
  private opened: Promise<IDBPDatabase<TabletSchema>> | null = null;
  private closed = false;
  private condition: StorageHealth = 'well';

  constructor(
    private readonly platform: Platform,
    private readonly onHealth: (health: StorageHealth) => void = () => {},
    private readonly migrations: readonly Migration[] = MIGRATIONS,
  ) {}

  get health(): StorageHealth {
    return this.condition;
  }

  read<T>(stores: StoreName[], work: (tx: Reading) => Promise<T>): Promise<T> {
    return this.run('readonly', stores, (tx) => work(tx as Reading));
  }

  /**
   * Looks for room first, each time. Chromium's database must not be written to on a full disk: the record that is cut off there stays in its
   * log, what is acknowledged afterwards is written behind it, and at the next opening the whole database is found corrupt and thrown away.
   *
   * @param work must wait for nothing but this transaction's requests, and is run a second time after a dead connection: `attempt` is
   * then 2, and the first may have been committed after all
   * @throws StorageFull StorageBroken, or what `work` throws; nothing is written then
   */
  async write<T>(stores: StoreName[], work: (tx: Writing, attempt: number) => Promise<T>): Promise<T> {
    if (!this.closed && this.condition !== 'outdated' && !(await this.hasRoom())) throw this.failed('full');
    return this.run('readwrite', stores, (tx, attempt) => work(tx as Writing, attempt));
  }

  async get<K extends keyof Settings>(key: K): Promise<Settings[K] | undefined> {
    return this.read(['settings'], async (tx) => readSetting(tx, key));
  }

  async put<K extends keyof Settings>(key: K, value: Settings[K]): Promise<void> {
    await this.write(['settings'], async (tx) => {
      await tx.objectStore('settings').put(value, key);
    });
  }

  /** Whether the disk still takes something. `navigator.storage.estimate()` was useless as a warning; writing tells. Says it in `health`. */
  async canary(): Promise<boolean> {
    try {
      await this.write(['canary'], async (tx) => {
        await tx.objectStore('canary').put(new Uint8Array(1), 1);
        await tx.objectStore('canary').clear();
      });
    } catch {
      // What kind of failure it was has been noted.
    }
    return this.condition === 'well';
  }

  close(): void {
    this.closed = true;
    void this.opened?.then((db) => db.close(), () => {});
    this.opened = null;
  }

  private async run<T>(mode: 'readonly' | 'readwrite', stores: StoreName[], work: (tx: unknown, attempt: number) => Promise<T>): Promise<T> {
    let fault: StorageFault = 'dead';
    for (let attempt = 1; attempt <= 2; attempt++) {
      let opened = false;
      try {
        const db = await this.handle();
        opened = true;
        const result = await this.once(db, mode, stores, (tx) => work(tx, attempt));
        // Reading says nothing about whether the disk is full.
        if (mode === 'readwrite' || this.condition === 'broken') this.note('well');
        return result;
      } catch (error) {
        const kind = faultOf(error);
        if (kind === null) throw error;
        // A really full disk kills the connection with UnknownError: what can be opened again but not written is full.
        fault = kind === 'dead' && opened && attempt === 2 && mode === 'readwrite' ? 'full' : kind;
        if (fault !== 'dead') break;
        await this.letGo();
      }
    }
    throw this.failed(fault);
  }

  /** Twice, because two tabs may have stood in each other's way. */
  private async hasRoom(): Promise<boolean> {
    const bytes = new Uint8Array(ROOM_BYTES);
    // Not zeros: those take no room on a disk that compresses.
    for (let at = 0; at < ROOM_BYTES; at += RANDOM_MOST_BYTES) this.platform.crypto.getRandomValues(bytes.subarray(at, at + RANDOM_MOST_BYTES));
    return (await this.tried(bytes)) || this.tried(bytes);
  }

  private async tried(bytes: Uint8Array<ArrayBuffer>): Promise<boolean> {
    let cancel = () => {};
    const limit = new Promise<boolean>((resolve) => {
      cancel = this.platform.setTimer(() => resolve(false), ROOM_LIMIT_MS);
    });
    try {
      return await Promise.race([this.platform.tryRoom(bytes).then(() => true, () => false), limit]);
    } finally {
      cancel();
    }
  }

  /** One transaction, resolved by `oncomplete` only. */
  private async once<T>(db: IDBPDatabase<TabletSchema>, mode: 'readonly' | 'readwrite', stores: StoreName[], work: (tx: unknown) => Promise<T>): Promise<T> {
    const tx = db.transaction(stores, mode, { durability: 'strict' });
    const done = tx.done;
    done.catch(() => {});
    let expired = false;
    const cancel = this.platform.setTimer(() => {
      expired = true;
      abort(tx);
    }, WRITE_LIMIT_MS);
    try {
      const result = await Promise.race([work(tx), done.then(() => new Promise<never>(() => {}))]);
      await done;
      return result;
    } catch (error) {
      abort(tx);
      if (expired) throw new DOMException('a transaction did not end', 'UnknownError');
      // A request of an aborted transaction says only AbortError; the transaction knows why.
      throw faultOf(error) === null ? error : tx.error ?? error;
    } finally {
      cancel();
    }
  }

  private handle(): Promise<IDBPDatabase<TabletSchema>> {
    if (this.closed) return Promise.reject(new DOMException('closed', 'UnknownError'));
    if (this.condition === 'outdated') return Promise.reject(new DOMException('a newer version has the database', 'VersionError'));
    if (this.opened === null) {
      const opened = this.open();
      this.opened = opened;
      opened.catch(() => {
        if (this.opened === opened) this.opened = null;
      });
    }
    return this.opened;
  }

  private async open(): Promise<IDBPDatabase<TabletSchema>> {
    const factory = this.platform.indexedDB;
    if (!factory) throw new DOMException('no IndexedDB', 'UnknownError');
    const request = factory.open(NAME, this.migrations.length);
    request.onupgradeneeded = (event) => void this.migrate(request, event.oldVersion);
    const opening = wrap(request) as unknown as Promise<IDBPDatabase<TabletSchema>>;
    let late = false;
    let cancel = () => {};
    // Blocked: an old tab holds the version before. It lets go when it hears `versionchange`; one that hangs must not hang this one.
    const limit = new Promise<never>((_, reject) => {
      cancel = this.platform.setTimer(() => {
        late = true;
        reject(new DOMException('the database did not open', 'UnknownError'));
      }, OPEN_LIMIT_MS);
    });
    void opening.then((db) => late && db.close(), () => {});
    try {
      const db = await Promise.race([opening, limit]);
      db.onversionchange = (event) => this.giveWay(db, event.newVersion);
      db.onclose = () => this.forget(db);
      if (this.closed) db.close();
      return db;
    } finally {
      cancel();
    }
  }

  private async migrate(request: IDBOpenDBRequest, from: number): Promise<void> {
    const db = wrap(request.result) as unknown as IDBPDatabase<TabletSchema>;
    const raw = request.transaction;
    if (!raw) return;
    const tx = wrap(raw) as unknown as Parameters<Migration>[1];
    tx.done.catch(() => {});
    try {
      for (const step of this.migrations.slice(from)) await step(db, tx);
    } catch {
      // All or nothing: the open fails and the version before stays.
      abort(tx);
    }
  }

  /** A newer version of the app wants to migrate: whoever holds the old form lets go, since new code can't wait for old. */
  private giveWay(db: IDBPDatabase<TabletSchema>, newVersion: number | null): void {
    db.close();
    this.forget(db);
    if (newVersion !== null) this.note('outdated');
  }

  private forget(db: IDBPDatabase<TabletSchema>): void {
    void this.opened?.then((mine) => {
      if (mine === db) this.opened = null;
    }, () => {});
  }

  private async letGo(): Promise<void> {
    const opened = this.opened;
    this.opened = null;
    await opened?.then((db) => db.close(), () => {});
  }

  private failed(fault: StorageFault): Error {
    switch (fault) {
      case 'full': this.note('full'); return new StorageFull();
      case 'outdated': this.note('outdated'); return new StorageBroken();
      case 'dead': this.note('broken'); return new StorageBroken();
    }
  }

  private note(condition: StorageHealth): void {
    if (this.closed) return;
    const before = this.condition;
    if (before === 'outdated' || before === condition) return;
    this.condition = condition;
    this.onHealth(condition);
  }
}

export async function readSetting<K extends keyof Settings>(tx: Reading | Writing, key: K): Promise<Settings[K] | undefined> {
  return (await tx.objectStore('settings').get(key)) as Settings[K] | undefined;
}

function abort(tx: { abort(): void }): void {
  try {
    tx.abort();
  } catch {
    // It has ended already.
  }
}
