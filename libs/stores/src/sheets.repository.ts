import { type Database, type Tx, txRows } from '#libs/database';
import type { Page } from '#libs/petitions';
import type { KitSheet } from './device-protocol.js';
import { isId, paging } from './paging.js';
import type { LineConflict, PageRequest, Sheet, SheetFilter } from './stores.types.js';

const TYPED = `(select count(distinct r.line)::int from device_records r where r.sheet_id = h.id and r.outcome in ('stored', 'repeated'))`;

const COLUMNS = `h.id, h.number, h.store_id as "storeId", h.petition_id as "petitionId", h.language, h.text_version as "textVersion", h.lines, h.state, h.printed_at as "printedAt", h.out_at as "outAt",
  h.returned_at as "returnedAt", h.filled, ${TYPED} as typed, h.finished_at as "finishedAt", h.note, h.attested_count_id as "attestedCountId", h.second_keying as "secondKeying", h.destroyed`;

/** In the order of printing: numbers grow, and with them their length. */
const ORDER = `length(h.number), h.number`;

/** A line that a manager wants typed anew and that has not come yet: every attempt has a record of its own. */
const RETYPE_OPEN = `exists (select 1 from sheet_lines l where l.sheet_id = h.id and l.attempt >
  (select count(distinct r.record_id) from device_records r where r.sheet_id = h.id and r.line = l.line and r.outcome in ('stored', 'repeated')))`;

/** Drawn for a second keying, and fewer lines were keyed twice than were typed. */
const KEYING_OPEN = `(h.second_keying and h.state = 'typed' and (select count(distinct k.line) from sheet_keyings k where k.sheet_id = h.id and k.drawn) < ${TYPED})`;

export async function sheetBy(db: Database, column: 'id' | 'number', value: string): Promise<Sheet | null> {
  const [row] = await db.rows<Sheet>(`select ${COLUMNS} from sheets h where h.${column} = $1`, [value]);
  return row ?? null;
}

/** All of them, in id order, held until the transaction ends; null if one is not there. */
export async function lockSheets(tx: Tx, ids: readonly string[]): Promise<Sheet[] | null> {
  const wanted = [...new Set(ids.map((id) => id.toLowerCase()))];
  if (!wanted.every(isId)) return null;
  // First the lock, then the count: a line that was being written while we waited must be among those that are counted.
  await tx.query(`select 1 from sheets where id = any($1::uuid[]) order by id for update`, [wanted]);
  const rows = await txRows<Sheet>(tx, `select ${COLUMNS} from sheets h where h.id = any($1::uuid[]) order by h.id`, [wanted]);
  return rows.length === wanted.length ? rows : null;
}

export async function listSheets(db: Database, storeId: string, filter: SheetFilter): Promise<Page<Sheet>> {
  const { page, pageSize, offset } = paging(filter);
  const where = `h.store_id = $1 and ($2::text[] is null or h.state = any($2)) and ($3::int is null or h.petition_id = $3) and ($4::boolean is null or h.second_keying = $4)`;
  const parameters = [storeId, filter.states ?? null, filter.petitionId ?? null, filter.secondKeying ?? null];
  const items = await db.rows<Sheet>(`select ${COLUMNS} from sheets h where ${where} order by ${ORDER} limit $5 offset $6`, [...parameters, pageSize, offset]);
  const [count] = await db.rows<{ n: number }>(`select count(*)::int as n from sheets h where ${where}`, parameters);
  return { items, page, pageSize, total: count?.n ?? 0 };
}

/** What of a petition decides whether sheets of it are printed, with its newest text in the language. */
export interface PrintablePetition {
  campaignId: number;
  takesSignatures: boolean;
  /** No paper then: it would not say who gets the names. */
  demandsNames: boolean;
  status: string;
  textVersion: number | null;
  notice: string | null;
}

export async function printablePetition(tx: Tx, petitionId: number, language: string): Promise<PrintablePetition | null> {
  const [row] = await txRows<PrintablePetition>(
    tx,
    `select p.campaign_id as "campaignId", p.takes_signatures as "takesSignatures", exists (select 1 from petition_names n where n.petition_id = p.id) as "demandsNames", p.status, t.version as "textVersion", t.notice
     from petitions p left join lateral (
       select version, notice from petition_texts where petition_id = coalesce(p.shared_from, p.id) and language = $2 order by version desc limit 1) t on true
     where p.id = $1`,
    [petitionId, language],
  );
  return row ?? null;
}

export async function nextNumbers(tx: Tx, count: number): Promise<number[]> {
  return (await txRows<{ n: string }>(tx, `select nextval('sheet_numbers') as n from generate_series(1, $1)`, [count])).map((row) => Number(row.n));
}

export function insertSheets(
  tx: Tx, numbers: readonly string[], sheet: { storeId: string; petitionId: number; language: string; textVersion: number; lines: number },
): Promise<Sheet[]> {
  return txRows<Sheet>(
    tx,
    `with made as (
       insert into sheets (number, store_id, petition_id, language, text_version, lines) select n, $2, $3, $4, $5, $6 from unnest($1::text[]) n returning *)
     select ${COLUMNS} from made h order by ${ORDER}`,
    [numbers, sheet.storeId, sheet.petitionId, sheet.language, sheet.textVersion, sheet.lines],
  );
}

/** The first of these sheets whose paper is still needed: keyed differently and undecided, not compared yet, or to be typed anew. */
export async function stillNeeded(tx: Tx, ids: readonly string[]): Promise<string | null> {
  const [row] = await txRows<{ number: string }>(
    tx,
    `select h.number from sheets h where h.id = any($1::uuid[]) and (${RETYPE_OPEN} or exists (
       select 1 from sheet_keyings k where k.sheet_id = h.id and (k.compared_at is null or (k.outcome = 'different' and k.decision is null))))
     order by ${ORDER} limit 1`,
    [ids],
  );
  return row?.number ?? null;
}

/**
 * Lines of which what stands came from this tablet since the instant are to be typed anew, whoever typed them a second time; sheets that
 * are attested or shredded stay as they are. The same again changes nothing.
 */
export async function retypeLinesOf(tx: Tx, deviceId: string, since: string, by: string): Promise<void> {
  // As an upload does: the tablet first, then its sheets in id order.
  await tx.query(
    `select 1 from sheets where id in (select sheet_id from device_records where device_id = $1 and received_at >= $2 and outcome = 'stored') order by id for update`, [deviceId, since]);
  const lines = await txRows<{ sheetId: string; line: number; recordId: string }>(
    tx,
    `select r.sheet_id as "sheetId", r.line, r.record_id as "recordId" from device_records r join sheets h on h.id = r.sheet_id
     where r.device_id = $1 and r.received_at >= $2 and r.outcome = 'stored' and h.state not in ('attested', 'destroyed')
       and not exists (select 1 from device_records b where b.sheet_id = r.sheet_id and b.line = r.line and b.record_id <> r.record_id and b.outcome in ('stored', 'repeated') and b.received_at > r.received_at)`,
    [deviceId, since],
  );
  if (lines.length === 0) return;
  const named = [lines.map(({ sheetId }) => sheetId), lines.map(({ line }) => line)];
  await tx.query(
    `insert into sheet_lines as l (sheet_id, line, attempt)
     select w.sheet_id, w.line, 1 + (select count(distinct r.record_id) from device_records r where r.sheet_id = w.sheet_id and r.line = w.line and r.outcome in ('stored', 'repeated'))
     from unnest($1::uuid[], $2::int[]) as w(sheet_id, line)
     on conflict (sheet_id, line) do update set attempt = greatest(l.attempt, excluded.attempt)`,
    named,
  );
  await tx.query(
    `update sheet_keyings set decision = 'retype', decided_at = clock_timestamp(), decided_by = $2 where record_id = any($1::uuid[]) and outcome = 'different' and decision is null`,
    [lines.map(({ recordId }) => recordId), by],
  );
}

export async function listConflicts(db: Database, storeId: string, request: PageRequest): Promise<Page<LineConflict>> {
  const { page, pageSize, offset } = paging(request);
  const from = `sheet_keyings k join sheets h on h.id = k.sheet_id where h.store_id = $1 and k.outcome = 'different' and k.decision is null`;
  const items = await db.rows<LineConflict>(
    `select k.id as "keyingId", h.id as "sheetId", h.number, k.line, k.attempt, k.petition_id as "petitionId", k.keyed_at as "keyedAt", k.drawn,
       (select d.name from devices d where d.id = k.device_id) as "deviceName"
     from ${from} order by ${ORDER}, k.line, k.keyed_at, k.id limit $2 offset $3`,
    [storeId, pageSize, offset],
  );
  const [count] = await db.rows<{ n: number }>(`select count(*)::int as n from ${from}`, [storeId]);
  return { items, page, pageSize, total: count?.n ?? 0 };
}

/** Of a kit: more sheets than that lie in no shop. */
const MOST_TO_TYPE = 500;

export function sheetsToType(db: Database, storeId: string): Promise<KitSheet[]> {
  return db.rows<KitSheet>(
    `select h.id, h.number, h.petition_id as "petitionId", h.language, h.text_version as "textVersion", h.lines,
       coalesce((select json_object_agg(l.line, l.attempt) from sheet_lines l where l.sheet_id = h.id), '{}') as attempts, ${KEYING_OPEN} as "secondKeying",
       to_char(h.printed_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "printedAt"
     from sheets h where h.store_id = $1 and (h.state = 'returned' or (h.state = 'typed' and (${KEYING_OPEN} or ${RETYPE_OPEN})))
     order by ${ORDER} limit ${MOST_TO_TYPE}`,
    [storeId],
  );
}
