import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { AuditLog } from '#libs/access';
import type { FieldFault } from '#libs/config';
import { Database, sqlState, type Tx, txRows } from '#libs/database';
import type { DevicePairing, DeviceState } from './device-protocol.js';
import { isId } from './paging.js';
import { CODE_MINUTES, CODE_TRIES, keyFingerprint, MOST_GUESSES_AN_HOUR, newPairingCode, parsePairingCode, shownCode, type PairingCode } from './pairing-rules.js';
import { hashPairingSecret, pairingSecretHolds } from './pairing-secret.js';
import { publicKeyOf } from './request-signature.js';
import { tidy } from './store-fields.js';
import { codeUnknown, deviceInvalid, deviceNotAwaiting, deviceUnknown, keysMissing, keyTaken, noAgreement, storeClosed, storeUnknown, tooManyGuesses } from './stores.errors.js';
import { lockStore } from './stores.repository.js';
import type { NewPairingCode, PairingState, Redemption, StoreActor } from './stores.types.js';

const LONGEST_NAME = 60;
const LONGEST_VERSION = 60;

/**
 * Brings a tablet to a store: a code from the console, a key from the tablet, and a manager who compares the fingerprint.
 *
 * A code is worth one tablet, ten minutes and five tries; of its secret only an argon2id hash is kept. Whoever has no right code learns
 * nothing: wrong, used, expired and closed take the same time and say the same. Guesses are limited for everybody together.
 */
@Injectable()
export class Pairing {
  constructor(private readonly db: Database, private readonly audit: AuditLog) {}

  /**
   * A code to be typed or scanned. It is told once.
   * @throws DomainError `stores.unknown`, `stores.closed`, `devices.no_agreement`, `devices.invalid` (field deviceName)
   */
  async newCode(storeId: string, { deviceName }: { deviceName: string }, actor: StoreActor): Promise<NewPairingCode> {
    const faults = nameFaults('deviceName', deviceName);
    if (tidy(deviceName) === null) faults.push({ field: 'deviceName', code: 'required' });
    if (faults.length > 0) throw deviceInvalid(faults);
    const { secret, selector: first } = newPairingCode();
    const hash = await hashPairingSecret(secret);
    return this.db.transaction(async (tx) => {
      await assertMayPair(tx, storeId);
      const selector = await freeSelector(tx, first);
      const [row] = await txRows<{ id: string; expiresAt: Date }>(
        tx,
        `insert into pairing_codes (store_id, selector, secret_hash, device_name, tries_left, expires_at, created_by)
         values ($1, $2, $3, $4, $5, clock_timestamp() + $6 * interval '1 minute', $7) returning id, expires_at as "expiresAt"`,
        [storeId, selector, hash, tidy(deviceName), CODE_TRIES, CODE_MINUTES, actor.id],
      );
      if (!row) throw new Error('nothing inserted');
      await this.audit.append(tx, { actor: actor.id, action: 'device.code', subject: `store:${storeId}`, details: { pairing: row.id } });
      return { pairingId: row.id, code: shownCode({ selector, secret }), expiresAt: row.expiresAt };
    }, { actor: actor.id });
  }

  /**
   * Makes the tablet known; it waits until a manager has compared. The same code with the same key again gives the same answer, for
   * browsers repeat requests by themselves; with another key it is used up.
   * @throws DomainError `devices.invalid`, `devices.code_unknown`, `devices.too_many_guesses`, `devices.no_agreement`, `devices.key_taken`, `devices.keys_missing`
   */
  async redeem(redemption: Redemption): Promise<DevicePairing> {
    const publicKey = assertSound(redemption);
    const code = parsePairingCode(redemption.code);
    // What can't be a code is a slip and no guess.
    if (!code) throw codeUnknown();
    const guess = await this.takeGuess();
    const row = await this.takeTry(code, publicKey);
    const right = await pairingSecretHolds(row?.hash ?? null, code.secret);
    if (!row || !right) throw codeUnknown();
    await this.db.rows(`delete from pairing_failures where id = $1`, [guess]);
    try {
      return await this.db.transaction((tx) => this.pair(tx, row.id, publicKey, redemption));
    } catch (error) {
      if (sqlState(error) === '23505') throw keyTaken();
      throw error;
    }
  }

  /** How a code fares, for the page that shows it. Null: there is none. */
  async pairingState(pairingId: string): Promise<PairingState | null> {
    if (!isId(pairingId)) return null;
    const [row] = await this.db.rows<{
      storeId: string; expiresAt: Date; over: boolean; triesLeft: number; deviceId: string | null; name: string; fingerprint: string; deviceState: DeviceState;
    }>(
      `select c.store_id as "storeId", c.expires_at as "expiresAt", c.expires_at <= clock_timestamp() as over, c.tries_left as "triesLeft", d.id as "deviceId", d.name, d.fingerprint, d.state as "deviceState"
       from pairing_codes c left join devices d on d.id = c.device_id where c.id = $1`,
      [pairingId],
    );
    if (!row) return null;
    const { storeId, expiresAt } = row;
    if (row.deviceId) return { state: 'answered', storeId, expiresAt, device: { id: row.deviceId, name: row.name, fingerprint: row.fingerprint, state: row.deviceState } };
    return { state: row.triesLeft <= 0 ? 'used-up' : row.over ? 'expired' : 'waiting', storeId, expiresAt };
  }

  /** The manager saw the same fingerprint: the tablet may collect. Again: nothing. @throws DomainError `devices.unknown`, `devices.not_awaiting`, `devices.no_agreement`, `stores.closed` */
  async admit(deviceId: string, actor: StoreActor): Promise<void> {
    await this.settle(deviceId, 'active', actor);
  }

  /** The manager saw another fingerprint: somebody else holds that key. Again: nothing. @throws DomainError `devices.unknown`, `devices.not_awaiting` */
  async refuse(deviceId: string, actor: StoreActor): Promise<void> {
    await this.settle(deviceId, 'refused', actor);
  }

  /** Forgets codes a month after they ran out, and guesses after the hour for which they count. Returns how many codes. */
  async forgetOld(now: Date): Promise<number> {
    await this.db.rows(`delete from pairing_failures where at <= $1::timestamptz - interval '1 hour'`, [now.toISOString()]);
    return (await this.db.rows(`delete from pairing_codes where expires_at < $1::timestamptz - interval '30 days' returning 1`, [now.toISOString()])).length;
  }

  private async settle(deviceId: string, state: 'active' | 'refused', actor: StoreActor): Promise<void> {
    if (!isId(deviceId)) throw deviceUnknown();
    await this.db.transaction(async (tx) => {
      const [device] = await txRows<{ state: DeviceState; storeId: string }>(tx, `select state, store_id as "storeId" from devices where id = $1 for update`, [deviceId]);
      if (!device) throw deviceUnknown();
      if (device.state === state) return;
      if (device.state !== 'awaiting') throw deviceNotAwaiting();
      if (state === 'active') await assertMayPair(tx, device.storeId);
      await tx.query(`update devices set state = $2, state_changed_at = clock_timestamp(), state_changed_by = $3 where id = $1`, [deviceId, state, actor.id]);
      await this.audit.append(tx, { actor: actor.id, action: state === 'active' ? 'device.admit' : 'device.refuse', subject: `device:${deviceId}`, details: { store: device.storeId } });
    }, { actor: actor.id });
  }

  /**
   * Counts a guess before it is looked at, so that a thousand at once are not all let through; a right one is taken back afterwards.
   * Once there were too many in an hour nobody pairs until the oldest is an hour old; the audit log is told once.
   */
  private async takeGuess(): Promise<string> {
    const taken = await this.db.transaction(async (tx): Promise<{ id: string } | { waitS: number }> => {
      await tx.query(`select pg_advisory_xact_lock(hashtext('countersign-pairing'))`);
      await tx.query(`delete from pairing_failures where at <= clock_timestamp() - interval '1 hour'`);
      const [found] = await txRows<{ n: number; paused: boolean; waitS: number }>(
        tx,
        `select count(*)::int as n, coalesce(bool_or(paused), false) as paused,
           coalesce(ceil(extract(epoch from min(at) + interval '1 hour' - clock_timestamp())), 0)::int as "waitS" from pairing_failures`,
      );
      if (!found || found.n < MOST_GUESSES_AN_HOUR) {
        const [row] = await txRows<{ id: string }>(tx, `insert into pairing_failures default values returning id`);
        if (!row) throw new Error('nothing inserted');
        return { id: row.id };
      }
      if (!found.paused) {
        await tx.query(`update pairing_failures set paused = true where id = (select max(id) from pairing_failures)`);
        await this.audit.append(tx, { actor: 'system', action: 'device.pairing-paused', subject: 'pairing', details: { guesses: found.n } });
      }
      return { waitS: Math.max(found.waitS, 1) };
    });
    if ('waitS' in taken) throw tooManyGuesses(taken.waitS);
    return taken.id;
  }

  /** One of the five tries, taken in one statement: guesses at the same instant don't get a sixth. */
  private async takeTry(code: PairingCode, publicKey: Buffer): Promise<{ id: string; hash: string } | null> {
    const [row] = await this.db.rows<{ id: string; hash: string }>(
      `update pairing_codes c set tries_left = tries_left - 1
       where c.selector = $1 and c.expires_at > clock_timestamp() and c.tries_left > 0
         and (c.used_at is null or exists (select 1 from devices d where d.id = c.device_id and d.public_key = $2))
       returning c.id, c.secret_hash as hash`,
      [code.selector, publicKey],
    );
    return row ?? null;
  }

  private async pair(tx: Tx, pairingId: string, publicKey: Buffer, redemption: Redemption): Promise<DevicePairing> {
    const [code] = await txRows<{ storeId: string; name: string; usedAt: Date | null; deviceId: string | null }>(
      tx, `select store_id as "storeId", device_name as name, used_at as "usedAt", device_id as "deviceId" from pairing_codes where id = $1 for update`, [pairingId]);
    if (!code) throw codeUnknown();
    if (code.deviceId) return pairingOf(tx, code.deviceId, publicKey);
    await assertMayPair(tx, code.storeId);
    const id = randomUUID();
    await tx.query(
      `insert into devices (id, store_id, name, public_key, fingerprint, app_version, storage_protected) values ($1, $2, $3, $4, $5, $6, $7)`,
      [id, code.storeId, tidy(redemption.name) ?? code.name, publicKey, keyFingerprint(publicKey), redemption.appVersion, redemption.storageProtected],
    );
    await tx.query(`update pairing_codes set used_at = clock_timestamp(), device_id = $2 where id = $1`, [pairingId, id]);
    return pairingOf(tx, id, publicKey);
  }
}

/** What the tablet is told. With another key than the code was used with, the code is not known. */
async function pairingOf(tx: Tx, deviceId: string, publicKey: Buffer): Promise<DevicePairing> {
  const [row] = await txRows<{ state: DeviceState; fingerprint: string; publicKey: Buffer; campaign: string; rootFingerprint: string | null; name: string; language: string }>(
    tx,
    `select d.state, d.fingerprint, d.public_key as "publicKey", c.slug as campaign, s.name, s.language,
       (select k.root_fingerprint from campaign_keys k where k.campaign_id = c.id order by k.month desc, k.created_at desc limit 1) as "rootFingerprint"
     from devices d join stores s on s.id = d.store_id join campaigns c on c.id = s.campaign_id where d.id = $1`,
    [deviceId],
  );
  if (!row || !row.publicKey.equals(publicKey)) throw codeUnknown();
  if (!row.rootFingerprint) throw keysMissing();
  return {
    device: deviceId, state: row.state, fingerprint: row.fingerprint, campaign: row.campaign, rootFingerprint: row.rootFingerprint,
    store: { name: row.name, language: row.language }, serverTime: new Date().toISOString(),
  };
}

async function assertMayPair(tx: Tx, storeId: string): Promise<void> {
  const store = isId(storeId) ? await lockStore(tx, storeId) : null;
  if (!store) throw storeUnknown();
  if (store.closedAt) throw storeClosed();
  if (!store.agreement) throw noAgreement();
}

/** A selector that no open code has, so that a typed code means one row. */
async function freeSelector(tx: Tx, wanted: string): Promise<string> {
  await tx.query(`select pg_advisory_xact_lock(hashtext('countersign-pairing-selector'))`);
  for (let selector = wanted; ; selector = newPairingCode().selector) {
    const taken = await txRows(tx, `select 1 from pairing_codes where selector = $1 and expires_at > clock_timestamp()`, [selector]);
    if (taken.length === 0) return selector;
  }
}

function nameFaults(field: string, name: string | null | undefined): FieldFault[] {
  const words = tidy(name);
  if (words === null) return [];
  if (/[\p{Cc}\p{Co}\u200e\u200f\u202a-\u202e\u2066-\u2069]/u.test(words)) return [{ field, code: 'forbidden_characters' }];
  return [...words].length > LONGEST_NAME ? [{ field, code: 'too_long', facts: { max: LONGEST_NAME } }] : [];
}

/** The raw key, if all of what the tablet says of itself is sound. */
function assertSound({ publicKey, name, appVersion }: Redemption): Buffer {
  const raw = Buffer.from(publicKey, 'base64url');
  const faults = nameFaults('name', name);
  if (!/^[A-Za-z0-9_-]{87}$/.test(publicKey) || publicKeyOf(raw) === null) faults.push({ field: 'publicKey', code: 'malformed' });
  if (!/^[\x21-\x7e]+$/.test(appVersion)) faults.push({ field: 'appVersion', code: 'malformed' });
  else if (appVersion.length > LONGEST_VERSION) faults.push({ field: 'appVersion', code: 'too_long', facts: { max: LONGEST_VERSION } });
  if (faults.length > 0) throw deviceInvalid(faults);
  return raw;
}
