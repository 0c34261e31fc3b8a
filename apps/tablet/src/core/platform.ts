const ROOM = 'countersign-room';
const ROOM_PLACES = 8;

export type PlatformEvent = 'online' | 'offline' | 'visible' | 'hidden';

export interface Channel {
  postMessage(message: unknown): void;
  onmessage: ((event: { data: unknown }) => void) | null;
  close(): void;
}

export interface Locks {
  /** Runs `work` holding the lock; with `ifAvailable` and the lock taken, runs it with null. */
  request<T>(name: string, options: { ifAvailable?: boolean; mode?: 'shared' | 'exclusive' }, work: (lock: object | null) => Promise<T>): Promise<T>;
}

/** All that core needs of the outside world, so that it runs in a browser and, many times over, in one Node process. */
export interface Platform {
  /** Null where the browser has none, or gives none here. */
  indexedDB: IDBFactory | null;
  fetch: (url: string, init: RequestInit) => Promise<Response>;
  /** `subtle` is missing over plain HTTP. */
  crypto: Crypto;
  locks: Locks | null;
  channel(name: string): Channel;
  /** Milliseconds since 1970 by the tablet's own clock. */
  now(): number;
  /** In [0, 1): for jitter, never for secrets. */
  random(): number;
  /** @returns what cancels it */
  setTimer(work: () => void, ms: number): () => void;
  online(): boolean;
  visible(): boolean;
  on(event: PlatformEvent, listener: () => void): () => void;
  /** Asks the browser not to clear storage by itself. */
  persist(): Promise<boolean>;
  persisted(): Promise<boolean>;
  /** Writes so much beside the database and takes it away again; rejects if there is no room for it. */
  tryRoom(bytes: Uint8Array<ArrayBuffer>): Promise<void>;
  /** Origin of the server, without a slash at the end; '' for the page's own. */
  origin: string;
  appVersion: string;
}

/** The browser's own. Says what is missing by nulls rather than by throwing: a page over plain HTTP must still open to say why not. */
export function browserPlatform(appVersion: string): Platform {
  const storage = (navigator as Partial<Navigator>).storage;
  return {
    indexedDB: (globalThis as { indexedDB?: IDBFactory }).indexedDB ?? null,
    fetch: (url, init) => fetch(url, init),
    crypto: globalThis.crypto,
    locks: ((navigator as Partial<Navigator>).locks as Locks | undefined) ?? null,
    channel: (name) => new BroadcastChannel(name) as Channel,
    now: () => Date.now(),
    random: () => Math.random(),
    setTimer: (work, ms) => {
      const timer = setTimeout(work, ms);
      return () => clearTimeout(timer);
    },
    online: () => navigator.onLine,
    visible: () => document.visibilityState === 'visible',
    on: (event, listener) => {
      if (event === 'online' || event === 'offline') {
        window.addEventListener(event, listener);
        return () => window.removeEventListener(event, listener);
      }
      const changed = () => {
        if (document.visibilityState === event) listener();
      };
      document.addEventListener('visibilitychange', changed);
      return () => document.removeEventListener('visibilitychange', changed);
    },
    persist: async () => (await storage?.persist?.()) ?? false,
    persisted: async () => (await storage?.persisted?.()) ?? false,
    tryRoom: async (bytes) => {
      const cache = await caches.open(ROOM);
      // One of a few, so that tabs do not meet, and one that is killed leaves little behind.
      const address = `/tablet/room?${Math.floor(Math.random() * ROOM_PLACES)}`;
      await cache.put(address, new Response(bytes));
      await cache.delete(address);
    },
    origin: '',
    appVersion,
  };
}
