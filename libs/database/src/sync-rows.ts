import { type Tx } from './database.js';

export type SyncRow = Record<string, unknown>;

export interface RowSync {
  /** Names of table and columns come from our code, never from what is written. */
  table: string;
  /** Columns of a unique constraint. */
  key: readonly string[];
  /** What was written last; empty at first. */
  before: readonly SyncRow[];
  /** What is to be there now. Every row has the same columns. */
  after: readonly SyncRow[];
  /** The table counts its editions in `version`. */
  versioned?: boolean;
}

/**
 * Writes what differs between two sets of rows, in few statements: new ones, and of known ones only the columns that
 * changed; so what somebody else has changed since in other columns stays. Rows that are as they should be are not touched.
 *
 * @returns keyed rows of `before` that `after` no longer has, left for the caller to take away in the right order
 */
export async function syncRows(tx: Tx, sync: RowSync): Promise<SyncRow[]> {
  const { before, after } = sync;
  const former = new Map(before.map((row) => [keyOf(sync, row), row]));
  const added: SyncRow[] = [];
  const changed = new Map<string, { columns: string[]; rows: SyncRow[] }>();
  for (const row of after) {
    const known = former.get(keyOf(sync, row));
    former.delete(keyOf(sync, row));
    if (!known) added.push(row);
    const columns = known ? Object.keys(row).filter((column) => canonical(known[column]) !== canonical(row[column])) : [];
    if (columns.length === 0) continue;
    const group = changed.get(columns.join()) ?? { columns, rows: [] };
    changed.set(columns.join(), { columns, rows: [...group.rows, row] });
  }
  await insert(tx, sync, added);
  for (const { columns, rows } of changed.values()) await update(tx, sync, columns, rows);
  return [...former.values()];
}

/** Takes rows away by their keys. */
export async function deleteRows(tx: Tx, { table, key }: Pick<RowSync, 'table' | 'key'>, rows: readonly SyncRow[]): Promise<void> {
  if (rows.length === 0) return;
  await tx.query(`delete from ${table} t using jsonb_populate_recordset(null::${table}, $1::jsonb) r where ${matching(key)}`, [JSON.stringify(rows)]);
}

async function insert(tx: Tx, { table, key, versioned }: RowSync, rows: readonly SyncRow[]): Promise<void> {
  const [first] = rows;
  if (!first) return;
  const columns = Object.keys(first);
  const others = columns.filter((column) => !key.includes(column));
  await tx.query(
    `insert into ${table} as t (${columns.join(', ')}) select ${columns.join(', ')} from jsonb_populate_recordset(null::${table}, $1::jsonb)
     on conflict (${key.join(', ')}) do ${others.length === 0 ? 'nothing' : `update set ${others.map((column) => `${column} = excluded.${column}`).join(', ')}${versioned ? ', version = t.version + 1' : ''}
     where (${others.map((column) => `t.${column}`).join(', ')}) is distinct from (${others.map((column) => `excluded.${column}`).join(', ')})`}`,
    [JSON.stringify(rows)],
  );
}

async function update(tx: Tx, { table, key, versioned }: RowSync, columns: readonly string[], rows: readonly SyncRow[]): Promise<void> {
  await tx.query(
    `update ${table} t set ${columns.map((column) => `${column} = r.${column}`).join(', ')}${versioned ? ', version = t.version + 1' : ''}
       from jsonb_populate_recordset(null::${table}, $1::jsonb) r
      where ${matching(key)} and (${columns.map((column) => `t.${column}`).join(', ')}) is distinct from (${columns.map((column) => `r.${column}`).join(', ')})`,
    [JSON.stringify(rows)],
  );
}

const matching = (key: readonly string[]): string => key.map((column) => `t.${column} = r.${column}`).join(' and ');
const keyOf = ({ key }: Pick<RowSync, 'key'>, row: SyncRow): string => JSON.stringify(key.map((column) => row[column]));

/** The same text for the same value, in whatever order an object names its fields. */
export function canonical(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    (inner !== null && typeof inner === 'object' && !Array.isArray(inner) ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1))) : inner)) ?? 'undefined';
}
