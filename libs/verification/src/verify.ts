import { type AuditHead, AuditLog } from '#libs/access';
import type { AppConfig } from '#libs/config';
import { Database, dataSourceFor } from '#libs/database';
import { verifySamples, verifySeals } from '#libs/handovers';
import { verifyCards } from '#libs/progress';
import { codeOf, Queues } from '#libs/queues';
import { recount, type Drift, type Recounted } from '#libs/signatures';

/** Tried so often, a batch is not waiting for a moment to pass any more. */
const TRIES_THAT_ALARM = 5;
const MOST_JOBS = 1_000;

/** What was found: figures for the table, every drift by name, and what is told though nothing is wrong. */
export interface Verified {
  checked: Recounted[];
  drift: Drift[];
  told: string[];
}

/**
 * Recounts everything there is, from the rows, over connections of its own. Changes nothing; safe while the system runs.
 * @param heads of the audit chain, as they were carried outside: held against it beside those that the database remembers
 */
export async function verify(config: AppConfig, heads: readonly AuditHead[] = []): Promise<Verified> {
  const source = await dataSourceFor(config.database, { poolSize: 2, name: 'countersign-verify' }).initialize();
  const queues = new Queues(config);
  try {
    const db = new Database(source);
    const parts = [await recount(db), await auditChain(db, heads), await verifySeals(db), await verifySamples(db), await verifyCards(db), await jobs(queues)];
    return { checked: parts.flatMap((part) => part.checked), drift: parts.flatMap((part) => part.drift), told: await waiting(db) };
  } finally {
    await queues.onApplicationShutdown();
    await source.destroy();
  }
}
type Part = Pick<Verified, 'checked' | 'drift'>;

async function auditChain(db: Database, heads: readonly AuditHead[]): Promise<Part> {
  const audit = new AuditLog(db);
  const carried = [...(await audit.carried()), ...heads];
  const { entries, faults } = await audit.verifyChain(carried);
  const drift = faults.map(({ n, kind }) => ({ where: `audit entry ${n}`, stored: kind, recounted: 'unbroken chain' }));
  return { checked: [{ what: 'audit log, chained', n: entries, drift: drift.length }, { what: 'heads of it carried outside', n: carried.length, drift: 0 }], drift };
}

/** A job that is given up, or a batch that is tried again and again: acknowledged signatures that nobody counts. */
async function jobs(queues: Queues): Promise<Part> {
  const what = 'jobs in the queues';
  try {
    await queues.ready();
    const depths = Object.entries(await queues.depths());
    const givenUp = depths.filter(([, { failed }]) => failed > 0).map(([name, { failed }]) => ({ where: `queue ${name}, jobs given up`, stored: String(failed), recounted: '0' }));
    const delayed = await queues.queue('intake').getDelayed(0, MOST_JOBS);
    const stuck = delayed.filter((job) => job.attemptsMade >= TRIES_THAT_ALARM)
      .map((job) => ({ where: `batch ${job.id}, not written (${codeOf({ code: job.failedReason })})`, stored: `${job.attemptsMade} tries`, recounted: '1' }));
    const drift = [...givenUp, ...stuck];
    return { checked: [{ what, n: depths.reduce((sum, [, { waiting: n, failed }]) => sum + n + failed, 0), drift: drift.length }], drift };
  } catch (error) {
    return { checked: [{ what, n: 0, drift: 1 }], drift: [{ where: 'the queues', stored: `not to be reached (${codeOf(error)})`, recounted: 'reached' }] };
  }
}

async function waiting(db: Database): Promise<string[]> {
  const [row] = await db.rows<{ outbox: number; quarantine: number }>(
    `select (select count(*)::int from outbox where created_at < clock_timestamp() - interval '1 hour') as outbox,
            (select count(*)::int from quarantine where resolved_at is null) as quarantine`);
  return [
    ...(row && row.outbox > 0 ? [`${row.outbox} events have waited for the worker for more than an hour.`] : []),
    ...(row && row.quarantine > 0 ? [`${row.quarantine} records could not be read and are kept, sealed, until a person has looked.`] : []),
  ];
}

/** The findings as a table for people. */
export function table({ checked, drift, told }: Verified): string[] {
  const width = Math.max(...checked.map(({ what }) => what.length));
  const line = (what: string, n: string, found: string): string => `${what.padEnd(width)}  ${n.padStart(9)}  ${found.padStart(6)}`;
  return [
    line('what', 'checked', 'drift'), '-'.repeat(width + 19),
    ...checked.map((row) => line(row.what, String(row.n), row.drift === 0 ? '-' : String(row.drift))),
    ...drift.map(({ where, stored, recounted }) => `DRIFT  ${where}: stored ${stored}, recounted ${recounted}`),
    ...told.map((text) => `NOTE   ${text}`),
    drift.length === 0 ? 'Everything agrees.' : `${drift.length} things do not agree.`,
  ];
}
