import { Injectable } from '@nestjs/common';
import { Database } from '#libs/database';
import { gauge } from '#libs/metrics';
import { QUEUES, Queues } from '#libs/queues';
import { NightlyRecount } from '#libs/verification';

const COUNTED = gauge('signatures', 'Signatures by state: counted, waiting for a confirmation, attested', ['state']);
const JOBS = gauge('jobs', 'Jobs by queue and state: waiting (with those at work and put off), failed', ['queue', 'state']);
const OLDEST_JOB = gauge('oldest_job_seconds', 'Age of the oldest job that waits, by queue', ['queue']);
const OUTBOX = gauge('outbox_events', 'Committed events that are not jobs yet');
const OLDEST_EVENT = gauge('outbox_oldest_seconds', 'Age of the oldest of them');
const KEPT_IN_POSTGRES = gauge('intake_batches', 'Sealed batches that wait in Postgres to be written');
const OLDEST_KEPT = gauge('intake_oldest_seconds', 'Age of the oldest of them');
const SET_ASIDE = gauge('quarantine_records', 'Records that could not be read or written and wait for a person');
const DRIFT = gauge('recount_drift', 'Figures that did not agree in the newest nightly recount');
const RECOUNTED = gauge('recount_age_seconds', 'Time since the newest nightly recount ended');

/** What the whole installation's levels are, looked up when Prometheus asks a worker: how much is counted, what waits and since when. */
@Injectable()
export class Levels {
  constructor(private readonly db: Database, private readonly queues: Queues) {}

  async look(): Promise<void> {
    await Promise.allSettled([this.stored(), this.waiting()]);
  }

  private async stored(): Promise<void> {
    const [row] = await this.db.rows<Record<'counted' | 'pending' | 'attested' | 'events' | 'event_age' | 'kept' | 'kept_age' | 'aside', number>>(
      `select t.*, o.*, i.*, (select count(*) from quarantine where resolved_at is null)::int as aside
         from (select coalesce(sum(counted), 0)::float8 as counted, coalesce(sum(pending), 0)::float8 as pending, coalesce(sum(attested), 0)::float8 as attested from petition_tallies) t,
              (select count(*)::int as events, coalesce(extract(epoch from clock_timestamp() - min(created_at)), 0)::float8 as event_age from outbox) o,
              (select count(*)::int as kept, coalesce(extract(epoch from clock_timestamp() - min(received_at)), 0)::float8 as kept_age from sealed_intake) i`);
    if (!row) return;
    for (const state of ['counted', 'pending', 'attested'] as const) COUNTED.set({ state }, row[state]);
    OUTBOX.set(row.events);
    OLDEST_EVENT.set(row.event_age);
    KEPT_IN_POSTGRES.set(row.kept);
    OLDEST_KEPT.set(row.kept_age);
    SET_ASIDE.set(row.aside);
    const last = await NightlyRecount.last(this.db);
    if (!last) return;
    DRIFT.set(last.drift);
    RECOUNTED.set((Date.now() - last.endedAt.getTime()) / 1_000);
  }

  private async waiting(): Promise<void> {
    const depths = await this.queues.depths();
    for (const queue of QUEUES) {
      JOBS.set({ queue, state: 'waiting' }, depths[queue].waiting);
      JOBS.set({ queue, state: 'failed' }, depths[queue].failed);
      const [oldest] = await this.queues.queue(queue).getJobs(['waiting', 'active'], 0, 0, true);
      OLDEST_JOB.set({ queue }, oldest ? Math.max(0, (Date.now() - oldest.timestamp) / 1_000) : 0);
    }
  }
}
