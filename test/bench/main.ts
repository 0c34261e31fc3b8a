/**
 * `npm run bench [-- --rounds 5 --seconds 3 --connections 256]`: how many signatures a second are accepted *and counted*, beside a
 * bare Fastify that keeps nothing and beside what most people would write. Everything runs on this machine, the load too;
 * so only the ratios mean much. The contenders take turns within each round, so that what else the machine does hits all.
 */
import type { ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { databaseUrl, loadConfig, redisUrl } from '#libs/config';
import { Database, dataSourceFor, runMigrations } from '#libs/database';
import { PublishedKeys, SignatureKeeper, SignatureLedger } from '#libs/signatures';
import { TallyBook } from '#libs/tallies';
import { PrivateKeyStore } from '#libs/vault';
import { startServices } from '../../apps/cli/src/services/embedded-services.js';
import { begin, cpuMicroseconds, end, freePort } from '../support/children.js';
import type { LoadOrder, LoadResult } from './load.js';
import { readable, spliced, type Measured } from './report.js';

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '5' }, seconds: { type: 'string', default: '3' }, connections: { type: 'string', default: '256' }, only: { type: 'string' }, write: { type: 'boolean', default: true } }, allowNegative: true });
const [rounds, seconds, connections] = [Number(values.rounds), Number(values.seconds), Number(values.connections)];
const projectRoot = path.resolve(import.meta.dirname, '..', '..');
const say = (line: string): void => void process.stderr.write(`${line}\n`);

const PETITIONS = Array.from({ length: 47 }, (_, n) => `bench-${String.fromCharCode(97 + Math.floor(n / 26))}${String.fromCharCode(97 + (n % 26))}`);
const HOT_SHARE = 0.9;
const COUNTED_WITHIN_MS = 120_000;

interface Contender {
  name: string;
  port: number;
  processes: Record<string, { pid: number; family?: boolean }>;
  /** How many signatures its own tally shows; null where nothing is counted. */
  counted: (() => Promise<number>) | null;
}

const dataDir = mkdtempSync(path.join(tmpdir(), 'countersign-bench-'));
const children: ChildProcess[] = [];
const services = await startServices(loadConfig({ DATA_DIR: dataDir, LOG_LEVEL: 'silent' }), { durable: true, projectRoot, say });
try {
  await main();
} finally {
  await Promise.all(children.map(end));
  await services.stop();
  rmSync(dataDir, { recursive: true, force: true });
}
process.exit(0);

async function main(): Promise<void> {
  const { config } = services;
  await runMigrations(config.database);
  const source = await dataSourceFor(config.database, { poolSize: 3 }).initialize();
  const db = new Database(source);
  await furnish(db, await PrivateKeyStore.open(config.keysDir));
  const env = { DATA_DIR: dataDir, DATABASE_URL: databaseUrl(config.database), REDIS_URL: redisUrl(config.redis), LOG_LEVEL: 'silent' };
  const contenders = await startContenders(db, env);
  const load = await begin('../bench/load.ts', {}, { ready: false });
  children.push(load);

  const measured: Measured[] = [];
  const shapes = [{ shape: 'uniform', hotShare: null }, { shape: 'hot', hotShare: HOT_SHARE }] as const;
  // One round that nobody notes: compilers and caches are warm from then on.
  for (let round = 0; round <= rounds; round += 1) {
    for (const { shape, hotShare } of shapes) {
      for (const contender of contenders) {
        if (contender.counted === null && shape === 'hot') continue;
        const one = await turn(load, contender, { seconds: round === 0 ? 1 : seconds, hotShare });
        if (round > 0) measured.push({ round, shape, contender: contender.name, ...one });
        say(`${round === 0 ? 'warm-up' : `round ${round}`}  ${shape.padEnd(8)} ${contender.name.padEnd(9)} ${Math.round(one.perSecond).toLocaleString('en').padStart(8)}/s  p99 ${one.p99.toFixed(0)} ms`);
      }
    }
  }
  await source.destroy();
  const about = { at: new Date().toISOString(), rounds, seconds, connections, petitions: PETITIONS.length, hotShare: HOT_SHARE, node: process.version, cores: cpus().length, cpu: cpus()[0]?.model ?? '' };
  const table = readable(about, measured);
  process.stdout.write(`${table}\n`);
  if (values.write) {
    const file = path.join(projectRoot, 'docs', 'PERFORMANCE.md');
    writeFileSync(file, spliced(readFileSync(file, 'utf8'), table, { about, measured }));
  }
}

async function furnish(db: Database, keys: PrivateKeyStore): Promise<void> {
  await db.rows(`insert into campaigns (slug, title, kind) values ('bench', '{"en": "Bench"}', 'live')`);
  await new SignatureKeeper(db, new SignatureLedger(db, new TallyBook()), new PublishedKeys(db), keys).ensureKeys();
  for (const [n, slug] of PETITIONS.entries()) {
    const id = slug.slice(6).toUpperCase();
    await db.rows(`insert into jurisdictions (campaign_id, id, kind, iso2, name, petition_state, position) select id, $1, 'country', $1, $1, 'petition', $2 from campaigns`, [id, n]);
    await db.rows(
      `insert into petitions (campaign_id, jurisdiction_id, slug, takes_signatures, status, confirmation, privacy, default_language, opened_at)
       select id, $1, $2, true, 'open', 'none', 'standard', 'en', now() from campaigns`, [id, slug]);
  }
  await db.rows(`insert into petition_texts (petition_id, language, version, title, demand) select id, 'en', 1, 'A petition', 'A demand' from petitions`);
  await db.rows(`create table naive_signatures (id uuid primary key, petition text not null, signed_at timestamptz not null, country text not null, sealed bytea not null)`);
  await db.rows(`create table naive_counts (petition text primary key, count integer not null)`);
  await db.rows(`insert into naive_counts select slug, 0 from petitions`);
}

async function startContenders(db: Database, env: Record<string, string>): Promise<Contender[]> {
  const start = async (file: string, port: number | null): Promise<number> => {
    const child = await begin(file, { ...env, ...(port === null ? {} : { PORT: String(port) }) });
    children.push(child);
    return child.pid ?? 0;
  };
  const [bare, naive, door] = [await freePort(), await freePort(), await freePort()];
  const sum = (sql: string) => async (): Promise<number> => (await db.rows<{ n: number }>(sql))[0]?.n ?? 0;
  const postgres = { pid: services.postgres?.pid ?? 0, family: true };
  const worker = await start('worker.ts', null);
  const all: Contender[] = [
    { name: 'bare', port: bare, processes: { server: { pid: await start('../bench/bare.ts', bare) } }, counted: null },
    { name: 'naive', port: naive, processes: { server: { pid: await start('../bench/naive.ts', naive) }, postgres }, counted: sum('select sum(count)::int as n from naive_counts') },
    {
      name: 'pipeline', port: door, counted: sum('select coalesce(sum(counted), 0)::int as n from petition_tallies'),
      processes: { server: { pid: await start('server.ts', door) }, worker: { pid: worker }, postgres, redis: { pid: services.redis?.pid ?? 0 } },
    },
  ];
  return all.filter(({ name }) => values.only === undefined || values.only === name);
}

/**
 * Load, then the wait until its tally shows all that was acknowledged: both are in the time. (What was refused, because
 * nobody could say in time whether it is safe, may be counted all the same; `verify` and the journeys hold the counts exactly.)
 */
async function turn(load: ChildProcess, contender: Contender, options: { seconds: number; hotShare: number | null }): Promise<Omit<Measured, 'round' | 'shape' | 'contender'>> {
  const before = await contender.counted?.() ?? 0;
  const cpuBefore = cpuOf(contender);
  const began = performance.now();
  const result = await loaded(load, { port: contender.port, connections, petitions: PETITIONS, ...options });
  const answered = performance.now() - began;
  for (const until = Date.now() + COUNTED_WITHIN_MS; contender.counted && (await contender.counted()) - before < result.acknowledged;) {
    if (Date.now() > until) throw new Error(`${contender.name}: ${(await contender.counted()) - before} of ${result.acknowledged} acknowledged were counted within two minutes`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  const took = performance.now() - began;
  if (result.refused > 0) say(`  ${contender.name} refused ${result.refused}`);
  const cpu = Object.fromEntries(Object.entries(cpuOf(contender)).map(([name, value]) => [name, (value - (cpuBefore[name] ?? 0)) / Math.max(1, result.acknowledged)]));
  return { perSecond: (result.acknowledged * 1_000) / took, acknowledgedPerSecond: (result.acknowledged * 1_000) / answered, lagMs: took - answered, p50: result.p50, p99: result.p99, refused: result.refused, cpu };
}

function cpuOf({ processes }: Contender): Record<string, number> {
  return Object.fromEntries(Object.entries(processes).map(([name, { pid, family }]) => [name, cpuMicroseconds(pid, family ?? false)]));
}

function loaded(load: ChildProcess, order: LoadOrder): Promise<LoadResult> {
  return new Promise((resolve, reject) => {
    load.once('message', (message: { result?: LoadResult; failed?: string }) => (message.result ? resolve(message.result) : reject(new Error(message.failed))));
    load.send(order);
  });
}
