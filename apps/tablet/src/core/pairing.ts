import type { DevicePairing } from '#libs/stores';
import { deviceFingerprint, makeDeviceKey } from '../crypto/device-key.js';
import { isObject } from './answer-rules.js';
import { type Database } from './database.js';
import { type Door } from './door.js';
import { renumber } from './outbox.js';
import { type PairingOutcome } from './types.js';

const LEAST_ROOT_DIGITS = 16;

export interface PairingWords {
  code: string;
  name: string;
  expectedRoot?: string;
  appVersion: string;
  storageProtected: boolean;
}

/**
 * Makes a key, hands over its public half with the manager's code, and pins the campaign's root. The fingerprint that is shown is
 * reckoned here, from the key, not taken from the answer: the manager compares it with what the server got.
 */
export async function pairTablet(db: Database, door: Door, words: PairingWords): Promise<PairingOutcome> {
  const { privateKey, publicKey } = await makeDeviceKey();
  const { code, name, appVersion, storageProtected } = words;
  const answer = await door.ask({ method: 'POST', path: '/api/v1/device-pairings', body: { code, publicKey, name, appVersion, storageProtected } });
  if (!answer.ours) return 'offline';
  if (answer.status !== 200 && answer.status !== 201) return refusalOf(answer.status);
  const paired = asPairing(answer.body);
  if (!paired) return 'offline';
  if (words.expectedRoot !== undefined && !isRoot(paired.rootFingerprint, words.expectedRoot)) return 'wrong-root';
  const fingerprint = await deviceFingerprint(publicKey);
  await db.write(['settings', 'outbox'], async (tx) => {
    const settings = tx.objectStore('settings');
    await settings.put({
      device: paired.device, fingerprint, campaign: paired.campaign, rootFingerprint: paired.rootFingerprint,
      storeName: paired.store.name, name, privateKey, standing: paired.state,
    }, 'identity');
    // Kit and PIN are the other pairing's; signatures that wait are people's, and go with the new one.
    await settings.delete('kit');
    await settings.delete('pin');
    await renumber(tx);
  });
  return 'awaiting';
}

function refusalOf(status: number): PairingOutcome {
  switch (status) {
    case 400:
    case 404:
    case 410:
    case 422: return 'code-unknown';
    case 409: return 'no-agreement';
    case 429: return 'too-many';
    default: return 'offline';
  }
}

function asPairing(body: unknown): DevicePairing | null {
  if (!isObject(body) || typeof body.device !== 'string' || typeof body.campaign !== 'string' || !isObject(body.store)) return null;
  const whole = typeof body.rootFingerprint === 'string' && /^[0-9a-f]{64}$/.test(body.rootFingerprint) && typeof body.store.name === 'string' && body.state === 'awaiting';
  return whole ? (body as unknown as DevicePairing) : null;
}

/** What the QR code says may be the beginning of it, not less than 64 bits. */
function isRoot(root: string, expected: string): boolean {
  const digits = expected.toLowerCase().replace(/[^0-9a-f]/g, '');
  return digits.length >= LEAST_ROOT_DIGITS && root.startsWith(digits);
}
