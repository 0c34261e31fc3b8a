import type { KitKey } from '#libs/stores';
import { encapsulate, generatePair, type Suite } from './hpke.js';

/**
 * Which agreement this browser can do: X25519 where it can, else P-256, else none (no WebCrypto at all, as over plain HTTP). Tried out
 * from end to end rather than looked up: versions exist that make such keys and cannot use them.
 */
export async function supportedSuite(of: { subtle?: SubtleCrypto } | undefined = globalThis.crypto): Promise<Suite | null> {
  for (const suite of ['x25519', 'p256'] as const) if (of?.subtle && (await canAgree(of.subtle, suite))) return suite;
  return null;
}

async function canAgree(subtle: SubtleCrypto, suite: Suite): Promise<boolean> {
  try {
    const { publicKey } = await generatePair(subtle, suite);
    await encapsulate(subtle, suite, new Uint8Array(await subtle.exportKey('raw', publicKey)));
    return true;
  } catch {
    return false;
  }
}

/**
 * Of the kit's keys of a suite the one to seal to at an instant (milliseconds, corrected clock): that of its month in UTC, else the newest
 * there is. Unlike the server, a tablet that was offline for months goes on with an old one: better than turning people away.
 */
export function chooseKey(keys: readonly KitKey[], suite: Suite, now: number): KitKey | null {
  const month = new Date(now).toISOString().slice(0, 7);
  const candidates = keys.filter((key) => key.suite === suite).sort((a, b) => (a.month < b.month ? 1 : -1));
  return candidates.find((key) => key.month === month) ?? candidates[0] ?? null;
}
