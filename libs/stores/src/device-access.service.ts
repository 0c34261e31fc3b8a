import { Injectable } from '@nestjs/common';
import { Database, type Tx, txRows } from '#libs/database';
import type { DeviceState } from './device-protocol.js';
import { clockHolds, publicKeyOf, readSignedRequest, signatureHolds } from './request-signature.js';
import { badSignature, batchReused, clockOff, deviceRefused } from './stores.errors.js';
import type { DeviceActor, SignedRequest } from './stores.types.js';

interface Row {
  storeId: string;
  campaignId: number;
  jurisdictionId: string;
  publicKey: Buffer;
  state: DeviceState;
  stateChangedAt: Date;
  pairedAt: Date;
}

/** Whether a request really comes from a tablet of ours. */
@Injectable()
export class DeviceAccess {
  constructor(private readonly db: Database) {}

  /**
   * Checks the signature (RFC 9421) against the tablet's row as it is this instant: nothing is remembered, so that a stolen tablet is
   * turned away at its next request. Waiting, active and retired ones are returned; what they may do the caller decides.
   * @throws DomainError `devices.signature`, and, where that is right, `devices.refused` (403) or `devices.clock` (401)
   */
  async verify(request: SignedRequest, now = new Date()): Promise<DeviceActor> {
    const claimed = readSignedRequest(request);
    if (!claimed) throw badSignature();
    const [device] = await this.db.rows<Row>(
      `select d.store_id as "storeId", s.campaign_id as "campaignId", s.jurisdiction_id as "jurisdictionId", d.public_key as "publicKey", d.state, d.state_changed_at as "stateChangedAt",
         d.paired_at as "pairedAt" from devices d join stores s on s.id = d.store_id where d.id = $1`,
      [claimed.deviceId],
    );
    const key = device ? publicKeyOf(device.publicKey) : null;
    if (!device || !key || !signatureHolds(claimed, key)) throw badSignature();
    if (device.state === 'stolen' || device.state === 'refused') throw deviceRefused();
    if (!clockHolds(claimed.created, now)) throw clockOff();
    const { publicKey: _, ...row } = device;
    return { deviceId: claimed.deviceId, ...row, batch: claimed.batch, digest: claimed.digest };
  }

  /**
   * Remembers the newest batch number with the digest of its body. The same again is the browser's own repetition, an older one a late
   * arrival: both are fine, for records are known by their ids. Returns the tablet's state under the lock that this takes: a manager may
   * have ended its service since its request was looked at. @throws DomainError `devices.batch_reused` if the number stood for another body
   */
  async noteBatch(deviceId: string, number: number, digest: Uint8Array, tx?: Tx): Promise<DeviceState> {
    const sql = `update devices set last_batch = greatest(last_batch, $2::bigint), last_batch_digest = case when $2::bigint >= last_batch then $3::bytea else last_batch_digest end
      where id = $1 and ($2::bigint <> last_batch or last_batch_digest is null or last_batch_digest = $3::bytea) returning state`;
    const parameters = [deviceId, number, Buffer.from(digest)];
    const [noted] = tx ? await txRows<{ state: DeviceState }>(tx, sql, parameters) : await this.db.rows<{ state: DeviceState }>(sql, parameters);
    if (!noted) throw batchReused();
    return noted.state;
  }
}
