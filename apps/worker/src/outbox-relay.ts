import { Injectable } from '@nestjs/common';
import { AppConfig, Log } from '#libs/config';
import { Database, type OutboxRow, relayOutbox, WokenByPostgres } from '#libs/database';
import { codeOf, type JobRequest, Queues } from '#libs/queues';
import { SUBSCRIPTIONS } from './subscriptions.js';

const AT_ONCE = 200;

/** Turns committed events into jobs. The rows go only when Redis has the jobs: a kill in between makes the same jobs again. */
@Injectable()
export class OutboxRelay {
  private readonly woken: WokenByPostgres;
  /** Events that this release cannot read. They stay for the next one, and hold nobody up meanwhile. */
  private readonly unread = new Set<string>();

  constructor(config: AppConfig, private readonly db: Database, private readonly queues: Queues, private readonly log: Log) {
    this.woken = new WokenByPostgres(config.database, {
      channel: 'outbox', work: () => this.relayOnce(), onTrouble: (error) => log.pino.warn({ code: codeOf(error) }, 'the outbox waits'),
    });
  }

  start(): void {
    this.woken.start();
  }

  stop(): Promise<void> {
    return this.woken.stop();
  }

  /** Hands on what is there now. Returns how many events. */
  relayOnce(): Promise<number> {
    return this.db.transaction((tx) => relayOutbox(tx, Object.keys(SUBSCRIPTIONS), { limit: AT_ONCE, except: this.unread }, async (rows) => {
      const read = rows.map((row) => ({ row, jobs: this.jobsOf(row) }));
      await this.queues.addAll(read.flatMap(({ jobs }) => jobs ?? []));
      return read.flatMap(({ row, jobs }) => (jobs ? [row] : []));
    }));
  }

  private jobsOf(row: OutboxRow): JobRequest<object>[] | null {
    try {
      return SUBSCRIPTIONS[row.topic]?.(row) ?? [];
    } catch (error) {
      this.unread.add(row.id);
      this.log.pino.error({ topic: row.topic, event: row.id, code: codeOf(error) }, 'an event is not understood and waits for another release');
      return null;
    }
  }
}
