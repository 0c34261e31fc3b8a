import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { AuditLog } from '#libs/access';
import { Database, type Tx, txRows, writeOutbox } from '#libs/database';
import type { DeviceState } from './device-protocol.js';
import { isId } from './paging.js';
import { drainsUntil, isSilent, SILENT_AFTER_HOURS } from './silence-rules.js';
import { retypeLinesOf } from './sheets.repository.js';
import { tidy } from './store-fields.js';
import { deviceEnded, deviceInvalid, deviceNotStolen, deviceUnknown } from './stores.errors.js';
import { DEVICE_DISOWNED, DEVICE_SILENT } from './stores.events.js';
import type { DeviceLine, DeviceSighting, SequenceGap, SilentDevice, StoreActor } from './stores.types.js';

const LONGEST_NAME = 60;
/** What fits a page; more holes than that are told by their sum. */
const MOST_GAPS = 100;

interface Row extends Omit<DeviceLine, 'highestSeq' | 'clockOffsetMs' | 'missing' | 'unaccounted' | 'silent' | 'drainsUntil'> {
  highestSeq: string;
  clockOffsetMs: string | null;
  received: number;
}

const COLUMNS = `d.id, d.store_id as "storeId", d.name, d.fingerprint, d.state, d.paired_at as "pairedAt", d.state_changed_at as "stateChangedAt", d.last_seen_at as "lastSeenAt",
  d.waiting, d.oldest_waiting_at as "oldestWaitingAt", d.app_version as "appVersion", d.storage_protected as "storageProtected", d.clock_offset_ms as "clockOffsetMs",
  d.highest_seq as "highestSeq", d.pin_reset as "pinReset",
  (select count(*)::int from device_records r where r.device_id = d.id and r.seq between 1 and d.highest_seq) as received`;

/** The tablets of stores: how they are, and their end. Whether the actor may is asked by the caller. */
@Injectable()
export class Devices {
  constructor(private readonly db: Database, private readonly audit: AuditLog) {}

  /** Those to be compared first, then those in use, then the rest. */
  async ofStore(storeId: string): Promise<DeviceLine[]> {
    if (!isId(storeId)) return [];
    const rows = await this.db.rows<Row>(
      `select ${COLUMNS} from devices d where d.store_id = $1 order by array_position(array['awaiting', 'active', 'retired', 'stolen', 'refused'], d.state), d.name, d.paired_at`, [storeId]);
    return rows.map(lineOf);
  }

  async byId(id: string): Promise<DeviceLine | null> {
    const [row] = isId(id) ? await this.db.rows<Row>(`select ${COLUMNS} from devices d where d.id = $1`, [id]) : [];
    return row ? lineOf(row) : null;
  }

  /** @throws DomainError `devices.unknown`, `devices.invalid` */
  async rename(id: string, name: string, actor: StoreActor): Promise<void> {
    const words = tidy(name);
    if (words === null) throw deviceInvalid([{ field: 'name', code: 'required' }]);
    if ([...words].length > LONGEST_NAME) throw deviceInvalid([{ field: 'name', code: 'too_long', facts: { max: LONGEST_NAME } }]);
    await this.change(id, actor, async (tx, device) => {
      if (device.name === words) return null;
      await tx.query(`update devices set name = $2 where id = $1`, [id, words]);
      return { action: 'device.rename' };
    });
  }

  /**
   * Ends its service: for 30 days it may hand over what it holds, into quarantine. Again: nothing.
   * @throws DomainError `devices.unknown`; `devices.ended` for a stolen or refused one
   */
  async retire(id: string, actor: StoreActor): Promise<void> {
    await this.change(id, actor, async (tx, device) => {
      if (device.state === 'retired') return null;
      if (device.state === 'stolen' || device.state === 'refused') throw deviceEnded();
      await setState(tx, id, 'retired', actor);
      return { action: 'device.retire', details: { waiting: device.waiting } };
    });
  }

  /**
   * Turned away from its next request on. Nothing is wiped: that would destroy signatures that were not sent, and whoever has it cannot
   * open them. Again: nothing. @throws DomainError `devices.unknown`
   */
  async stolen(id: string, actor: StoreActor): Promise<void> {
    await this.change(id, actor, async (tx, device) => {
      if (device.state === 'stolen') return null;
      await setState(tx, id, 'stolen', actor);
      return { action: 'device.stolen', details: { waiting: device.waiting, before: device.state } };
    });
  }

  /**
   * What a stolen tablet handed over since an instant, by the server's clock, is held to be no true signatures: the worker takes them out
   * (leaves `stores.device-disowned`), and lines of sheets among them are to be typed anew. Again: nothing new. Returns how many records
   * it is about. @throws DomainError `devices.unknown`, `devices.not_stolen`, `devices.invalid` (field since)
   */
  async disown(id: string, since: Date, actor: StoreActor): Promise<number> {
    if (Number.isNaN(since.getTime())) throw deviceInvalid([{ field: 'since', code: 'malformed' }]);
    if (since.getTime() > Date.now()) throw deviceInvalid([{ field: 'since', code: 'in_future' }]);
    const from = since.toISOString();
    let records = 0;
    await this.change(id, actor, async (tx, device) => {
      if (device.state !== 'stolen') throw deviceNotStolen();
      const [sent] = await txRows<{ n: number }>(tx, `select count(*)::int as n from device_records where device_id = $1 and received_at >= $2 and outcome = 'stored'`, [id, from]);
      records = sent?.n ?? 0;
      if (records === 0) return null;
      await retypeLinesOf(tx, id, from, actor.id);
      await writeOutbox(tx, [{ topic: DEVICE_DISOWNED, payload: { deviceId: id, since: from } }]);
      return { action: 'device.disown', details: { since: from, records } };
    });
    return records;
  }

  /** Has the staff's PIN forgotten when the tablet next fetches its kit. @throws DomainError `devices.unknown`, `devices.ended` */
  async resetPin(id: string, actor: StoreActor): Promise<void> {
    await this.change(id, actor, async (tx, device) => {
      if (device.state !== 'active') throw deviceEnded();
      await tx.query(`update devices set pin_reset = pin_reset + 1 where id = $1`, [id]);
      return { action: 'device.pin-reset' };
    });
  }

  /**
   * Sequence numbers the tablet has given out that never arrived, as ranges, the lowest first, at most 100. What waits on the tablet
   * is among them until it is sent.
   */
  async gaps(deviceId: string): Promise<SequenceGap[]> {
    if (!isId(deviceId)) return [];
    const rows = await this.db.rows<{ from: string; to: string }>(
      `with arrived as (
         select r.seq from device_records r join devices d on d.id = r.device_id where r.device_id = $1 and r.seq between 1 and d.highest_seq
         union all select highest_seq + 1 from devices where id = $1
       ), pairs as (select seq, lag(seq, 1, 0::bigint) over (order by seq) as before from arrived)
       select before + 1 as "from", seq - 1 as "to" from pairs where seq - before > 1 order by before limit ${MOST_GAPS}`,
      [deviceId],
    );
    return rows.map((row) => ({ from: Number(row.from), to: Number(row.to) }));
  }

  /** Tablets not seen for a day with something waiting, that nobody was told of yet. Oldest first. */
  silent(now: Date): Promise<SilentDevice[]> {
    return this.db.rows<SilentDevice>(
      `select d.id as "deviceId", d.name as "deviceName", s.id as "storeId", s.code as "storeCode", s.name as "storeName", s.campaign_id as "campaignId", s.jurisdiction_id as "jurisdictionId",
         s.area, d.last_seen_at as "lastSeenAt", d.waiting, d.oldest_waiting_at as "oldestWaitingAt"
       from devices d join stores s on s.id = d.store_id where ${SILENT} order by d.last_seen_at, d.id`,
      [now.toISOString()],
    );
  }

  /** Leaves one `stores.device-silent` for all of them; of each once until it was seen again, however often and in how many places it is called. Returns how many. */
  tellSilent(now: Date): Promise<number> {
    return this.db.transaction(async (tx) => {
      const told = await txRows<{ id: string }>(tx, `update devices d set silent_told_at = $1 where ${SILENT} returning d.id`, [now.toISOString()]);
      if (told.length > 0) await writeOutbox(tx, [{ topic: DEVICE_SILENT, payload: { run: randomUUID(), devices: told.map(({ id }) => id) } }]);
      return told.length;
    });
  }

  /** What the tablet says of itself with a batch, in the batch's transaction. The highest sequence number never falls. */
  async seen(tx: Tx, deviceId: string, sighting: DeviceSighting): Promise<void> {
    await tx.query(
      `update devices set last_seen_at = clock_timestamp(), waiting = $2, oldest_waiting_at = $3, app_version = $4, storage_protected = $5, clock_offset_ms = $6,
         highest_seq = greatest(highest_seq, $7), silent_told_at = null where id = $1`,
      [
        deviceId, sighting.waiting, sighting.waiting > 0 ? (sighting.oldestWaiting?.toISOString() ?? null) : null, sighting.appVersion, sighting.storageProtected,
        Math.round(sighting.offsetMs), sighting.highestSeq,
      ],
    );
  }

  /** One change of one tablet with its audit entry; `null`: there was nothing to do. */
  private async change(
    id: string, actor: StoreActor,
    work: (tx: Tx, device: { state: DeviceState; name: string; waiting: number; storeId: string }) => Promise<{ action: string; details?: Record<string, string | number> } | null>,
  ): Promise<void> {
    if (!isId(id)) throw deviceUnknown();
    await this.db.transaction(async (tx) => {
      const [device] = await txRows<{ state: DeviceState; name: string; waiting: number; storeId: string }>(
        tx, `select state, name, waiting, store_id as "storeId" from devices where id = $1 for update`, [id]);
      if (!device) throw deviceUnknown();
      const done = await work(tx, device);
      if (done) await this.audit.append(tx, { actor: actor.id, action: done.action, subject: `device:${id}`, details: { store: device.storeId, ...done.details } });
    }, { actor: actor.id });
  }
}

/** `isSilent` in SQL, for those nobody was told of; the instant is $1. */
const SILENT = `d.state in ('active', 'retired') and d.waiting > 0 and d.last_seen_at < $1::timestamptz - interval '${SILENT_AFTER_HOURS} hours' and d.silent_told_at is null`;

async function setState(tx: Tx, id: string, state: DeviceState, actor: StoreActor): Promise<void> {
  await tx.query(`update devices set state = $2, state_changed_at = clock_timestamp(), state_changed_by = $3 where id = $1`, [id, state, actor.id]);
}

function lineOf({ received, highestSeq, clockOffsetMs, ...row }: Row): DeviceLine {
  const missing = Math.max(0, Number(highestSeq) - received);
  return {
    ...row, highestSeq: Number(highestSeq), clockOffsetMs: clockOffsetMs === null ? null : Number(clockOffsetMs), missing, unaccounted: Math.max(0, missing - row.waiting),
    silent: isSilent(row, new Date()), drainsUntil: drainsUntil(row),
  };
}
