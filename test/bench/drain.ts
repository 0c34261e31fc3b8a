/**
 * What a signature costs behind the door: `node --import ./test/support/typescript.mjs test/bench/drain.ts [--records 40000 --batch 100]`.
 * Takes the worker's code alone, without queue and server, over sealed records made beforehand, and counts microseconds of CPU a
 * signature (of this process and of Postgres with its helpers) in three steps: opening and hashing; the whole way into the tables;
 * and, for comparison, the same rows by plain COPY, deduplicated and tallied by three statements. At the end: bytes a row, by table.
 *
 * `--grown N` first fills the tables with N signatures, `--confirm` has the petitions ask for confirmation, `--known 0.1` is the share
 * of people who have signed before, `--only open|write|raw`, `--data FOLDER` keeps the data folder (and goes on in it), `--verify` recounts,
 * `--profile FOLDER` writes a CPU profile of each step.
 */
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { Session } from 'node:inspector/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { loadConfig, Log } from '#libs/config';
import { Database, dataSourceFor, runMigrations } from '#libs/database';
import { Queues } from '#libs/queues';
import { BatchWriter, PublishedKeys, recount, type SealedBatch, SignatureKeeper, SignatureLedger } from '#libs/signatures';
import { LiveCounts, TallyBook } from '#libs/tallies';
import { PrivateKeyStore, Sealer } from '#libs/vault';
import { startServices } from '../../apps/cli/src/services/embedded-services.js';
import { cpuMicroseconds } from '../support/children.js';
import { MadeRecords } from './made-records.js';
import { copyRows, RAW_TABLES } from './raw-copy.js';

const { values } = parseArgs({ options: {
  records: { type: 'string', default: '40000' }, batch: { type: 'string', default: '100' }, grown: { type: 'string', default: '0' }, known: { type: 'string', default: '0' }, petitions: { type: 'string', default: '47' },
  confirm: { type: 'boolean', default: false }, only: { type: 'string' }, data: { type: 'string' }, profile: { type: 'string' }, verify: { type: 'boolean', default: false },
} });
const [records, batchSize, grown, known, petitionCount] = [Number(values.records), Number(values.batch), Number(values.grown), Number(values.known), Number(values.petitions)];
/** As many as the worker takes from the queue at once. */
const AT_ONCE = 24;
const projectRoot = path.resolve(import.meta.dirname, '..', '..');
const say = (line: string): void => void process.stdout.write(`${line}\n`);

const dataDir = values.data ?? mkdtempSync(path.join(tmpdir(), 'countersign-drain-'));
const services = await startServices(loadConfig({ DATA_DIR: dataDir, LOG_LEVEL: 'silent' }), { durable: true, projectRoot, say });
const { config } = services;
await runMigrations(config.database);
const source = await dataSourceFor(config.database, { poolSize: 6 }).initialize();
const db = new Database(source);
const queues = new Queues(config);
const keys = await PrivateKeyStore.open(config.keysDir);
const ledger = new SignatureLedger(db, new TallyBook());
const published = new PublishedKeys(db);
try {
  const petitions = await furnish();
  const sealer = new Sealer(() => published.current('drain'));
  await published.prepare('drain');
  const live = new LiveCounts(config, queues);
  const log = new Log(config);
  const writer = new BatchWriter(db, ledger, live, keys, log);
  const opening = new BatchWriter(db, { recordAll: (batches: readonly unknown[]) => Promise.resolve(batches.map(() => ({ inserted: 0, repeated: 0, taken: [] }))) } as unknown as SignatureLedger, live, keys, log);
  const filled = new MadeRecords(petitions, sealer, batchSize);
  const step = (name: string): boolean => values.only === undefined || values.only === name;

  for (let left = grown; left > 0; left -= 20_000) await drain(writer, filled.batches(Math.min(left, 20_000), 0));
  await drain(writer, filled.batches(4_000, known));
  for (let round = 1; round <= 3; round += 1) {
    const texts = filled.batches(records, known);
    if (step('open')) await measured('open and hash', () => drain(opening, texts));
    if (step('write')) await measured('open, hash, write', () => drain(writer, texts));
    if (step('raw')) {
      const rows = texts.flatMap((text) => (JSON.parse(text) as SealedBatch).records);
      await measured('raw COPY + dedupe + tally', () => copyRows(config.database, rows, 5_000));
    }
  }
  live.onApplicationShutdown();
  await sizes();
  if (values.verify) for (const line of (await recount(db)).drift) say(JSON.stringify(line));
} finally {
  await queues.onApplicationShutdown();
  await source.destroy();
  await services.stop();
  if (values.data === undefined && existsSync(dataDir)) rmSync(dataDir, { recursive: true, force: true });
}
process.exit(0);

async function furnish(): Promise<number[]> {
  await db.rows(`insert into campaigns (slug, title, kind) values ('drain', '{"en": "Drain"}', 'live') on conflict do nothing`);
  await new SignatureKeeper(db, ledger, published, keys).ensureKeys();
  for (let n = 0; n < petitionCount; n += 1) {
    const id = String.fromCharCode(65 + Math.floor(n / 26), 65 + (n % 26));
    await db.rows(`insert into jurisdictions (campaign_id, id, kind, iso2, name, petition_state, position) select id, $1, 'country', $1, $1, 'petition', $2 from campaigns on conflict do nothing`, [id, n]);
    await db.rows(
      `insert into petitions (campaign_id, jurisdiction_id, slug, takes_signatures, status, confirmation, privacy, default_language, opened_at)
       select id, $1, 'drain-' || lower($1), true, 'open', $2, 'standard', 'en', now() from campaigns on conflict do nothing`, [id, values.confirm ? 'required' : 'none']);
  }
  for (const table of RAW_TABLES) await db.rows(table);
  return (await db.rows<{ id: number }>(`select id from petitions where slug like 'drain-%' order by id`)).map(({ id }) => id);
}

/** What a queue's job holds: batches as JSON. */
async function drain(through: BatchWriter, texts: readonly string[]): Promise<void> {
  let next = 0;
  await Promise.all(Array.from({ length: AT_ONCE }, async () => {
    for (let text = texts[next++]; text !== undefined; text = texts[next++]) await through.write(JSON.parse(text) as SealedBatch);
  }));
}

async function measured(name: string, work: () => Promise<unknown>): Promise<void> {
  const postgres = services.postgres?.pid ?? 0;
  const session = values.profile === undefined ? null : new Session();
  session?.connect();
  await session?.post('Profiler.enable');
  await session?.post('Profiler.start');
  const [began, own, theirs] = [performance.now(), process.cpuUsage(), cpuMicroseconds(postgres, true)];
  await work();
  const took = performance.now() - began;
  const { user, system } = process.cpuUsage(own);
  const per = (microseconds: number): string => (microseconds / records).toFixed(1).padStart(7);
  if (session) writeFileSync(path.join(values.profile ?? '', `${name.replaceAll(/\W+/g, '-')}.cpuprofile`), JSON.stringify((await session.post('Profiler.stop')).profile));
  say(`${name.padEnd(28)} here ${per(user + system)} µs   Postgres ${per(cpuMicroseconds(postgres, true) - theirs)} µs   ${Math.round((records * 1_000) / took).toLocaleString('en').padStart(8)} /s`);
}

async function sizes(): Promise<void> {
  await db.rows('vacuum analyze');
  const rows = await db.rows<{ name: string; bytes: number; n: number }>(
    `select regexp_replace(c.relname, '^(signatures)_\\d+', '\\1') as name, sum(pg_relation_size(c.oid) + coalesce(pg_relation_size(nullif(c.reltoastrelid, 0)), 0))::float8 as bytes, (select count(*)::int from signatures) as n
       from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'i') and c.relname not like 'raw%' group by 1 having sum(pg_relation_size(c.oid)) > 200000 order by 2 desc`);
  say(`bytes a signature, of ${rows[0]?.n ?? 0}:`);
  for (const { name, bytes, n } of rows) say(`  ${(bytes / n).toFixed(1).padStart(7)}  ${name}`);
  say(`  ${(rows.reduce((sum, row) => sum + row.bytes / row.n, 0)).toFixed(1).padStart(7)}  together`);
}
