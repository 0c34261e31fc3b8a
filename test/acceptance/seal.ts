/**
 * `npm run acceptance -- seal [SIGNATURES]`: a million signatures of one petition, written straight into a database of its own, are sealed:
 * how long it takes, in what memory, how long signing waits meanwhile; then proofs, tampering, erasing, and the second implementation.
 */
import { spawnSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { createWriteStream, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { v7 as uuidv7 } from 'uuid';
import { AuditLog } from '#libs/access';
import { loadConfig } from '#libs/config';
import { Database, dataSourceFor, runMigrations } from '#libs/database';
import { HANDOVER_ENTITIES, HandoverSealer, pathLeadsTo, type Seal, SealDesk, SealReader, verifySeals } from '#libs/handovers';
import { recount, SignatureLedger } from '#libs/signatures';
import { TallyBook } from '#libs/tallies';
import { PrivateKeyStore } from '#libs/vault';
import { verifyManifest } from '../../apps/cli/src/commands/verify-manifest.js';
import { startServices } from '../../apps/cli/src/services/embedded-services.js';
import { HandoversRepository } from '../../libs/handovers/src/handovers.repository.js';
import { type Proof, tell } from '../support/proofs.js';

const WANTED = Number(process.argv[2] ?? 1_000_000);
const projectRoot = path.resolve(import.meta.dirname, '../..');
const say = (line: string): void => void process.stderr.write(`${line}\n`);
const folder = mkdtempSync(path.join(tmpdir(), 'countersign-seal-'));
const config = loadConfig({ NODE_ENV: 'test', DATA_DIR: folder, LOG_LEVEL: 'silent' });
const services = await startServices(config, { durable: true, projectRoot, say });
let ok = false;
try {
  if (!services.postgres) throw new Error('a database of its own');
  await runMigrations(services.postgres.settings);
  const db = new Database(await dataSourceFor(services.postgres.settings, { entities: HANDOVER_ENTITIES, poolSize: 6 }).initialize());
  try {
    ok = tell(await proofs(db), say);
  } finally {
    await db.dataSource.destroy();
  }
} finally {
  await services.stop();
  rmSync(folder, { recursive: true, force: true });
}
process.exit(ok ? 0 : 1);

async function proofs(db: Database): Promise<Proof[]> {
  const found: Proof[] = [];
  const show = (what: string, wanted: string, told: string, held: boolean): void => {
    found.push({ what, wanted, found: told, held });
    say(`${held ? 'holds' : 'FAILS'}  ${what}: ${told}`);
  };
  const keys = await PrivateKeyStore.open(config.keysDir);
  await keys.ensureCampaign('million');
  const audit = new AuditLog(db);
  const desk = new SealDesk(db, new HandoversRepository(db), audit);
  const sealer = new HandoverSealer(db, new TallyBook(), keys, audit);
  const reader = new SealReader(db);
  const ledger = new SignatureLedger(db, new TallyBook());

  const { petitionId, handoverId } = await furnish(db);
  say(`${WANTED} signatures are there. ${cpus().length} cores, load ${loadavg()[0]?.toFixed(1)}.`);

  const waits = signingMeanwhile(ledger, petitionId);
  const memory = watchMemory();
  const began = performance.now();
  const sealId = await desk.ask(handoverId, {}, { id: 'acceptance', name: 'Acceptance' });
  await sealer.seal(sealId);
  const seconds = (performance.now() - began) / 1000;
  const peak = memory.end();
  const { longest, n } = await waits.end();
  const seal = (await reader.get(sealId)) as Seal;
  show('entries sealed', `≥ ${WANTED} in ≤ 60 s`, `${seal.size} in ${seconds.toFixed(1)} s`, seal.state === 'sealed' && (seal.size ?? 0) >= WANTED && seconds <= 60);
  show('memory of the worker meanwhile', '≤ 150 MB more', `${peak.before} MB before, at most ${peak.most} MB`, peak.most - peak.before <= 150);
  show('signing of the same petition meanwhile', 'longest ≤ 5 s', `${n} signatures, longest ${longest.toFixed(0)} ms`, longest <= 5_000);

  const file = path.join(folder, 'manifest.json');
  const writing = watchMemory();
  await pipeline(reader.manifest(seal, { leaves: true }), createWriteStream(file));
  const written = writing.end();
  const checking = watchMemory();
  const from = performance.now();
  const checked = await verifyManifest(file, { key: seal.key?.fingerprint ?? '' });
  const took = (performance.now() - from) / 1000;
  const read = checking.end();
  show('manifest written and checked by verify-manifest', 'holds, ≤ 150 MB more', `${(statSync(file).size / 1e6).toFixed(0)} MB, written in at most ${written.most} MB, checked in ${took.toFixed(1)} s and ${read.most} MB`, checked.ok && read.most - read.before <= 150);

  await showProofs(reader, seal, show);
  await showPython(file, seal, show);
  await showTampering(db, file, sealId, show);

  const [row] = await db.rows<{ id: string; hash: Buffer }>(`select id, withdraw_hash as hash from signatures where petition_id = $1 and withdraw_hash is not null and status = 'counted' limit 1`, [petitionId]);
  if (row) await ledger.withdraw([{ petitionId, recordId: row.id, hash: row.hash }]);
  await db.rows(`update signatures set person_commit = null, email_key = null, erased_at = clock_timestamp() where petition_id = $1 and id = $2`, [petitionId, row?.id]);
  const since = performance.now();
  const drift = [...(await verifySeals(db)).drift, ...(await recount(db)).drift];
  const corrections = await reader.corrections(sealId);
  show('somebody erased after the seal', 'verify clean, one shown as taken back', `${drift.length} drift in ${((performance.now() - since) / 1000).toFixed(1)} s, ${JSON.stringify(corrections)}`, drift.length === 0 && corrections.takenBack === 1 && corrections.erased === 1);
  return found;
}

type Show = (what: string, wanted: string, told: string, held: boolean) => void;

async function showProofs(reader: SealReader, seal: Seal, show: Show): Promise<void> {
  const some: Buffer[] = [];
  for await (const run of reader.leaves(seal.id)) some.push(Buffer.from(run.subarray(0, 32)));
  const root = Buffer.from(seal.root ?? '', 'hex');
  const made: number[] = [];
  const checks: number[] = [];
  let right = 0;
  for (const leaf of some) {
    const a = performance.now();
    const proof = await reader.proof(seal, leaf);
    const b = performance.now();
    if (proof && pathLeadsTo(root, { leaf, index: proof.index, size: proof.size, path: proof.path.map((hash) => Buffer.from(hash, 'hex')) })) right++;
    made.push(b - a);
    checks.push(performance.now() - b);
  }
  const unknown = await reader.proof(seal, randomBytes(32));
  const median = (times: number[]): number => [...times].sort((x, y) => x - y)[Math.floor(times.length / 2)] ?? Infinity;
  show('proofs', 'all lead to the root, checked in ≤ 10 ms', `${right} of ${some.length}; checked in ${median(checks).toFixed(2)} ms (at most ${Math.max(...checks).toFixed(1)}), made in ${median(made).toFixed(1)} ms (at most ${Math.max(...made).toFixed(0)})`,
    right === some.length && unknown === null && median(checks) <= 10);
}

async function showPython(file: string, seal: Seal, show: Show): Promise<void> {
  const from = performance.now();
  const { status, stdout } = spawnSync('python3', [path.join(projectRoot, 'test/second-implementation/verify_manifest.py'), file], { encoding: 'utf8' });
  show('second implementation (Python)', 'the same root', `${stdout.trim()} in ${((performance.now() - from) / 1000).toFixed(1)} s`, status === 0 && stdout.includes(String(seal.root)));
}

/** One row altered, dropped, added, reordered: in the table, and in the file. */
async function showTampering(db: Database, file: string, sealId: string, show: Show): Promise<void> {
  const middle = `(select leaf from seal_leaves where seal_id = $1 order by leaf offset 5000 limit 1)`;
  const rows: Record<string, [string, string]> = {
    altered: [`update seal_leaves set leaf = $2 where seal_id = $1 and leaf = ${middle}`, `update seal_leaves set leaf = $3 where seal_id = $1 and leaf = $2`],
    dropped: [`update seal_leaves set seal_id = '00000000-0000-4000-8000-000000000000' where seal_id = $1 and leaf = ${middle} and $2::bytea is not null`, `update seal_leaves set seal_id = $1 where leaf = $3 and $2::bytea is not null`],
    added: [`insert into seal_leaves select $2, seal_id, record_id, petition_id from seal_leaves where seal_id = $1 and leaf = ${middle}`, `delete from seal_leaves where seal_id = $1 and leaf = $2 and $3::bytea is not null`],
  };
  for (const [what, [doing, undoing]] of Object.entries(rows)) {
    const [{ leaf } = { leaf: Buffer.alloc(0) }] = await db.rows<{ leaf: Buffer }>(`select leaf from seal_leaves where seal_id = $1 order by leaf offset 5000 limit 1`, [sealId]);
    const strange = createHash('sha256').update(leaf).digest();
    await db.rows(doing, [sealId, strange]);
    const { drift } = await verifySeals(db);
    await db.rows(undoing, [sealId, strange, leaf]);
    show(`a row ${what}, by verify`, 'found, the seal named', drift[0]?.where ?? 'nothing', drift.some(({ where }) => where.startsWith('seal 1 of handover')));
  }
  const swap = `with two as (select leaf, record_id, row_number() over (order by leaf) as n from (select leaf, record_id from seal_leaves where seal_id = $1 order by leaf limit 2) l)
    update seal_leaves l set record_id = o.record_id from two t, two o where l.seal_id = $1 and l.leaf = t.leaf and o.n = 3 - t.n`;
  await db.rows(swap, [sealId]);
  const { drift } = await verifySeals(db);
  await db.rows(swap, [sealId]);
  show('two rows exchanged, by verify', 'found, the seal named', drift[0]?.where ?? 'nothing', drift.some(({ where }) => where.startsWith('seal 1 of handover')));

  const text = readFileSync(file, 'latin1');
  const at = text.indexOf('"leaves":[') + 10 + 67 * 5000;
  const [one, two] = [text.slice(at, at + 67), text.slice(at + 67, at + 134)];
  const strange = `"${one.slice(1, 64)}${one[64] === '0' ? '1' : '0'}",`;
  for (const [what, instead] of Object.entries({ altered: strange + two, dropped: two, added: one + strange + two, reordered: two + one })) {
    const copy = `${file}.${what}`;
    writeFileSync(copy, text.slice(0, at) + instead + text.slice(at + 134), 'latin1');
    const { ok: held, lines } = await verifyManifest(copy, {});
    rmSync(copy);
    show(`a leaf ${what}, by verify-manifest`, 'found', lines.find((line) => line.startsWith('WRONG')) ?? 'nothing', !held);
  }
}

/** One signature after another, as the worker would write them, for as long as the sealing takes. */
function signingMeanwhile(ledger: SignatureLedger, petitionId: number): { end(): Promise<{ longest: number; n: number }> } {
  let ended = false;
  let longest = 0;
  let n = 0;
  const running = (async () => {
    while (!ended) {
      const began = performance.now();
      const now = Date.now();
      await ledger.record(uuidv7(), [{
        petitionId, id: uuidv7(), channel: 'paper', country: 'FR', emailKey: randomBytes(16).toString('hex'), nameKey: null, signedAt: now, receivedAt: now, confirmedAt: now, confirmHash: null, withdrawHash: randomBytes(32),
        personCommit: randomBytes(32), sealed: Buffer.alloc(250), textVersion: 1, language: 'en', claimedAt: null, via: null, updates: [], synthetic: false,
      }]);
      longest = Math.max(longest, performance.now() - began);
      n++;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  })();
  return { end: async () => {
    ended = true;
    await running;
    return { longest, n };
  } };
}

function watchMemory(): { end(): { before: number; most: number } } {
  const mb = (): number => Math.round(process.memoryUsage().rss / 1e6);
  const before = mb();
  let most = before;
  const timer = setInterval(() => (most = Math.max(most, mb())), 20);
  return { end: () => {
    clearInterval(timer);
    return { before, most: Math.max(most, mb()) };
  } };
}

/** A campaign with one petition and its signatures, in tables and tallies, as if they had come one by one. */
async function furnish(db: Database): Promise<{ petitionId: number; handoverId: string }> {
  await db.rows(`insert into campaigns (slug, title, kind) values ('million', '{"en": "A million"}', 'live')`);
  await db.rows(`insert into jurisdictions (campaign_id, id, kind, iso2, name, petition_state) select id, 'FR', 'country', 'FR', 'France', 'petition' from campaigns`);
  const [petition] = await db.rows<{ id: number }>(`insert into petitions (campaign_id, jurisdiction_id, slug, takes_signatures, status, privacy, default_language, opened_at) select id, 'FR', 'a-million-fr', true, 'open', 'standard', 'en', now() from campaigns returning id`);
  const petitionId = petition?.id ?? 0;
  await db.rows(`insert into petition_texts (petition_id, language, version, title, demand, notice) values ($1, 'en', 1, 'A million', 'Keep your word', 'A notice')`, [petitionId]);
  const [handover] = await db.rows<{ id: string }>(`insert into handovers (campaign_id, jurisdiction_id, level, status, date_edtf, date_from, date_to) select id, 'FR', 'national', 'planned', '2099-06-01', '2099-06-01', '2099-06-01' from campaigns returning id`);
  await db.rows(
    `insert into signatures (petition_id, id, status, channel, country, signed_at, received_at, counted_at, confirmed_at, email_key, withdraw_hash, person_commit, sealed, text_version, language)
     select $1, gen_random_uuid(), 'counted', (array['online', 'store', 'paper', 'partner'])[1 + i % 4]::channel, (array['FR', 'BE', 'CH', 'CA', 'SN'])[1 + i % 5], t, t, t, t,
            substring(sha256(('e' || i)::bytea) for 16), sha256(('w' || i)::bytea), sha256(('p' || i)::bytea), decode(repeat('00', 250), 'hex'), 1, 'en'
       from generate_series(1, $2::int) i, lateral (select timestamptz '2026-01-01' + i * interval '1 second' as t) x`, [petitionId, WANTED]);
  await db.rows(`insert into tally_cells (petition_id, hour, country, channel, status, n) select petition_id, date_trunc('hour', counted_at, 'UTC'), country, channel, status, count(*) from signatures group by 1, 2, 3, 4, 5`);
  await db.rows(`insert into petition_tallies (petition_id, counted) values ($1, $2)`, [petitionId, WANTED]);
  await db.rows(`insert into batches (id, inserted) values (gen_random_uuid(), $1)`, [WANTED]);
  await db.rows(`analyze signatures`);
  return { petitionId, handoverId: handover?.id ?? '' };
}
