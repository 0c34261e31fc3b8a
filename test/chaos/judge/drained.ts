import { setTimeout as pause } from 'node:timers/promises';
import { Queues } from '#libs/queues';
import { type Scene } from '../stage/scene.js';
import { type Stage } from '../stage/stage.js';

/** Tables in which sealed batches wait for the worker. */
const DOORS = ['sealed_intake', 'intake'];

/** Waits until nothing is under way any more; what still waits at the end of the patience, in words: nobody may wait for ever. */
export async function drained(stage: Stage, scene: Scene, withinMs: number): Promise<string[]> {
  const queues = new Queues(stage.config);
  try {
    await queues.ready();
    let waits: string[] = [];
    // Twice in a row: what leaves one place is for a moment in none.
    for (let [end, quiet] = [Date.now() + withinMs, 0]; quiet < 2; await pause(150)) {
      // A machine that is busy may keep us waiting too; whoever asks a moment later is answered.
      waits = await Promise.all([inQueues(queues), inTables(scene)]).then((found) => found.flat(), (error: Error) => [`whoever asks (${error.message})`]);
      quiet = waits.length === 0 ? quiet + 1 : 0;
      if (Date.now() > end) return waits;
    }
    return [];
  } finally {
    await queues.onApplicationShutdown();
  }
}

/** Jobs but for those of the clocks, of which the next always waits. */
async function inQueues(queues: Queues): Promise<string[]> {
  const waits: string[] = [];
  for (const [name, { waiting, failed }] of Object.entries(await queues.depths())) {
    if (failed > 0) waits.push(`${failed} jobs of ${name} given up`);
    if (waiting === 0) continue;
    const jobs = await queues.queue(name as 'intake').getJobs(['waiting', 'active', 'delayed', 'prioritized'], 0, 500);
    const real = jobs.filter((job) => job && !job.id?.startsWith('repeat:'));
    if (real.length > 0) waits.push(`${real.length} jobs of ${name} (${[...new Set(real.map((job) => `${job.name} ${job.failedReason ?? ''}`.trim()))].slice(0, 3).join(', ')})`);
  }
  return waits;
}

async function inTables({ db }: Scene): Promise<string[]> {
  const waits: string[] = [];
  for (const table of [...DOORS, 'outbox']) {
    const [known] = await db.rows<{ there: boolean }>(`select to_regclass($1) is not null as there`, [table]);
    if (!known?.there) continue;
    const [row] = await db.rows<{ n: number }>(`select count(*)::int as n from ${table}`);
    if ((row?.n ?? 0) > 0) waits.push(`${row?.n} rows of ${table}`);
  }
  const [due] = await db.rows<{ n: number }>(`select count(*)::int as n from mail_log where state = 'due'`);
  if ((due?.n ?? 0) > 0) waits.push(`${due?.n} notices due`);
  return waits;
}
