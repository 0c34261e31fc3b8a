import { verifyKitKey } from '../crypto/roots.js';
import { type Database, readSetting } from './database.js';
import { type Door } from './door.js';
import { asKit } from './kit-rules.js';
import { type Identity } from './schema.js';

/** `not-taken`: the server doesn't give this tablet a kit any more. `refused`: this tablet doesn't believe what came. */
export type KitOutcome = 'new' | 'same' | 'offline' | 'not-taken' | 'refused';

/**
 * Fetches what the tablet collects with, and believes it only whole: every key in it must be signed by the root that was pinned at pairing,
 * or the kit before stays.
 */
export class KitKeeper {
  constructor(private readonly db: Database, private readonly door: Door) {}

  async fetch({ device, privateKey, rootFingerprint }: Identity): Promise<KitOutcome> {
    const held = await this.db.get('kit');
    const answer = await this.door.askByTheirClock({ method: 'GET', path: `/api/v1/devices/${device}/kit`, etag: held?.etag ?? null, as: { device, privateKey } });
    if (!answer.ours) return 'offline';
    if (answer.status === 304) return 'same';
    if (answer.status !== 200) return answer.status === 401 || answer.status === 403 || answer.status === 404 || answer.status === 410 ? 'not-taken' : 'offline';
    const kit = asKit(answer.body, device);
    if (!kit || kit.keys.length === 0) return 'refused';
    for (const key of kit.keys) if (!(await verifyKitKey(key, rootFingerprint))) return 'refused';
    return this.db.write(['settings'], async (tx) => {
      const settings = tx.objectStore('settings');
      // Paired anew while this was under way.
      if ((await readSetting(tx, 'identity'))?.device !== device) return 'offline';
      const pin = await readSetting(tx, 'pin');
      if (pin && kit.pinReset > pin.reset) await settings.delete('pin');
      await settings.put({ kit, etag: answer.etag }, 'kit');
      return 'new';
    });
  }
}
