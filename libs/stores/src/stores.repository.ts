import { type Database, type Tx, txRows } from '#libs/database';
import { paging } from './paging.js';
import { SILENT_AFTER_HOURS } from './silence-rules.js';
import type { CsvStore } from './store-csv-rules.js';
import type { Store, StoreArea, StoreFilter, StoreLine, StoreScope } from './stores.types.js';

const OWN = `s.id, s.campaign_id as "campaignId", s.jurisdiction_id as "jurisdictionId", s.kind, s.code, s.name, s.area, s.town, s.language, s.time_zone as "timeZone",
  s.closed_at as "closedAt", s.created_at as "createdAt"`;
const COLUMNS = `${OWN}, s.agreement`;

/** How a store's tablets are: the same sums for a store and for an area. `isSilent` says it in code. */
const TABLETS = `count(d.id) filter (where d.state = 'active')::int as devices, count(d.id) filter (where d.state = 'awaiting')::int as awaiting,
  coalesce(sum(d.waiting) filter (where d.state in ('active', 'retired')), 0)::int as waiting,
  min(d.oldest_waiting_at) filter (where d.state in ('active', 'retired') and d.waiting > 0) as "oldestWaitingAt", max(d.last_seen_at) as "lastSeenAt",
  count(d.id) filter (where d.state in ('active', 'retired') and d.waiting > 0 and d.last_seen_at < clock_timestamp() - interval '${SILENT_AFTER_HOURS} hours')::int as silent`;

export async function storeById(db: Database, id: string): Promise<Store | null> {
  const [row] = await db.rows<Store>(`select ${COLUMNS} from stores s where s.id = $1`, [id]);
  return row ?? null;
}

export async function storeByCode(db: Database, campaignId: number, code: string): Promise<Store | null> {
  const [row] = await db.rows<Store>(`select ${COLUMNS} from stores s where s.campaign_id = $1 and s.code = $2`, [campaignId, code]);
  return row ?? null;
}

/** Held until the transaction ends. */
export async function lockStore(tx: Tx, id: string): Promise<Store | null> {
  const [row] = await txRows<Store>(tx, `select ${COLUMNS} from stores s where s.id = $1 for update`, [id]);
  return row ?? null;
}

export async function countriesOf(tx: Tx, campaignId: number): Promise<Set<string>> {
  return new Set((await txRows<{ id: string }>(tx, `select id from jurisdictions where campaign_id = $1 and kind = 'country'`, [campaignId])).map((row) => row.id));
}

export async function listStores(db: Database, filter: StoreFilter): Promise<{ stores: StoreLine[]; total: number; page: number; pageSize: number }> {
  const { page, pageSize, offset } = paging(filter);
  const where = `s.campaign_id = $1 and ($2::text[] is null or s.jurisdiction_id = any($2)) and ($3::uuid[] is null or s.id = any($3)) and ($4::text is null or s.area = $4)
    and ($5::text is null or s.name ilike $5 or s.code ilike $5 or s.town ilike $5) and ($6::text is null or s.kind = $6) and ($7 or s.closed_at is null) and ${visible(8)}`;
  const search = filter.search?.trim();
  const parameters = [
    filter.campaignId, filter.jurisdictionIds ?? null, filter.storeIds ?? null, filter.area ?? null, search ? `%${search.replace(/[\\%_]/g, '\\$&')}%` : null, filter.kind ?? null,
    filter.withClosed ?? false, scopes(filter.within),
  ];
  const stores = await db.rows<StoreLine>(
    `select ${OWN}, s.agreement is not null as agreed, ${TABLETS} from (
       select * from stores s where ${where} order by s.jurisdiction_id, s.area nulls last, s.name, s.id limit $9 offset $10) s
     left join devices d on d.store_id = s.id
     group by ${GROUP} order by s.jurisdiction_id, s.area nulls last, s.name, s.id`,
    [...parameters, pageSize, offset],
  );
  const [count] = await db.rows<{ n: number }>(`select count(*)::int as n from stores s where ${where}`, parameters);
  return { stores, total: count?.n ?? 0, page, pageSize };
}

const GROUP = `s.id, s.campaign_id, s.jurisdiction_id, s.kind, s.code, s.name, s.area, s.town, s.language, s.time_zone, s.closed_at, s.created_at, s.agreement`;

export function storeAreas(db: Database, campaignId: number, within?: readonly StoreScope[]): Promise<StoreArea[]> {
  return db.rows<StoreArea>(
    `select "jurisdictionId", area, stores, devices, waiting, silent from (
       select s.jurisdiction_id as "jurisdictionId", s.area, count(distinct s.id)::int as stores, ${TABLETS}
       from stores s left join devices d on d.store_id = s.id where s.campaign_id = $1 and s.closed_at is null and ${visible(2)}
       group by s.jurisdiction_id, s.area) a
     order by "jurisdictionId", area nulls last`,
    [campaignId, scopes(within)],
  );
}

/** Whether a store lies in any of the scopes that parameter `n` holds. */
const visible = (n: number): string => `($${n}::jsonb is null or exists (
  select 1 from jsonb_to_recordset($${n}) as w("jurisdictionId" text, area text, "storeId" uuid)
  where (w."jurisdictionId" is null or w."jurisdictionId" = s.jurisdiction_id) and (w.area is null or w.area = s.area) and (w."storeId" is null or w."storeId" = s.id)))`;

const scopes = (within: readonly StoreScope[] | undefined): string | null =>
  within ? JSON.stringify(within.map(({ jurisdictionId = null, area = null, storeId = null }) => ({ jurisdictionId, area, storeId }))) : null;

export async function insertStore(tx: Tx, store: Omit<CsvStore, 'line'> & { campaignId: number }, actor: string): Promise<Store> {
  const [row] = await txRows<Store>(
    tx,
    `insert into stores as s (campaign_id, jurisdiction_id, kind, code, name, area, town, language, time_zone, created_by) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) returning ${COLUMNS}`,
    [store.campaignId, store.jurisdictionId, store.kind, store.code, store.name, store.area, store.town, store.language, store.timeZone, actor],
  );
  if (!row) throw new Error('nothing inserted');
  return row;
}

export async function updateStore(tx: Tx, id: string, fields: { kind: string; name: string; area: string | null; town: string | null; language: string; timeZone: string }): Promise<Store> {
  const [row] = await txRows<Store>(
    tx, `update stores s set kind = $2, name = $3, area = $4, town = $5, language = $6, time_zone = $7 where s.id = $1 returning ${COLUMNS}`,
    [id, fields.kind, fields.name, fields.area, fields.town, fields.language, fields.timeZone],
  );
  if (!row) throw new Error('nothing updated');
  return row;
}

/** Stores of the campaign that the file names, by code: held, so that two imports at once don't cross. */
export async function storesOfCodes(tx: Tx, campaignId: number, codes: readonly string[]): Promise<Map<string, { jurisdictionId: string }>> {
  const rows = await txRows<{ code: string; jurisdictionId: string }>(
    tx, `select code, jurisdiction_id as "jurisdictionId" from stores where campaign_id = $1 and code = any($2) order by id for update`, [campaignId, codes]);
  return new Map(rows.map((row) => [row.code, row]));
}

/** Adds what is new and changes what differs, by code. Returns what became of the rows it touched. */
export async function upsertStores(tx: Tx, campaignId: number, stores: readonly CsvStore[], actor: string): Promise<{ created: number; changed: number }> {
  const rows = await txRows<{ created: boolean }>(
    tx,
    `insert into stores as s (campaign_id, jurisdiction_id, kind, code, name, area, town, language, time_zone, created_by)
     select $1, f."jurisdictionId", f.kind, f.code, f.name, f.area, f.town, f.language, f."timeZone", $3
     from jsonb_to_recordset($2::jsonb) as f("jurisdictionId" text, kind text, code text, name text, area text, town text, language text, "timeZone" text)
     on conflict (campaign_id, code) do update set kind = excluded.kind, name = excluded.name, area = excluded.area, town = excluded.town, language = excluded.language, time_zone = excluded.time_zone
       where (s.kind, s.name, s.area, s.town, s.language, s.time_zone) is distinct from (excluded.kind, excluded.name, excluded.area, excluded.town, excluded.language, excluded.time_zone)
     returning (xmax = 0) as created`,
    [campaignId, JSON.stringify(stores), actor],
  );
  const created = rows.filter((row) => row.created).length;
  return { created, changed: rows.length - created };
}
