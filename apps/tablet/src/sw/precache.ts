export interface PrecacheEntry {
  url: string;
  /** Of the content, hex. */
  sha256: string;
}

/** What the worker needs of `CacheStorage`; the tests give their own. */
export interface Stores {
  open(name: string): Promise<{ put(url: string, answer: Response): Promise<void> }>;
  delete(name: string): Promise<boolean>;
  keys(): Promise<string[]>;
}

export const CACHE_PREFIX = 'countersign-tablet-';

/**
 * Fetches a whole version and keeps it, or keeps nothing and throws: the version before goes on then.
 * An answer counts by its content: the login page of a Wi-Fi answers any address with 200, and half a version is none.
 */
export async function installWhole(stores: Stores, fetch: (url: string) => Promise<Response>, name: string, list: readonly PrecacheEntry[]): Promise<void> {
  try {
    const answers = await Promise.all(list.map(async (entry) => [entry.url, await sound(await fetch(entry.url), entry)] as const));
    const cache = await stores.open(name);
    for (const [url, answer] of answers) await cache.put(url, answer);
  } catch (error) {
    await stores.delete(name);
    throw error;
  }
}

/** Forgets every version but this one; called when it takes over, never before. */
export async function forgetOthers(stores: Stores, name: string): Promise<void> {
  for (const other of await stores.keys()) if (other.startsWith(CACHE_PREFIX) && other !== name) await stores.delete(other);
}

/**
 * Which kept file answers a request; null: it is not ours to answer. POST and whatever lies outside the app's folder go past
 * the worker untouched (a worker that answers uploads loses them on some tablets).
 */
export function keptFor(request: { method: string; mode: string; url: string }, origin: string, base: string, list: readonly PrecacheEntry[]): string | null {
  if (request.method !== 'GET') return null;
  const { origin: from, pathname } = new URL(request.url);
  if (from !== origin || !pathname.startsWith(base)) return null;
  if (request.mode === 'navigate') return base;
  return list.some(({ url }) => url === pathname) ? pathname : null;
}

async function sound(answer: Response, entry: PrecacheEntry): Promise<Response> {
  if (!answer.ok || answer.redirected) throw new Error(`precache: ${entry.url} was answered ${answer.status}`);
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', await answer.clone().arrayBuffer()));
  const hex = Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
  if (hex !== entry.sha256) throw new Error(`precache: ${entry.url} has another content than this version`);
  return answer;
}
