import { Injectable } from '@nestjs/common';
import { DomainError } from '#libs/config';
import { Database, type Tx, txRows } from '#libs/database';
import { keepSealed, type SealedSignature, setAside } from '#libs/signatures';
import {
  type BatchAnswer, DEVICE_ERRORS, DeviceAccess, type DeviceActor, type DeviceBatch, deviceNotAdmitted, deviceRefused, deviceRetired, type DeviceRecord, DeviceRecords, Devices, drainOver, protocolTakenUntil,
  Shifts,
} from '#libs/stores';
import { KitReader } from './kit-reader.js';

/**
 * Takes what a tablet hands over. One transaction: what became of each record, the sealed record itself, the shifts, and what the
 * tablet says of itself. The answer is given after the commit, so a tablet may forget what it was told about.
 */
@Injectable()
export class CollectionDesk {
  constructor(
    private readonly db: Database, private readonly records: DeviceRecords, private readonly devices: Devices, private readonly shifts: Shifts,
    private readonly access: DeviceAccess, private readonly kits: KitReader,
  ) {}

  /** @throws DomainError `devices.not_admitted`, `devices.retired`, `devices.upgrade`, `devices.batch_reused` */
  async receive(device: DeviceActor, batch: DeviceBatch, { synthetic }: { synthetic: boolean }): Promise<BatchAnswer> {
    const receivedAt = Date.now();
    if (device.state === 'awaiting') throw deviceNotAdmitted();
    if (drainOver(device, new Date(receivedAt))) throw deviceRetired();
    if (protocolTakenUntil(batch.protocol, receivedAt) === null) throw new DomainError(DEVICE_ERRORS.upgrade, 'conflict');

    const judged = await this.db.transaction(async (tx) => {
      const state = await this.access.noteBatch(device.deviceId, device.batch, device.digest, tx);
      if (state === 'stolen' || state === 'refused') throw deviceRefused();
      const outcome = await this.records.judge(tx, { ...device, state }, batch.records, receivedAt);
      const code = await linkCode(tx, device.storeId);
      const sealed = (record: DeviceRecord, believedAt: number | null): SealedSignature => sealedOf(record, { believedAt, via: code, synthetic });
      await keepSealed(tx, outcome.keep.map(({ record, believedAt }) => sealed(record, believedAt)));
      await setAside(tx, outcome.aside.map((one) => ({ record: sealed(one.record, null), code: one.code, deviceId: device.deviceId })));
      await this.shifts.report(tx, device, batch.shifts);
      const { waiting, oldestWaiting, appVersion, storageProtected, offsetMs, highestSeq } = batch;
      await this.devices.seen(tx, device.deviceId, {
        waiting: Math.max(0, waiting - batch.records.length), oldestWaiting: oldestWaiting === null ? null : new Date(oldestWaiting), appVersion, storageProtected, offsetMs, highestSeq,
      });
      return outcome;
    }, { actor: `device:${device.deviceId}` });

    return {
      serverTime: new Date().toISOString(), results: judged.results, shifts: batch.shifts.map(({ id }) => id),
      others: await this.records.capturedByOthers(device.deviceId),
      kitVersion: device.state === 'active' ? (await this.kits.kit(device.deviceId)).version : '',
    };
  }
}

/** By the transaction's own connection: one that waited for another while holding one would starve the pool. */
async function linkCode(tx: Tx, storeId: string): Promise<string> {
  const [store] = await txRows<{ code: string }>(tx, `select code from stores where id = $1`, [storeId]);
  return store?.code ?? '';
}

/** Without the boxes that tablets of earlier releases offered: nobody presses a button there, so no news could follow (ADR 22). */
function sealedOf(record: DeviceRecord, { believedAt, via, synthetic }: { believedAt: number | null; via: string; synthetic: boolean }): SealedSignature {
  const { id, petitionId, textVersion, language, channel, signedAt, sealed } = record;
  return {
    id: id.toLowerCase(), petitionId, textVersion, language, channel, signedAt, sealed, ...(via ? { via } : {}),
    ...(believedAt === null ? {} : { believedAt: new Date(believedAt).toISOString() }),
    ...(synthetic ? { synthetic: true } : {}),
  };
}
