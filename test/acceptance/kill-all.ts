/**
 * `npm run acceptance -- kill-all [ROUNDS]`: `npm start` on an empty folder; people sign while every process is killed (-9) at once; it is
 * started again; whoever was answered 202 is there, once, and `verify` finds nothing.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { freePort } from '../support/children.js';
import { eventually, signature } from '../support/installation.js';

const rounds = Number(process.argv[2] ?? 3);
const root = path.resolve(import.meta.dirname, '..', '..');
const cli = path.join(root, 'apps', 'cli', 'bin', 'countersign.mjs');
const dataDir = mkdtempSync(path.join(tmpdir(), 'countersign-kill-'));
const port = await freePort();
const url = `http://127.0.0.1:${port}`;
const env = { ...process.env, DATA_DIR: dataDir, PORT: String(port), NODE_OPTIONS: '' };
const say = (line: string): void => void process.stderr.write(`${line}\n`);
const SLUG = 'keep-your-word-gb';
const HISTORY = 893;

let acknowledged = 0;
let failed = 0;
try {
  for (let round = 1; round <= rounds; round += 1) {
    await startAndReady();
    const before = await verified();
    say(`round ${round}: ${before.counted + before.pending} people there, ${acknowledged} acknowledged so far`);
    if (before.counted !== HISTORY || before.pending < acknowledged) {
      failed += 1;
      say(`FAILS  ${before.counted} counted and ${before.pending} pending`);
    }
    if (round < rounds) await signUntilKilled();
  }
} finally {
  killAll();
  await new Promise((resolve) => setTimeout(resolve, 500));
  rmSync(dataDir, { recursive: true, force: true });
}
say(failed === 0 ? `Nothing of what was acknowledged was lost (${acknowledged} signatures, ${rounds - 1} kills).` : 'Something was lost.');
process.exit(failed === 0 && acknowledged > 0 ? 0 : 1);

async function startAndReady(): Promise<void> {
  const child: ChildProcess = spawn(process.execPath, [cli, 'start'], { cwd: root, env, detached: true, stdio: ['ignore', 'pipe', 'inherit'] });
  let said = '';
  child.stdout?.on('data', (part: Buffer) => (said += part.toString()));
  await eventually('the last line of npm start', () => said.includes(url), 300_000);
}

/** Signs as fast as it is answered, and in the midst of it kills everything that works in the folder. */
async function signUntilKilled(): Promise<void> {
  let dead = false;
  const one = async (): Promise<void> => {
    while (!dead) {
      const status = await fetch(`${url}/api/v1/petitions/${SLUG}/signatures`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(signature()) })
        .then(async (answer) => ((await answer.arrayBuffer()), answer.status), () => 0);
      if (status === 202) acknowledged += 1;
    }
  };
  const people = Array.from({ length: 16 }, one);
  await new Promise((resolve) => setTimeout(resolve, 3_000));
  killAll();
  dead = true;
  await Promise.all(people);
}

/** Every process whose surroundings name our folder, and theirs: found by /proc, killed at once. */
function killAll(): void {
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name)).map(Number)) {
    if (pid === process.pid) continue;
    try {
      const about = readFileSync(`/proc/${pid}/cmdline`, 'latin1') + readFileSync(`/proc/${pid}/environ`, 'latin1');
      if (about.includes(dataDir)) process.kill(pid, 'SIGKILL');
    } catch {
      // It is gone, or not ours.
    }
  }
}

/** What the rows say once the worker has written what waited: a batch that the killed worker held is found when its lock is over, after some 20 s. */
async function verified(): Promise<{ counted: number; pending: number }> {
  let last: { counted: number; pending: number } = { counted: -1, pending: -1 };
  await eventually('the queue is written', async () => {
    const { waiting, ...answer } = await figures();
    last = answer;
    await new Promise((resolve) => setTimeout(resolve, 500));
    return waiting === 0;
  }, 120_000);
  const code = await new Promise<number | null>((resolve) => spawn(process.execPath, [cli, 'verify'], { cwd: root, env, stdio: ['ignore', 'inherit', 'inherit'] }).once('close', resolve));
  if (code !== 0) {
    failed += 1;
    say('FAILS  verify');
  }
  return last;
}

async function figures(): Promise<{ counted: number; pending: number; waiting: number }> {
  const { loadConfig } = await import('#libs/config');
  const { dataSourceFor, Database } = await import('#libs/database');
  const { Queues } = await import('#libs/queues');
  const config = loadConfig({ DATA_DIR: dataDir, DATABASE_URL_FILE: path.join(dataDir, 'run', 'database.url'), REDIS_URL_FILE: path.join(dataDir, 'run', 'redis.url') });
  const queues = new Queues(config);
  // Asked first: a batch that is done after this is in the rows.
  await queues.ready();
  const { waiting } = (await queues.depths()).intake;
  const source = await dataSourceFor(config.database, { poolSize: 1 }).initialize();
  try {
    const [row] = await new Database(source).rows<{ counted: number; pending: number }>(
      `select count(*) filter (where s.status = 'counted')::int as counted, count(*) filter (where s.status = 'pending')::int as pending from signatures s join petitions p on p.id = s.petition_id where p.slug = $1`, [SLUG]);
    return { ...(row ?? { counted: 0, pending: 0 }), waiting };
  } finally {
    await source.destroy();
    await queues.onApplicationShutdown();
  }
}
