import { type Database, readSetting } from './database.js';
import { isPin, waitAfter, waitLeft } from './pin-rules.js';
import { type Platform } from './platform.js';
import { type PinRow } from './schema.js';

const ROUNDS = 600_000;
const SALT_BYTES = 16;

/**
 * The lock of the staff's screens. It keeps customers out of the staff's part of the screen, and protects no data: nothing is encrypted
 * with it, nothing is readable without it that would be with it, and whoever has the disk can try all of 10,000 in an hour.
 */
export class Pin {
  constructor(private readonly db: Database, private readonly platform: Platform) {}

  /** @throws RangeError unless it is 4 to 8 digits */
  async set(pin: string): Promise<void> {
    if (!isPin(pin)) throw new RangeError('pin');
    const salt = this.platform.crypto.getRandomValues(new Uint8Array(SALT_BYTES));
    const hash = await this.hash(pin, salt, ROUNDS);
    await this.db.write(['settings'], async (tx) => {
      const reset = (await readSetting(tx, 'kit'))?.kit.pinReset ?? 0;
      await tx.objectStore('settings').put({ salt, hash, rounds: ROUNDS, reset, wrong: 0, waitUntil: 0 }, 'pin');
    });
  }

  /** Wrong tries are counted on the disk: reloading the page gives no new ones. */
  async check(pin: string): Promise<'ok' | 'wrong' | { waitS: number }> {
    const row = await this.db.get('pin');
    if (!row) return 'ok';
    const waitS = waitLeft(row.wrong, row.waitUntil, this.platform.now());
    if (waitS > 0) return { waitS };
    const right = isPin(pin) && same(await this.hash(pin, row.salt, row.rounds), row.hash);
    await this.note(row, right);
    return right ? 'ok' : 'wrong';
  }

  private async note(tried: PinRow, right: boolean): Promise<void> {
    await this.db.write(['settings'], async (tx) => {
      const row = await readSetting(tx, 'pin');
      if (!row || !same(row.salt, tried.salt)) return;
      const wrong = right ? 0 : row.wrong + 1;
      await tx.objectStore('settings').put({ ...row, wrong, waitUntil: right ? 0 : this.platform.now() + waitAfter(wrong) }, 'pin');
    });
  }

  private async hash(pin: string, salt: Uint8Array, iterations: number): Promise<Uint8Array> {
    const { subtle } = this.platform.crypto;
    const key = await subtle.importKey('raw', new TextEncoder().encode(pin), 'PBKDF2', false, ['deriveBits']);
    return new Uint8Array(await subtle.deriveBits({ name: 'PBKDF2', hash: 'SHA-256', salt: new Uint8Array(salt), iterations }, key, 256));
  }
}

function same(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, at) => byte === b[at]);
}
