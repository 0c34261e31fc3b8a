/** Whether a signature costs Postgres more once seven million are there. */
import { clientFor } from '../../../apps/cli/src/services/postgres.js';
import { sum } from '../contenders/signing.js';
import type { Bench, Stand, Started } from '../stand.js';

const RATE = 2_500;
const PATTERN = 50_000;

export interface Big {
  rows: number;
  rate: number;
  /** Microseconds of Postgres for each signature, one of each turn. */
  empty: number[];
  full: number[];
  fillMinutes: number;
}

/** The same steady load before and after the table is filled with copies of what the pipeline wrote, each with ids, keys, hashes and times of its own. */
export async function big(bench: Bench, rows: number, { turns, seconds }: { turns: number; seconds: number }): Promise<Big> {
  const stand = await bench.stand('big');
  const [server, worker] = [await stand.start('server.ts'), await stand.start('worker.ts')];
  await turn(bench, stand, server, seconds);
  const empty: number[] = [];
  for (let n = 0; n < turns; n += 1) empty.push(await turn(bench, stand, server, seconds));
  const began = Date.now();
  await fill(stand, rows, bench.say);
  await stand.db.rows('vacuum analyze');
  await checkpoint(bench);
  const fillMinutes = (Date.now() - began) / 60_000;
  await turn(bench, stand, server, seconds);
  const full: number[] = [];
  for (let n = 0; n < turns; n += 1) full.push(await turn(bench, stand, server, seconds));
  const [{ n: there } = { n: 0 }] = await stand.db.rows<{ n: number }>(`select count(*)::int as n from signatures`);
  await Promise.all([server.end(), worker.end()]);
  return { rows: there, rate: RATE, empty, full, fillMinutes };
}

/** @returns microseconds of Postgres for each signature */
async function turn(bench: Bench, stand: Stand, server: Started, seconds: number): Promise<number> {
  const [before, counted] = [stand.cpu({})['postgres'] ?? 0, await stand.counted()];
  const result = await bench.loader.run({ port: server.port, connections: bench.settings.connections, depth: 1, rate: RATE, seconds, what: { kind: 'crowd', crowd: stand.crowd(), from: 0 } });
  await stand.until(counted + (result.refused > 0 ? 0 : sum(result.people)));
  const each = ((stand.cpu({})['postgres'] ?? 0) - before) / result.acknowledged;
  bench.say(`  Postgres: ${each.toFixed(1)} µs a signature`);
  return each;
}

/** Each column by its type, so that it holds whatever the table's columns are called. */
async function fill({ db }: Stand, rows: number, say: (line: string) => void): Promise<void> {
  const columns = await db.rows<{ name: string; type: string; key: boolean }>(
    `select a.attname as name, format_type(a.atttypid, null) as type,
            exists (select from pg_index i where i.indrelid = a.attrelid and i.indisunique and a.attnum = any(i.indkey)) as key
       from pg_attribute a where a.attrelid = 'signatures'::regclass and a.attnum > 0 and not a.attisdropped and a.attgenerated = '' order by a.attnum`);
  await db.rows(`create unlogged table pattern as select * from signatures order by random() limit ${PATTERN}`);
  const own = ({ name, type, key }: { name: string; type: string; key: boolean }): string => {
    if (name === 'petition_id') return name;
    if (type === 'uuid') return `case when ${name} is null then null else uuidv7(make_interval(secs => -$1::int * 600)) end`;
    if (type === 'timestamp with time zone') return `${name} - make_interval(secs => $1::int * 600)`;
    if (type === 'bytea') return `case when octet_length(${name}) <= 64 then substring(sha256(${name} || int4send($1::int)) || sha256(int4send($1::int) || ${name}) for octet_length(${name})) else ${name} end`;
    return key && type === 'bigint' ? `hashint8extended(${name}, $1::int)` : name;
  };
  const names = columns.map(({ name }) => name).join(', ');
  const [{ n: each } = { n: PATTERN }] = await db.rows<{ n: number }>(`select count(*)::int as n from pattern`);
  const chunks = Math.ceil(rows / each);
  for (let left = chunks; left > 0; left -= 1) {
    await db.rows(`insert into signatures (${names}) select ${columns.map(own).join(', ')} from pattern`, [left]);
    if (left % 20 === 0) say(`  ${((chunks - left) * each).toLocaleString('en')} rows are there`);
  }
  await db.rows(`drop table pattern`);
}

/** What filling left to be written is no cost of the signatures that follow. */
async function checkpoint({ services }: Bench): Promise<void> {
  if (!services.postgres) return;
  const admin = clientFor(services.postgres.adminSettings);
  await admin.connect();
  await admin.query('checkpoint');
  await admin.end();
}
