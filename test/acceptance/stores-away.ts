/**
 * `npm run acceptance -- stores-away [SECONDS] [RATE]`: people sign at RATE a second (1,000) while Redis hangs, is killed, Postgres hangs,
 * is killed, each for SECONDS (60), and while both hang. Signing goes on (99 % and more are acknowledged), with both away it answers
 * 503 with `Retry-After`; afterwards each acknowledged signature is counted, once, and `verify` finds nothing.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Agent, request } from 'node:http';
import { loadConfig } from '#libs/config';
import { runMigrations } from '#libs/database';
import { startServices } from '../../apps/cli/src/services/embedded-services.js';
import { startPostgres } from '../../apps/cli/src/services/postgres.js';
import { startRedis } from '../../apps/cli/src/services/redis.js';
import { table, verify } from '#libs/verification';
import { begin, end, freePort } from '../support/children.js';
import { environmentOf, eventually, furnish, type Furnished, signature } from '../support/installation.js';

const seconds = Number(process.argv[2] ?? 60);
const rate = Number(process.argv[3] ?? 1_000);
const projectRoot = path.resolve(import.meta.dirname, '..', '..');
const dataDir = mkdtempSync(path.join(tmpdir(), 'countersign-away-'));
const say = (line: string): void => void process.stderr.write(`${line}\n`);
const options = { durable: true, projectRoot, say };
const services = await startServices(loadConfig({ DATA_DIR: dataDir, LOG_LEVEL: 'error' }), options);
const { folder } = services;
const stop: (() => Promise<void>)[] = [() => services.stop()];
const agent = new Agent({ keepAlive: true, maxSockets: 256 });
let missed = 0;
let acknowledged = 0;
/** Sent and not acknowledged: who was told 503 may have been kept all the same, and then counts, where the answer of a door came too late. */
let unsure = 0;

interface Answers { sent: number; ok: number; unavailable: number; retryAfter: number; ms: number[] }

try {
  await runMigrations(services.config.database);
  const furnished = await furnish(services.config);
  const slug = await furnished.petition('GB', { confirmation: 'none' });
  const port = await freePort();
  const children = [await begin('worker.ts', environmentOf(services.config)), await begin('server.ts', environmentOf(services.config, { PORT: String(port) }))];
  await eventually('the first signature', async () => (await sign(port, slug)).status === 202);
  acknowledged += 1;

  for (const [name, away, back] of [
    ['Redis hangs', () => signal('redis', 'SIGSTOP'), () => signal('redis', 'SIGCONT')],
    ['Redis is killed', () => signal('redis', 'SIGKILL'), () => startRedis(folder, options).then((redis) => void stop.push(() => redis.stop()))],
    ['Postgres hangs', () => signal('postgres', 'SIGSTOP'), () => signal('postgres', 'SIGCONT')],
    ['Postgres is killed', () => signal('postgres', 'SIGKILL'), () => startPostgres(folder, options).then((postgres) => void stop.push(() => postgres.stop()))],
  ] as const) {
    const calm = await load(port, slug, 3);
    away();
    const during = await load(port, slug, seconds);
    await back();
    const after = await load(port, slug, 3);
    const share = during.ok / during.sent;
    if (share < 0.99) missed += 1;
    say(`${share < 0.99 ? 'FAILS' : 'holds'}  ${name.padEnd(18)} ${during.sent} sent, ${(share * 100).toFixed(2)} % acknowledged, ${told(during)}   before: ${told(calm)}   after: ${told(after)}`);
    await eventually('all of them counted', () => allCounted(furnished, slug), 300_000);
  }

  signal('redis', 'SIGSTOP');
  signal('postgres', 'SIGSTOP');
  const none = await load(port, slug, Math.min(seconds, 10));
  signal('redis', 'SIGCONT');
  signal('postgres', 'SIGCONT');
  const honest = none.unavailable > 0 && none.retryAfter === none.unavailable && none.ok + none.unavailable === none.sent;
  if (!honest) missed += 1;
  say(`${honest ? 'holds' : 'FAILS'}  both hang          ${none.sent} sent, ${none.unavailable} answered 503, ${none.retryAfter} of them with Retry-After, ${told(none)}`);
  await eventually('signing works again', async () => (await sign(port, slug)).status === 202);
  acknowledged += 1;
  await new Promise((resolve) => setTimeout(resolve, 3_000));
  await eventually('all of them counted', () => allCounted(furnished, slug), 300_000);
  const found = await verify(services.config);
  say(table(found).join('\n'));
  missed += found.drift.length;
  say(`${acknowledged} acknowledged, ${unsure} not, ${await furnished.counted(slug)} counted`);
  await Promise.all(children.map(end));
  await furnished.close();
} finally {
  agent.destroy();
  for (const each of stop.reverse()) await each().catch(() => undefined);
  rmSync(dataDir, { recursive: true, force: true });
}
say(missed === 0 ? 'Signing went on.' : `${missed} missed.`);
process.exit(missed === 0 ? 0 : 1);

/** So many a second, whether or not earlier ones were answered: people do not wait for each other. */
async function load(port: number, slug: string, forSeconds: number): Promise<Answers> {
  const answers: Answers = { sent: 0, ok: 0, unavailable: 0, retryAfter: 0, ms: [] };
  const pending: Promise<void>[] = [];
  const began = performance.now();
  while (performance.now() - began < forSeconds * 1_000) {
    for (const due = ((performance.now() - began) / 1_000) * rate; answers.sent < due;) {
      answers.sent += 1;
      const at = performance.now();
      pending.push(sign(port, slug).then(({ status, retryAfter }) => {
        answers.ms.push(performance.now() - at);
        if (status === 202) answers.ok += 1;
        if (status === 503) answers.unavailable += 1;
        if (retryAfter) answers.retryAfter += 1;
      }));
    }
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  await Promise.all(pending);
  acknowledged += answers.ok;
  unsure += answers.sent - answers.ok;
  return answers;
}

async function allCounted(furnished: Furnished, slug: string): Promise<boolean> {
  const counted = await furnished.counted(slug).catch(() => -1);
  return counted >= acknowledged && counted <= acknowledged + unsure;
}

function sign(port: number, slug: string): Promise<{ status: number; retryAfter: boolean }> {
  const body = JSON.stringify(signature());
  return new Promise((resolve) => {
    const asked = request({
      agent, port, host: '127.0.0.1', method: 'POST', path: `/api/v1/petitions/${slug}/signatures`, timeout: 30_000,
      headers: { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) },
    }, (answer) => {
      answer.resume().on('end', () => resolve({ status: answer.statusCode ?? 0, retryAfter: answer.headers['retry-after'] !== undefined }));
    });
    asked.on('error', () => resolve({ status: 0, retryAfter: false })).on('timeout', () => asked.destroy()).end(body);
  });
}

function told({ ms }: Answers): string {
  const sorted = [...ms].sort((a, b) => a - b);
  const at = (share: number): string => `${Math.round(sorted[Math.floor((sorted.length - 1) * share)] ?? 0)} ms`;
  return `p50 ${at(0.5)}, p99 ${at(0.99)}, longest ${at(1)}`;
}

/** To every process that works in the store's folder, its children too. */
function signal(store: 'redis' | 'postgres', name: NodeJS.Signals): void {
  const first = store === 'redis'
    ? (JSON.parse(readFileSync(path.join(dataDir, 'run', 'redis.pid.json'), 'utf8')) as { pid: number }).pid
    : Number(readFileSync(path.join(dataDir, 'postgres', 'postmaster.pid'), 'utf8').split('\n')[0]);
  const children = readdirSync('/proc').filter((pid) => /^\d+$/.test(pid)).map(Number).filter((pid) => parentOf(pid) === first);
  for (const pid of [first, ...children]) process.kill(pid, name);
}

function parentOf(pid: number): number | null {
  try {
    return Number(/^PPid:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]);
  } catch {
    return null;
  }
}
