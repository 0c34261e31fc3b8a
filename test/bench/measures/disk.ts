/** Bytes a signature takes on the disk once it is written and vacuumed. */
import { sum } from '../contenders/signing.js';
import type { Bench, Stand } from '../stand.js';

export interface Disk {
  signatures: number;
  /** All that grew in the database, indexes, TOAST and free-space maps too; without WAL. */
  bytes: number;
  /** The most of it, by table (partitions together) or index. */
  parts: Record<string, number>;
}

/** So many signatures through the door of an empty installation, by the pipeline as it is. */
export async function disk(bench: Bench, signatures: number): Promise<Disk> {
  const stand = await bench.stand('disk');
  const [server, worker] = [await stand.start('server.ts'), await stand.start('worker.ts')];
  const before = await sizes(stand);
  const result = await bench.loader.run({ port: server.port, ...bench.settings, count: signatures, patient: true, what: { kind: 'crowd', crowd: stand.crowd(), from: 0 } });
  await stand.until(sum(result.people));
  await Promise.all([server.end(), worker.end()]);
  await stand.db.rows('vacuum analyze');
  const after = await sizes(stand);
  const grown = Object.entries(after).map(([name, bytes]): [string, number] => [name, (bytes - (before[name] ?? 0)) / signatures]);
  const parts = Object.fromEntries(grown.filter(([, bytes]) => bytes >= 1).sort(([, a], [, b]) => b - a));
  return { signatures, bytes: sum(grown.map(([, bytes]) => bytes)), parts };
}

async function sizes({ db }: Stand): Promise<Record<string, number>> {
  const rows = await db.rows<{ name: string; bytes: number }>(
    `select regexp_replace(c.relname, '^(signatures)_\\d+', '\\1') as name, sum(case c.relkind when 'i' then pg_relation_size(c.oid) else pg_table_size(c.oid) end)::float8 as bytes
       from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'i') group by 1`);
  return Object.fromEntries(rows.map(({ name, bytes }) => [name, bytes]));
}
