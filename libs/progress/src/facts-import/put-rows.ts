import { deleteRows, type Tx, txRows } from '#libs/database';

export interface PutRows {
  /** Names of tables and columns come from our code, never from what is written. */
  table: 'instrument_events' | 'published_statistics' | 'country_findings' | 'timeline_events';
  campaignId: number;
  /** Every row has the same columns, `key` among them. */
  rows: readonly object[];
}

/**
 * Makes the imported rows of a campaign these: new ones come, changed ones change, the others stay untouched, and what is gone goes.
 * Nobody but an import writes them. An instrument's event is taken back instead, since decisions may rest on it; it may come again.
 * @returns keys of what changed
 */
export async function putRows(tx: Tx, { table, campaignId, rows }: PutRows): Promise<string[]> {
  const full = rows.map((row) => ({ ...row, campaign_id: campaignId }));
  const changed = await write(tx, table, full);
  const keys = full.map((row) => (row as { key?: unknown }).key);
  const parameters = [campaignId, keys];
  if (table === 'instrument_events') {
    const gone = await txRows<{ key: string }>(tx,
      `update instrument_events set retracted_at = clock_timestamp(), retracted_by = 'import', retracted_why = 'no longer in the file'
        where campaign_id = $1 and key is not null and key <> all($2::text[]) and retracted_at is null returning key`, parameters);
    return [...changed, ...gone.map(({ key }) => key)];
  }
  const gone = await txRows<{ campaign_id: number; key: string }>(tx, `select campaign_id, key from ${table} where campaign_id = $1 and key <> all($2::text[])`, parameters);
  await deleteRows(tx, { table, key: ['campaign_id', 'key'] }, gone.map((row) => ({ ...row })));
  return [...changed, ...gone.map(({ key }) => key)];
}

async function write(tx: Tx, table: PutRows['table'], rows: readonly object[]): Promise<string[]> {
  const [first] = rows;
  if (!first) return [];
  const columns = Object.keys(first);
  const others = columns.filter((column) => column !== 'campaign_id' && column !== 'key');
  const written = await txRows<{ key: string }>(tx,
    `insert into ${table} as t (${columns.join(', ')}) select ${columns.join(', ')} from jsonb_populate_recordset(null::${table}, $1::jsonb)
     on conflict (campaign_id, key) do update set ${others.map((column) => `${column} = excluded.${column}`).join(', ')}
     where (${others.map((column) => `t.${column}`).join(', ')}) is distinct from (${others.map((column) => `excluded.${column}`).join(', ')}) returning t.key`, [JSON.stringify(rows)]);
  return written.map(({ key }) => key);
}
