/** What keeps this page from collecting; `none`: nothing. */
export type Missing = 'none' | 'https' | 'browser';

interface World {
  isSecureContext: boolean;
  crypto?: { subtle?: unknown };
  indexedDB?: unknown;
  navigator: { locks?: unknown; serviceWorker?: unknown };
}

/**
 * Over plain HTTP, except on this very machine, browsers give neither WebCrypto nor service workers: nothing could be sealed,
 * and nothing kept offline. So the app does not collect, rather than collect in the clear.
 */
export function missingFrom(world: World): Missing {
  if (!world.isSecureContext) return 'https';
  const { crypto, indexedDB, navigator } = world;
  return crypto?.subtle && indexedDB && navigator.locks && navigator.serviceWorker ? 'none' : 'browser';
}
