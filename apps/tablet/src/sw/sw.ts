import { CACHE_PREFIX, forgetOthers, installWhole, keptFor, type PrecacheEntry } from './precache.js';

declare const self: ServiceWorkerGlobalScope;
declare const __PRECACHE__: PrecacheEntry[];
declare const __APP_VERSION__: string;

/**
 * Keeps one whole version of the app on the tablet and answers from it, whatever the network says. It never takes over by
 * itself: a page says so once every screen is idle and no upload runs (src/app/upgrade.ts).
 */
const BASE = '/tablet/';
const NAME = `${CACHE_PREFIX}${__APP_VERSION__}`;

self.addEventListener('install', (event) => {
  event.waitUntil(installWhole(caches, (url) => fetch(url, { cache: 'no-store', credentials: 'same-origin' }), NAME, __PRECACHE__));
});

self.addEventListener('activate', (event) => {
  event.waitUntil(forgetOthers(caches, NAME).then(() => self.clients.claim()));
});

self.addEventListener('fetch', (event) => {
  const url = keptFor(event.request, self.location.origin, BASE, __PRECACHE__);
  if (url !== null) event.respondWith(kept(url, event.request));
});

self.addEventListener('message', (event) => {
  if ((event.data as { type?: unknown } | null)?.type === 'SKIP_WAITING') event.waitUntil(self.skipWaiting());
});

/** Browsers may drop a cache when a disk is full: then the network is asked. */
async function kept(url: string, request: Request): Promise<Response> {
  const cache = await caches.open(NAME);
  return (await cache.match(url, { ignoreVary: true })) ?? fetch(request);
}
