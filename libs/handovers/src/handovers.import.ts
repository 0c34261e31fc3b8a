import { randomUUID } from 'node:crypto';
import { type Tx, txRows } from '#libs/database';
import { canonical } from './handovers.repository.js';
import { changedPaths, rowsOf, snapshotOf, type HandoverRows, type ImportContext, type ImportedHandover, type Row, type Snapshot, type StatusRow } from './import-rows.js';

const IMPORTER = 'import';

/** Columns that mean something only together: if the file changed one of them, it decides all. */
const TOGETHER = [['date_edtf', 'date_from', 'date_to', 'start_time', 'time_zone', 'held_at'], ['signatures', 'signatures_qualifier'], ['due_edtf', 'due_from', 'due_to']];
const ON_THE_CALENDAR = ['date_edtf', 'start_time', 'time_zone', 'place', 'status'];

interface Known { id: string; key: string; imported: Snapshot; row: Row }
interface Change { id: string; before: HandoverRows | null; after: HandoverRows }

/**
 * Makes the handovers of a campaign what its file says, in the importer's transaction: those with a key, all at once.
 * Written is what differs from the file as it was last imported, so that a file that comes again changes nothing, and
 * what people have changed since stays unless the file changed it too. What is no longer in the file goes (its former
 * rows stay in `history`), unless people have added to it: then it is cancelled. Jurisdictions, calls and instruments
 * must be there already; the file must have been found valid.
 *
 * @returns what changed, as paths such as `/jurisdictions/AU/handovers/AU-h1/signatures`
 */
export async function writeImportedHandovers(tx: Tx, campaignId: number, handovers: readonly ImportedHandover[], context: ImportContext): Promise<string[]> {
  const known = new Map((await txRows<Known>(tx,
    `select h.id, h.key, h.imported, to_jsonb(h) - 'imported' as row from handovers h where h.campaign_id = $1 and h.key is not null and h.imported is not null for update`,
    [campaignId])).map((row) => [row.key, row]));
  const paths: string[] = [];
  const inserts: Row[] = [];
  const updates: Row[] = [];
  const changes: Change[] = [];
  for (const imported of handovers) {
    const snapshot = snapshotOf(imported, context);
    const existing = known.get(imported.entry.id);
    const path = `/jurisdictions/${imported.jurisdiction}/handovers/${imported.entry.id}`;
    if (!existing) {
      const after = rowsOf(snapshot);
      const id = randomUUID();
      inserts.push({ ...after.handover, id, campaign_id: campaignId, key: imported.entry.id, imported: snapshot, created_by: IMPORTER });
      changes.push({ id, before: null, after });
      paths.push(path);
    } else if (canonical(existing.imported) !== canonical(snapshot)) {
      const [before, after] = [rowsOf(existing.imported), rowsOf(snapshot)];
      updates.push({ ...updated(existing.row, before.handover, after.handover), imported: snapshot });
      changes.push({ id: existing.id, before, after });
      const found = changedPaths(existing.imported.entry, snapshot.entry, path);
      paths.push(...(found.length > 0 ? found : [path]));
    }
    known.delete(imported.entry.id);
  }
  await insertRows(tx, 'handovers', inserts);
  await updateRows(tx, 'handovers', updates);
  await writeParts(tx, campaignId, changes);
  await writeCommitments(tx, campaignId, changes);
  for (const gone of known.values()) {
    await remove(tx, gone.id);
    paths.push(`/jurisdictions/${gone.imported.jurisdiction}/handovers/${gone.key}`);
  }
  return paths;
}

/** The row with what the file changed since it was last read. */
function updated(current: Row, before: Row, after: Row): Row {
  const changed = new Set(Object.keys(after).filter((column) => canonical(before[column]) !== canonical(after[column])));
  for (const group of TOGETHER) if (group.some((column) => changed.has(column))) for (const column of group) if (column in after) changed.add(column);
  const row = { ...current };
  for (const column of changed) row[column] = after[column];
  if ('calendar_sequence' in current && ON_THE_CALENDAR.some((column) => changed.has(column))) row.calendar_sequence = Number(current.calendar_sequence) + 1;
  return row;
}

async function writeParts(tx: Tx, campaignId: number, changes: readonly Change[]): Promise<void> {
  const rowsFor = (part: (rows: HandoverRows) => Row[]): { ids: string[]; rows: Row[] } => {
    const touched = changes.filter((change) => !change.before || canonical(part(change.before)) !== canonical(part(change.after)));
    return { ids: touched.map((change) => change.id), rows: touched.flatMap((change) => part(change.after).map((row) => ({ ...row, handover_id: change.id }))) };
  };
  const recipients = rowsFor((rows) => rows.recipients);
  await replaceRows(tx, 'handover_recipients', 'position', recipients.ids, recipients.rows);
  const presenters = rowsFor((rows) => rows.presenters);
  await replaceRows(tx, 'handover_presenters', 'position', presenters.ids, presenters.rows);
  const covered = rowsFor((rows) => rows.covered.map((id) => ({ jurisdiction_id: id, campaign_id: campaignId })));
  await replaceRows(tx, 'handover_jurisdictions', 'jurisdiction_id', covered.ids, covered.rows);
  for (const change of changes) {
    if (canonical(change.before?.response ?? null) === canonical(change.after.response)) continue;
    await tx.query(`delete from handover_responses where handover_id = $1 and recorded_by = $2`, [change.id, IMPORTER]);
    if (change.after.response) await insertRows(tx, 'handover_responses', [{ ...change.after.response, id: randomUUID(), handover_id: change.id, kind: 'answer', recorded_by: IMPORTER }]);
  }
}

async function writeCommitments(tx: Tx, campaignId: number, changes: readonly Change[]): Promise<void> {
  const stored = new Map((await txRows<{ id: string; handover_id: string; key: string; row: Row }>(tx,
    `select m.id, m.handover_id, m.key, to_jsonb(m) as row from commitments m where m.handover_id = any($1::uuid[]) and m.key is not null`,
    [changes.map((change) => change.id)])).map((row) => [`${row.handover_id} ${row.key}`, row]));
  const inserts: Row[] = [];
  const updates: Row[] = [];
  const answers: { commitment_id: string; keys: string[] }[] = [];
  const statuses: (StatusRow & { commitment_id: string; recorded_by: string })[] = [];
  for (const change of changes) {
    for (const [key, after] of change.after.commitments) {
      const existing = stored.get(`${change.id} ${key}`);
      const before = change.before?.commitments.get(key);
      const id = existing?.id ?? randomUUID();
      if (!existing) inserts.push({ ...after.row, id, handover_id: change.id, key, created_by: IMPORTER });
      else if (!before || canonical(before.row) !== canonical(after.row)) updates.push(updated(existing.row, before?.row ?? {}, after.row));
      if (!before || canonical(before.answers) !== canonical(after.answers)) answers.push({ commitment_id: id, keys: after.answers });
      statuses.push(...newStatuses(existing ? before?.statuses : undefined, after.statuses).map((row) => ({ ...row, commitment_id: id, recorded_by: IMPORTER })));
      stored.delete(`${change.id} ${key}`);
    }
  }
  await insertRows(tx, 'commitments', inserts);
  await updateRows(tx, 'commitments', updates);
  await replaceAnswers(tx, campaignId, answers);
  await insertRows(tx, 'commitment_statuses', statuses);
  await deleteCommitments(tx, [...stored.values()].map((row) => row.id));
}

/** All of a commitment that is new; else the last one if the file now says something else. Nothing is taken back. */
function newStatuses(before: readonly StatusRow[] | undefined, after: readonly StatusRow[]): StatusRow[] {
  const [was, is] = [before?.at(-1), after.at(-1)];
  if (!was || !is) return [...after];
  const same = was.status === is.status && (is.status === 'promised' || canonical(was) === canonical(is));
  return same ? [] : [is];
}

async function replaceAnswers(tx: Tx, campaignId: number, answers: readonly { commitment_id: string; keys: string[] }[]): Promise<void> {
  if (answers.length === 0) return;
  const wanted = `select w.commitment_id, k.id as call_id from jsonb_to_recordset($1::jsonb) as w(commitment_id uuid, keys text[])
    join calls_to_action k on k.campaign_id = $2 and k.key = any(w.keys)`;
  const parameters = [JSON.stringify(answers), campaignId];
  await tx.query(
    `delete from commitment_answers a using jsonb_to_recordset($1::jsonb) as w(commitment_id uuid)
     where a.commitment_id = w.commitment_id and not exists (select 1 from (${wanted}) x where x.commitment_id = a.commitment_id and x.call_id = a.call_id)`, parameters);
  await tx.query(`insert into commitment_answers (commitment_id, call_id) ${wanted} on conflict do nothing`, parameters);
}

async function remove(tx: Tx, id: string): Promise<void> {
  const [touched] = await txRows(tx,
    `select 1 where exists (select 1 from handover_responses where handover_id = $1 and recorded_by <> $2)
       or exists (select 1 from commitments m where m.handover_id = $1 and (m.key is null
         or exists (select 1 from commitment_statuses s where s.commitment_id = m.id and s.recorded_by <> $2)))`, [id, IMPORTER]);
  if (touched) {
    await tx.query(`update handovers set status = 'cancelled', imported = null, calendar_sequence = calendar_sequence + 1 where id = $1`, [id]);
    return;
  }
  const commitments = await txRows<{ id: string }>(tx, `select id from commitments where handover_id = $1`, [id]);
  await deleteCommitments(tx, commitments.map((row) => row.id));
  for (const table of ['handover_responses', 'handover_recipients', 'handover_presenters', 'handover_jurisdictions']) {
    await tx.query(`delete from ${table} where handover_id = $1`, [id]);
  }
  await tx.query(`delete from handovers where id = $1`, [id]);
}

async function deleteCommitments(tx: Tx, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  for (const table of ['commitment_answers', 'commitment_statuses']) await tx.query(`delete from ${table} where commitment_id = any($1::uuid[])`, [ids]);
  await tx.query(`delete from commitments where id = any($1::uuid[])`, [ids]);
}

type Table = 'handovers' | 'handover_recipients' | 'handover_presenters' | 'handover_jurisdictions' | 'handover_responses' | 'commitments' | 'commitment_statuses';

/** Names of tables and columns come from this file and from import-rows.ts, never from the imported one. */
async function insertRows(tx: Tx, table: Table, rows: readonly object[]): Promise<void> {
  const [first] = rows;
  if (!first) return;
  const columns = Object.keys(first).join(', ');
  await tx.query(`insert into ${table} (${columns}) select ${columns} from jsonb_populate_recordset(null::${table}, $1::jsonb)`, [JSON.stringify(rows)]);
}

async function updateRows(tx: Tx, table: Table, rows: readonly Row[]): Promise<void> {
  const [first] = rows;
  if (!first) return;
  const columns = Object.keys(first).filter((column) => column !== 'id');
  await tx.query(
    `update ${table} t set ${columns.map((column) => `${column} = r.${column}`).join(', ')} from jsonb_populate_recordset(null::${table}, $1::jsonb) r where t.id = r.id`,
    [JSON.stringify(rows)]);
}

/** Rows of these handovers become the given ones; equal rows are not touched. */
async function replaceRows(tx: Tx, table: Table, key: 'position' | 'jurisdiction_id', handoverIds: readonly string[], rows: readonly Row[]): Promise<void> {
  if (handoverIds.length === 0) return;
  await tx.query(
    `delete from ${table} t where t.handover_id = any($1::uuid[]) and not exists (
       select 1 from jsonb_populate_recordset(null::${table}, $2::jsonb) r where r.handover_id = t.handover_id and r.${key} = t.${key})`,
    [handoverIds, JSON.stringify(rows)]);
  const [first] = rows;
  if (!first) return;
  const columns = Object.keys(first);
  const values = columns.filter((column) => column !== key && column !== 'handover_id');
  await tx.query(
    `insert into ${table} as t (${columns.join(', ')}) select ${columns.join(', ')} from jsonb_populate_recordset(null::${table}, $1::jsonb)
     on conflict (handover_id, ${key}) do update set ${values.map((column) => `${column} = excluded.${column}`).join(', ')}
     where (${values.map((column) => `t.${column}`).join(', ')}) is distinct from (${values.map((column) => `excluded.${column}`).join(', ')})`,
    [JSON.stringify(rows)]);
}
