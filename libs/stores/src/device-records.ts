import { Injectable } from '@nestjs/common';
import { Database, type Tx, txRows, writeOutbox } from '#libs/database';
import { type AsideCode, asideReason, believedInstant, type CollectedPetition, type CollectedSheet, payloadHash } from './collection-rules.js';
import { type DeviceRecord, type DeviceState, type RecordOutcome } from './device-protocol.js';
import { LINE_KEYED_AGAIN } from './stores.events.js';

/** Whose batch it is, as the door found out. */
export interface CollectingDevice { deviceId: string; campaignId: number; state: DeviceState; pairedAt: Date }

/** What is to become of the records of a batch. The caller keeps and lays aside in the same transaction. */
export interface Judged {
  results: { seq: number; id: string; outcome: RecordOutcome }[];
  /** Not seen before: to be counted. `believedAt` in milliseconds, where it isn't what the tablet claims. */
  keep: { record: DeviceRecord; believedAt: number | null }[];
  aside: { record: DeviceRecord; code: AsideCode }[];
}

type Told = 'stored' | 'repeated' | 'conflict' | 'quarantined';
interface Line { record: DeviceRecord; outcome: Told; hash: Buffer; believedAt: number }
interface Known { seq: string; recordId: string; hash: Buffer }
/** What came first under an id; `kept`: it was handed on to be counted. */
interface Before { hash: Buffer; kept: boolean }

/** The journal of what tablets sent: one line a sequence number, so that gaps are seen and nothing is taken twice. */
@Injectable()
export class DeviceRecords {
  constructor(private readonly db: Database) {}

  /**
   * Judges the records of one batch and writes them into the journal. Records come again after lost answers: the same sequence number,
   * id and content is `repeated`, other content is a `conflict`. The sheet and the device are locked until the transaction ends.
   */
  async judge(tx: Tx, device: CollectingDevice, records: readonly DeviceRecord[], receivedAt: number): Promise<Judged> {
    const judged: Judged = { results: [], keep: [], aside: [] };
    if (records.length === 0) return judged;
    await tx.query(`select 1 from devices where id = $1 for update`, [device.deviceId]);
    const sheets = await sheetsOf(tx, records);
    const petitions = await petitionsOf(tx, records);
    const bySeq = await linesBySeq(tx, device.deviceId, records);
    const byRecord = await linesByRecord(tx, records);
    const lines: Line[] = [];
    const again: DeviceRecord[] = [];

    for (const record of records) {
      const hash = payloadHash(record);
      const inPlace = bySeq.get(record.seq);
      if (inPlace) {
        const same = inPlace.recordId === record.id && inPlace.hash.equals(hash);
        judged.results.push({ seq: record.seq, id: record.id, outcome: same ? 'repeated' : 'conflict' });
        if (!same) judged.aside.push({ record, code: 'stores.sequence_conflict' });
        continue;
      }
      const sheet = record.sheet ? (sheets.get(record.sheet.id) ?? null) : null;
      const believedAt = believedInstant(Date.parse(record.signedAt), sheet?.printedAt ?? device.pairedAt.getTime(), receivedAt);
      const code = asideReason(record, { ...device, petition: petitions.get(record.petitionId) ?? null, sheet, believedAt, receivedAt });
      const before = byRecord.get(record.id);
      const outcome = this.outcomeOf(record, hash, code, before);
      lines.push({ record, outcome, hash, believedAt });
      bySeq.set(record.seq, { seq: String(record.seq), recordId: record.id, hash });
      if (outcome === 'stored') byRecord.set(record.id, { hash, kept: true });
      else if (!before) byRecord.set(record.id, { hash, kept: false });
      if (outcome === 'stored') judged.keep.push({ record, believedAt: believedAt === Date.parse(record.signedAt) ? null : believedAt });
      if (outcome === 'quarantined' && code) judged.aside.push({ record, code });
      if (outcome === 'conflict') judged.aside.push({ record, code: 'stores.sequence_conflict' });
      if (outcome === 'repeated' && record.sheet && !before?.hash.equals(hash)) again.push(record);
      judged.results.push({ seq: record.seq, id: record.id, outcome: outcome === 'quarantined' ? 'stored' : outcome });
    }
    await this.write(tx, device.deviceId, lines, receivedAt);
    await this.noteKeyings(tx, device.deviceId, again);
    return judged;
  }

  /** What the store's other tablets captured today, by the store's calendar, as far as it has arrived: for the till's screen, whatever counts. */
  async capturedByOthers(deviceId: string): Promise<{ day: string; captured: number }> {
    const [row] = await this.db.rows<{ day: string; captured: number }>(
      `select d.day::text, (select count(*)::int from devices o join device_records r on r.device_id = o.id
                             where o.store_id = d.store_id and o.id <> d.id and r.channel = 'store' and r.received_at >= d.start and r.signed_at >= d.start) as captured
         from (select t.id, t.store_id, (clock_timestamp() at time zone s.time_zone)::date as day, (clock_timestamp() at time zone s.time_zone)::date::timestamp at time zone s.time_zone as start
                 from devices t join stores s on s.id = t.store_id where t.id = $1) d`, [deviceId]);
    return row ?? { day: '', captured: 0 };
  }

  /** A keying that can be compared with nothing any more: what it was made of is withdrawn, erased or laid aside. */
  async letKeyingGo(tx: Tx, keyingId: string): Promise<void> {
    await tx.query(`update sheet_keyings set compared_at = clock_timestamp(), record = null where id = $1 and compared_at is null`, [keyingId]);
  }

  /**
   * Lets go of second keyings that could not be compared for a month, as when the key of their month is lost: what was typed is sealed
   * data of a person, and nobody would use it any more. Returns how many.
   */
  async letOldKeyingsGo(tx: Tx, now: Date): Promise<number> {
    return (await txRows(tx, `update sheet_keyings set compared_at = $1, record = null where compared_at is null and keyed_at < $1::timestamptz - interval '30 days' returning 1`, [now.toISOString()])).length;
  }

  private outcomeOf(record: DeviceRecord, hash: Buffer, code: AsideCode | null, before: Before | undefined): Told {
    if (before === undefined) return code === null ? 'stored' : 'quarantined';
    if (before.hash.equals(hash)) return 'repeated';
    // A line typed twice is sealed anew each time: whether the two say the same, only the worker can tell. If what came first was laid
    // aside, this one stands for the line, or nothing would once the other is thrown out.
    if (record.sheet && code === null) return before.kept ? 'repeated' : 'stored';
    return 'conflict';
  }

  private async write(tx: Tx, deviceId: string, lines: readonly Line[], receivedAt: number): Promise<void> {
    if (lines.length === 0) return;
    const of = <T>(pick: (line: Line) => T): T[] => lines.map(pick);
    await tx.query(
      `insert into device_records (device_id, received_at, seq, record_id, petition_id, shift_id, channel, payload_hash, outcome, signed_at, device_clock, offset_ms, sheet_id, line)
       select $1, $2, seq, record_id, petition_id, shift_id, channel, payload_hash, outcome, signed_at, device_clock, offset_ms, (select s.id from sheets s where s.id = sheet_id), line
         from unnest($3::bigint[], $4::uuid[], $5::int[], $6::uuid[], $7::channel[], $8::bytea[], $9::text[], $10::timestamptz[], $11::timestamptz[], $12::bigint[], $13::uuid[], $14::int[])
           as r(seq, record_id, petition_id, shift_id, channel, payload_hash, outcome, signed_at, device_clock, offset_ms, sheet_id, line)`,
      [
        deviceId, new Date(receivedAt).toISOString(), of((l) => l.record.seq), of((l) => l.record.id), of((l) => l.record.petitionId), of((l) => l.record.shiftId ?? null),
        of((l) => l.record.channel), of((l) => l.hash), of((l) => l.outcome), of((l) => new Date(l.believedAt).toISOString()), of((l) => l.record.deviceClock),
        of((l) => l.record.offsetMs), of((l) => l.record.sheet?.id ?? null), of((l) => l.record.sheet?.line ?? null),
      ],
    );
  }

  private async noteKeyings(tx: Tx, deviceId: string, records: readonly DeviceRecord[]): Promise<void> {
    for (const record of records) {
      const { sheet } = record;
      if (!sheet) continue;
      const [keying] = await txRows<{ id: string }>(
        tx,
        `insert into sheet_keyings (sheet_id, line, attempt, record_id, petition_id, device_id, drawn, record)
         select $1, $2, $3, $4, $5, $6, s.second_keying and $7, $8 from sheets s where s.id = $1 returning id`,
        [sheet.id, sheet.line, sheet.attempt, record.id, record.petitionId, deviceId, sheet.secondKeying, JSON.stringify(record)],
      );
      if (keying) await writeOutbox(tx, [{ topic: LINE_KEYED_AGAIN, payload: { keying: keying.id } }]);
    }
  }
}

/** In id order, and held: two tablets that type one line at once would not see each other. */
async function sheetsOf(tx: Tx, records: readonly DeviceRecord[]): Promise<Map<string, CollectedSheet>> {
  const ids = [...new Set(records.flatMap(({ sheet }) => (sheet ? [sheet.id] : [])))];
  if (ids.length === 0) return new Map();
  const rows = await txRows<CollectedSheet>(
    tx,
    `select h.id, s.campaign_id as "campaignId", h.petition_id as "petitionId", h.lines, h.state, (extract(epoch from h.printed_at) * 1000)::float8 as "printedAt"
       from sheets h join stores s on s.id = h.store_id where h.id = any($1::uuid[]) order by h.id for update of h`, [ids]);
  return new Map(rows.map((row) => [row.id, row]));
}

async function petitionsOf(tx: Tx, records: readonly DeviceRecord[]): Promise<Map<number, CollectedPetition>> {
  const rows = await txRows<CollectedPetition>(
    tx,
    `select p.id, p.campaign_id as "campaignId", p.takes_signatures as "takesSignatures", exists (select 1 from petition_names n where n.petition_id = p.id) as "demandsNames", p.status,
            (extract(epoch from greatest(p.opened_at, p.opens_at)) * 1000)::float8 as "openedAt", (extract(epoch from least(p.closed_at, p.closes_at)) * 1000)::float8 as "closedAt",
            coalesce((select json_object_agg(t.language, t.version) from (select language, max(version) as version from petition_texts where petition_id = coalesce(p.shared_from, p.id) group by 1) t), '{}') as "textVersions"
       from petitions p where p.id = any($1)`, [[...new Set(records.map(({ petitionId }) => petitionId))]]);
  return new Map(rows.map((row) => [row.id, row]));
}

async function linesBySeq(tx: Tx, deviceId: string, records: readonly DeviceRecord[]): Promise<Map<number, Known>> {
  const rows = await txRows<Known>(
    tx, `select seq, record_id as "recordId", payload_hash as hash from device_records where device_id = $1 and seq = any($2::bigint[])`, [deviceId, records.map(({ seq }) => seq)]);
  return new Map(rows.map((row) => [Number(row.seq), row]));
}

/** What was handed on under an id, by whichever tablet; where nothing was, what was received first. */
async function linesByRecord(tx: Tx, records: readonly DeviceRecord[]): Promise<Map<string, Before>> {
  const rows = await txRows<Before & { recordId: string }>(
    tx,
    `select distinct on (record_id) record_id as "recordId", payload_hash as hash, outcome = 'stored' as kept from device_records
      where record_id = any($1::uuid[]) order by record_id, outcome = 'stored' desc, received_at, seq`,
    [[...new Set(records.map(({ id }) => id))]]);
  return new Map(rows.map((row) => [row.recordId, row]));
}
