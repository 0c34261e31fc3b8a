/**
 * `npm run acceptance -- canary [SIGNERS]`: that nothing personal lies anywhere in the clear (SECURITY.md).
 *
 * Invented people whose names and addresses all carry two marks sign, confirm, repeat, withdraw, and send what is refused; a mail
 * server refuses half of them with the address in its words. Then the marks are looked for, in many forms, in a dump of every
 * table, in every file of the data folder (tables, WAL, append-only file) and in all logs. The server runs without the folder
 * of private keys. At the end a thief tries to find out, with the dump and all the server holds, which addresses signed.
 * Each search is also shown to find what is there.
 */
import { randomBytes } from 'node:crypto';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { loadConfig, pgConnection } from '#libs/config';
import { runMigrations } from '#libs/database';
import { codeOf } from '#libs/queues';
import { PrivateKeyStore } from '#libs/vault';
import { startServices } from '../../apps/cli/src/services/embedded-services.js';
import { SmtpSink } from '../../libs/notifications/src/testing/smtp-sink.js';
import { begin, end, freePort } from '../support/children.js';
import { environmentOf, eventually, furnish, post, signature } from '../support/installation.js';
import { filesBelow, formsOf, hitsIn, readFileIfThere } from './canary/needles.js';
import { guessed } from './canary/thief.js';

const signers = Number(process.argv[2] ?? 1_000);
const projectRoot = path.resolve(import.meta.dirname, '..', '..');
const dataDir = mkdtempSync(path.join(tmpdir(), 'countersign-canary-'));
const faults: string[] = [];
const say = (line: string): void => void process.stderr.write(`${line}\n`);
const check = (what: string, holds: boolean): void => {
  say(`${holds ? 'holds' : 'FAILS'}  ${what}`);
  if (!holds) faults.push(what);
};

// Letters only, of which both cases exist; the second beyond ASCII.
const letters = (alphabet: string): string => [...randomBytes(12)].map((byte) => [...alphabet][byte % [...alphabet].length]).join('');
const [mark, farMark, control] = [letters('abcdefghijkmnpqrstuvwxyz'), letters('żółćńęśąźđøå'), `control${randomBytes(8).toString('hex')}`];

const services = await startServices(loadConfig({ DATA_DIR: dataDir, LOG_LEVEL: 'trace' }), { durable: true, projectRoot, say });
const sink = new SmtpSink();
try {
  await prove();
} finally {
  await services.stop();
  await sink.stop();
  rmSync(dataDir, { recursive: true, force: true });
}
say(faults.length === 0 ? `Nothing of ${signers} people lies anywhere in the clear.` : `${faults.length} checks failed.`);
process.exit(faults.length === 0 ? 0 : 1);

async function prove(): Promise<void> {
  await sink.start();
  sink.toRecipient = (address) => (/\.[0-9]*[13579]@/.test(address) ? { code: 550, text: `5.1.1 <${address}> no such mailbox of ${mark}` } : undefined);
  const config = services.config.with({ smtp: { kind: 'url', url: sink.url, requireTls: false } });
  await runMigrations(config.database);
  const furnished = await furnish(config);
  const slug = await furnished.petition('GB');
  const logs = path.join(dataDir, 'logs');
  mkdirSync(logs, { recursive: true });
  const port = await freePort();
  const worker = await begin('worker.ts', environmentOf(config), { logs: path.join(logs, 'worker.log') });
  // The server is shown no private key: the folder it is told of does not exist.
  const server = await begin('server.ts', environmentOf(config, { KEYS_DIR: path.join(dataDir, 'no-such-folder'), PORT: String(port) }), { logs: path.join(logs, 'server.log') });
  const url = `http://127.0.0.1:${port}`;

  const bodies = Array.from({ length: signers }, (_, n) => signature({
    givenName: `${farMark} ${mark}`, familyName: `${mark}${letters('abcdefgh')}`, email: `${mark}.${n}@${mark}.invalid`, town: `${mark} on Sea`, postcode: `SW1 ${n}`,
  }));
  await act(url, slug, bodies);
  await eventually('every record is written', async () => (await furnished.db.rows(`select 1 from signatures`)).length >= signers, 300_000);
  await eventually('every mail is settled', async () => (await furnished.db.rows(`select 1 from outbox`)).length === 0 && (await furnished.db.rows(`select 1 from mail_log where state in ('accepted', 'refused')`)).length >= signers, 300_000);
  const [mails] = await furnished.db.rows<{ refused: number }>(`select count(*) filter (where state = 'refused')::int as refused from mail_log`);
  await press(url);
  check(`the server signed ${signers} people without a folder of private keys`, (await furnished.counted(slug)) > 0);
  check(`mails were refused with the address in the answer (${mails?.refused ?? 0})`, (mails?.refused ?? 0) > signers / 4);

  await search(dataDir);
  await steal(bodies.map((body) => String(body['email'])), config.keysDir);
  await furnished.close();
  await Promise.all([end(server), end(worker)]);
}

/** All that a signer can do, and what is refused. */
async function act(url: string, slug: string, bodies: readonly Record<string, unknown>[]): Promise<void> {
  for (let at = 0; at < bodies.length; at += 100) {
    const some = bodies.slice(at, at + 100);
    const statuses = await post(url, slug, some);
    if (statuses.some((status) => status !== 202)) throw new Error(`a signer was answered ${statuses.find((status) => status !== 202)}`);
    say(`  … ${at + some.length} of ${bodies.length} signed`);
  }
  const [body = {}] = bodies;
  const refused = await post(url, slug, [{ ...body, country: 'XX' }, { ...body, [mark]: mark }, { ...body, familyName: `${mark}\u0000` }, { ...body, email: `${mark}@nowhere` }, { ...body, town: `${mark}${'x'.repeat(70_000)}` }]);
  check('faulty bodies are refused', refused.every((status) => status >= 400 && status < 500));
  const json = { 'content-type': 'application/json' };
  await fetch(`${url}/api/v1/petitions/${slug}/signatures`, { method: 'POST', headers: json, body: `{"givenName": "${mark}", broken` });
  await fetch(`${url}/api/v1/petitions/${slug}/signatures?email=${mark}@${mark}.invalid`, { method: 'POST', headers: { ...json, 'user-agent': mark, referer: `http://${mark}.invalid/` }, body: '{}' });
  await fetch(`${url}/api/v1/petitions/${mark}`);
  await fetch(`${url}/${mark}?name=${encodeURIComponent(farMark)}`);
  await fetch(`${url}/c/${mark}`);
  await fetch(`${url}/api/v1/confirmations`, { method: 'POST', headers: json, body: JSON.stringify({ token: mark }) });
  for (const { email } of bodies.slice(0, 20)) await fetch(`${url}/api/v1/withdrawal-requests`, { method: 'POST', headers: json, body: JSON.stringify({ petition: slug, email }) });
}

/** Presses the buttons of the mails that came, and takes some names back. */
async function press(url: string): Promise<void> {
  const send = (what: string, token: string): Promise<Response> => fetch(`${url}/api/v1/${what}`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ token }) });
  const tokens = (letter: string): string[] => sink.received.flatMap(({ text }) => new RegExp(`/${letter}/([A-Za-z0-9_.-]+)`).exec(text)?.[1] ?? []);
  for (const token of tokens('c')) await send('confirmations', token);
  for (const token of tokens('w').slice(0, 10)) await send('withdrawals', token);
}

async function search(folder: string): Promise<void> {
  const forms = new Map([...formsOf(mark), ...[...formsOf(farMark)].map(([how, needle]) => [`far mark, ${how}`, needle] as const)]);
  const controls = formsOf(control);
  const { postgres } = services;
  if (!postgres) throw new Error('this proof starts its own Postgres');
  // The superuser, in the application's own database.
  const admin = new pg.Client(pgConnection({ ...postgres.adminSettings, database: postgres.settings.database }));
  await admin.connect();
  // Shown to work: what is put there is found.
  await admin.query(`create table control (x text)`);
  await admin.query(`insert into control values ($1)`, [control]);
  writeFileSync(path.join(folder, 'logs', 'control.log'), control.toUpperCase());
  const dump = Buffer.from(await dumped(admin));
  const { rows: [stored] } = await admin.query<{ n: number; bytes: number }>(`select count(*)::int as n, sum(octet_length(sealed))::int as bytes from signatures`);
  check(`the dump holds ${stored?.n ?? 0} signatures with all they have sealed`, (stored?.n ?? 0) >= signers && dump.length > (stored?.bytes ?? 0));
  check('the search finds what is in the dump', hitsIn('dump', dump, controls).length > 0);
  const inDump = hitsIn('dump', dump, forms);
  check(`the dump of every table (${(dump.length / 1e6).toFixed(1)} MB) holds none of ${forms.size} forms of the marks`, inDump.length === 0);
  await admin.query('checkpoint');
  await admin.end();

  const files = filesBelow(folder).flatMap((file) => ((content) => (content ? [{ file: path.relative(folder, file), content }] : []))(readFileIfThere(file)));
  const hits = files.flatMap(({ file, content }) => hitsIn(file, content, forms));
  const found = files.filter(({ file, content }) => hitsIn(file, content, controls).length > 0).map(({ file }) => file);
  check('the search finds what is in tables, WAL and logs', [/base\//, /pg_wal\//, /logs\//].every((where) => found.some((file) => where.test(file))));
  check('the append-only file of Redis is among the files', files.some(({ file, content }) => /appendonly|\.aof/.test(file) && content.length > 0));
  check(`${files.length} files of the data folder (${(files.reduce((sum, { content }) => sum + content.length, 0) / 1e6).toFixed(0)} MB) and all logs hold none either`, hits.length === 0);
  for (const hit of [...inDump, ...hits].slice(0, 20)) say(`       ${hit}`);
}

async function dumped(admin: pg.Client): Promise<string> {
  const { rows: tables } = await admin.query<{ name: string }>(`select quote_ident(tablename) as name from pg_tables where schemaname = 'public' order by 1`);
  const parts: string[] = [];
  for (const { name } of tables) parts.push(...(await admin.query<{ line: string }>(`select t::text as line from ${name} t`)).rows.map(({ line }) => line));
  return parts.join('\n');
}

async function steal(addresses: string[], keysDir: string): Promise<void> {
  const admin = new pg.Client(pgConnection(services.config.database));
  await admin.connect();
  const { rows } = await admin.query<{ v: Buffer }>(`select unnest(array[email_key, name_key, confirm_hash, withdraw_hash, person_commit]) as v from signatures`);
  const { rows: publics } = await admin.query<{ public_key: string; root_public_key: string; root_fingerprint: string; signature: string; key_id: string }>('select * from campaign_keys');
  const { rows: ids } = await admin.query<{ id: string }>(`select id::text from signatures limit 100`);
  await admin.end();
  const values = rows.flatMap(({ v }) => (v ? [v] : []));
  const stolen = new Set(values.map((value) => value.subarray(0, 16).toString('hex')));
  const texts = [...publics.flatMap((row) => Object.values(row).filter((value): value is string => typeof value === 'string')), 'journey', ...ids.map(({ id }) => id), ...serverHolds()];
  const secrets = [...texts.flatMap((text) => [Buffer.from(text), Buffer.from(text, 'base64url'), Buffer.from(text, 'hex')]), ...values.slice(0, 300)];
  const { tried, matched } = guessed(addresses, secrets, stolen);
  check(`with the dump, ${secrets.length} secrets and ${addresses.length} known addresses, ${tried} guesses match 0 rows`, matched === 0);

  // Shown to work: with the key that only the worker has, every address is found.
  const copy = path.join(dataDir, 'copy-of-keys');
  cpSync(keysDir, copy, { recursive: true });
  const key = (await PrivateKeyStore.open(copy)).hashKey('journey').export();
  check('with the hashing key of the worker the same guesses find them', guessed(addresses, [key], stolen).matched > addresses.length * 0.9);
}

/** Everything in the server's surroundings that is a secret: passwords of the services, addresses, its own settings. */
function serverHolds(): string[] {
  const files = filesBelow(dataDir).filter((file) => /\.(json|url|secret)$/.test(file) && !file.startsWith(services.config.keysDir));
  return files.flatMap((file) => {
    try {
      return (readFileIfThere(file)?.toString('utf8') ?? '').split(/["\s:,@/{}]+/).filter((part) => part.length >= 16);
    } catch (error) {
      say(`  ${codeOf(error)}`);
      return [];
    }
  });
}
