import { Injectable } from '@nestjs/common';
import { AuditLog } from '#libs/access';
import { Database, type Tx, txRows } from '#libs/database';
import type { Page } from '#libs/petitions';
import type { ShiftReport } from './device-protocol.js';
import { isId, paging } from './paging.js';
import { shiftFigures, shownResults, type ShiftRecords } from './shift-rules.js';
import { tidy } from './store-fields.js';
import { shiftInvalid, shiftRunning, shiftSignedOff, shiftUnknown } from './stores.errors.js';
import type { PageRequest, ShiftFigures, ShiftReconciliation, ShiftResults, StoreActor } from './stores.types.js';

const LONGEST_NOTE = 500;

interface Row extends ShiftRecords {
  id: string;
  deviceId: string;
  deviceName: string;
  storeId: string;
  startedAt: Date;
  endedAt: Date | null;
  reportedAt: Date;
  captured: number;
  typed: number;
  signedOffAt: Date | null;
  signedOffBy: string | null;
  signedOff: (ShiftFigures & { by?: string }) | null;
  note: string | null;
}

const COLUMNS = `h.id, h.device_id as "deviceId", d.name as "deviceName", h.store_id as "storeId", h.started_at as "startedAt", h.ended_at as "endedAt", h.reported_at as "reportedAt",
  h.captured, h.typed, h.signed_off_at as "signedOffAt", h.signed_off_by as "signedOffBy", h.signed_off as "signedOff", h.note, r.stored, r.repeated, r.conflict, r.quarantined`;

/** A record belongs to a shift only if it came from the tablet whose shift it is. */
const ARRIVED = `cross join lateral (select ${['stored', 'repeated', 'conflict', 'quarantined'].map((outcome) => `count(*) filter (where outcome = '${outcome}')::int as ${outcome}`).join(', ')}
  from device_records where shift_id = h.id and device_id = h.device_id) r`;

/** What a tablet captured from one hand-over of the till to the next, against what arrived. Whether the actor may is asked by the caller. */
@Injectable()
export class Shifts {
  constructor(private readonly db: Database, private readonly audit: AuditLog) {}

  /** Newest first. Without who-counts results: those stand in `byId`. */
  async ofStore(storeId: string, request: PageRequest = {}): Promise<Page<ShiftReconciliation>> {
    const { page, pageSize, offset } = paging(request);
    if (!isId(storeId)) return { items: [], page, pageSize, total: 0 };
    const rows = await this.db.rows<Row>(
      `select ${COLUMNS} from (select * from shifts where store_id = $1 order by started_at desc, id limit $2 offset $3) h
       join devices d on d.id = h.device_id ${ARRIVED} order by h.started_at desc, h.id`,
      [storeId, pageSize, offset],
    );
    const [count] = await this.db.rows<{ n: number }>(`select count(*)::int as n from shifts where store_id = $1`, [storeId]);
    return { items: rows.map((row) => reconciliationOf(row, null)), page, pageSize, total: count?.n ?? 0 };
  }

  /** @throws DomainError `shifts.unknown` */
  async byId(id: string): Promise<ShiftReconciliation> {
    return this.db.transaction((tx) => this.read(tx, id));
  }

  /**
   * The manager has compared the figures with the till; they are kept as they stand. Signatures may still wait on the tablet:
   * the figures say so. @throws DomainError `shifts.unknown`, `shifts.running`, `shifts.signed_off`, `shifts.invalid`
   */
  async signOff(id: string, { note }: { note?: string | null }, actor: StoreActor): Promise<ShiftReconciliation> {
    const words = tidy(note);
    if (words !== null && [...words].length > LONGEST_NOTE) throw shiftInvalid([{ field: 'note', code: 'too_long', facts: { max: LONGEST_NOTE } }]);
    if (!isId(id)) throw shiftUnknown();
    return this.db.transaction(async (tx) => {
      await tx.query(`select 1 from shifts where id = $1 for update`, [id]);
      const shift = await this.read(tx, id);
      if (shift.signedOff) throw shiftSignedOff();
      if (!shift.endedAt) throw shiftRunning();
      const figures = figuresOf(shift);
      await tx.query(
        `update shifts set signed_off_at = clock_timestamp(), signed_off_by = $2, signed_off = $3, note = $4 where id = $1`, [id, actor.id, JSON.stringify({ ...figures, by: actor.name }), words]);
      const signed = await this.read(tx, id);
      await this.audit.append(tx, { actor: actor.id, action: 'shift.sign-off', subject: `shift:${id}`, details: { store: shift.storeId, device: shift.deviceId, ...figures } });
      return signed;
    }, { actor: actor.id });
  }

  /**
   * Writes down what a tablet says of its shifts, in the batch's transaction. Figures only rise, an ended shift stays ended, times are
   * believed between pairing and now; the shift of another tablet is left alone. Returns the ids the tablet need not send again.
   */
  async report(tx: Tx, device: { deviceId: string; storeId: string; pairedAt: Date }, reports: readonly ShiftReport[], now = new Date()): Promise<string[]> {
    const newest = [...new Map(reports.map((report) => [report.id.toLowerCase(), report])).values()];
    if (newest.length === 0) return [];
    const believed = (time: string): string => new Date(Math.min(Math.max(Date.parse(time), device.pairedAt.getTime()), now.getTime())).toISOString();
    await tx.query(
      `insert into shifts as h (id, device_id, store_id, started_at, ended_at, captured, typed)
       select r.id, $1, $2, r.started_at, case when r.ended_at is not null then greatest(r.ended_at, r.started_at) end, r.captured, r.typed
       from unnest($3::uuid[], $4::timestamptz[], $5::timestamptz[], $6::int[], $7::int[]) as r(id, started_at, ended_at, captured, typed) order by r.id
       on conflict (id) do update set ended_at = coalesce(h.ended_at, case when excluded.ended_at is not null then greatest(excluded.ended_at, h.started_at) end), captured = greatest(h.captured, excluded.captured),
           typed = greatest(h.typed, excluded.typed), reported_at = clock_timestamp()
         where h.device_id = excluded.device_id`,
      [
        device.deviceId, device.storeId, newest.map((one) => one.id), newest.map((one) => believed(one.startedAt)), newest.map((one) => (one.endedAt === null ? null : believed(one.endedAt))),
        newest.map((one) => one.captured), newest.map((one) => one.typed),
      ],
    );
    return newest.map((one) => one.id);
  }

  private async read(tx: Tx, id: string): Promise<ShiftReconciliation> {
    const [row] = isId(id) ? await txRows<Row>(tx, `select ${COLUMNS} from shifts h join devices d on d.id = h.device_id ${ARRIVED} where h.id = $1`, [id]) : [];
    if (!row) throw shiftUnknown();
    const [arrived] = await txRows<ShiftResults & { underway: number }>(
      tx,
      `select count(*) filter (where s.status = 'counted')::int as counted, count(*) filter (where s.status = 'duplicate')::int as duplicate,
         count(*) filter (where s.status = 'pending')::int as pending, count(*) filter (where s.status is null or s.status not in ('counted', 'duplicate', 'pending'))::int as other,
         count(*) filter (where s.id is null and (q.id is null or q.resolution = 'released'))::int as underway
       from device_records r left join signatures s on s.petition_id = r.petition_id and s.id = r.record_id
         left join quarantine q on q.record_id = r.record_id and q.content = r.payload_hash
       where r.shift_id = $1 and r.device_id = $2 and r.outcome = 'stored'`,
      [row.id, row.deviceId],
    );
    if (!arrived) return reconciliationOf(row, null);
    const { underway, ...results } = arrived;
    return reconciliationOf(row, shownResults(results, { settled: row.endedAt !== null && shiftFigures(row, row).waiting === 0 && underway === 0 }));
  }
}

function reconciliationOf(row: Row, results: ShiftResults | null): ShiftReconciliation {
  const { stored, repeated, conflict, quarantined } = row;
  return {
    id: row.id, deviceId: row.deviceId, deviceName: row.deviceName, storeId: row.storeId, startedAt: row.startedAt, endedAt: row.endedAt, reportedAt: row.reportedAt,
    ...shiftFigures(row, { stored, repeated, conflict, quarantined }), results,
    signedOff: row.signedOffAt && row.signedOff ? { at: row.signedOffAt, by: row.signedOff.by ?? row.signedOffBy ?? '', figures: figuresOf(row.signedOff), note: row.note } : null,
  };
}

function figuresOf({ captured, typed, received, stored, repeated, conflict, quarantined, waiting, unexplained }: ShiftFigures): ShiftFigures {
  return { captured, typed, received, stored, repeated, conflict, quarantined, waiting, unexplained };
}
